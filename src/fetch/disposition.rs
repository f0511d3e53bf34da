//! The file name a server gives in `Content-Disposition`, in the writings these portals use.

use encoding_rs::WINDOWS_1252;

use super::link::percent;

/// Longest file name kept, in bytes; what most file systems take with room for a suffix.
const NAME_BYTES_MAX: usize = 180;

/// `filename*` first, then `filename` read as UTF-8, percent-encoded UTF-8 or UTF-8 taken for Latin-1.
pub(super) fn file_name(header: &str) -> Option<String> {
    let extended = parameter(header, "filename*").and_then(|value| {
        let (_, encoded) = value.rsplit_once('\'')?;
        Some(percent(encoded).unwrap_or_else(|| encoded.to_owned()))
    });
    let plain = || {
        parameter(header, "filename")
            .map(|value| percent(&value).unwrap_or_else(|| unmangled(&value)))
    };
    let name = safe(&extended.or_else(plain)?);
    (!name.is_empty()).then_some(name)
}

/// The value of a parameter, unquoted.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    while !rest.trim().is_empty() {
        let (name, after) = rest.split_once('=')?;
        let (value, tail) = value_of(after.trim_start());
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = tail.split_once(';').map_or("", |(_, tail)| tail);
    }
    None
}

/// A quoted or bare value and what follows it.
fn value_of(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            _ => value.push(letter),
        }
    }
    (value, "")
}

/// `Káº¿ hoáº¡ch` back to `Kế hoạch`, if that is what happened.
fn unmangled(text: &str) -> String {
    let (bytes, _, lossy) = WINDOWS_1252.encode(text);
    match std::str::from_utf8(&bytes) {
        Ok(repaired) if !lossy && !text.is_ascii() => repaired.to_owned(),
        _ => text.to_owned(),
    }
}

/// A name that is a name: no folders, no control or direction marks, not too long.
pub(super) fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    let clean = clean.trim().trim_start_matches('.');
    if clean.len() <= NAME_BYTES_MAX {
        return clean.to_owned();
    }
    let (stem, extension) = clean
        .rsplit_once('.')
        .filter(|(_, e)| e.len() < 8)
        .unwrap_or((clean, ""));
    let end = (0..=NAME_BYTES_MAX.saturating_sub(extension.len() + 1))
        .rev()
        .find(|at| stem.is_char_boundary(*at));
    format!("{}.{extension}", &stem[..end.unwrap_or(0)])
        .trim_end_matches('.')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Option<&str>) {
        assert_eq!(file_name(header).as_deref(), expected, "{header}");
    }

    #[test]
    fn file_names_are_read_as_portals_write_them() {
        check(
            "attachment; filename=\"293-KH.signed.pdf\"",
            Some("293-KH.signed.pdf"),
        );
        check(
            "attachment; filename=293-KH.pdf; size=3",
            Some("293-KH.pdf"),
        );
        check(
            "attachment; filename=\"a.pdf\"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf",
            Some("Kế hoạch.pdf"),
        );
        check("attachment; filename=\"K%E1%BA%BF.pdf\"", Some("Kế.pdf"));
        check("attachment; filename=\"KÃ\u{aa}.pdf\"", Some("Kê.pdf"));
        check(
            "attachment; filename=\"Kế hoạch; số 21.pdf\"",
            Some("Kế hoạch; số 21.pdf"),
        );
        check("inline", None);
        check(
            "attachment; filename=\"..\\\\..\\\\etc/passwd\"",
            Some("passwd"),
        );
        check(
            "attachment; filename=\"a\u{202e}fdp.exe\"",
            Some("afdp.exe"),
        );
        check("attachment; filename=\"\"", None);
    }
}
