//! A page cut into text, references, tags and comments, each with the bytes that write it.
//!
//! The rules are those of the HTML standard's tokenizer (§13.2.5), told by ranges of the source:
//! html5ever's own gives no offsets and takes two thirds of the time of a parse. It never fails;
//! what html5ever makes of the same bytes is the test.

mod tag;

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3, memmem};

use super::reference;
use tag::{ends_name, name_len};

pub(super) use tag::Attributes;

/// Bytes looked at one by one before a search that is made for long stretches.
const NEAR: usize = 24;

/// One stretch of the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Lexeme {
    /// Text as it stands.
    Text(Range<usize>),
    /// A character reference and what it stands for.
    Reference(Range<usize>, reference::Letters),
    Start(Tag),
    End(Tag),
    /// Comments, and what is read as one.
    Comment,
    /// What stands between `<!doctype` and `>`.
    Doctype(Range<usize>),
    /// `<![CDATA[`: a comment up to `>` but for drawings and formulas, whose text it opens.
    Cdata,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tag {
    pub name: Range<usize>,
    /// All attributes as they stand.
    pub attributes: Range<usize>,
    /// Never less than there are.
    pub attribute_count: usize,
    pub self_closing: bool,
}

/// An element whose content is not markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// References count.
    Title,
    Text,
    Script,
    /// To the end of the page.
    Plain,
}

pub(super) struct Lexer<'a> {
    source: &'a str,
    at: usize,
    /// Where the content of a raw element ends that is being read, and what it is.
    raw: Option<(usize, Raw)>,
}

impl<'a> Lexer<'a> {
    pub fn new(source: &'a str) -> Lexer<'a> {
        Lexer {
            source,
            at: 0,
            raw: None,
        }
    }

    /// Reads what follows as the content of the element `name`, up to its end tag.
    pub fn enter(&mut self, raw: Raw, name: &str) {
        let rest = self.rest();
        let len = match raw {
            Raw::Plain => rest.len(),
            Raw::Script => script_len(rest, name),
            Raw::Title | Raw::Text => find_end_tag(rest, 0, name).unwrap_or(rest.len()),
        };
        self.raw = Some((self.at + len, raw));
    }

    /// Passes over the line feed that may open a `<pre>` and is no part of it.
    pub fn skip_line_feed(&mut self) {
        let rest = self.rest();
        self.at += match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            _ => 0,
        };
    }

    /// Passes over what a raw element holds.
    pub fn skip_content(&mut self) {
        if let Some((end, _)) = self.raw.take() {
            self.at = end;
        }
    }

    /// The text of a `<![CDATA[` that was just met.
    pub fn cdata(&mut self) -> Range<usize> {
        let len = memmem::find(self.rest(), b"]]>");
        let (text, after) = match len {
            Some(len) => (len, len + 3),
            None => (self.rest().len(), self.rest().len()),
        };
        let start = self.at;
        self.at += after;
        start..start + text
    }

    /// Passes over a `<![CDATA[` that was just met and is a comment.
    pub fn skip_comment(&mut self) {
        self.at += past(self.rest(), b'>');
    }

