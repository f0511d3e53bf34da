//! Document types: by name, by abbreviation, by the symbol of a number.

use std::collections::HashMap;

use crate::text::{Number, QuickHash, fold_symbol, lookup_key};

use super::table::Table;

/// Who writes documents of a type, which decides how its numbers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    State,
    Party,
    Union,
    Joint,
    /// Sao y, trích sao, sao lục: a mark on another document.
    Copy,
    Consolidated,
    Historic,
    /// TCVN, QCVN: cited by name, their numbers are not document numbers.
    Standard,
}

#[derive(Clone, Debug)]
pub struct DocType {
    pub id: String,
    /// What a record's `doc_type` says: `KH`, `CV`, `Luật`. Never empty.
    pub code: String,
    /// `KH`; empty for a công văn, which has none in its symbol.
    pub abbr: String,
    /// `Kế hoạch`.
    pub name: String,
    /// Other names: "Bộ luật", "Kế hoạch phối hợp".
    pub also: Vec<String>,
    /// Other abbreviations seen: `QÐ`, `QD`.
    pub variants: Vec<String>,
    pub family: Family,
    /// The agency that alone uses this type ("Nghị định": Chính phủ), if any, as an agency id.
    pub issuer: Option<String>,
    pub is_normative: bool,
    /// True if plans are written to carry out documents of this type.
    pub is_directive: bool,
    /// The symbol its issuer gives it: `NĐ-CP`.
    pub symbol: Option<String>,
}

/// What numbers and records call a consolidated text, whatever type it consolidates.
pub const CONSOLIDATED: &str = "VBHN";

#[derive(Debug)]
pub(super) struct DocTypes {
    pub(super) all: Vec<DocType>,
    by_name: HashMap<String, usize, QuickHash>,
    /// By the whole symbol that is one type's alone, folded; of several the last.
    by_symbol: HashMap<String, usize, QuickHash>,
    /// What [`DocTypes::named`] makes of each code, which is asked for most.
    by_code: HashMap<String, usize, QuickHash>,
    /// As written, and in capitals: TTr is not TT, HD is not HĐ.
    by_abbr: HashMap<String, usize, QuickHash>,
    by_folded_abbr: HashMap<String, usize, QuickHash>,
}

impl DocTypes {
    pub(super) fn read(table: &Table) -> DocTypes {
        let all: Vec<DocType> = table.rows().map(|row| doc_type(&row)).collect();
        let mut types = DocTypes {
            all: Vec::new(),
            by_name: HashMap::default(),
            by_symbol: HashMap::default(),
            by_code: HashMap::default(),
            by_abbr: HashMap::default(),
            by_folded_abbr: HashMap::default(),
        };
        // The table is in order of precedence: the state's general type before the special ones.
        for (at, doc_type) in all.iter().enumerate() {
            for name in std::iter::once(&doc_type.name).chain(&doc_type.also) {
                types.by_name.entry(lookup_key(name)).or_insert(at);
            }
            if !doc_type.abbr.is_empty() {
                types.by_abbr.entry(doc_type.abbr.clone()).or_insert(at);
            }
        }
        for (at, doc_type) in all.iter().enumerate() {
            if let Some(symbol) = &doc_type.symbol {
                types.by_symbol.insert(fold_symbol(symbol), at);
            }
            let codes = [&doc_type.code, &doc_type.abbr];
            for abbr in codes.into_iter().chain(&doc_type.variants) {
                if abbr.is_empty() {
                    continue;
                }
                types.by_abbr.entry(abbr.clone()).or_insert(at);
                types.by_abbr.entry(abbr.to_uppercase()).or_insert(at);
                types.by_folded_abbr.entry(fold_symbol(abbr)).or_insert(at);
            }
        }
        types.all = all;
        let codes = types.all.iter().map(|doc_type| &doc_type.code);
        let named = codes.filter_map(|code| Some((code.clone(), types.place_of(code)?)));
        types.by_code = named.collect();
        types
    }

    pub(super) fn named(&self, name: &str) -> Option<&DocType> {
        let known = self.by_code.get(name).copied();
        self.all.get(known.or_else(|| self.place_of(name))?)
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        let at = self.by_name.get(&lookup_key(name)).copied();
        at.or_else(|| self.abbreviated(name))
    }

    /// Exact writing first: "DA" is a dự án, "ĐA" a đề án, "da" the first of them.
    fn abbreviated(&self, abbr: &str) -> Option<usize> {
        let abbr = abbr.trim();
        let written = || self.by_abbr.get(abbr);
        let capital = || self.by_abbr.get(&abbr.to_uppercase());
        let folded = || self.by_folded_abbr.get(&fold_symbol(abbr));
        written().or_else(capital).or_else(folded).copied()
    }

    pub(super) fn of_symbol(&self, symbol: &str) -> Option<&DocType> {
        let key = fold_symbol(symbol);
        let mut codes = symbol.split(['-', '/']).map(str::trim);
        let (first, last) = (codes.next()?, codes.next_back());
        if matches!(key.as_str(), "cp" | "hdbt") {
            return self.by_id("nghi_dinh");
        }
        if let Some(at) = self.by_symbol.get(&key) {
            return self.all.get(*at);
        }
        if last.is_some_and(is_party_body)
            && let Some(doc_type) = self.of_party(first)
        {
            return Some(doc_type);
        }
        match self.abbreviated(first).and_then(|at| self.all.get(at)) {
            Some(doc_type) if last.is_some() || doc_type.abbr == first => Some(doc_type),
            _ if Number::parse(&format!("1/{symbol}")).is_some() && last.is_some() => {
                self.by_id("cong_van")
            }
            _ => None,
        }
    }

    fn of_party(&self, abbr: &str) -> Option<&DocType> {
        let key = fold_symbol(abbr);
        self.all.iter().find(|doc_type| {
            let variants = std::iter::once(&doc_type.abbr).chain(&doc_type.variants);
            doc_type.family == Family::Party
                && variants.into_iter().any(|abbr| fold_symbol(abbr) == key)
        })
    }

    fn by_id(&self, id: &str) -> Option<&DocType> {
        self.all.iter().find(|doc_type| doc_type.id == id)
    }
}

fn is_party_body(code: &str) -> bool {
    let code = fold_symbol(code);
    matches!(
        code.as_str(),
        "tw" | "tu" | "hu" | "du" | "qu" | "thu" | "vptw" | "vptu"
    ) || code.ends_with("tw")
        || code.ends_with("tu")
}

fn doc_type(row: &super::table::Row<'_>) -> DocType {
    DocType {
        id: row.owned("id"),
        code: row.owned("code"),
        abbr: row.owned("abbr"),
        name: row.owned("name"),
        also: row.list("also"),
        variants: row.list("variants"),
        family: family(row.text("family")),
        issuer: row.option("issuer"),
        is_normative: row.flag("normative"),
        is_directive: row.flag("directive"),
        symbol: row.option("symbol"),
    }
}

fn family(word: &str) -> Family {
    match word {
        "party" => Family::Party,
        "union" => Family::Union,
        "joint" => Family::Joint,
        "copy" => Family::Copy,
        "consolidated" => Family::Consolidated,
        "historic" => Family::Historic,
        "standard" => Family::Standard,
        _ => Family::State,
    }
}
