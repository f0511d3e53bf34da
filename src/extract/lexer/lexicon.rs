//! The words of the grammar, compiled once: types and cues of the authority file and a few of our own,
//! found by their first syllable.

use std::collections::{HashMap, HashSet};

use super::TokenKind;
use super::tree::{Tree, What};
use crate::authority::{Authority, RelationKind};
use crate::extract::Relation;
use crate::extract::number::Codes;
use crate::extract::words::{Piece, known};
use crate::text::{QuickHash, Vocabulary, fold, tone_canonical};

/// A relation cue of the authority file.
#[derive(Clone, Debug)]
pub struct Cue {
    pub relation: Relation,
    /// "được sửa đổi, bổ sung bởi", "(Nguồn: …)": what stands after it belongs to what stands before.
    pub about_previous: bool,
    /// "được ban hành tại", "kèm theo": gives the number of what was just named.
    pub binds_name: bool,
}

/// The words, compiled once.
pub struct Lexicon {
    words: Tree,
    pub cues: Vec<Cue>,
    /// Folded code → its proper writing: `ttg` → `TTg`.
    codes: HashMap<String, String, QuickHash>,
    /// The proper writings.
    written: HashSet<String, QuickHash>,
    /// "ke-hoach-": types as addresses spell them.
    slugs: Vec<String>,
}

impl Lexicon {
    /// The lexicon of the tables that come with the program.
    pub fn bundled() -> &'static Lexicon {
        &known().lexicon
    }

    /// True if a word may start with the syllable of that number.
    #[inline]
    pub(super) fn opens(&self, syllable: u16) -> bool {
        self.words.opens(syllable)
    }

    /// True if a word that lets expect a citation may start with it.
    #[inline]
    pub(super) fn promises(&self, syllable: u16) -> bool {
        self.words.promises(syllable)
    }

    /// The longest word that starts with the syllable of that number, which ends at byte `end` of `text` and before the
    /// pieces `after`, and where it ends.
    pub(super) fn word(
        &self,
        text: &str,
        (syllable, end): (u16, usize),
        after: &[Piece],
    ) -> Option<(&TokenKind, usize)> {
        let (what, end) = self.words.longest(text, (syllable, end), after)?;
        let kind = match &what.numbered {
            Some(cites) if is_number_next(&text[end..]) => cites,
            _ => &what.kind,
        };
        Some((kind, end))
    }

    /// True if an address's name starts here: "quyet-dinh-749-…".
    pub(super) fn is_slug(&self, run: &str) -> bool {
        self.slugs.iter().any(|slug| run.starts_with(slug.as_str()))
    }

    /// How a code is properly written: `QD` → `QĐ`, `ttg` → `TTg`.
    pub fn proper_code(&self, code: &str) -> Option<&str> {
        let written = self.written.get(code);
        let proper = written.or_else(|| self.codes.get(&fold(code)));
        proper.map(String::as_str)
    }

    /// True if the code is one of the tables', written as it should be.
    pub fn is_proper(&self, code: &str) -> bool {
        self.written.contains(code)
    }

    pub(in crate::extract) fn new(authority: &Authority, numbers: &mut Vocabulary) -> Lexicon {
        let mut entries = Entries::default();
        for (index, doc_type) in authority.doc_types().iter().enumerate() {
            let mut add = |word: &str, short: bool| {
                let kind = TokenKind::Type {
                    doc_type: index,
                    short,
                };
                entries.first(word, kind);
            };
            for name in std::iter::once(&doc_type.name).chain(&doc_type.also) {
                add(name, false);
                add(&fold(name), false);
            }
            let has_abbr = !doc_type.abbr.is_empty() && doc_type.abbr != doc_type.name;
            if has_abbr {
                add(&doc_type.abbr, true);
            }
            // "VB số 2155/TTg-KGVX": short for a type that no symbol has. "PL 02" is an annex, "QCVN 41" a standard.
            if has_abbr || doc_type.is_directive {
                let variants = doc_type.variants.iter();
                variants.for_each(|variant| add(variant, true));
            }
        }
        let mut cues = Vec::new();
        for cue in authority.cues().iter().filter(|cue| is_cue(cue, authority)) {
            cues.push(Cue {
                relation: relation(cue.relation),
                about_previous: cue.is_reverse,
                binds_name: matches!(cue.detail.as_str(), "issued_by_instrument" | "attached_to"),
            });
            entries.over(&cue.phrase, TokenKind::Cue(cues.len() - 1));
        }
        for (words, kind) in FIXED {
            for word in *words {
                entries.over(word, kind.clone());
            }
        }
        let codes = codes(authority);
        Lexicon {
            words: entries.compiled(numbers),
            cues,
            written: codes.values().cloned().collect(),
            codes,
            slugs: slugs(authority),
        }
    }
}

impl Codes for Lexicon {
    fn is_code(&self, group: &str) -> bool {
        self.proper_code(group).is_some()
    }
}

