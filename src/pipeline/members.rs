//! An archive in, its members as arrivals of their own out.
//!
//! A member is named after its archive, `tai-ve/ho-so.zip!/ke-hoach.docx`, and shares its provenance:
//! who published it, when it was fetched, from where. The archive itself is kept as a capture too.

use crate::extract::Context;
use crate::parse::{self, Member};
use crate::store::Validators;

use super::Arrival;

/// Stands between an archive and the name of its member.
pub(super) const WITHIN: &str = "!/";

/// The members of an archive; none for anything else.
pub(super) fn of(archive: &Arrival, limits: &parse::Limits) -> Vec<Arrival> {
    let unpacked = parse::unpack(&archive.bytes, limits);
    let member = |member: Member| Arrival {
        context: context(&archive.context, &member.name),
        validators: Validators::default(),
        fetched_at: archive.fetched_at,
        bytes: member.bytes,
    };
    unpacked.members.into_iter().map(member).collect()
}

/// What is known of a member: all that is known of its archive, and its own name. The address ends in
/// the name too, so that no two members have one address.
pub(super) fn context(archive: &Context, member: &str) -> Context {
    let mut url = archive.url.clone();
    if let Some(url) = &mut url {
        url.set_fragment(Some(&format!("{WITHIN}{member}")));
    }
    Context {
        file: format!("{}{WITHIN}{member}", archive.file),
        url,
        ..archive.clone()
    }
}

/// `ho-so.zip!/ke-hoach.docx` → the archive and the member.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    name.split_once(WITHIN)
}

/// Stretches of arrivals that fit in memory together with what is read of them.
pub(super) fn batches(arrivals: &[Arrival], files: usize, bytes: u64) -> Vec<&[Arrival]> {
    let (mut count, mut sum) = (0, 0);
    let fits = |_: &Arrival, next: &Arrival| {
        count += 1;
        sum += next.bytes.len() as u64;
        let fits = count < files && sum <= bytes;
        if !fits {
            (count, sum) = (0, next.bytes.len() as u64);
        }
        fits
    };
    arrivals.chunk_by(fits).collect()
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_member_is_known_as_its_archive_is() {
        let archive = Context {
            file: "tai-ve/ho-so.zip".to_owned(),
            url: url::Url::parse("https://example.vn/ho-so.zip").ok(),
            province: Some("Hưng Yên".to_owned()),
            ..Context::default()
        };
        let member = context(&archive, "goi/kế hoạch.docx");
        assert_eq!(member.file, "tai-ve/ho-so.zip!/goi/kế hoạch.docx");
        assert_eq!(member.province.as_deref(), Some("Hưng Yên"));
        let url = member
            .url
            .as_ref()
            .map(url::Url::as_str)
            .unwrap_or_default();
        assert!(
            url.starts_with("https://example.vn/ho-so.zip#!/goi/k"),
            "{url}"
        );
        let split = split(&member.file);
        assert_eq!(split, Some(("tai-ve/ho-so.zip", "goi/kế hoạch.docx")));
    }

    #[test]
    fn members_come_in_batches() {
        let arrival = |bytes: usize| Arrival {
            bytes: vec![0; bytes],
            context: Context::default(),
            validators: Validators::default(),
            fetched_at: SystemTime::UNIX_EPOCH,
        };
        let all: Vec<Arrival> = [1, 1, 1, 9, 1].into_iter().map(arrival).collect();
        let lengths = |files, bytes| -> Vec<usize> {
            let batches = batches(&all, files, bytes);
            batches.iter().map(|batch| batch.len()).collect()
        };
        assert_eq!(lengths(2, 100), [2, 2, 1]);
        assert_eq!(lengths(10, 5), [3, 1, 1]);
    }
}
