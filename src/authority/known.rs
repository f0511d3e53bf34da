//! Laws, decrees and programmes that plans cite by name, or whose number is not enough.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::text::{Number, lookup_key};

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
    by_key: HashMap<String, Vec<usize>>,
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
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, document) in all.iter().enumerate() {
            let names = std::iter::once(&document.title).chain(&document.aliases);
            let keys = names.map(|name| name_key(name));
            for key in keys.chain(Number::parse(&document.number).and_then(|number| number.key())) {
                let entry = by_key.entry(key).or_default();
                if !entry.contains(&at) {
                    entry.push(at);
                }
            }
        }
        KnownDocuments { all, by_key }
    }

    pub(super) fn find(&self, number_or_name: &str) -> impl Iterator<Item = &KnownDocument> {
        // No number starts with a letter but that of "số".
        let is_name = number_or_name
            .starts_with(|c: char| c.is_ascii_alphabetic() && !matches!(c, 's' | 'S'));
        let number = || Number::parse(number_or_name).and_then(|number| number.key());
        let number = if is_name { None } else { number() };
        let key = number.unwrap_or_else(|| name_key(number_or_name));
        let found = self.by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|&at| self.all.get(at))
    }
}

/// "Luật Phòng, chống tham nhũng năm 2018" and "Luật Phòng chống tham nhũng" are one name.
fn name_key(name: &str) -> String {
    let key = lookup_key(name);
    let before_year = key
        .rsplit_once(" nam ")
        .filter(|(_, year)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    before_year.map_or(key.clone(), |(name, _)| name.to_owned())
}
