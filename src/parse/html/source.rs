//! A scan of the raw page: its text characters with the bytes that write them, tags, comments and
//! scripts skipped.
//!
//! html5ever gives no offsets, so this second, much simpler reading of the same bytes supplies them
//! ([`super::align`] brings the two together). It also measures the page before html5ever sees it:
//! the tree builder is quadratic in the depth of the page and in misnested formatting tags.

use std::borrow::Cow;
use std::collections::HashMap;

/// Elements whose content is not text of the page.
const RAW: [&str; 10] = [
    "script", "style", "textarea", "title", "noscript", "iframe", "noembed", "noframes", "xmp",
    "template",
];

/// Characters written by a named reference that are white space in the tree.
const BLANK_NAMES: [&str; 14] = [
    "nbsp",
    "NonBreakingSpace",
    "ensp",
    "emsp",
    "emsp13",
    "emsp14",
    "numsp",
    "puncsp",
    "thinsp",
    "ThinSpace",
    "hairsp",
    "Tab",
    "NewLine",
    "MediumSpace",
];

/// Names that HTML also knows without the semicolon, as far as Vietnamese pages use them.
const BARE_NAMES: [&str; 46] = [
    "nbsp", "amp", "lt", "gt", "quot", "copy", "reg", "laquo", "raquo", "middot", "deg", "sect",
    "shy", "agrave", "aacute", "acirc", "atilde", "egrave", "eacute", "ecirc", "igrave", "iacute",
    "ograve", "oacute", "ocirc", "otilde", "ugrave", "uacute", "yacute", "Agrave", "Aacute",
    "Acirc", "Atilde", "Egrave", "Eacute", "Ecirc", "Igrave", "Iacute", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ugrave", "Uacute", "Yacute", "eth",
];

/// What one written character is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Glyph {
    /// The character itself.
    Plain(char),
    /// White space, however written.
    Blank,
    /// A character reference; the tree knows which character it makes.
    Reference,
}

/// A character of the page's text with the bytes that write it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub glyph: Glyph,
    pub start: usize,
    pub end: usize,
}

/// Walks over the text characters of a page.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    source: &'a str,
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(source: &'a str, at: usize) -> Cursor<'a> {
        Cursor { source, at }
    }

    /// Takes back all of a reference but its ampersand, which the tree took literally.
    pub fn only_ampersand(&mut self, written: Written) -> Written {
        self.at = written.start + 1;
        Written {
            glyph: Glyph::Plain('&'),
            start: written.start,
            end: self.at,
        }
    }

    /// The bytes that write a character.
    pub fn text(&self, written: Written) -> &str {
        &self.source[written.start..written.end]
    }

    fn written(&mut self, glyph: Glyph, len: usize) -> Option<Written> {
        let start = self.at;
        self.at += len;
        Some(Written {
            glyph,
            start,
            end: self.at,
        })
    }
}

impl Iterator for Cursor<'_> {
    type Item = Written;

    fn next(&mut self) -> Option<Written> {
        loop {
            let rest = &self.source[self.at..];
            let c = rest.chars().next()?;
            match c {
                '<' => match markup_len(rest) {
                    Some(len) => self.at += len,
                    None => return self.written(Glyph::Plain('<'), 1),
                },
                '&' => {
                    let (glyph, len) = reference(rest);
                    return self.written(glyph, len);
                }
                '\0' => self.at += 1,
                c if c.is_whitespace() => return self.written(Glyph::Blank, c.len_utf8()),
                c => return self.written(Glyph::Plain(c), c.len_utf8()),
            }
        }
    }
}

