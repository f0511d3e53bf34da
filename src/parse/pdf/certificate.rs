//! Who signed a file and when: the certificate and the time of its electronic signatures (PKCS#7).
//!
//! Evidence only. The certificate of an office's clerk seals what others decide, and the time is that
//! of a machine: neither is issuer or day of the document. What cannot be read is left out.

use std::borrow::Cow;

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::ObjectIdentifier;
use der::{Any, Decode, Encode, SliceReader, Tag, Tagged};
use lopdf::{Dictionary, Object};
use x509_cert::Certificate;
use x509_cert::time::Time;

use super::file::File;
use crate::parse::Signature;

/// Signatures of one file that are read: joint circulars have five, each with its stamp.
const SIGNATURES_MAX: usize = 64;

/// Bytes of one signature; with all certificates above it and a time stamp it takes 60 KB.
const CONTENTS_MAX: usize = 1 << 20;

/// Bytes of a subject that is kept.
const SUBJECT_MAX: usize = 400;

const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");

/// In the order of the file's form.
pub(super) fn signatures(file: &File) -> Vec<Signature> {
    let fields = file.signature_fields(SIGNATURES_MAX);
    let read = fields
        .iter()
        .filter_map(|dictionary| signature(file, dictionary));
    read.collect()
}

fn signature(file: &File, dictionary: &Dictionary) -> Option<Signature> {
    let contents = match file.get(dictionary, b"Contents")? {
        Object::String(bytes, _) if bytes.len() <= CONTENTS_MAX => bytes,
        _ => return None,
    };
    let signature = of_contents(contents)?;
    let written = match file.get(dictionary, b"M") {
        Some(Object::String(bytes, _)) => moment(bytes),
        _ => None,
    };
    Some(Signature {
        signed_at: signature.signed_at.or(written),
        ..signature
    })
}

/// `D:20260715101244+07'00'`, where most programs write the time instead of in the signature itself.
fn moment(written: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(written).ok()?.strip_prefix("D:")?;
    let (digits, zone) = text.split_at_checked(14)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| &digits[from..to];
    let zone = zone.trim_end_matches('\'').replace('\'', ":");
    let written = format!(
        "{}-{}-{}T{}:{}:{}{zone}",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    );
    let moment = written.parse::<jiff::Timestamp>().ok()?;
    Some(moment.to_string())
}

fn of_contents(contents: &[u8]) -> Option<Signature> {
    // The room set aside for a signature is filled up with zeros behind it.
    let mut reader = SliceReader::new(contents).ok()?;
    let info = ContentInfo::decode(&mut reader).ok()?;
    let signed: SignedData = info.content.decode_as().ok()?;
    let signer = signed.signer_infos.0.iter().next()?;
    let subject = certificate_of(&signed, signer).and_then(subject);
    let signed_at = signing_time(signer);
    (subject.is_some() || signed_at.is_some()).then_some(Signature { subject, signed_at })
}

/// The certificate the signer names; those above it come along in any order.
fn certificate_of<'a>(signed: &'a SignedData, signer: &SignerInfo) -> Option<&'a Certificate> {
    use cms::cert::CertificateChoices;
    let all = signed.certificates.as_ref()?.0.iter();
    let mut certificates = all.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            certificates.find(|one| one.tbs_certificate.serial_number == named.serial_number)
        }
        SignerIdentifier::SubjectKeyIdentifier(_) => certificates.next(),
    }
}

/// "Sở Nội vụ · UBND tỉnh Hưng Yên": common name and organization.
fn subject(certificate: &Certificate) -> Option<String> {
    let named = |wanted: ObjectIdentifier| {
        let parts = certificate.tbs_certificate.subject.0.iter();
        let mut values = parts.flat_map(|part| part.0.iter());
        let value = values.find(|value| value.oid == wanted)?;
        Some(text(&value.value)).filter(|text| !text.trim().is_empty())
    };
    let (name, organization) = (named(COMMON_NAME), named(ORGANIZATION));
    let subject = match (name, organization) {
        (Some(name), Some(organization)) if name != organization => {
            format!("{name} · {organization}")
        }
        (name, organization) => name.or(organization)?,
    };
    let end = subject.floor_char_boundary(SUBJECT_MAX);
    Some(crate::text::clean(&subject[..end]).as_str().to_owned())
}

fn text(value: &Any) -> String {
    if value.tag() == Tag::BmpString {
        return encoding_rs::UTF_16BE.decode(value.value()).0.into_owned();
    }
    let text: Cow<str> = String::from_utf8_lossy(value.value());
    text.into_owned()
}

/// `2026-07-15T03:12:44Z`
fn signing_time(signer: &SignerInfo) -> Option<String> {
    let attributes = signer.signed_attrs.as_ref()?;
    let attribute = attributes.iter().find(|one| one.oid == SIGNING_TIME)?;
    let written = attribute.values.iter().next()?.to_der().ok()?;
    let time = Time::from_der(&written).ok()?;
    Some(time.to_date_time().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `openssl cms -sign` with a certificate of nobody.
    const SIGNED: &[u8] = include_bytes!("../../../fixtures/pdf/chu-ky.p7s");

    #[test]
    fn the_holder_and_the_time_of_a_signature_are_read_past_its_padding() {
        let padded = [SIGNED, &[0; 512]].concat();
        let signature = of_contents(&padded).expect("a signature");
        let subject = "Sở Nội vụ · Ủy ban nhân dân tỉnh Ví Dụ";
        assert_eq!(signature.subject.as_deref(), Some(subject));
        let signed_at = signature.signed_at.expect("a time");
        assert!(signed_at.starts_with("20") && signed_at.ends_with('Z'));
    }

    #[test]
    fn the_moment_a_program_writes_is_told_in_utc() {
        let utc = Some("2026-07-15T03:12:44Z".to_owned());
        assert_eq!(moment(b"D:20260715101244+07'00'"), utc);
        assert_eq!(moment(b"D:20260715031244Z"), utc);
        for odd in [
            &b"D:2026"[..],
            b"20260715101244Z",
            b"D:20261399999999Z",
            b"D:\xff",
        ] {
            assert_eq!(moment(odd), None);
        }
    }

    #[test]
    fn a_signature_cut_or_changed_is_none_or_something_and_never_a_panic() {
        for at in 0..SIGNED.len() {
            of_contents(&SIGNED[..at]);
            let mut changed = SIGNED.to_vec();
            changed[at] ^= 0x55;
            of_contents(&changed);
        }
    }
}
