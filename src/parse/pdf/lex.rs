//! Content bytes in, tokens out, one at a time and without copying.
//!
//! `lopdf::content::Content::decode` builds the whole operation list first and takes half the time
//! of an extraction; here a token borrows from the stream. CMaps are written in the same language
//! and are read with the same lexer.

use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f32),
    /// Without the slash, escapes (`#20`) not undone: see [`name`].
    Name(&'a [u8]),
    Text(Text<'a>),
    ArrayOpen,
    ArrayClose,
    DictionaryOpen,
    DictionaryClose,
    Operator(&'a [u8]),
}

/// A string as written, between its delimiters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Text<'a> {
    Literal(&'a [u8]),
    Hex(&'a [u8]),
}

/// Digits behind the point are read to this place; a number has seven that count.
const FRACTION_MAX: f64 = 1e15;

/// Nested brackets a literal string may have before the rest of the stream is taken as its text.
const BRACKETS_MAX: u32 = 1_000;

#[derive(Clone, Debug)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8]) -> Lexer<'a> {
        Lexer { bytes, at: 0 }
    }

    pub fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = *self.bytes.get(self.at)?;
            return Some(match byte {
                b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
                b'/' => self.name(),
                b'(' => self.literal(),
                b'<' => self.angle(),
                b'>' => {
                    self.at += if self.bytes.get(self.at + 1) == Some(&b'>') {
                        2
                    } else {
                        1
                    };
                    Token::DictionaryClose
                }
                b'[' => self.single(Token::ArrayOpen),
                b']' => self.single(Token::ArrayClose),
                b')' | b'{' | b'}' => {
                    self.at += 1;
                    continue;
                }
                _ => self.operator(),
            });
        }
    }

    /// Skips the data of an inline image, from after `ID` to after `EI`.
    pub fn skip_image_data(&mut self) {
        self.at = (self.at + 1).min(self.bytes.len());
        while let Some(found) = memchr::memmem::find(&self.bytes[self.at..], b"EI") {
            let start = self.at + found;
            self.at = start + 2;
            let before = start.checked_sub(1).and_then(|at| self.bytes.get(at));
            let before_is_space = before.is_none_or(|byte| is_space(*byte));
            if before_is_space && looks_like_content(&self.bytes[self.at..]) {
                return;
            }
        }
        self.at = self.bytes.len();
    }

    fn single(&mut self, token: Token<'a>) -> Token<'a> {
        self.at += 1;
        token
    }

    fn skip_space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == b'%' {
                let rest = &self.bytes[self.at..];
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Never fails: `--5` and `1.2.3`, which real producers write, read as far as they make sense.
    fn number(&mut self) -> Token<'a> {
        let mut negative = false;
        while let Some(sign @ (b'+' | b'-')) = self.bytes.get(self.at) {
            negative |= *sign == b'-';
            self.at += 1;
        }
        let mut value = 0.0f64;
        let (mut scale, mut is_fraction) = (1.0f64, false);
        let rest = &self.bytes[self.at..];
        let mut length = rest.len();
        for (at, &byte) in rest.iter().enumerate() {
            match byte {
                b'0'..=b'9' if FRACTION_MAX <= scale => {}
                b'0'..=b'9' => {
                    value = value * 10.0 + f64::from(byte - b'0');
                    scale *= if is_fraction { 10.0 } else { 1.0 };
                }
                b'.' => is_fraction = true,
                b'-' => {}
                _ => {
                    length = at;
                    break;
                }
            }
        }
        self.at += length;
        let value = value / scale;
        Token::Number(if negative { -value } else { value } as f32)
    }

    fn name(&mut self) -> Token<'a> {
        self.at += 1;
        Token::Name(self.regular())
    }

    fn operator(&mut self) -> Token<'a> {
        Token::Operator(self.regular())
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest
            .iter()
            .position(|byte| is_space(*byte) || is_delimiter(*byte))
            .unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn literal(&mut self) -> Token<'a> {
        let start = self.at + 1;
        let mut depth = 0u32;
        self.at = start;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 1,
                b'(' if depth < BRACKETS_MAX => depth += 1,
                b')' if depth == 0 => {
                    let text = &self.bytes[start..self.at];
                    self.at += 1;
                    return Token::Text(Text::Literal(text));
                }
                b')' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
        Token::Text(Text::Literal(&self.bytes[start.min(self.at)..]))
    }

    fn angle(&mut self) -> Token<'a> {
        if self.bytes.get(self.at + 1) == Some(&b'<') {
            self.at += 2;
            return Token::DictionaryOpen;
        }
        let start = self.at + 1;
        let rest = &self.bytes[start..];
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at = (start + length + 1).min(self.bytes.len());
        Token::Text(Text::Hex(&rest[..length]))
    }
}