/// Length of the comment or tag (a raw-text element whole) at the start of `rest`; `None` for a bare `<`.
fn markup_len(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    match bytes.get(1)? {
        b'!' if rest.starts_with("<!--") => Some(comment_len(rest)),
        b'!' | b'?' => Some(to_past(rest, 0, b'>')),
        b'/' => match bytes.get(2)? {
            letter if letter.is_ascii_alphabetic() => Some(tag_len(bytes)),
            _ => Some(to_past(rest, 0, b'>')),
        },
        letter if letter.is_ascii_alphabetic() => {
            let len = tag_len(bytes);
            let name = tag_bytes(bytes);
            let is_name = |raw: &&&str| raw.as_bytes().eq_ignore_ascii_case(name);
            let raw = RAW.iter().find(is_name);
            Some(raw.map_or(len, |raw| raw_text_end(rest, len, raw)))
        }
        _ => None,
    }
}

fn comment_len(rest: &str) -> usize {
    for (at, _) in rest[4..].match_indices('-') {
        let tail = &rest[4 + at..];
        if tail.starts_with("-->") {
            return 4 + at + 3;
        }
        if tail.starts_with("--!>") {
            return 4 + at + 4;
        }
    }
    match rest[4..].as_bytes() {
        [b'>', ..] => 5,
        _ => rest.len(),
    }
}

/// Bytes of the tag at the start: a `>` inside a quoted attribute value does not end it, a quote
/// that does not follow `=` is part of a name (`<div class"after_main">`).
pub(super) fn tag_len(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            b'=' => at = value_end(bytes, at + 1),
            _ => at += 1,
        }
    }
    bytes.len()
}

fn value_end(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from..];
    let blank = rest
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    match rest.get(blank) {
        Some(quote @ (b'"' | b'\'')) => {
            let start = from + blank + 1;
            let len = memchr::memchr(*quote, &bytes[start..]);
            len.map_or(bytes.len(), |len| start + len + 1)
        }
        _ => from,
    }
}

pub(super) fn tag_name(bytes: &[u8]) -> &str {
    std::str::from_utf8(tag_bytes(bytes)).unwrap_or_default()
}

fn tag_bytes(bytes: &[u8]) -> &[u8] {
    let start = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
    let rest = bytes.get(start..).unwrap_or_default();
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let len = rest.iter().position(is_end).unwrap_or(rest.len());
    &rest[..len]
}

/// End of the raw-text element whose start tag is `from` bytes long.
fn raw_text_end(rest: &str, from: usize, name: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = from;
    while let Some(found) = memchr::memchr(b'<', &bytes[at.min(bytes.len())..]) {
        at += found;
        let tail = &bytes[at..];
        let closes =
            tail.get(1) == Some(&b'/') && tag_bytes(tail).eq_ignore_ascii_case(name.as_bytes());
        if closes {
            return at + tag_len(tail);
        }
        at += 1;
    }
    rest.len()
}

fn to_past(rest: &str, from: usize, byte: u8) -> usize {
    memchr::memchr(byte, &rest.as_bytes()[from..]).map_or(rest.len(), |at| from + at + 1)
}

/// What the reference at the start of `rest` writes, and its length; a bare `&` is a character.
fn reference(rest: &str) -> (Glyph, usize) {
    let body = &rest.as_bytes()[1..];
    if body.first() == Some(&b'#') {
        return numeric(body);
    }
    let len = body
        .iter()
        .take(32)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let name = &rest[1..1 + len];
    if len > 0 && body.get(len) == Some(&b';') {
        return (named(name), len + 2);
    }
    match BARE_NAMES
        .iter()
        .filter(|bare| name.starts_with(*bare))
        .max_by_key(|bare| bare.len())
    {
        Some(bare) => (named(bare), bare.len() + 1),
        None => (Glyph::Plain('&'), 1),
    }
}

fn named(name: &str) -> Glyph {
    if BLANK_NAMES.contains(&name) {
        Glyph::Blank
    } else {
        Glyph::Reference
    }
}

