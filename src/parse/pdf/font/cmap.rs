//! CMaps: codes → character identifiers (`/Encoding`) or codes → text (`/ToUnicode`).

use super::super::lex::{Lexer, Text, Token};

/// Entries one CMap may make; the code space itself has 65,536.
const ENTRIES_MAX: usize = 200_000;

#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Low and high code of each range, with the number of bytes.
    spaces: Vec<(u32, u32, u8)>,
    /// Low code, high code, first identifier; later entries win.
    cids: Vec<(u32, u32, u32)>,
    text: String,
    texts: Vec<(u32, u32, u8)>,
}

/// A code and what stands for it in a `bfchar` or a `bfrange`.
enum Target<'a> {
    Text(Text<'a>),
    Number(u32),
}

impl CMap {
    /// Reads what it understands and skips the rest.
    pub fn parse(bytes: &[u8]) -> CMap {
        let mut cmap = CMap::default();
        let mut lexer = Lexer::new(bytes);
        while let Some(token) = lexer.next() {
            if ENTRIES_MAX <= cmap.texts.len() {
                break;
            }
            match token {
                Token::Operator(b"begincodespacerange") => cmap.read_spaces(&mut lexer),
                Token::Operator(b"beginbfchar") => cmap.read_text_pairs(&mut lexer),
                Token::Operator(b"beginbfrange") => cmap.read_text_ranges(&mut lexer),
                Token::Operator(b"begincidchar") => cmap.read_cids(&mut lexer, false),
                Token::Operator(b"begincidrange") => cmap.read_cids(&mut lexer, true),
                _ => {}
            }
        }
        cmap
    }

