//! One pass over the clean text: the tokens a citation is made of, in order, and nothing between them.
//!
//! The words of the text come numbered ([`super::words`]): a syllable that opens no word of the [`lexicon`] is passed
//! over without a look at its letters, and a digit hands over to [`number`] or [`date`], which look a bounded distance
//! ahead. So the cost is linear whatever the text. A token is what stands there; what it means is the grammar's business.
//!
//! Why no alternation of all words in one regular expression: it restarts at every comma and digit,
//! and each word it finds must be spelled anew to know which it was.

mod gate;
mod lexicon;
mod tree;

pub(super) use lexicon::old_tone;
pub use lexicon::{Cue, Lexicon};

use super::date::{self, DateToken};
use super::number::{self, NumberToken, Promise};
use super::words::{Piece, Shape, Stream, known};
use crate::text::{Span, is_letter};

#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A type word ("Kế hoạch") or, with `short`, its abbreviation ("KH"): index into the doc types.
    Type {
        doc_type: usize,
        short: bool,
    },
    /// "số", "số:".
    So,
    Number(NumberToken),
    /// Digits alone where a number is promised: "Kế hoạch 21", "số 100, 101 và 102/QĐ-UBND".
    Serial(String),
    Date(DateToken),
    /// Index into [`Lexicon::cues`].
    Cue(usize),
    /// "của".
    Of,
    /// "và", "hoặc", "cùng".
    And,
    Comma,
    Semicolon,
    /// "đến" of "từ … đến …".
    To,
    /// "về", "về việc", "ban hành": where the subject of a cited document starts.
    Subject,
    /// "này".
    This,
    /// "nêu trên", "nói trên", "trên".
    Above,
    OpenQuote,
    CloseQuote,
    OpenParen,
    CloseParen,
    /// A full stop before a capital.
    Stop,
    /// A word that says what follows is no document number: TCVN, ISO, mức độ, tiêu chí, điện thoại.
    NotADocument,
    /// "293-KH.signed.pdf", and an address's "nghi-dinh-30-2020-nd-cp-ve-cong-tac-van-thu".
    FileName,
    /// A word that holds a type word and names no document: "pháp luật".
    Plain,
    /// The end of a block.
    Break,
}

impl TokenKind {
    /// True of what may open a citation; all else stands between or behind.
    #[inline]
    pub fn begins_citation(&self) -> bool {
        matches!(
            self,
            TokenKind::Type { .. }
                | TokenKind::Number(_)
                | TokenKind::Serial(_)
                | TokenKind::FileName
        )
    }
}

/// Lexes one block of a text whose words are not read.
pub fn lex(text: &str, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    let range = span.range();
    let block = Stream::read(&text[range.clone()]);
    let shift = |piece: &Piece| Piece {
        start: piece.start + span.start,
        end: piece.end + span.start,
        ..*piece
    };
    let pieces: Vec<Piece> = block.pieces().iter().map(shift).collect();
    run((text, span), &pieces, lexicon, out);
}

/// Lexes one block of the document whose words are `stream`; it holds no other block's text.
pub fn lex_words(stream: &Stream, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    let range = span.range();
    match stream.within(range.start, range.end) {
        Some(pieces) => run((stream.text(), span), pieces, lexicon, out),
        None => lex(stream.text(), span, lexicon, out),
    }
}

/// The same, but nothing of a block in which no citation can open.
pub fn lex_citing(stream: &Stream, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    let (text, range) = (stream.text(), span.range());
    match stream.within(range.start, range.end) {
        Some(pieces) if !gate::may_cite(text, pieces, lexicon) => {}
        Some(pieces) => run((text, span), pieces, lexicon, out),
        None => lex(text, span, lexicon, out),
    }
}

fn run((text, span): (&str, Span), pieces: &[Piece], lexicon: &Lexicon, out: &mut Vec<Token>) {
    let mut lexer = Lexer {
        text,
        end: span.range().end,
        lexicon,
        out,
        promised: false,
    };
    lexer.run(pieces);
    let end = span.range().end;
    out.push(Token {
        span: Span::new(end, end),
        kind: TokenKind::Break,
    });
}

struct Lexer<'a> {
    text: &'a str,
    end: usize,
    lexicon: &'a Lexicon,
    out: &'a mut Vec<Token>,
    /// True right after a type word or "số", or between the bare serials of a list.
    promised: bool,
}

