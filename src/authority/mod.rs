//! Tables in, look-ups out: document types, agencies, places *on a date*, successors, known laws,
//! abbreviations and relation cues. Bundled as TSV, parsed once at first use, validated by a test.
//!
//! An agency is named by its place and its body: `hung-yen/ubnd`, `hung-yen/so-noi-vu`,
//! `tw/chinh-phu`, `hung-yen/khoai-chau/ubnd`. A place is a slug of its name under its parent;
//! the same slug over time is the same place (Hưng Yên before and after it took in Thái Bình),
//! and what became of an abolished place or body is an edge with a date, followed both ways.
//! This room knows nothing of parsing or documents.

use jiff::civil::Date;

/// `hung-yen`, `hung-yen/khoai-chau`, `tw`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub String);

/// `hung-yen/so-noi-vu`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgencyId(pub String);

/// Ranks of the state and the Party, highest first; a parent's rank is never below its child's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    Central,
    Ministry,
    Province,
    Department,
    District,
    Commune,
    Unit,
}

#[derive(Clone, Debug)]
pub struct DocType {
    /// `KH`; empty for a công văn, which has none.
    pub abbr: String,
    /// `Kế hoạch`.
    pub name: String,
    /// Other abbreviations seen: `QÐ`, `QD`.
    pub variants: Vec<String>,
    /// The issuers that alone use this type ("Nghị định": Chính phủ), if any.
    pub issuer: Option<String>,
    pub is_normative: bool,
}

/// A mention resolved against the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyMatch {
    pub id: AgencyId,
    /// "Sở Nội vụ tỉnh Hưng Yên".
    pub name: String,
    pub level: Level,
    /// False if the agency did not exist on the date asked for.
    pub existed: bool,
}

#[derive(Debug)]
pub struct Authority {
    _private: (),
}

impl Authority {
    /// The tables that come with the program.
    pub fn bundled() -> &'static Authority {
        static BUNDLED: Authority = Authority { _private: () };
        &BUNDLED
    }

    pub fn doc_types(&self) -> &[DocType] {
        &[]
    }

    /// By name or abbreviation, marks and case aside: "kế hoạch", "KH", "QÐ".
    pub fn doc_type(&self, _name: &str) -> Option<&DocType> {
        None
    }

    /// A province by any name it had ("tỉnh Thái Bình", "TP. HCM", "Bà Rịa – Vũng Tàu").
    pub fn province(&self, _name: &str) -> Option<PlaceId> {
        None
    }

    /// The agency a mention names *on a date*; "UBND tỉnh" and "Sở Nội vụ" need the `home` province.
    /// `None` where the mention names none or the home is needed and unknown.
    pub fn agency(
        &self,
        _mention: &str,
        _home: Option<&PlaceId>,
        _on: Option<Date>,
    ) -> Option<AgencyMatch> {
        None
    }
}