impl Text<'_> {
    /// Appends the bytes the string stands for.
    pub fn decode_into(&self, out: &mut Vec<u8>) {
        match self {
            Text::Literal(raw) => unescape(raw, out),
            Text::Hex(raw) => unhex(raw, out),
        }
    }

    pub fn decode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.decode_into(&mut out);
        out
    }
}

/// The name with its escapes undone, as it stands in a resource dictionary.
pub(super) fn name(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.contains(&b'#') {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let pair = raw.get(at + 1..at + 3);
        let digits = pair.and_then(|pair| Some((digit(pair[0])?, digit(pair[1])?)));
        match digits {
            Some((high, low)) if raw[at] == b'#' => {
                out.push(high << 4 | low);
                at += 3;
            }
            _ => {
                out.push(raw[at]);
                at += 1;
            }
        }
    }
    Cow::Owned(out)
}

fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some(found) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..found]);
        rest = &rest[found + 1..];
        let Some(&escaped) = rest.first() else { return };
        rest = &rest[1..];
        match escaped {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\n' => {}
            b'\r' => rest = rest.strip_prefix(b"\n").unwrap_or(rest),
            b'0'..=b'7' => {
                let more = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| matches!(byte, b'0'..=b'7'));
                let digits = more.count();
                let value = rest[..digits]
                    .iter()
                    .fold(u32::from(escaped - b'0'), |sum, byte| {
                        sum * 8 + u32::from(byte - b'0')
                    });
                out.push(value as u8);
                rest = &rest[digits..];
            }
            other => out.push(other),
        }
    }
    out.extend_from_slice(rest);
}

fn unhex(raw: &[u8], out: &mut Vec<u8>) {
    out.reserve(raw.len().div_ceil(2));
    let mut high = None;
    for value in raw.iter().filter_map(|byte| digit(*byte)) {
        match high.take() {
            None => high = Some(value),
            Some(high) => out.push(high << 4 | value),
        }
    }
    if let Some(high) = high {
        out.push(high << 4);
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 12 | 0)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

/// True if the bytes after an `EI` read as content: image data that happens to hold `EI` is
/// followed by bytes no operator is made of.
fn looks_like_content(rest: &[u8]) -> bool {
    rest.first().is_none_or(|byte| is_space(*byte))
        && rest
            .iter()
            .take(16)
            .all(|byte| is_space(*byte) || (0x20..0x7f).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &[u8], expected: &[Token]) {
        let mut lexer = Lexer::new(content);
        let mut found = Vec::new();
        while let Some(token) = lexer.next() {
            found.push(token);
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_of_careless_producers_are_read() {
        check(
            b"1 -2.5 +.5 --3 4. 0.001",
            &[1.0, -2.5, 0.5, -3.0, 4.0, 0.001].map(Token::Number),
        );
    }

    #[test]
    fn operators_need_no_space_before_a_delimiter() {
        check(
            b"[(a(b)\\))-3]TJ/F1 9Tf%x\n<41>Tj",
            &[
                Token::ArrayOpen,
                Token::Text(Text::Literal(b"a(b)\\)")),
                Token::Number(-3.0),
                Token::ArrayClose,
                Token::Operator(b"TJ"),
                Token::Name(b"F1"),
                Token::Number(9.0),
                Token::Operator(b"Tf"),
                Token::Text(Text::Hex(b"41")),
                Token::Operator(b"Tj"),
            ],
        );
    }

    #[test]
    fn strings_are_unescaped() {
        let text = Text::Literal(b"a\\(\\101\\\nb\\7z\\");
        assert_eq!(text.decode(), b"a(Ab\x07z");
        assert_eq!(Text::Hex(b"4 1f").decode(), b"\x41\xf0");
        assert_eq!(name(b"F#20x#z").as_ref(), b"F x#z");
    }

    #[test]
    fn image_data_with_the_end_mark_inside_is_skipped() {
        let mut lexer = Lexer::new(b"ID \x01 EI \x02\x99 EI Q");
        assert_eq!(lexer.next(), Some(Token::Operator(b"ID")));
        lexer.skip_image_data();
        assert_eq!(lexer.next(), Some(Token::Operator(b"Q")));
    }

    #[test]
    fn unclosed_things_end_with_the_stream() {
        for content in [&b"(abc\\"[..], b"<41", b"/", b"<<", b">", b"("] {
            let mut lexer = Lexer::new(content);
            assert!(lexer.next().is_some());
            assert_eq!(lexer.next(), None);
        }
    }
}
