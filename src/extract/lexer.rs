//! One pass over the clean text: the tokens a citation is made of, in order, and nothing between them.
//!
//! Words come from the authority file through one regular expression (longest first); a digit hands
//! over to [`number`] or [`date`], which look a bounded distance ahead. So the cost is linear
//! whatever the text. A token is what stands there; what it means is the grammar's business.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::date::{self, DateToken};
use super::number::{self, Codes, NumberToken, Promise};
use crate::authority::{Authority, RelationKind};
use crate::text::{Span, fold, tone_canonical};

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
    /// "293-KH.signed.pdf".
    FileName,
    /// The end of a block.
    Break,
}

/// A relation cue of the authority file.
#[derive(Clone, Debug)]
pub struct Cue {
    pub relation: super::Relation,
    /// "được sửa đổi, bổ sung bởi", "(Nguồn: …)": what stands after it belongs to what stands before.
    pub about_previous: bool,
}

/// The words, compiled once.
pub struct Lexicon {
    words: Regex,
    kinds: HashMap<String, TokenKind>,
    /// Type words that are words of the grammar too, unless a number follows.
    both: HashMap<String, TokenKind>,
    pub cues: Vec<Cue>,
    codes: std::collections::HashSet<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Authority::bundled()));

impl Lexicon {
    /// The lexicon of the tables that come with the program.
    pub fn bundled() -> &'static Lexicon {
        &LEXICON
    }

    /// What a word is, given what follows it: "Quy định số 131-QĐ/TW" cites, "quy định về …" opens a subject.
    fn kind(&self, word: &str, rest: &str) -> Option<&TokenKind> {
        let rest = rest.trim_start();
        let numbered = rest.starts_with("số") || rest.starts_with(|c: char| c.is_ascii_digit());
        let cites = if numbered { self.both.get(word) } else { None };
        cites.or_else(|| self.kinds.get(word))
    }

    fn new(authority: &Authority) -> Lexicon {
        let mut kinds = HashMap::new();
        for (index, doc_type) in authority.doc_types().iter().enumerate() {
            let mut add = |word: &str, short: bool| {
                let kind = TokenKind::Type {
                    doc_type: index,
                    short,
                };
                kinds.entry(key(word)).or_insert(kind);
            };
            for name in std::iter::once(&doc_type.name).chain(&doc_type.also) {
                add(name, false);
                add(&fold(name), false);
            }
            if !doc_type.abbr.is_empty() && doc_type.abbr != doc_type.name {
                add(&doc_type.abbr, true);
                doc_type
                    .variants
                    .iter()
                    .for_each(|variant| add(variant, true));
            }
        }
        let mut cues = Vec::new();
        for cue in authority.cues().iter().filter(|cue| is_cue(cue, authority)) {
            cues.push(Cue {
                relation: relation(cue.relation),
                about_previous: cue.is_reverse,
            });
            kinds.insert(key(&cue.phrase), TokenKind::Cue(cues.len() - 1));
        }
        let mut both = HashMap::new();
        for (words, kind) in FIXED {
            for word in *words {
                let covered = kinds.insert(key(word), kind.clone());
                if let Some(covered @ TokenKind::Type { .. }) = covered {
                    both.insert(key(word), covered);
                }
            }
        }
        let codes = authority.codes().map(fold).collect();
        Lexicon {
            words: pattern(kinds.keys()),
            kinds,
            both,
            cues,
            codes,
        }
    }
}

impl Codes for Lexicon {
    fn is_code(&self, group: &str) -> bool {
        self.codes.contains(group)
    }
}

/// Words that are the grammar's own, not the authority file's.
const FIXED: &[(&[&str], TokenKind)] = &[
    (&["số", "sổ", "so"], TokenKind::So),
    (&["của", "do"], TokenKind::Of),
    (&["và", "hoặc", "cùng với", "cùng"], TokenKind::And),
    (&["đến"], TokenKind::To),
    (
        &[
            "về việc",
            "về",
            "v/v",
            "quy định",
            "phê duyệt",
            "ban hành",
            "đã ban hành",
            "vừa ban hành",
            "ký ban hành",
        ],
        TokenKind::Subject,
    ),
    (&["này"], TokenKind::This),
    (
        &["nêu trên", "nói trên", "dẫn trên", "trên"],
        TokenKind::Above,
    ),
    (
        &[
            "tcvn",
            "qcvn",
            "iso",
            "mức độ",
            "tiêu chí",
            "điện thoại",
            "đt",
            "fax",
            "mẫu số",
            "biểu số",
            "biểu mẫu số",
            "tài khoản",
            "tài khoản số",
            "tổ dân phố",
            "phiên bản",
        ],
        TokenKind::NotADocument,
    ),
];

/// Cues the grammar reads as cues. "này" and "nêu trên" are its own words, "đã ban hành" opens an announcement, and a
/// phrase that holds a type word ("Tiếp theo Công văn số") would swallow the citation's head.
fn is_cue(cue: &crate::authority::Cue, authority: &Authority) -> bool {
    let phrase = key(&cue.phrase);
    let holds_type = authority
        .doc_types()
        .iter()
        .any(|doc_type| phrase.contains(' ') && phrase.contains(&key(&doc_type.name)));
    let own_word = cue.detail.starts_with("anaphora") || cue.detail.starts_with("self_");
    // "theo quy định tại Nghị định số …" is governed by "theo".
    !holds_type
        && !own_word
        && !["quy định tại", "ban hành theo", "nguồn"].contains(&phrase.as_str())
}

