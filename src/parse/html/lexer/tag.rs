//! What stands in a tag: its name and its attributes, by their places.

use std::ops::Range;

use memchr::memchr;

use super::NEAR;

/// What a byte is in a tag: white space, the end of a name, the end of an attribute's name.
const BLANK: u8 = 1;
const NAME_END: u8 = 2;
const ATTRIBUTE_END: u8 = 4;

static IN_TAG: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b' ' | b'\n' | b'\t' | b'\r' | 0x0C => BLANK | NAME_END | ATTRIBUTE_END,
            b'/' | b'>' => NAME_END | ATTRIBUTE_END,
            b'=' => ATTRIBUTE_END,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

pub(super) fn ends_name(byte: u8) -> bool {
    IN_TAG[byte as usize] & NAME_END != 0
}

/// Bytes of the name that a tag starts with.
pub(super) fn name_len(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| ends_name(*byte));
    end.unwrap_or(bytes.len())
}

fn ends_attribute_name(byte: u8) -> bool {
    IN_TAG[byte as usize] & ATTRIBUTE_END != 0
}

fn is_blank(byte: u8) -> bool {
    IN_TAG[byte as usize] & BLANK != 0
}

/// The attributes of a tag, name and value by their places.
pub struct Attributes<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) closed: bool,
    pub(super) self_closing: bool,
}

impl<'a> Attributes<'a> {
    pub fn new(source: &'a str, at: usize) -> Attributes<'a> {
        Attributes {
            bytes: source.as_bytes(),
            at,
            closed: false,
            self_closing: false,
        }
    }

    fn skip(&mut self, passes: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        let len = rest.iter().position(|byte| !passes(*byte));
        self.at += len.unwrap_or(rest.len());
    }

    fn value(&mut self) -> Option<Range<usize>> {
        self.skip(is_blank);
        match self.bytes.get(self.at)? {
            quote @ (b'"' | b'\'') => {
                let start = self.at + 1;
                let rest = &self.bytes[start..];
                let near = &rest[..rest.len().min(NEAR)];
                let len = near.iter().position(|byte| byte == quote);
                let len = len.or_else(|| memchr(*quote, rest));
                self.at = len.map_or(self.bytes.len(), |len| start + len + 1);
                len.map(|len| start..start + len)
            }
            _ => {
                let start = self.at;
                self.skip(|byte| !is_blank(byte) && byte != b'>');
                Some(start..self.at)
            }
        }
    }
}

impl Iterator for Attributes<'_> {
    type Item = (Range<usize>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip(|byte| is_blank(byte) || byte == b'/');
        if *self.bytes.get(self.at)? == b'>' {
            self.self_closing = self.bytes[self.at - 1] == b'/';
            self.closed = true;
            self.at += 1;
            return None;
        }
        let start = self.at;
        // A name may start with `=`.
        self.at += 1;
        self.skip(|byte| !ends_attribute_name(byte));
        let name = start..self.at;
        let before = self.at;
        self.skip(is_blank);
        if self.bytes.get(self.at) != Some(&b'=') {
            self.at = before;
            return Some((name, before..before));
        }
        self.at += 1;
        Some((name, self.value()?))
    }
}
