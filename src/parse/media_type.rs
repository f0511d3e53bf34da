//! Bytes in, [`MediaType`] out: by what the bytes are, because portals send Word-HTML as `.doc`,
//! OLE2 as `.rtf` and error pages as PDF. Name and header only break a tie between two texts.

use std::borrow::Cow;
use std::io::Cursor;

use memchr::memmem;

use super::{Hint, MediaType};

/// A PDF may carry leading rubbish (ISO 32000 viewers accept 1,024 bytes of it).
const PDF_HEAD: usize = 1024;

/// How far we look for tags before a text is taken for a text.
const SNIFF: usize = 16 << 10;

/// Tags that must be seen in a text that does not start with one.
const TAGS_MIN: usize = 5;

pub(super) fn detect(bytes: &[u8], hint: &Hint) -> MediaType {
    by_magic(bytes).unwrap_or_else(|| by_text(bytes, hint))
}

fn by_magic(bytes: &[u8]) -> Option<MediaType> {
    const IMAGES: [&[u8]; 7] = [
        b"\x89PNG\r\n",
        b"\xff\xd8\xff",
        b"GIF8",
        b"II*\0",
        b"MM\0*",
        b"BM",
        b"RIFF",
    ];
    let head = &bytes[..bytes.len().min(PDF_HEAD)];
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(ole_kind(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip_kind(bytes));
    }
    if bytes.starts_with(b"Rar!\x1a\x07") {
        return Some(MediaType::Rar);
    }
    if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") {
        return Some(MediaType::SevenZip);
    }
    if skip_blank(bytes).starts_with(b"{\\rtf") {
        return Some(MediaType::Rtf);
    }
    if IMAGES.iter().any(|magic| bytes.starts_with(magic)) && head.contains(&0) {
        return Some(MediaType::Image);
    }
    let at = memmem::find(head, b"%PDF-")?;
    let only_rubbish_before = !head[..at].contains(&b'<');
    only_rubbish_before.then_some(MediaType::Pdf)
}

/// The directory of a compound file names its streams in UTF-16.
fn ole_kind(bytes: &[u8]) -> MediaType {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if holds("WordDocument") {
        MediaType::Doc
    } else if holds("Workbook") || holds("Book\0") {
        MediaType::Xls
    } else {
        MediaType::Unknown
    }
}

fn zip_kind(bytes: &[u8]) -> MediaType {
    if super::archive::is_huge(bytes) {
        return MediaType::Zip;
    }
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return zip_kind_of_the_head(bytes);
    };
    let mut kind = MediaType::Zip;
    for name in archive.file_names().flatten() {
        match &*name {
            "word/document.xml" => return MediaType::Docx,
            "xl/workbook.xml" | "xl/workbook.bin" => return MediaType::Xlsx,
            "content.xml" if is_open_document_text(bytes) => kind = MediaType::Odt,
            name if name.starts_with("word/") && name.ends_with(".xml") => kind = MediaType::Docx,
            // A presentation, a drawing, a book, a program: one thing, no files for anybody.
            "[Content_Types].xml" | "mimetype" | "META-INF/MANIFEST.MF"
                if kind == MediaType::Zip =>
            {
                kind = MediaType::Unknown;
            }
            _ => {}
        }
    }
    kind
}

/// A truncated package has no directory, but its first entries still name its kind.
fn zip_kind_of_the_head(bytes: &[u8]) -> MediaType {
    let holds = |name: &[u8]| memmem::find(bytes, name).is_some();
    if holds(b"word/") {
        MediaType::Docx
    } else if holds(b"xl/") {
        MediaType::Xlsx
    } else {
        MediaType::Zip
    }
}

/// The first entry of an OpenDocument package is its uncompressed media type.
fn is_open_document_text(bytes: &[u8]) -> bool {
    const HEAD: usize = 200;
    let head = &bytes[..bytes.len().min(HEAD)];
    memmem::find(head, b"application/vnd.oasis.opendocument.text").is_some()
}