    fn rest(&self) -> &'a [u8] {
        &self.source.as_bytes()[self.at..]
    }

    fn take(&mut self, len: usize) -> Range<usize> {
        let start = self.at;
        self.at += len;
        start..self.at
    }

    /// Text up to what may end it. NUL is no text anywhere.
    fn text(&mut self, end: usize, markup: bool) -> Lexeme {
        let rest = &self.source.as_bytes()[self.at..end];
        let ends = |byte: u8| matches!(byte, b'&' | 0) || markup && byte == b'<';
        let near = &rest[1..rest.len().min(NEAR)];
        let found = near.iter().position(|byte| ends(*byte)).or_else(|| {
            let far = &rest[1 + near.len()..];
            let found = match markup {
                true => memchr3(b'<', b'&', 0, far),
                false => memchr2(b'&', 0, far),
            };
            found.map(|len| near.len() + len)
        });
        Lexeme::Text(self.take(found.map_or(rest.len(), |len| len + 1)))
    }

    fn reference(&mut self, end: usize, markup: bool) -> Lexeme {
        match reference::read(&self.source[self.at..end]) {
            Some((letters, len)) => Lexeme::Reference(self.take(len), letters),
            None => self.text(end, markup),
        }
    }

    fn in_raw(&mut self, end: usize, raw: Raw) -> Option<Lexeme> {
        if end <= self.at {
            self.raw = None;
            return self.next();
        }
        match self.source.as_bytes()[self.at] {
            0 => {
                self.at += 1;
                self.in_raw_again(end, raw)
            }
            b'&' if raw == Raw::Title => Some(self.reference(end, false)),
            _ => Some(self.text(end, false)),
        }
    }

    /// After NULs, of which there may be many.
    fn in_raw_again(&mut self, end: usize, raw: Raw) -> Option<Lexeme> {
        let nuls = |byte: &&u8| **byte == 0;
        self.at += self.source.as_bytes()[self.at..end]
            .iter()
            .take_while(nuls)
            .count();
        self.in_raw(end, raw)
    }

    fn markup(&mut self) -> Option<Lexeme> {
        let rest = self.rest();
        match rest.get(1) {
            Some(letter) if letter.is_ascii_alphabetic() => self.tag(1).map(Lexeme::Start),
            Some(b'/') => match rest.get(2) {
                Some(letter) if letter.is_ascii_alphabetic() => self.tag(2).map(Lexeme::End),
                Some(b'>') => {
                    self.at += 3;
                    self.next()
                }
                Some(_) => Some(self.comment(past(rest, b'>'))),
                None => Some(self.text(self.source.len(), true)),
            },
            Some(b'!') => Some(self.declaration()),
            Some(b'?') => Some(self.comment(past(rest, b'>'))),
            _ => Some(self.text(self.source.len(), true)),
        }
    }

    fn comment(&mut self, len: usize) -> Lexeme {
        self.at += len;
        Lexeme::Comment
    }

    fn declaration(&mut self) -> Lexeme {
        const DOCTYPE: &[u8] = b"<!doctype";
        const CDATA: &[u8] = b"<![CDATA[";
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            return self.comment(comment_len(rest));
        }
        let head = &rest[..rest.len().min(DOCTYPE.len())];
        if head.eq_ignore_ascii_case(DOCTYPE) {
            let len = past(rest, b'>');
            let inner = DOCTYPE.len()..len - usize::from(rest[len - 1] == b'>');
            let start = self.take(len).start;
            return Lexeme::Doctype(start + inner.start..start + inner.end);
        }
        if head == CDATA {
            self.at += CDATA.len();
            return Lexeme::Cdata;
        }
        self.comment(past(rest, b'>'))
    }

    /// The tag whose name starts at `from`; one that the page ends in is nothing.
    fn tag(&mut self, from: usize) -> Option<Tag> {
        let bytes = self.source.as_bytes();
        let start = self.at + from;
        let name = start..start + name_len(&bytes[start..]);
        let mut attributes = Attributes::new(self.source, name.end);
        let mut attribute_count = 0;
        while attributes.next().is_some() {
            attribute_count += 1;
        }
        self.at = attributes.at;
        let self_closing = attributes.self_closing;
        if !attributes.closed {
            self.at = bytes.len();
            return None;
        }
        Some(Tag {
            attributes: name.end..self.at - 1,
            name,
            attribute_count,
            self_closing,
        })
    }
}

impl Iterator for Lexer<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        if let Some((end, raw)) = self.raw {
            return self.in_raw(end, raw);
        }
        loop {
            match self.rest().first()? {
                b'<' => return self.markup(),
                b'&' => return Some(self.reference(self.source.len(), true)),
                0 => self.at += 1,
                _ => return Some(self.text(self.source.len(), true)),
            }
        }
    }
}

/// Bytes up to and with the first `byte`, or all.
fn past(bytes: &[u8], byte: u8) -> usize {
    memchr(byte, bytes).map_or(bytes.len(), |at| at + 1)
}

fn comment_len(bytes: &[u8]) -> usize {
    match &bytes[4..] {
        [b'>', ..] => return 5,
        [b'-', b'>', ..] => return 6,
        _ => {}
    }
    let mut at = 4;
    while let Some(found) = memmem::find(&bytes[at..], b"--") {
        at += found;
        match &bytes[at + 2..] {
            [b'>', ..] => return at + 3,
            [b'!', b'>', ..] => return at + 4,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// True if `bytes` start with the name of an element and what may follow it in a tag.
fn names(bytes: &[u8], name: &str) -> bool {
    let head = bytes.get(..name.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_some_and(|byte| ends_name(*byte))
}

/// Where the end tag of `name` starts.
fn find_end_tag(bytes: &[u8], from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        if bytes.get(at + 1) == Some(&b'/') && names(&bytes[at + 2..], name) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Length of a script: inside `<!--` a `<script>` may hold a `</script>` that does not end it.
fn script_len(bytes: &[u8], name: &str) -> usize {
    #[derive(PartialEq)]
    enum Inside {
        Script,
        Comment,
        ScriptInComment,
    }
    let mut inside = Inside::Script;
    let mut at = 0;
    while let Some(found) = memchr2(b'<', b'-', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        if rest.starts_with(b"</") && names(&rest[2..], name) {
            if inside != Inside::ScriptInComment {
                return at;
            }
            inside = Inside::Comment;
        } else if inside == Inside::Script && rest.starts_with(b"<!--") {
            inside = Inside::Comment;
            // `<!-->` is closed by its own dashes.
            at += 1;
        } else if inside == Inside::Comment && rest[0] == b'<' && names(&rest[1..], name) {
            inside = Inside::ScriptInComment;
        } else if inside != Inside::Script && rest.starts_with(b"-->") {
            inside = Inside::Script;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests;
