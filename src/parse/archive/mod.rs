//! A ZIP archive in, its members out, within limits.
//!
//! In: the bytes of an archive. Out: [`Member`]s with clean names, archives within it opened in
//! their place (`trong.zip!/ke-hoach.docx`), and a diagnostic for whatever was left out. Promise: no
//! more than the limits of entries, bytes, ratio and depth is ever inflated, whatever the directory
//! of the archive claims; a member that cannot be read costs itself only. The work is done in a
//! [`super::Worker`] where there is one.
//!
//! Packages that are documents (DOCX, XLSX, ODT) are not archives: what the bytes are decides, never
//! their name. RAR and 7z are told apart and kept as they are: nothing free and safe reads them here.
//!
//! Why the members come out whole and not as streams: each becomes a capture of its own, and a
//! capture is known by the hash of all its bytes.

mod names;
mod unpacker;

use std::io::{self, Write};

use super::worker::{Frames, Job, Trouble};
use super::{Attachment, Document, Limits, MediaType, media_type};
use crate::text::Diagnostic;

use unpacker::{Note, Unpacker, What};

/// A file that was in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its clean path in the archive; `!/` stands after an archive within it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What an archive came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unpacked {
    /// In the order of the archive.
    pub members: Vec<Member>,
    /// What was left out and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// True for an archive whose members are files of their own.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && media_type::detect(bytes, &super::Hint::default()) == MediaType::Zip
}

/// The members of an archive. What is no archive has none.
pub fn unpack(bytes: &[u8], limits: &Limits) -> Unpacked {
    if !is_archive(bytes) {
        return Unpacked::default();
    }
    let opened = open(bytes, limits, true);
    Unpacked {
        diagnostics: opened.diagnostics(),
        members: opened.members,
    }
}

/// The archive itself as a document: without text, with the names of its members.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Document {
    let opened = open(bytes, limits, false);
    let attachments = opened.members.iter().map(|member| Attachment {
        name: member
            .name
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        href: member.name.clone(),
        url: None,
    });
    let mut document = Document::unreadable(MediaType::Zip, summary(opened.members.len()));
    document.attachments = attachments.take(LISTED_MAX).collect();
    if opened.members.is_empty() {
        document.diagnostics.clear();
    }
    document.diagnostics.extend(opened.diagnostics());
    document
}

/// Names that are listed; all are unpacked.
const LISTED_MAX: usize = 1_000;

/// The members, without their bytes if `contents` is false.
#[derive(Default)]
struct Opened {
    members: Vec<Member>,
    notes: Vec<Note>,
    crashed: Option<Trouble>,
}

fn open(bytes: &[u8], limits: &Limits, contents: bool) -> Opened {
    let mut opened = Opened::default();
    let Some(worker) = &limits.worker else {
        let mut unpacker = Unpacker::new(limits.bytes_max, limits.inflated_max);
        // A sink that only keeps cannot fail.
        let _ = unpacker.open(bytes, &mut |name, bytes| {
            opened.members.push(Member {
                name: name.to_owned(),
                bytes: if contents { bytes } else { Vec::new() },
            });
            Ok(())
        });
        opened.notes = unpacker.notes;
        return opened;
    };
    let job = Job::Unpack {
        bytes_max: limits.bytes_max,
        inflated_max: limits.inflated_max,
        contents,
    };
    match worker.ask(&job, bytes) {
        Ok(answer) => opened.take(&answer),
        Err(trouble) => opened.crashed = Some(trouble),
    }
    opened
}

/// What a worker does.
pub(super) fn answer(
    bytes: &[u8],
    bytes_max: usize,
    inflated_max: usize,
    contents: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut unpacker = Unpacker::new(bytes_max, inflated_max);
    unpacker.open(bytes, &mut |name, bytes| {
        let bytes = if contents { bytes } else { Vec::new() };
        Frames::write(out, What::MEMBER, name, &bytes)
    })?;
    for note in &unpacker.notes {
        Frames::write(out, note.what as u8, &note.name, &[])?;
    }
    Ok(())
}

impl Opened {
    fn take(&mut self, answer: &[u8]) {
        for (kind, name, bytes) in Frames::new(answer) {
            match What::of(kind) {
                None => self.members.push(Member {
                    name: name.to_owned(),
                    bytes: bytes.to_vec(),
                }),
                Some(what) => self.notes.push(Note {
                    what,
                    name: name.to_owned(),
                }),
            }
        }
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        if let Some(trouble) = self.crashed {
            return vec![crashed(trouble)];
        }
        let mut diagnostics: Vec<Diagnostic> = What::ALL
            .into_iter()
            .filter_map(|what| {
                let of_it = self.notes.iter().filter(|note| note.what == what);
                let names: Vec<&str> = of_it.map(|note| note.name.as_str()).collect();
                (!names.is_empty()).then(|| what.diagnostic(&names))
            })
            .collect();
        if self.members.is_empty() && diagnostics.is_empty() {
            diagnostics.push(empty());
        }
        diagnostics
    }
}

fn summary(members: usize) -> Diagnostic {
    let message = format!("Tệp nén có {members} tệp bên trong; mỗi tệp được đọc riêng.");
    Diagnostic::note("archive_unpacked", message)
}

fn empty() -> Diagnostic {
    Diagnostic::error("archive_empty", "Tệp nén không có tệp nào bên trong.")
        .with_hint("xin lại tệp từ nơi gửi")
}

fn crashed(trouble: Trouble) -> Diagnostic {
    let why = match trouble {
        Trouble::TimedOut => "quá thời gian cho phép",
        Trouble::Nothing | Trouble::Crashed => "chương trình giải nén dừng đột ngột",
    };
    Diagnostic::error(
        "archive_crashed",
        format!("Không giải nén được tệp: {why}."),
    )
    .with_hint("giải nén bằng phần mềm khác rồi nạp thư mục")
}

#[cfg(test)]
mod tests;