    /// The code at the start of `bytes`, which is not empty, and its length.
    pub fn code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0;
        for (index, byte) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(*byte);
            let length = index as u8 + 1;
            if self
                .spaces
                .iter()
                .any(|space| in_space(code, length, space))
            {
                return (code, index + 1);
            }
        }
        // No range fits: two bytes, as in nearly every composite font.
        match bytes {
            [first, second, ..] => (u32::from(*first) << 8 | u32::from(*second), 2),
            [first] => (u32::from(*first), 1),
            [] => (0, 1),
        }
    }

    pub fn cid(&self, code: u32, length: usize) -> u32 {
        let found = self
            .cids
            .iter()
            .rev()
            .find(|(low, high, _)| (*low..=*high).contains(&code));
        match found {
            Some((low, _, first)) => first.saturating_add(code - low),
            // A CMap that only builds on Identity by `usecmap`.
            None if length == 2 && self.cids.is_empty() => code,
            None => 0,
        }
    }

    /// Codes with the text they stand for.
    pub fn texts(&self) -> impl Iterator<Item = (u32, &str)> {
        self.texts.iter().map(|(code, at, len)| {
            let start = *at as usize;
            (
                *code,
                self.text
                    .get(start..start + usize::from(*len))
                    .unwrap_or(""),
            )
        })
    }

    fn read_spaces(&mut self, lexer: &mut Lexer) {
        while let Some(Token::Text(low)) = lexer.next() {
            let Some(Token::Text(high)) = lexer.next() else {
                return;
            };
            let length = low.decode().len().clamp(1, 4) as u8;
            if self.spaces.len() < ENTRIES_MAX {
                self.spaces.push((code_of(low), code_of(high), length));
            }
        }
    }

    fn read_text_pairs(&mut self, lexer: &mut Lexer) {
        while let Some(Token::Text(code)) = lexer.next() {
            match lexer.next() {
                Some(Token::Text(text)) => self.add_text(code_of(code), &utf16_of(text)),
                Some(Token::Name(_)) => {}
                _ => return,
            }
        }
    }

    fn read_text_ranges(&mut self, lexer: &mut Lexer) {
        while let Some(Token::Text(low)) = lexer.next() {
            let Some(Token::Text(high)) = lexer.next() else {
                return;
            };
            let (low, high) = (code_of(low), code_of(high));
            match lexer.next() {
                Some(Token::Text(first)) => self.add_run(low, high, &utf16_of(first)),
                Some(Token::ArrayOpen) => {
                    let mut code = low;
                    while let Some(Token::Text(text)) = lexer.next() {
                        self.add_text(code, &utf16_of(text));
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    /// Consecutive codes stand for texts whose last unit counts up.
    fn add_run(&mut self, low: u32, high: u32, first: &[u16]) {
        let mut units = first.to_vec();
        for code in low..=high.min(low.saturating_add(0xffff)) {
            if ENTRIES_MAX <= self.texts.len() {
                return;
            }
            self.add_text(code, &units);
            match units.last_mut() {
                Some(last) => *last = last.wrapping_add(1),
                None => return,
            }
        }
    }

    fn add_text(&mut self, code: u32, units: &[u16]) {
        let at = self.text.len();
        self.text
            .extend(char::decode_utf16(units.iter().copied()).map_while(Result::ok));
        match u8::try_from(self.text.len() - at) {
            Ok(len) if self.texts.len() < ENTRIES_MAX => self.texts.push((code, at as u32, len)),
            _ => self.text.truncate(at),
        }
    }

    fn read_cids(&mut self, lexer: &mut Lexer, is_range: bool) {
        while let Some(Token::Text(low)) = lexer.next() {
            let low = code_of(low);
            let mut high = low;
            if is_range {
                let Some(Token::Text(text)) = lexer.next() else {
                    return;
                };
                high = code_of(text);
            }
            let target = match lexer.next() {
                Some(Token::Number(number)) => Target::Number(number as u32),
                Some(Token::Text(text)) => Target::Text(text),
                _ => return,
            };
            let first = match target {
                Target::Number(number) => number,
                Target::Text(text) => code_of(text),
            };
            if self.cids.len() < ENTRIES_MAX {
                self.cids.push((low, high, first));
            }
        }
    }
}

/// Predefined CMaps whose codes are Unicode already (`UniGB-UCS2-H`, `UniJIS-UTF16-H`).
pub(super) fn codes_are_utf16(name: &[u8]) -> bool {
    memchr::memmem::find(name, b"-UCS2-").is_some()
        || memchr::memmem::find(name, b"-UTF16-").is_some()
}

fn in_space(code: u32, length: u8, (low, high, bytes): &(u32, u32, u8)) -> bool {
    *bytes == length && (*low..=*high).contains(&code)
}

fn code_of(text: Text) -> u32 {
    let bytes = text.decode();
    bytes
        .iter()
        .take(4)
        .fold(0, |code, byte| code << 8 | u32::from(*byte))
}

fn utf16_of(text: Text) -> Vec<u16> {
    let bytes = text.decode();
    // One byte is a Latin letter, as some old producers write it.
    if let [only] = bytes.as_slice() {
        return vec![u16::from(*only)];
    }
    bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_from_pairs_runs_and_lists() {
        let cmap = CMap::parse(
            b"1 begincodespacerange <0000> <ffff> endcodespacerange
              2 beginbfchar <0003> <0020> <0011> <00660069> endbfchar
              2 beginbfrange <0024> <0026> <1EA4> <0030> <0031> [<0061> <0062>] endbfrange",
        );
        let found: Vec<(u32, &str)> = cmap.texts().collect();
        let expected = [
            (3, " "),
            (0x11, "fi"),
            (0x24, "Ấ"),
            (0x25, "ấ"),
            (0x26, "Ầ"),
            (0x30, "a"),
            (0x31, "b"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn codes_take_the_bytes_of_their_range() {
        let cmap = CMap::parse(
            b"begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange
              begincidrange <20> <7e> 1 <8000> <80ff> 500 endcidrange",
        );
        assert_eq!(cmap.code(b"A\x80"), (0x41, 1));
        assert_eq!(cmap.code(b"\x80\x01A"), (0x8001, 2));
        assert_eq!(cmap.cid(0x41, 1), 34);
        assert_eq!(cmap.cid(0x8001, 2), 501);
    }

    #[test]
    fn an_endless_range_is_cut() {
        let cmap = CMap::parse(b"beginbfrange <00000000> <ffffffff> <0041> endbfrange");
        assert!(cmap.texts().count() <= 0x1_0000);
    }
}
