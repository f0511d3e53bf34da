//! What a member adds to a work: the values it does not know yet, and the capture that carries it.

use super::{Manifestation, Member, Role, Work};

/// Takes from a document what the work does not know yet, and of two titles or names the longer.
pub(super) fn fill(work: &mut Work, member: &Member) {
    let take = |slot: &mut Option<String>, value: &Option<String>| {
        let length = |text: &Option<String>| text.as_deref().map_or(0, str::len);
        if slot.is_none() || length(slot) < length(value) {
            slot.clone_from(value);
        }
    };
    take(&mut work.title, &member.title);
    take(&mut work.issuer, &member.issuer);
    let missing = |slot: &mut Option<String>, value: &Option<String>| {
        if slot.is_none() {
            slot.clone_from(value);
        }
    };
    missing(&mut work.doc_type, &member.doc_type);
    missing(&mut work.number, &member.number);
    missing(&mut work.issuer_id, &member.issuer_id);
    missing(&mut work.province, &member.province);
}

pub(super) fn manifestation(document: &Member, evidence: Vec<String>) -> Manifestation {
    let Role::Document { draft, page } = document.role else {
        return Manifestation {
            capture: document.capture.clone(),
            file: document.file.clone(),
            kind: "other".into(),
            role: "other".into(),
            evidence,
        };
    };
    let extension = document
        .file
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let role = match (draft, page, extension.as_str()) {
        (true, _, _) => "draft",
        (false, true, _) => "page",
        (false, false, "pdf") => "pdf",
        (false, false, "doc" | "docx" | "odt" | "rtf") => "word",
        (false, false, "html" | "htm" | "aspx") => "page",
        (false, false, _) => "text",
    };
    let kind = if page { "page" } else { "document" };
    Manifestation {
        capture: document.capture.clone(),
        file: document.file.clone(),
        kind: kind.into(),
        role: role.into(),
        evidence,
    }
}

/// The order in which manifestations are shown: the signed file first, what is said about it last.
pub(super) fn rank(role: &str) -> usize {
    ["pdf", "word", "text", "page", "draft", "other"]
        .iter()
        .position(|known| *known == role)
        .unwrap_or(9)
}
