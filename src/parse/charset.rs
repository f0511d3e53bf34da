//! Bytes in, text out, with the way back from every character of the text to the bytes that hold it.
//!
//! Order of belief: byte-order mark; valid UTF-8 (no other encoding of Vietnamese is valid UTF-8 by
//! chance); the `Content-Type`; `<meta charset>`; chardetng. A declared charset that decodes to
//! rubbish loses against the detector.

use std::ops::Range;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use memchr::memmem;

use crate::text::legacy::{self, Charset};
use crate::text::{Diagnostic, Place, SourceSpan};

/// How far `<meta charset>` is looked for; the HTML standard says 1,024, portals put styles first.
const META_HEAD: usize = 8 << 10;

/// Bad bytes in a thousand that a UTF-8 text may hold and still be one: cut-off excerpts, pasted
/// bytes of another charset.
const BAD_PER_THOUSAND: usize = 10;

pub(super) struct Decoded {
    pub text: String,
    /// True if some bytes could not be decoded.
    pub lossy: bool,
    steps: Steps,
}

enum Steps {
    /// Text and file differ by a byte-order mark only.
    Shift(usize),
    /// Sorted; each holds up to the next.
    List(Vec<Step>),
}

/// From `text` on, the text is the file's bytes from `file` on: one to one if `exact`.
#[derive(Clone, Copy)]
struct Step {
    text: u32,
    file: u32,
    exact: bool,
}

impl Decoded {
    /// The stretches of `range`, each with the bytes of the file that hold it.
    pub fn places(&self, range: Range<usize>) -> Vec<(Range<usize>, Place)> {
        if let Some(place) = self.place(&range) {
            return vec![(range, place)];
        }
        let Steps::List(list) = &self.steps else {
            return Vec::new();
        };
        let first = list.partition_point(|step| step.text as usize <= range.start);
        let mut found = Vec::new();
        for index in first.saturating_sub(1)..list.len() {
            let step = list[index];
            if step.text as usize >= range.end {
                break;
            }
            found.extend(self.place_in(step, list.get(index + 1), &range));
        }
        found
    }

    /// The bytes of the file that hold `range`, if the file is written as the text is.
    pub fn place(&self, range: &Range<usize>) -> Option<Place> {
        match &self.steps {
            Steps::Shift(by) => {
                let bytes = SourceSpan::new(range.start + by, range.end + by);
                Some(Place::Bytes(bytes))
            }
            Steps::List(_) => None,
        }
    }

    /// The smallest stretch of the file that holds `range`.
    pub fn cover(&self, range: Range<usize>) -> Place {
        let mut cover: Option<SourceSpan> = None;
        for (_, place) in self.places(range) {
            if let Place::Bytes(bytes) = place {
                let so_far = cover.unwrap_or(bytes);
                let start = so_far.start.min(bytes.start) as usize;
                cover = Some(SourceSpan::new(start, so_far.end.max(bytes.end) as usize));
            }
        }
        cover.map_or(Place::Made, Place::Bytes)
    }

    fn place_in(
        &self,
        step: Step,
        next: Option<&Step>,
        range: &Range<usize>,
    ) -> Option<(Range<usize>, Place)> {
        let step_end = next.map_or(self.text.len(), |next| next.text as usize);
        let start = range.start.max(step.text as usize);
        let end = range.end.min(step_end);
        if start >= end {
            return None;
        }
        let bytes = if step.exact {
            let shift = |at: usize| at - step.text as usize + step.file as usize;
            SourceSpan::new(shift(start), shift(end))
        } else {
            SourceSpan::new(step.file as usize, self.file_end(step, next))
        };
        Some((start..end, Place::Bytes(bytes)))
    }

    fn file_end(&self, step: Step, next: Option<&Step>) -> usize {
        next.map_or(step.file as usize, |next| next.file as usize)
    }
}

/// Decodes a text or a page. Never fails: bytes that are nothing become U+FFFD.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes, mark);
    }
    if looks_wide(bytes) {
        return decode_as(UTF_16LE, bytes, 0);
    }
    // What the standard library does too, many bytes at a time.
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => as_it_stands(&text, 0),
        None => decode_as(choose(bytes, content_type), bytes, 0),
    }
}

/// UTF-16 without a mark: every other byte of the ASCII letters in it is zero.
pub(super) fn looks_wide(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    let zeros = head
        .iter()
        .skip(1)
        .step_by(2)
        .filter(|byte| **byte == 0)
        .count();
    head.len() >= 16 && zeros * 4 > head.len() && !head.iter().step_by(2).any(|byte| *byte == 0)
}

fn choose(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if is_nearly_utf8(bytes) {
        return UTF_8;
    }
    if is_legacy(bytes) {
        return WINDOWS_1252;
    }
    let declared = content_type
        .and_then(|value| label_in(value.as_bytes()))
        .or_else(|| label_in(&bytes[..bytes.len().min(META_HEAD)]))
        .filter(|encoding| *encoding != UTF_8);
    let detected = detect(bytes);
    match declared {
        Some(declared) if strangeness(declared, bytes) <= strangeness(detected, bytes) => declared,
        _ => detected,
    }
}

/// True if the bytes, shown as Windows-1252, are words of TCVN3, VNI or their like: no label names
/// these, and a detector takes them for whatever it knows. They are decoded run by run.
fn is_legacy(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 << 10)];
    let (shown, _) = WINDOWS_1252.decode_without_bom_handling(head);
    legacy::detect(&shown).is_some_and(|found| found.charset != Charset::Windows1258)
}

fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let mut bad = 0;
    let mut wide = 0;
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || bad * 1000 <= wide * BAD_PER_THOUSAND
}

/// The charset named in a header value or in the head of a page.
fn label_in(text: &[u8]) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let at = memmem::find(&lower, b"charset")? + b"charset".len();
    let rest = lower[at..].trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
    let end = rest
        .iter()
        .position(|byte| !is_name(byte))
        .unwrap_or(rest.len());
    Encoding::for_label(&rest[..end])
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"vn"), Utf8Detection::Allow);
    let family = [WINDOWS_1252, WINDOWS_1258];
    if family.contains(&guess) {
        WINDOWS_1258
    } else {
        guess
    }
}

/// Characters of the decoded text that no Vietnamese text has, in a thousand.
fn strangeness(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let head = &bytes[..bytes.len().min(64 << 10)];
    let (text, _) = encoding.decode_without_bom_handling(head);
    let is_strange = |c: &char| {
        matches!(c, '\u{fffd}' | '\u{80}'..='\u{9f}')
            || ('\u{370}'..='\u{1dff}').contains(c)
            || ('\u{2e80}'..='\u{fffc}').contains(c)
    };
    let strange = text.chars().filter(is_strange).count();
    strange * 1000 / text.len().max(1)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> Decoded {
    let body = &bytes[mark.min(bytes.len())..];
    if encoding == UTF_8 {
        return decode_utf8(body, mark);
    }
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return decode_utf16(encoding, body, mark);
    }
    if encoding.is_single_byte() {
        return decode_single_byte(encoding, body, mark);
    }
    let (text, lossy) = encoding.decode_without_bom_handling(body);
    let whole = [(0, mark, false), (text.len(), bytes.len(), false)];
    Decoded {
        text: text.into_owned(),
        lossy,
        steps: Steps::List(
            whole
                .map(|(text, file, exact)| step(text, file, exact))
                .to_vec(),
        ),
    }
}

fn as_it_stands(text: &str, mark: usize) -> Decoded {
    Decoded {
        text: text.to_owned(),
        lossy: false,
        steps: Steps::Shift(mark),
    }
}

fn decode_utf8(body: &[u8], mark: usize) -> Decoded {
    if let Ok(text) = std::str::from_utf8(body) {
        return as_it_stands(text, mark);
    }
    let mut text = String::with_capacity(body.len());
    let mut steps = Vec::new();
    let mut file = mark;
    for chunk in body.utf8_chunks() {
        steps.push(step(text.len(), file, true));
        text.push_str(chunk.valid());
        file += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            steps.push(step(text.len(), file, false));
            text.push('\u{fffd}');
            file += chunk.invalid().len();
        }
    }
    steps.push(step(text.len(), file, false));
    Decoded {
        text,
        lossy: true,
        steps: Steps::List(steps),
    }
}

fn decode_utf16(encoding: &'static Encoding, body: &[u8], mark: usize) -> Decoded {
    let unit = |pair: &[u8]| match (encoding == UTF_16LE, pair) {
        (true, [a, b]) => u16::from_le_bytes([*a, *b]),
        (false, [a, b]) => u16::from_be_bytes([*a, *b]),
        _ => 0xFFFD,
    };
    let mut text = String::with_capacity(body.len());
    let mut steps = Vec::new();
    let mut lossy = false;
    let mut file = mark;
    for found in char::decode_utf16(body.chunks(2).map(unit)) {
        lossy |= found.is_err();
        let c = found.unwrap_or('\u{fffd}');
        steps.push(step(text.len(), file, false));
        text.push(c);
        file += 2 * c.len_utf16();
    }
    steps.push(step(text.len(), file.min(mark + body.len()), false));
    Decoded {
        text,
        lossy,
        steps: Steps::List(steps),
    }
}

fn decode_single_byte(encoding: &'static Encoding, body: &[u8], mark: usize) -> Decoded {
    let mut text = String::with_capacity(body.len() * 5 / 4);
    let mut steps = Vec::new();
    let mut lossy = false;
    let mut at = 0;
    while at < body.len() {
        let ascii = Encoding::ascii_valid_up_to(&body[at..]);
        if ascii > 0 {
            steps.push(step(text.len(), mark + at, true));
            let (piece, _) = encoding.decode_without_bom_handling(&body[at..at + ascii]);
            text.push_str(&piece);
            at += ascii;
            continue;
        }
        steps.push(step(text.len(), mark + at, false));
        let (piece, bad) = encoding.decode_without_bom_handling(&body[at..=at]);
        text.push_str(&piece);
        lossy |= bad;
        at += 1;
    }
    steps.push(step(text.len(), mark + body.len(), false));
    Decoded {
        text,
        lossy,
        steps: Steps::List(steps),
    }
}

/// Says that some bytes were no text in the charset of the rest.
pub(super) fn lossy() -> Diagnostic {
    Diagnostic::warning(
        "charset_lossy",
        "Một số byte không đọc được theo bảng mã của tệp; chỗ đó hiện dấu \u{fffd}.",
    )
}

fn step(text: usize, file: usize, exact: bool) -> Step {
    Step {
        text: text as u32,
        file: file as u32,
        exact,
    }
}