/// Folded codes with their proper writing; of two writings the one of the type, then the first.
fn codes(authority: &Authority) -> HashMap<String, String, QuickHash> {
    let mut codes = HashMap::default();
    let types = authority.doc_types().iter().map(|it| it.abbr.as_str());
    // "Luật nhà ở 2014 - Luật phí và lệ phí": what has a small letter with a mark is a word, no code.
    let is_word =
        |code: &str| code.contains(|c: char| c.is_lowercase() && !c.is_ascii() && c != 'đ');
    for code in types
        .filter(|abbr| !abbr.is_empty())
        .chain(authority.codes())
        .filter(|code| !is_word(code))
    {
        codes.entry(fold(code)).or_insert_with(|| code.to_owned());
    }
    codes
}

fn slugs(authority: &Authority) -> Vec<String> {
    let of_name = |name: &String| fold(name).replace(' ', "-") + "-";
    let types = authority.doc_types().iter();
    types.map(|it| of_name(&it.name)).collect()
}

/// Words by their key while they are collected.
#[derive(Default)]
struct Entries {
    kinds: HashMap<String, What>,
    /// Writings in mixed case: "TTr", "CTrHĐ".
    writings: Vec<(String, String)>,
}

impl Entries {
    /// A type word; the first of a name keeps it.
    fn first(&mut self, word: &str, kind: TokenKind) {
        let key = key(word);
        self.writings.push((word.to_owned(), key.clone()));
        let numbered = None;
        self.kinds.entry(key).or_insert(What { kind, numbered });
    }

    /// A word of the grammar, which wins over a type word unless a number follows.
    fn over(&mut self, word: &str, kind: TokenKind) {
        let key = key(word);
        let numbered = self.kinds.remove(&key).and_then(|covered| {
            let is_type = matches!(covered.kind, TokenKind::Type { .. });
            covered.numbered.or(is_type.then_some(covered.kind))
        });
        self.kinds.insert(key, What { kind, numbered });
    }

    fn compiled(self, numbers: &mut Vocabulary) -> Tree {
        let mut tree = Tree::default();
        for (key, what) in &self.kinds {
            // "theo qui định tại": as many write it.
            for word in [key.clone(), old_tone(key), key.replace("quy ", "qui ")] {
                let (first, rest) = split_syllable(&word);
                for written in [first.to_owned(), capitalized(first), first.to_uppercase()] {
                    tree.add((&written, rest), what, numbers);
                }
            }
        }
        for (written, key) in &self.writings {
            let (first, _) = split_syllable(written);
            let (_, rest) = split_syllable(key);
            tree.add((first, rest), &self.kinds[key], numbers);
        }
        tree
    }
}

fn is_number_next(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with("số") || rest.starts_with(|c: char| c.is_ascii_digit())
}

/// The letters a word starts with, and the rest.
fn split_syllable(word: &str) -> (&str, &str) {
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    word.split_at(end)
}

pub(super) fn capitalized(syllable: &str) -> String {
    let mut chars = syllable.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
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
    // "Ban Chấp hành" does not comply with anything, and the boards of planning are no plan.
    (
        &[
            "pháp luật",
            "ban chấp hành",
            "kế hoạch và đầu tư",
            "kế hoạch - đầu tư",
            "tài chính - kế hoạch",
        ],
        TokenKind::Plain,
    ),
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
            "phụ lục số",
            "tài khoản",
            "tài khoản số",
            "tổ dân phố",
            "lô",
            "thửa",
            "thửa đất số",
            "phiếu số",
            "tờ bản đồ số",
            "phiên bản",
        ],
        TokenKind::NotADocument,
    ),
];

/// Cues the grammar reads as cues. "này" and "nêu trên" are its own words, "đã ban hành" opens an announcement, and a
/// phrase that holds a type word ("Tiếp theo Công văn số") would swallow the citation's head; one that starts
/// with it ("hướng dẫn thực hiện") is a verb.
fn is_cue(cue: &crate::authority::Cue, authority: &Authority) -> bool {
    let phrase = key(&cue.phrase);
    let holds_type = authority
        .doc_types()
        .iter()
        .map(|doc_type| key(&doc_type.name))
        .any(|name| phrase.contains(' ') && phrase.contains(&name) && !phrase.starts_with(&name));
    let own_word = cue.detail.starts_with("anaphora") || cue.detail.starts_with("self_");
    !holds_type && !own_word && phrase != "nguồn"
}

fn relation(kind: RelationKind) -> Relation {
    match kind {
        RelationKind::LegalBasis => Relation::LegalBasis,
        RelationKind::Implements => Relation::Implements,
        RelationKind::Amends => Relation::Amends,
        RelationKind::Replaces => Relation::Replaces,
        RelationKind::Repeals => Relation::Repeals,
        RelationKind::IssuedBy => Relation::IssuedBy,
        RelationKind::ProposedBy => Relation::ProposedBy,
        RelationKind::Mention => Relation::Mention,
        RelationKind::Itself => Relation::Itself,
    }
}

/// Look-up key of a word: canonical tones, lower case, one blank between syllables.
fn key(word: &str) -> String {
    tone_canonical(&word.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The other placement of the tone mark: `thỏa` → `thoả`, `Ủy` → `Uỷ`.
pub(in crate::extract) fn old_tone(word: &str) -> String {
    const PAIRS: [(&str, &str); 12] = [
        ("Ủy", "Uỷ"),
        ("ọe", "oẹ"),
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