fn by_text(bytes: &[u8], hint: &Hint) -> MediaType {
    let head = narrow(&bytes[..bytes.len().min(SNIFF)]);
    let start = skip_blank(&head);
    if start.is_empty() {
        return MediaType::Unknown;
    }
    if super::mime::is_message(start) {
        return MediaType::Html;
    }
    if let Some(kind) = flat_kind(start) {
        return kind;
    }
    if start.first() == Some(&b'<') && (has_tags(start, 1) || starts_like_a_page(start)) {
        return MediaType::Html;
    }
    if is_binary(&head) {
        return MediaType::Unknown;
    }
    let enough = if hint_says_html(hint) { 1 } else { TAGS_MIN };
    if has_tags(start, enough) && closes_a_tag(start) {
        MediaType::Html
    } else {
        MediaType::Text
    }
}

/// A package written as one XML file: Word and Excel 2003, "Word XML document", flat OpenDocument.
fn flat_kind(start: &[u8]) -> Option<MediaType> {
    let holds = |word: &[u8]| memmem::find(start, word).is_some();
    if !start.starts_with(b"<?xml") && !start.starts_with(b"<pkg:") {
        return None;
    }
    if holds(b"<w:wordDocument") || holds(b"<pkg:package") && holds(b"/word/") {
        return Some(MediaType::Docx);
    }
    if holds(b"<Workbook") && holds(b"urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(MediaType::Xlsx);
    }
    let is_text = holds(b"application/vnd.oasis.opendocument.text");
    (holds(b"<office:document ") && is_text).then_some(MediaType::Odt)
}

/// UTF-16 text without its zero bytes, so that one look serves all encodings.
fn narrow(head: &[u8]) -> Cow<'_, [u8]> {
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if marked || super::charset::looks_wide(head) {
        head.iter().copied().filter(|byte| *byte != 0).collect()
    } else {
        Cow::Borrowed(head)
    }
}

fn skip_blank(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.strip_prefix(b"\xff\xfe").unwrap_or(bytes);
    let bytes = bytes.strip_prefix(b"\xfe\xff").unwrap_or(bytes);
    bytes.trim_ascii_start()
}

fn starts_like_a_page(text: &[u8]) -> bool {
    let head = text[..text.len().min(64)].to_ascii_lowercase();
    head.starts_with(b"<!doctype") || head.starts_with(b"<html") || head.starts_with(b"<?xml")
}

/// Tags that only HTML has; Markdown may hold a `<br>`, so that is not one of them.
fn has_tags(text: &[u8], enough: usize) -> bool {
    const NAMES: [&str; 18] = [
        "html", "head", "body", "div", "table", "tr", "td", "p", "span", "ul", "li", "a", "form",
        "meta", "h1", "h3", "font", "article",
    ];
    let is_tag = |at: &usize| {
        let rest = &text[at + 1..];
        let rest = &rest[..rest.len().min(8)];
        let is_end = |byte: &u8| !byte.is_ascii_alphanumeric();
        let name = &rest[..rest.iter().position(is_end).unwrap_or(rest.len())];
        NAMES
            .iter()
            .any(|known| known.as_bytes().eq_ignore_ascii_case(name))
    };
    let tags = memchr::memchr_iter(b'<', text).filter(is_tag);
    tags.take(enough).count() == enough
}

fn closes_a_tag(text: &[u8]) -> bool {
    memmem::find(text, b"</").is_some()
}

fn hint_says_html(hint: &Hint) -> bool {
    let typed = hint
        .content_type
        .is_some_and(|value| value.to_ascii_lowercase().contains("html"));
    let named = hint.file_name.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        name.ends_with(".html") || name.ends_with(".htm") || name.ends_with(".aspx")
    });
    typed || named
}

/// Control characters that no text holds, in more than one of a hundred bytes.
fn is_binary(head: &[u8]) -> bool {
    let odd = head
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
        .count();
    odd * 100 > head.len()
}
