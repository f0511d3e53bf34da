//! The tokens of the format, each with the bytes that write it.

use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word with its number: `\b0`.
    Word(&'a str, Option<i32>),
    /// A control symbol: `\~`.
    Symbol(u8),
    /// A byte in the charset of the font: `\'e1`, or as such.
    Byte(u8),
    /// ASCII text.
    Text(&'a str),
}

pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    /// Passes over the raw bytes of a picture.
    pub fn pass_over(&mut self, len: usize) {
        self.at = self.at.saturating_add(len).min(self.bytes.len());
    }

    fn control(&mut self) -> Token<'a> {
        let rest = &self.bytes[self.at + 1..];
        let len = rest
            .iter()
            .take(40)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if len > 0 {
            return self.word(len);
        }
        match rest.first().copied() {
            Some(b'\'') => {
                let digits = rest
                    .get(1..3)
                    .and_then(|pair| std::str::from_utf8(pair).ok());
                let byte = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
                self.at += if byte.is_some() { 4 } else { 2 };
                byte.map_or(Token::Symbol(b'\''), Token::Byte)
            }
            symbol => {
                self.at += 1 + usize::from(symbol.is_some());
                Token::Symbol(symbol.unwrap_or(b' '))
            }
        }
    }

    fn word(&mut self, len: usize) -> Token<'a> {
        let start = self.at + 1;
        let name = std::str::from_utf8(&self.bytes[start..start + len]).unwrap_or_default();
        let rest = &self.bytes[start + len..];
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..]
            .iter()
            .take(10)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let number_len = if digits > 0 { sign + digits } else { 0 };
        let number = std::str::from_utf8(&rest[..number_len])
            .ok()
            .and_then(|text| text.parse().ok());
        let space = usize::from(rest.get(number_len) == Some(&b' '));
        self.at = start + len + number_len + space;
        Token::Word(name, number)
    }

    fn text(&mut self) -> Token<'a> {
        let rest = &self.bytes[self.at..];
        let is_text =
            |byte: &&u8| (0x20..0x7F).contains(*byte) && !matches!(byte, b'\\' | b'{' | b'}');
        let len = rest.iter().take_while(is_text).count();
        self.at += len;
        Token::Text(std::str::from_utf8(&rest[..len]).unwrap_or_default())
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Token<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let token = match *self.bytes.get(start)? {
                b'{' => {
                    self.at += 1;
                    Token::Open
                }
                b'}' => {
                    self.at += 1;
                    Token::Close
                }
                b'\\' => self.control(),
                b'\t' => {
                    self.at += 1;
                    Token::Word("tab", None)
                }
                // Line ends are how the file is laid out, not text.
                0..=0x1F | 0x7F => {
                    self.at += 1;
                    continue;
                }
                byte @ 0x80.. => {
                    self.at += 1;
                    Token::Byte(byte)
                }
                _ => self.text(),
            };
            return Some((token, start..self.at));
        }
    }
}