impl Lexer<'_> {
    /// Goes through the words; what was read ahead may end inside one.
    fn run(&mut self, pieces: &[Piece]) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        let mut left = pieces;
        while let Some((piece, after)) = left.split_first() {
            let (start, end) = (piece.start as usize, piece.end as usize);
            left = after;
            if at <= start && piece.look.shape == Shape::Letters {
                // Most words of a text are none of the grammar's.
                let is_joined = || matches!(bytes.get(end), Some(b'-' | b'_'));
                at = match self.lexicon.opens(piece.look.word) || is_joined() {
                    true => self.word((start, end), piece.look.word, after).max(end),
                    false => end,
                };
            } else {
                at = self.bytes(at.max(start), end, after);
            }
        }
    }

    /// Reads from byte `at` on until `end` is reached or passed, before the pieces `after`.
    fn bytes(&mut self, mut at: usize, end: usize, after: &[Piece]) -> usize {
        let bytes = self.text.as_bytes();
        while at < end {
            at = match bytes[at] {
                b' ' => at + 1,
                b'0'..=b'9' => self.digits(at).max(at + 1),
                b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => self.letters(at, end, after),
                b',' => self.mark(at, at + 1, TokenKind::Comma),
                b';' => self.mark(at, at + 1, TokenKind::Semicolon),
                b'(' => self.mark(at, at + 1, TokenKind::OpenParen),
                b')' => self.mark(at, at + 1, TokenKind::CloseParen),
                b'.' => self.stop(at, at + 1),
                b'"' => self.straight_quote(at, at + 1),
                _ => at + 1,
            };
        }
        at
    }

    /// Reads the word that starts at `start` within the piece up to `whole`, or the mark of more than one byte, and says
    /// where to go on.
    fn letters(&mut self, start: usize, whole: usize, after: &[Piece]) -> usize {
        let rest = &self.text[start..self.end];
        let end = start + syllable_length(rest);
        if end > start {
            let number = known().numbers.number(&rest[..end - start]);
            let number = number.map_or(Piece::UNKNOWN, |number| number as u16);
            let after = if end == whole { after } else { &[] };
            return self.word((start, end), number, after).max(end);
        }
        let Some(c) = rest.chars().next() else {
            return self.end;
        };
        let end = start + c.len_utf8();
        match c {
            '“' | '«' => self.mark(start, end, TokenKind::OpenQuote),
            '”' | '»' => self.mark(start, end, TokenKind::CloseQuote),
            _ => end,
        }
    }

    fn mark(&mut self, start: usize, end: usize, kind: TokenKind) -> usize {
        if kind != TokenKind::Comma {
            self.promised = false;
        }
        self.push(start, end, kind);
        end
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        self.out.push(Token {
            span: Span::new(start, end),
            kind,
        });
    }

    /// A straight quote opens before a letter that follows a blank, and closes elsewhere.
    fn straight_quote(&mut self, start: usize, end: usize) -> usize {
        let opens = !self.text[..start]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '.');
        self.mark(
            start,
            end,
            if opens {
                TokenKind::OpenQuote
            } else {
                TokenKind::CloseQuote
            },
        )
    }

    fn stop(&mut self, start: usize, end: usize) -> usize {
        let mut after = self.text[end..self.end].chars();
        let blank = after.next().is_none_or(char::is_whitespace);
        if blank
            && after
                .next()
                .is_none_or(|c| c.is_uppercase() || c.is_whitespace())
        {
            return self.mark(start, end, TokenKind::Stop);
        }
        end
    }

    /// The syllable `start..end`, which has that number and stands before the pieces `after`, and the word that starts
    /// with it.
    fn word(&mut self, (start, end): (usize, usize), number: u16, after: &[Piece]) -> usize {
        let text = &self.text[..self.end];
        let bytes = text.as_bytes();
        if start > 0 && bytes[start - 1].is_ascii_digit() {
            return end;
        }
        if matches!(bytes.get(end), Some(b'-' | b'_'))
            && let Some(end) = self.address(start)
        {
            self.push(start, end, TokenKind::FileName);
            return end;
        }
        let Some((kind, end)) = self.lexicon.word(text, (number, end), after) else {
            return self.misread_digits(start, end).unwrap_or(end);
        };
        match kind {
            TokenKind::Type { short: true, .. } => self.abbreviation(start, end, kind.clone()),
            TokenKind::So => self.so(start, end),
            TokenKind::Type { .. } => {
                self.push(start, end, kind.clone());
                self.promised = true;
                end
            }
            other => {
                self.promised = self.promised && matches!(other, TokenKind::And | TokenKind::To);
                self.push(start, end, other.clone());
                end
            }
        }
    }

    /// A file name or an address's name that starts with a letter: "qd-749-ttg.signed.pdf".
    fn address(&self, start: usize) -> Option<usize> {
        let text = &self.text[..self.end];
        file_name(text, start).or_else(|| {
            let run = run_of(text, start);
            self.lexicon.is_slug(run).then_some(start + run.len())
        })
    }

    /// "số O8/KH-UBND", "ngày O2/02/2021": O and l where OCR misread a digit, only where one is promised.
    fn misread_digits(&mut self, start: usize, end: usize) -> Option<usize> {
        let text = &self.text[..self.end];
        let digit_follows = text.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
        if !digit_follows || !matches!(&text[start..end], "O" | "o" | "l" | "I") {
            return None;
        }
        if let Some(dated) = self.dated(start) {
            return Some(dated);
        }
        let promise = self.promised.then_some(Promise::Announced)?;
        let number = number::read(text, start, promise, self.lexicon)?;
        let end = number.span.range().end;
        self.push(start, end, TokenKind::Number(number));
        self.promised = false;
        Some(end)
    }

    /// "KH", "QĐ": upper case, and only before "số" or a digit; elsewhere a part of a symbol or of a name.
    fn abbreviation(&mut self, start: usize, end: usize, kind: TokenKind) -> usize {
        let written = &self.text[start..end];
        let capital = written.chars().next().is_some_and(char::is_uppercase);
        let rest = self.text[end..self.end].trim_start();
        let glued = self.text[end..self.end].starts_with(|c: char| !c.is_whitespace());
        let numbered = rest.starts_with("số") || rest.starts_with(|c: char| c.is_ascii_digit());
        if !capital || glued || !numbered {
            return end;
        }
        self.push(start, end, kind);
        self.promised = true;
        end
    }

    fn so(&mut self, start: usize, end: usize) -> usize {
        // Without its accent it is "so với" unless a type word stands before it.
        let is_bare = self.text.as_bytes()[end - 1].is_ascii();
        let after_type = self.out.last().is_some_and(|last| {
            matches!(last.kind, TokenKind::Type { .. }) && start - last.span.range().end <= 2
        });
        if is_bare && !after_type {
            return end;
        }
        self.push(start, end, TokenKind::So);
        self.promised = true;
        let rest = &self.text[end..self.end];
        let blank = rest.len()
            - rest
                .trim_start_matches([' ', ':', '.', '…', '_', '\u{a0}'])
                .len();
        if rest[blank..].starts_with('/')
            && let Some(number) = number::read_blank(&self.text[..self.end], end, self.lexicon)
        {
            let next = number.span.range().end;
            self.push(end, next, TokenKind::Number(number));
            self.promised = false;
            return next;
        }
        end + (rest.len() - rest.trim_start_matches([' ', ':']).len())
    }

    fn digits(&mut self, start: usize) -> usize {
        let text = &self.text[..self.end];
        let run = start + text[start..].bytes().take_while(u8::is_ascii_digit).count();
        // "Covid19", "12.5", "A1": digits inside a word or a decimal are nothing of ours.
        let before = text[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphabetic())
            && !text[..start].ends_with("ngày")
            && !self.promised
        {
            return run;
        }
        // A name goes on to its ending without a blank.
        let may_be_name = !matches!(text.as_bytes().get(run), None | Some(b' ' | b'\n' | b'\t'));
        if let Some(end) = may_be_name.then(|| file_name(text, start)).flatten() {
            self.push(start, end, TokenKind::FileName);
            return end;
        }
        let promise = if self.promised || self.goes_on_list(start, run) {
            Promise::Announced
        } else {
            Promise::Bare
        };
        if let Some(date) = self.dated(start) {
            return date;
        }
        if let Some(number) = number::read(text, start, promise, self.lexicon) {
            let end = number.span.range().end;
            self.push(start, end, TokenKind::Number(number));
            self.promised = false;
            return end;
        }
        if self.promised {
            let end = run + usize::from(letter_serial(&text[run..]));
            self.push(start, end, TokenKind::Serial(text[start..end].to_owned()));
            return end;
        }
        run
    }

    /// "Nghị định số 25/CP và 26/CP", "công văn số 695/HQ-GS ngày 05/02/2021, 1238/HQ-GQ ngày …": a number, or a number and its
    /// day, and a comma announce one more.
    fn goes_on_list(&self, digits: usize, end: usize) -> bool {
        let [.., before, last] = self.out.as_slice() else {
            return false;
        };
        let joins = matches!(last.kind, TokenKind::Comma | TokenKind::And);
        if !joins || !matches!(self.text.as_bytes().get(end), Some(b'/' | b'-')) {
            return false;
        }
        let is_number = |token: &Token| matches!(token.kind, TokenKind::Number(_));
        let is_listed = is_number(before)
            || matches!(before.kind, TokenKind::Date(_))
                && self.out.iter().rev().nth(2).is_some_and(is_number);
        let gap = |from: &Token, to: usize| {
            let gap = self.text.get(from.span.range().end..to);
            gap.is_some_and(|gap| gap.trim().is_empty())
        };
        is_listed && gap(before, last.span.range().start) && gap(last, digits)
    }

    /// A date at these digits, taken together with the word "ngày", "tháng" or "năm" before it.
    fn dated(&mut self, digits: usize) -> Option<usize> {
        let text = &self.text[..self.end];
        let lead = date_word_before(text, digits).unwrap_or(digits);
        let date = date::read(text, lead)?;
        let end = date.span.range().end;
        if end <= digits {
            return None;
        }
        // "07/2021/NĐ-CP" reads as no date: a date is not followed by more of a number.
        if lead == digits && text[end..].starts_with(['/', '-']) {
            return None;
        }
        self.push(lead, end, TokenKind::Date(date));
        self.promised = false;
        Some(end)
    }
}

