//! The name an archive gives → a name that is safe to show, to store and to tell apart.

use std::collections::HashSet;

use icu_normalizer::ComposingNormalizerBorrowed;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// Letters of one part of a path; file systems end at 255 bytes.
const PART_CHARS_MAX: usize = 120;

/// Folders above a file that are kept, the innermost.
const PARTS_MAX: usize = 16;

/// Names that were given, so that no two members have the same.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// `None` for what no person put there: folders of the system that packed it, hidden files.
    pub fn clean(&mut self, raw: &[u8], prefix: &str) -> Option<String> {
        let path = path(&decode(raw));
        if path.split('/').any(is_debris) {
            return None;
        }
        let name = match path.as_str() {
            "" => format!("{prefix}khong-ten"),
            path => format!("{prefix}{path}"),
        };
        let mut free = name.clone();
        let mut number = 2;
        while !self.taken.insert(free.clone()) {
            free = numbered(&name, number);
            number += 1;
        }
        Some(free)
    }
}

/// UTF-8 if it is that, whatever the flag says; otherwise what Windows in Vietnam writes.
fn decode(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1258
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    NFC.normalize(&text).into_owned()
}

/// Without a root, a drive, ways up, and letters that cannot be seen.
fn path(text: &str) -> String {
    let parts = text.split(['/', '\\']).map(part);
    let is_real = |part: &String| {
        let is_drive = part.len() == 2 && part.ends_with(':');
        !part.is_empty() && part != "." && part != ".." && !is_drive
    };
    let parts: Vec<String> = parts.filter(is_real).collect();
    let first = parts.len().saturating_sub(PARTS_MAX);
    parts[first..].join("/")
}

fn part(text: &str) -> String {
    let is_seen = |c: &char| !c.is_control() && !is_invisible(*c);
    // `!` would end the name of an archive.
    let seen: String = text
        .chars()
        .filter(is_seen)
        .map(|c| if c == '!' { '_' } else { c })
        .collect();
    shortened(seen.trim())
}

/// Marks that turn the direction of writing, by which `fdp.exe` is shown as `exe.pdf`, and the like.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Keeps the ending, by which people know a file.
fn shortened(part: &str) -> String {
    let length = part.chars().count();
    if length <= PART_CHARS_MAX {
        return part.to_owned();
    }
    const ENDING: usize = 12;
    let head: String = part.chars().take(PART_CHARS_MAX - ENDING - 1).collect();
    let ending: String = part.chars().skip(length - ENDING).collect();
    format!("{head}…{ending}")
}

fn is_debris(part: &str) -> bool {
    const NAMES: [&str; 4] = ["__macosx", "thumbs.db", "desktop.ini", "ehthumbs.db"];
    part.starts_with('.') || part.starts_with("~$") || NAMES.contains(&&*part.to_lowercase())
}

/// `ke-hoach (2).docx`
fn numbered(name: &str, number: u32) -> String {
    let start = name.rfind('/').map_or(0, |at| at + 1);
    match name[start..].rfind('.') {
        Some(dot) if 0 < dot => {
            let (stem, ending) = name.split_at(start + dot);
            format!("{stem} ({number}){ending}")
        }
        _ => format!("{name} ({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &[u8], expected: Option<&str>) {
        assert_eq!(Names::default().clean(raw, "").as_deref(), expected);
    }

    #[test]
    fn a_name_leads_nowhere_but_into_its_archive() {
        check(b"../../etc/passwd", Some("etc/passwd"));
        check(b"C:\\van ban\\a.docx", Some("van ban/a.docx"));
        check(b"/tuyet/doi.pdf", Some("tuyet/doi.pdf"));
        check(b"a\0\n.pdf", Some("a.pdf"));
        check("gia\u{202e}fdp.exe".as_bytes(), Some("giafdp.exe"));
        check(b"a.zip!/b.pdf", Some("a.zip_/b.pdf"));
        check(b"..", Some("khong-ten"));
    }

    #[test]
    fn a_vietnamese_name_is_read_in_any_of_its_encodings() {
        check("Kế hoạch.docx".as_bytes(), Some("Kế hoạch.docx"));
        check(
            "Ke\u{302}\u{301} hoạch.docx".as_bytes(),
            Some("Kế hoạch.docx"),
        );
        let (old, ..) = encoding_rs::WINDOWS_1258.encode("Kê\u{301} hoa\u{323}ch.docx");
        check(&old, Some("Kế hoạch.docx"));
    }

    #[test]
    fn what_a_system_left_behind_is_no_member() {
        check(b"__MACOSX/._a.docx", None);
        check(b"van ban/Thumbs.db", None);
        check(b".git/config", None);
        check("~$ke hoach.docx".as_bytes(), None);
    }

    #[test]
    fn no_two_members_have_one_name() {
        let mut names = Names::default();
        let given: Vec<_> = (0..3)
            .filter_map(|_| names.clean(b"d/a.docx", "x.zip!/"))
            .collect();
        let expected = [
            "x.zip!/d/a.docx",
            "x.zip!/d/a (2).docx",
            "x.zip!/d/a (3).docx",
        ];
        assert_eq!(given, expected);
    }
}
