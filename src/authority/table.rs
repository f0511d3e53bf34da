//! Reading a bundled TSV file: a header line, then one row per line, no quoting.

use std::collections::HashMap;

use jiff::civil::Date;

/// One bundled table.
pub(super) struct Table {
    name: &'static str,
    columns: HashMap<&'static str, usize>,
    rows: Vec<Vec<&'static str>>,
}

/// One row of a table; cells are asked for by column name.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    cells: &'a [&'static str],
}

impl Table {
    pub(super) fn read(name: &'static str, tsv: &'static str) -> Table {
        let mut lines = tsv.lines();
        let header = lines.next().unwrap_or_default();
        Table {
            name,
            columns: header.split('\t').zip(0..).collect(),
            rows: lines.map(|line| line.split('\t').collect()).collect(),
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }
}

impl Row<'_> {
    /// The cell of a column; empty for a column the table does not have, which the test of the
    /// tables finds.
    pub(super) fn text(&self, column: &str) -> &'static str {
        debug_assert!(
            self.table.columns.contains_key(column),
            "bảng {} không có cột {column}",
            self.table.name
        );
        let at = self.table.columns.get(column);
        at.and_then(|&at| self.cells.get(at))
            .copied()
            .unwrap_or_default()
    }

    pub(super) fn owned(&self, column: &str) -> String {
        self.text(column).to_owned()
    }

    /// The cell, or `None` if it is empty.
    pub(super) fn option(&self, column: &str) -> Option<String> {
        Some(self.owned(column)).filter(|cell| !cell.is_empty())
    }

    /// The values of a cell, parted by `|`.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        let values = self
            .text(column)
            .split('|')
            .filter(|value| !value.is_empty());
        values.map(str::to_owned).collect()
    }

    pub(super) fn flag(&self, column: &str) -> bool {
        self.text(column) == "1"
    }

    pub(super) fn date(&self, column: &str) -> Option<Date> {
        self.text(column).parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::TABLES;
    use super::Table;

    /// Columns that hold a date or nothing.
    const DATES: [(&str, &str); 6] = [
        ("places", "until"),
        ("place_names", "from"),
        ("bodies", "from"),
        ("bodies", "to"),
        ("successions", "on"),
        ("known_documents", "date"),
    ];

    /// Tables whose first column names the row.
    const KEYED: [&str; 11] = [
        "doc_types",
        "places",
        "bodies",
        "heads",
        "law_names",
        "abbreviations",
        "section_titles",
        "table_headers",
        "deadline_cues",
        "issuer_phrases",
        "topics",
    ];

    #[test]
    fn every_table_is_rectangular_nfc_and_without_repeats() {
        let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
        for (name, tsv) in TABLES {
            assert!(nfc.is_normalized(tsv), "{name} is not NFC");
            assert!(tsv.ends_with('\n') && !tsv.contains('\r'), "{name}");
            let width = tsv.lines().next().unwrap_or_default().split('\t').count();
            let mut seen = HashSet::new();
            for line in tsv.lines().skip(1) {
                let cells: Vec<&str> = line.split('\t').collect();
                let key = if KEYED.contains(name) { cells[0] } else { line };
                assert_eq!(cells.len(), width, "{name}: {line}");
                assert!(
                    cells.iter().all(|cell| cell.trim() == *cell),
                    "{name}: {line}"
                );
                assert!(!key.is_empty() && seen.insert(key), "{name}: {line}");
            }
        }
    }

    #[test]
    fn every_date_is_a_day_of_the_calendar() {
        for (name, column) in DATES {
            let tsv = TABLES
                .iter()
                .find(|(table, _)| *table == name)
                .map(|(_, tsv)| *tsv);
            let table = Table::read(name, tsv.unwrap_or_default());
            for row in table.rows() {
                let cell = row.text(column);
                assert!(
                    cell.is_empty() || row.date(column).is_some(),
                    "{name}: {cell}"
                );
            }
        }
    }

    #[test]
    fn every_succession_names_two_bodies_that_met() {
        let authority = super::super::Authority::bundled();
        for change in &authority.bodies.changes {
            let (from, to) = (
                authority.bodies.get(&change.from),
                authority.bodies.get(&change.to),
            );
            assert!(
                from.is_some() && to.is_some(),
                "{} → {}",
                change.from,
                change.to
            );
            let ended = from
                .and_then(|body| body.until)
                .and_then(|until| until.tomorrow().ok());
            assert_eq!(ended, Some(change.on), "{}", change.from);
            assert!(
                to.is_some_and(|body| body.existed(Some(change.on))),
                "{}",
                change.to
            );
        }
    }
}