fn relation(kind: RelationKind) -> super::Relation {
    match kind {
        RelationKind::LegalBasis => super::Relation::LegalBasis,
        RelationKind::Implements => super::Relation::Implements,
        RelationKind::Amends => super::Relation::Amends,
        RelationKind::Replaces => super::Relation::Replaces,
        RelationKind::Repeals => super::Relation::Repeals,
        RelationKind::IssuedBy => super::Relation::IssuedBy,
        RelationKind::ProposedBy => super::Relation::ProposedBy,
        RelationKind::Mention => super::Relation::Mention,
        RelationKind::Itself => super::Relation::Itself,
    }
}

/// Look-up key of a word: canonical tones, lower case, one blank between syllables.
fn key(word: &str) -> String {
    tone_canonical(&word.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// One alternation, longest word first, blanks of any number between syllables, tones in either place;
/// then what starts a number, and the marks that part clauses.
fn pattern<'a>(words: impl Iterator<Item = &'a String>) -> Regex {
    let mut words: Vec<&String> = words.collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    let mut alternatives: Vec<String> = Vec::new();
    for word in words {
        let written = regex::escape(word).replace(' ', r"[ \n]+");
        let other_tone = old_tone(&written);
        if other_tone != written {
            alternatives.push(other_tone);
        }
        alternatives.push(written);
    }
    let source = format!(r#"(?i:{})|[0-9]|[\n\t,;()“”"«».]"#, alternatives.join("|"));
    Regex::new(&source)
        .unwrap_or_else(|error| panic!("the bundled word lists make one pattern: {error}"))
}

/// The other placement of the tone mark: `thỏa` → `thoả`, `hủy` → `huỷ`.
fn old_tone(word: &str) -> String {
    const PAIRS: [(&str, &str); 10] = [
        ("ủy", "uỷ"),
        ("úy", "uý"),
        ("ùy", "uỳ"),
        ("ụy", "uỵ"),
        ("óa", "oá"),
        ("òa", "oà"),
        ("ỏa", "oả"),
        ("ọa", "oạ"),
        ("ỏe", "oẻ"),
        ("óe", "oé"),
    ];
    PAIRS
        .iter()
        .fold(word.to_owned(), |word, (new, old)| word.replace(new, old))
}

/// Lexes one block: `text[span]`, which holds no other block's text.
pub fn lex(text: &str, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    let mut lexer = Lexer {
        text,
        end: span.range().end,
        lexicon,
        out,
        promised: false,
    };
    lexer.run(span.range().start);
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
    fn run(&mut self, start: usize) {
        let text = &self.text[..self.end];
        let mut at = start;
        while let Some(found) = self.lexicon.words.find_at(text, at) {
            let next = self.token(found.start(), found.end());
            // Every step moves on by at least one character.
            at = next.max(
                found.start()
                    + text[found.start()..]
                        .chars()
                        .next()
                        .map_or(1, char::len_utf8),
            );
            if at >= self.end {
                break;
            }
        }
    }

    /// Reads the token at `start` and says where to go on.
    fn token(&mut self, start: usize, end: usize) -> usize {
        let first = self.text.as_bytes()[start];
        match first {
            b'0'..=b'9' => self.digits(start),
            b',' => self.mark(start, end, TokenKind::Comma),
            b';' => self.mark(start, end, TokenKind::Semicolon),
            b'(' => self.mark(start, end, TokenKind::OpenParen),
            b')' => self.mark(start, end, TokenKind::CloseParen),
            b'\n' | b'\t' => end,
            b'.' => self.stop(start, end),
            b'"' => self.straight_quote(start, end),
            _ if self.text[start..].starts_with(['“', '«']) => {
                self.mark(start, end, TokenKind::OpenQuote)
            }
            _ if self.text[start..].starts_with(['”', '»']) => {
                self.mark(start, end, TokenKind::CloseQuote)
            }
            _ => self.word(start, end),
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

    fn word(&mut self, start: usize, end: usize) -> usize {
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..self.end].chars().next();
        let whole =
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphabetic);
        if !whole {
            return start;
        }
        let word = key(&self.text[start..end]);
        let Some(kind) = self.lexicon.kind(&word, &self.text[end..self.end]) else {
            return start;
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
        if let Some(end) = file_name(text, start) {
            self.push(start, end, TokenKind::FileName);
            return end;
        }
        let promise = if self.promised {
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
    [
        "ngày", "Ngày", "NGÀY", "tháng", "Tháng", "năm", "Năm", "ngay",
    ]
    .iter()
    .find(|word| before.ends_with(**word))
    .map(|word| before.len() - word.len())
}

/// The end of a file name that starts here: a run without blanks that ends in a document's extension.
fn file_name(text: &str, start: usize) -> Option<usize> {
    /// Bytes of the longest attachment name followed.
    const NAME_MAX: usize = 160;
    let window = &text[start..text.floor_char_boundary(text.len().min(start + NAME_MAX))];
    let end = window.find(char::is_whitespace).unwrap_or(window.len());
    let name = window[..end].trim_end_matches(['.', ',', ';', ')']);
    let lower = name.to_ascii_lowercase();
    [
        ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".rtf", ".zip", ".rar", ".odt",
    ]
    .iter()
    .any(|extension| lower.ends_with(extension))
    .then_some(start + name.len())
}
