//! What the library lacks most.

use schemars::JsonSchema;
use serde::Serialize;

use super::brief::Brief;
use super::table::{Cell, Heading, Row, day, heading};

/// A work nobody has handed in, and by how many captures it is cited.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WantedRow {
    pub work: Brief,
    pub cited_by: u64,
}

impl Row for WantedRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Số lần", "Times cited", 10),
        heading("Số, ký hiệu", "Number", 18),
        heading("Cơ quan ban hành", "Issuer", 28),
        heading("Ngày ban hành", "Issued on", 13),
        heading("Trích yếu", "Title", 70),
        heading("Mã văn bản", "Document id", 20),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.cited_by.into(),
            self.work.number.as_deref().into(),
            self.work.issuer.as_deref().into(),
            day(self.work.issued_on.as_deref()),
            self.work.title.as_deref().into(),
            self.work.id.0.clone().into(),
        ]
    }
}