fn letter_serial(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase())
        && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Where "ngày", "tháng" or "năm" starts, if one stands right before `at`.
fn date_word_before(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].trim_end_matches([' ', '\n', '.', '…', '/', '_']);
    if !before.ends_with(['y', 'Y', 'g', 'm']) {
        return None;
    }
    [
        "ngày", "Ngày", "NGÀY", "tháng", "Tháng", "năm", "Năm", "ngay",
    ]
    .iter()
    .find(|word| before.ends_with(**word))
    .map(|word| before.len() - word.len())
}

/// Bytes of the longest attachment name or address followed.
const NAME_MAX: usize = 160;

/// What stands from `start` to the next blank.
fn run_of(text: &str, start: usize) -> &str {
    let window = &text[start..text.floor_char_boundary(text.len().min(start + NAME_MAX))];
    let end = window
        .bytes()
        .position(|byte| matches!(byte, b' ' | b'\n' | b'\t'));
    window[..end.unwrap_or(window.len())].trim_end_matches(['.', ',', ';', ')'])
}

/// "Kế hoạch CCHC năm 2011.doc": a line that is a file's name.
pub(super) fn is_file_name(line: &str) -> bool {
    let line = line.trim_end();
    let last = line.rfind([' ', '\t']).map_or(0, |blank| blank + 1);
    file_name(line, last) == Some(line.len())
}

/// The end of a file name that starts here: a run without blanks that ends in a document's extension.
fn file_name(text: &str, start: usize) -> Option<usize> {
    let name = run_of(text, start);
    let extension = (3..=4).find_map(|length| {
        let dot = name.len().checked_sub(length + 1)?;
        (name.as_bytes()[dot] == b'.').then(|| &name[dot + 1..])
    })?;
    [
        "pdf", "doc", "docx", "xls", "xlsx", "rtf", "zip", "rar", "odt",
    ]
    .iter()
    .any(|known| extension.eq_ignore_ascii_case(known))
    .then_some(start + name.len())
}

/// Bytes of the letters a text starts with.
fn syllable_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii_alphabetic() {
            end += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            match text[end..].chars().next() {
                Some(c) if is_letter(c) => end += c.len_utf8(),
                _ => break,
            }
        }
    }
    end
}
