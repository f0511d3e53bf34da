//! Laws, decrees and programmes that plans cite by name, or whose number is not enough.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::text::{Number, lookup_key};

use super::names::{Names, Walk};
use super::spelling::{self, Key};
use super::table::Table;

/// One well-known instrument.
#[derive(Clone, Debug)]
pub struct KnownDocument {
    /// `77/2015/QH13`.
    pub number: String,
    pub date: Date,
    /// `Luật`, `NĐ`, `NQ`.
    pub doc_type: String,
    /// "Luật Tổ chức chính quyền địa phương".
    pub title: String,
    pub aliases: Vec<String>,
    /// Agency id: `tw/quoc-hoi`.
    pub issuer: String,
    /// No longer in force.
    pub is_replaced: bool,
    /// Numbers of the instruments that replaced it, as far as known.
    pub replaced_by: Vec<String>,
    /// Numbers of the instruments it amends.
    pub amends: Vec<String>,
    /// True if another instrument bears the number every year (01/NQ-CP): this is one of them.
    pub recurs: bool,
}

#[derive(Debug)]
pub(super) struct KnownDocuments {
    pub(super) all: Vec<KnownDocument>,
    by_number: HashMap<String, Vec<usize>>,
    /// Folded names, one blank between words.
    by_name: Names<Vec<usize>>,
}

impl KnownDocuments {
    pub(super) fn read(table: &Table) -> KnownDocuments {
        let all: Vec<KnownDocument> = table
            .rows()
            .filter_map(|row| {
                Some(KnownDocument {
                    number: row.owned("number"),
                    date: row.date("date")?,
                    doc_type: row.owned("type"),
                    title: row.owned("title"),
                    aliases: row.list("aliases"),
                    issuer: row.owned("issuer"),
                    is_replaced: row.flag("replaced"),
                    replaced_by: row.list("replaced_by"),
                    amends: row.list("amends"),
                    recurs: row.flag("recurs"),
                })
            })
            .collect();
        let mut by_number: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, document) in all.iter().enumerate() {
            let number = Number::parse(&document.number).and_then(|number| number.key());
            if let Some(key) = number {
                by_number.entry(key).or_default().push(at);
            }
            for name in std::iter::once(&document.title).chain(&document.aliases) {
                let entry = by_name.entry(without_year(&lookup_key(name))).or_default();
                if !entry.contains(&at) {
                    entry.push(at);
                }
            }
        }
        KnownDocuments {
            all,
            by_number,
            by_name: Names::new(by_name),
        }
    }

    pub(super) fn find<'a>(
        &'a self,
        number_or_name: &str,
    ) -> impl Iterator<Item = &'a KnownDocument> + use<'a> {
        // No number starts with a letter but that of "số".
        let is_name = number_or_name
            .starts_with(|c: char| c.is_ascii_alphabetic() && !matches!(c, 's' | 'S'));
        let number = || Number::parse(number_or_name).and_then(|number| number.key());
        let number = if is_name { None } else { number() };
        let found = match number {
            Some(key) => self.by_number.get(&key),
            None => self
                .beginnings(number_or_name)
                .last()
                .and_then(|(end, found)| found.filter(|_| end == number_or_name.len())),
        };
        let found = found.map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|&at| self.all.get(at))
    }

    /// The longest beginning of `text`, up to a blank or a comma, that names one instrument.
    pub(super) fn longest(&self, text: &str) -> Option<(usize, &KnownDocument)> {
        let one = |documents: &Vec<usize>| match documents[..] {
            [only] => self.all.get(only).filter(|known| !known.recurs),
            _ => None,
        };
        let named = self
            .beginnings(text)
            .filter_map(|(end, found)| Some((end, one(found?)?)));
        named.last()
    }

    /// Where the words of `text` end, and what all up to there names, while a name goes on.
    fn beginnings<'a>(
        &'a self,
        text: &str,
    ) -> impl Iterator<Item = (usize, Option<&'a Vec<usize>>)> {
        let mut spelled = Spelled {
            all: Some(self.by_name.walk()),
            before_year: None,
            named: None,
        };
        let mut start = 0;
        text.split([' ', ',']).map_while(move |word| {
            let end = start + word.len();
            start = end + 1;
            spelled.add(word);
            spelled.goes_on().then_some((end, spelled.named))
        })
    }
}

/// The words of a name so far. "Luật Phòng, chống tham nhũng năm 2018" and "Luật Phòng chống tham nhũng" are one name.
struct Spelled<'n> {
    /// `None` if no name begins so.
    all: Option<Walk<'n, Vec<usize>>>,
    /// Those before "năm", if it is the last.
    before_year: Option<Walk<'n, Vec<usize>>>,
    /// What they name, the year they end in aside.
    named: Option<&'n Vec<usize>>,
}

impl<'n> Spelled<'n> {
    /// Adds what stands between two blanks.
    fn add(&mut self, written: &str) {
        // What is no word of a table may be several.
        match spelling::known(written) {
            Some(word) => self.add_word(word.into()),
            None => lookup_key(written)
                .split(' ')
                .filter(|word| !word.is_empty())
                .for_each(|word| self.add_word(word.into())),
        }
    }

    fn add_word(&mut self, word: Key<'_>) {
        let before = self.all;
        self.all = before.and_then(|mut walk| {
            if !walk.is_at_start() {
                walk.step(" ")?;
            }
            walk.step(word)?;
            Some(walk)
        });
        let letters = word.letters;
        let is_year = letters.len() == 4 && letters.bytes().all(|byte| byte.is_ascii_digit());
        let named = self.before_year.filter(|_| is_year).or(self.all);
        self.named = named
            .and_then(|walk| walk.here())
            .map(|(_, documents)| documents);
        self.before_year = before.filter(|_| letters == "nam");
    }

    fn goes_on(&self) -> bool {
        self.all.is_some() || self.before_year.is_some() || self.named.is_some()
    }
}

/// A folded name without the year that ends it.
fn without_year(key: &str) -> String {
    let before_year = key
        .rsplit_once(" nam ")
        .filter(|(_, year)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    before_year.map_or(key, |(name, _)| name).to_owned()
}
