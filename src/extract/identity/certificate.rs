//! Who signed the file electronically, and when: evidence beside what the document says, never in its place.

use super::Reader;

pub(super) fn read(reader: &mut Reader) {
    for signature in &reader.document.signatures {
        let said = [
            ("signed_by", &signature.subject),
            ("signed_at", &signature.signed_at),
        ];
        for (field, value) in said {
            if value.is_some() {
                reader.offer(field, "certificate", None, value.clone());
            }
        }
    }
}

/// No field of the identity holds them: their evidence does.
pub(super) fn holds(field: &str) -> bool {
    matches!(field, "signed_by" | "signed_at")
}
