//! Serials an issuer must have given out in a year and that the library does not hold.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::brief::{self, Brief};
use super::table::{Cell, Heading, Row, heading};
use crate::link::Work;
use crate::text::Number;

/// Rows of one symbol beyond which its numbers are not counted through: one mistyped serial must not
/// make a hundred thousand gaps.
const SERIALS_MAX: u32 = 20_000;

/// One number nobody has handed in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GapRow {
    pub serial: String,
    pub symbol: String,
    pub year: u16,
    /// What those say of it who cite it, if anybody does.
    pub cited: Option<Brief>,
}

/// The numbers between 1 and the highest known of each symbol. `works` are an issuer's of one year;
/// stubs are known numbers of documents that are missing.
pub fn gaps(works: &[Work], year: u16) -> Vec<GapRow> {
    let mut symbols: BTreeMap<String, Symbol> = BTreeMap::new();
    for work in works {
        let Some(number) = work.number.as_deref().and_then(Number::parse) else {
            continue;
        };
        let Some(serial) = number.serial.as_ref().and_then(|it| leading(&it.key())) else {
            continue;
        };
        let key = crate::text::fold(&number.symbol);
        let known = symbols.entry(key).or_default();
        if known.written.is_empty() {
            known.written.clone_from(&number.symbol);
        }
        match work.stub {
            true => drop(known.cited.insert(serial, Brief::of(work))),
            false => drop(known.held.insert(serial)),
        }
    }
    let rows = symbols.values().flat_map(|symbol| symbol.gaps(year));
    rows.collect()
}

/// What is known of one symbol's serials.
#[derive(Default)]
struct Symbol {
    written: String,
    held: BTreeSet<u32>,
    cited: BTreeMap<u32, Brief>,
}

impl Symbol {
    fn gaps(&self, year: u16) -> Vec<GapRow> {
        let cited = self.cited.last_key_value().map(|(serial, _)| *serial);
        let last = self.held.last().copied().max(cited).unwrap_or(0);
        let missing = (1..=last.min(SERIALS_MAX)).filter(|serial| !self.held.contains(serial));
        let row = |serial: u32| GapRow {
            serial: serial.to_string(),
            symbol: self.written.clone(),
            year,
            cited: self.cited.get(&serial).cloned(),
        };
        missing.map(row).collect()
    }
}

/// `30c` and `66.18` count as 30 and 66.
fn leading(serial: &str) -> Option<u32> {
    let end = serial
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(serial.len());
    serial.get(..end)?.parse().ok()
}

impl Row for GapRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Số", "Serial", 8),
        heading("Ký hiệu", "Symbol", 18),
        heading("Năm", "Year", 8),
        heading("Được viện dẫn là", "Cited as", 60),
    ];

    fn cells(&self) -> Vec<Cell> {
        let title = self.cited.as_ref().and_then(|work| work.title.as_deref());
        let cited = match title {
            Some(title) => Cell::from(title),
            None => brief::name(self.cited.as_ref()),
        };
        vec![
            self.serial.clone().into(),
            self.symbol.clone().into(),
            self.year.to_string().into(),
            cited,
        ]
    }
}
