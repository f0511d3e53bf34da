//! Character references: what `&nbsp;`, `&#432;` and `&agrave` stand for (HTML standard §13.2.5.72).

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Bytes of the longest name with room to spare (`CounterClockwiseContourIntegral;` has 32).
const NAME_MAX: usize = 40;

/// The one or two letters of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letters {
    first: char,
    second: Option<char>,
}

impl Letters {
    pub fn write_to(self, text: &mut String) {
        text.push(self.first);
        text.extend(self.second);
    }

    pub fn len(self) -> usize {
        self.first.len_utf8() + self.second.map_or(0, char::len_utf8)
    }

    /// True for what separates words in HTML; the no-break space does not.
    pub fn is_blank(self) -> bool {
        matches!(self.first, ' ' | '\n' | '\t' | '\r' | '\u{c}')
    }
}

/// The reference at the start of `rest`, which starts with `&`, and its length.
pub(super) fn read(rest: &str) -> Option<(Letters, usize)> {
    let body = &rest.as_bytes()[1..];
    match body.first()? {
        b'#' => numeric(body).map(|(first, len)| {
            let second = None;
            (Letters { first, second }, len + 1)
        }),
        letter if letter.is_ascii_alphanumeric() => named(&rest[1..]),
        _ => None,
    }
}

fn named(body: &str) -> Option<(Letters, usize)> {
    let common = [
        ("nbsp;", '\u{a0}'),
        ("amp;", '&'),
        ("lt;", '<'),
        ("gt;", '>'),
    ];
    if let Some((name, first)) = common.iter().find(|(name, _)| body.starts_with(name)) {
        let second = None;
        let first = *first;
        return Some((Letters { first, second }, name.len() + 1));
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric();
    let name = body.bytes().take(NAME_MAX).take_while(is_name).count();
    let whole = name + usize::from(body.as_bytes().get(name) == Some(&b';'));
    // The longest name known; a few dozen are known without their semicolon.
    (2..=whole).rev().find_map(|len| {
        let (first, second) = *NAMED_ENTITIES.get(&body[..len])?;
        let first = char::from_u32(first).filter(|c| *c != '\0')?;
        let second = char::from_u32(second).filter(|c| *c != '\0');
        Some((Letters { first, second }, len + 1))
    })
}

fn numeric(body: &[u8]) -> Option<(char, usize)> {
    let (radix, start) = match body.get(1)? {
        b'x' | b'X' => (16, 2),
        _ => (10, 1),
    };
    let digits = body[start..].iter();
    let digits = digits.map_while(|byte| char::from(*byte).to_digit(radix));
    let (mut number, mut len) = (0_u32, start);
    for digit in digits {
        number = number.saturating_mul(radix).saturating_add(digit);
        len += 1;
    }
    if len == start {
        return None;
    }
    len += usize::from(body.get(len) == Some(&b';'));
    let known = match number {
        0 => None,
        0x80..=0x9F => C1_REPLACEMENTS[number as usize - 0x80].or(char::from_u32(number)),
        _ => char::from_u32(number),
    };
    Some((known.unwrap_or('\u{fffd}'), len))
}

/// The value of an attribute with its references read: there, a name without its semicolon is
/// none before a letter, a figure or `=` (`?a=1&copy=2`).
pub(super) fn decode_value(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'&', &written.as_bytes()[at..]) {
        text.push_str(&written[at..at + found]);
        at += found;
        let known = read(&written[at..]).filter(|(_, len)| {
            let last = written.as_bytes()[at + len - 1];
            let next = written.as_bytes().get(at + len);
            let goes_on = next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'=');
            written.as_bytes()[at + 1] == b'#' || last == b';' || !goes_on
        });
        match known {
            Some((letters, len)) => {
                letters.write_to(&mut text);
                at += len;
            }
            None => {
                text.push('&');
                at += 1;
            }
        }
    }
    text.push_str(&written[at..]);
    text
}
