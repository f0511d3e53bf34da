//! Everything odd in the library, one row each.

use schemars::JsonSchema;
use serde::Serialize;

use super::table::{Cell, Heading, Row, heading};
use crate::link::{Anomaly, WorkId};

/// An anomaly of a work, or of a citation in one of its captures.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AnomalyRow {
    pub work: Option<WorkId>,
    pub number: Option<String>,
    pub files: Vec<String>,
    /// The citation it is about, as written.
    pub quote: Option<String>,
    #[serde(flatten)]
    pub anomaly: Anomaly,
}

const CODES: [(&str, &str, &str); 13] = [
    (
        "date_after_document",
        "viện dẫn văn bản ban hành sau",
        "cites a later document",
    ),
    ("date_disagrees", "ngày không thống nhất", "dates disagree"),
    ("date_impossible", "ngày không có trên lịch", "no such day"),
    (
        "type_mismatch",
        "sai tên loại văn bản",
        "wrong document type",
    ),
    (
        "symbol_issuer_mismatch",
        "ký hiệu không khớp cơ quan ban hành",
        "symbol and issuer disagree",
    ),
    ("number_unfilled", "số để trống", "number left blank"),
    ("date_unfilled", "ngày để trống", "date left blank"),
    (
        "issuer_abolished",
        "cơ quan ban hành đã giải thể",
        "issuer was abolished",
    ),
    (
        "addressee_abolished",
        "nơi nhận đã giải thể",
        "addressee was abolished",
    ),
    (
        "cites_replaced",
        "viện dẫn văn bản đã bị thay thế",
        "cites what was replaced",
    ),
    (
        "cites_repealed",
        "viện dẫn văn bản đã bị bãi bỏ",
        "cites what was repealed",
    ),
    (
        "deadline_before_issue",
        "thời hạn trước ngày ban hành",
        "due before it was issued",
    ),
    (
        "correction_without_place",
        "đính chính không còn chỗ",
        "correction without a place",
    ),
];

/// What a code means to a person.
pub fn anomaly_name(code: &str) -> Cell {
    let known = CODES.iter().find(|(known, ..)| *known == code);
    known.map_or(Cell::from(code), |(_, vi, en)| Cell::Word(vi, en))
}

impl Row for AnomalyRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Số, ký hiệu", "Number", 18),
        heading("Tệp", "File", 40),
        heading("Bất thường", "Anomaly", 28),
        heading("Nguyên văn", "Quote", 50),
        heading("Vì sao", "Because", 50),
        heading("Gợi ý", "Suggestion", 30),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.number.as_deref().into(),
            self.files.first().map(String::as_str).into(),
            anomaly_name(&self.anomaly.code),
            self.quote.as_deref().into(),
            self.anomaly.message.clone().into(),
            self.anomaly.suggestion.as_deref().into(),
        ]
    }
}