fn numeric(body: &[u8]) -> (Glyph, usize) {
    let hexadecimal = matches!(body.get(1), Some(b'x' | b'X'));
    let start = if hexadecimal { 2 } else { 1 };
    let radix = if hexadecimal { 16 } else { 10 };
    let digits = &body[start.min(body.len())..];
    let is_digit = |byte: &&u8| (**byte as char).is_digit(radix);
    let len = digits.iter().take_while(is_digit).count();
    if len == 0 {
        return (Glyph::Plain('&'), 1);
    }
    let text = std::str::from_utf8(&digits[..len]).unwrap_or_default();
    let c = u32::from_str_radix(text, radix)
        .ok()
        .and_then(char::from_u32);
    let glyph = match c {
        Some(c) if c.is_whitespace() && c != '\u{85}' => Glyph::Blank,
        _ => Glyph::Reference,
    };
    let semicolon = usize::from(digits.get(len) == Some(&b';'));
    (glyph, 1 + start + len + semicolon)
}

/// How hard a page is for a tree builder.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub depth: usize,
    pub tags: usize,
    /// Most formatting elements open at a time; each is rebuilt in every later paragraph.
    pub formatting: usize,
    /// Most attributes of one tag, by their `=` signs; each is compared with all before it.
    pub attributes: usize,
}

/// Bytes of a tag from which on its attributes are counted.
const ATTRIBUTES_COUNTED: usize = 1_000;

/// Elements whose end tag may be left out: they do not nest by themselves.
const OPTIONAL_END: [&str; 30] = [
    "p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "dt", "dd", "br", "img",
    "input", "meta", "link", "hr", "col", "colgroup", "base", "area", "embed", "param", "source",
    "wbr", "track", "path", "html", "head", "body",
];

const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

pub(super) fn shape(source: &str) -> Shape {
    let mut shape = Shape::default();
    let (mut elements, mut formatting) = (Open::default(), Open::default());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &source.as_bytes()[at..]) {
        at += found;
        let rest = &source[at..];
        let Some(len) = markup_len(rest) else {
            at += 1;
            continue;
        };
        let name = lower(tag_name(rest.as_bytes()));
        let step = Step::of(rest, &name);
        if !OPTIONAL_END.contains(&name.as_ref()) {
            elements.apply(step, &name);
        }
        if FORMATTING.contains(&name.as_ref()) {
            formatting.apply(step, &name);
        }
        shape.tags += 1;
        shape.depth = shape.depth.max(elements.all);
        shape.formatting = shape.formatting.max(formatting.all);
        // A shorter tag has no room for so many.
        if step == Step::Open && ATTRIBUTES_COUNTED < len {
            let tag = &rest.as_bytes()[..tag_len(rest.as_bytes())];
            shape.attributes = shape.attributes.max(attribute_count(tag));
        }
        at += len;
    }
    shape
}

/// Nearly all pages write their tags in small letters.
fn lower(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Open,
    Close,
    Neither,
}

impl Step {
    fn of(rest: &str, name: &str) -> Step {
        if rest.starts_with("</") {
            Step::Close
        } else if rest.starts_with("<!") || rest.starts_with("<?") || RAW.contains(&name) {
            Step::Neither
        } else {
            Step::Open
        }
    }
}

/// Elements that are open, by name: an end tag closes only its own, or `<div></a><div></a>` would
/// never be deep. Never less than what the tree builder has open.
#[derive(Default)]
struct Open<'a> {
    by_name: HashMap<Cow<'a, str>, usize>,
    all: usize,
}

impl<'a> Open<'a> {
    fn apply(&mut self, step: Step, name: &Cow<'a, str>) {
        let open = self.by_name.get_mut(name.as_ref());
        match (step, open) {
            (Step::Neither, _) | (Step::Close, None | Some(0)) => {}
            (Step::Close, Some(open)) => {
                *open -= 1;
                self.all -= 1;
            }
            (Step::Open, open) => {
                self.all += 1;
                match open {
                    Some(open) => *open += 1,
                    None => drop(self.by_name.insert(name.clone(), 1)),
                }
            }
        }
    }
}

/// Attributes of a tag, from above: its white-space gaps outside quoted values.
fn attribute_count(tag: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < tag.len() {
        match tag[at] {
            b'=' => at = value_end(tag, at + 1),
            byte => {
                count += usize::from(byte.is_ascii_whitespace() || byte == b'/');
                at += 1;
            }
        }
    }
    count
}
