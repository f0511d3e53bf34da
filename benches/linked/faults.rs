//! Citations as hands write them: right, and wrong in the ways of the genre.

use jiff::ToSpan;
use jiff::civil::Date;
use kehoach::extract::{Citation, Form, Relation};
use kehoach::text::Span;

use super::offices::Office;
use super::papers::Paper;
use super::{Fault, Target};
use crate::generated::draw::Draw;

/// So many full citations in so many have a fault, which is one citation in ten: short forms, laws by their
/// name and mentions of the document itself have none.
const FAULTS: (usize, usize) = (2, 15);

/// A citation with what it was written to mean.
pub struct Written {
    pub citation: Citation,
    pub target: Target,
    pub fault: Option<Fault>,
    /// Codes that must be found on it.
    pub codes: Vec<&'static str>,
    /// Codes that may be found on it.
    pub allowed: Vec<&'static str>,
}

/// Who cites, when.
pub struct Hand<'a> {
    pub office: &'a Office,
    pub date: Date,
    /// False where the citing document names no province: all it says is "UBND tỉnh".
    pub has_place: bool,
}

pub fn bare(relation: Relation, doc_type: &str) -> Citation {
    Citation {
        id: 0,
        form: Form::Full,
        quote: String::new(),
        span: Span::new(0, 1),
        doc_type: Some(doc_type.to_owned()),
        number: None,
        canonical_number: None,
        date: None,
        issuer: None,
        issuer_id: None,
        name: None,
        title: None,
        pinpoint: None,
        relation,
        nested_in: None,
        antecedent: None,
        inherited: Vec::new(),
    }
}

/// The full citation of a paper, two in fifteen with a fault.
pub fn full(
    (at, paper): (usize, &Paper),
    office: &Office,
    hand: &Hand,
    relation: Relation,
    draw: &mut Draw,
) -> Written {
    let citation = Citation {
        number: Some(paper.number.clone()),
        date: Some(paper.date.to_string()),
        issuer: Some(issuer(office, hand, draw)),
        title: (!draw.once_in(3)).then(|| paper.title.clone()),
        ..bare(relation, paper.doc_type)
    };
    let mut written = Written {
        citation,
        target: Target::Paper(at),
        fault: None,
        codes: Vec::new(),
        allowed: Vec::new(),
    };
    if draw.below(FAULTS.1) < FAULTS.0 {
        match draw.below(3) {
            0 => wrong_date(&mut written, paper, hand, draw),
            1 => wrong_symbol(&mut written, paper, office, draw),
            _ => {
                written.citation.issuer = None;
                written.fault = Some(Fault::Issuer);
            }
        }
    } else if draw.once_in(20) {
        // Less than all is no fault: the year alone.
        written.citation.date = Some(paper.date.year().to_string());
    }
    written
}

fn issuer(office: &Office, hand: &Hand, draw: &mut Draw) -> String {
    let own = office.province.is_none() || office.province == hand.office.province;
    match draw.below(4) {
        _ if !own => office.name.clone(),
        0 if hand.has_place => office.name.clone(),
        1 => office
            .variant
            .clone()
            .unwrap_or_else(|| office.local.clone()),
        _ => office.local.clone(),
    }
}

fn wrong_date(written: &mut Written, paper: &Paper, hand: &Hand, draw: &mut Draw) {
    let right = paper.date;
    let (year, month, day) = (right.year(), right.month(), right.day());
    if draw.once_in(12) {
        written.citation.date = Some(format!("{year:04}-02-30"));
        written.codes.push("date_impossible");
        written
            .allowed
            .extend(["date_disagrees", "date_after_document"]);
        written.fault = Some(Fault::Date);
        return;
    }
    let mut drawn = || match draw.below(5) {
        // Later than the citing document itself.
        0 | 1 => Date::new(year, 12, day.min(28)).unwrap_or(right),
        // Day and month changed about.
        2 => Date::new(year, day.clamp(1, 12), month).unwrap_or(right),
        3 => right
            .checked_add(if draw.once_in(2) { 1 } else { -1 }.years())
            .unwrap_or(right),
        _ => right
            .checked_add(if day < 15 { 3 } else { -3 }.days())
            .unwrap_or(right),
    };
    // What comes out right is drawn again: the year beside it never does.
    let mut wrong = drawn();
    while wrong == right {
        wrong = drawn();
    }
    written.citation.date = Some(wrong.to_string());
    written.fault = Some(Fault::Date);
    if hand.date < wrong {
        written.codes.push("date_after_document");
    }
    written.codes.push("date_disagrees");
}

fn wrong_symbol(written: &mut Written, paper: &Paper, office: &Office, draw: &mut Draw) {
    let serial = paper.serial;
    let year = paper.date.year();
    let own = office.code;
    let local = 4 <= office.rank && own != "TU" && own != "HĐND";
    let party = own == "TU" || own == "TW";
    let wrong = match draw.below(4) {
        // The symbol of another agency (Sở LĐTBXH: 551/KH-UBND).
        0 | 1 if local => {
            let other = if own == "UBND" { "SNV" } else { "UBND" };
            written.codes.push("symbol_issuer_mismatch");
            format!("{serial:02}/{}-{other}", paper.doc_type)
        }
        // The letters of another type.
        2 if local => {
            let other = match paper.doc_type {
                "KH" => ["CTr", "QĐ"][draw.below(2)],
                "CTr" => "KH",
                "QĐ" => "KH",
                "BC" => "TB",
                _ => "BC",
            };
            // A plan may bear the number of the decision that issues it.
            let is_carried = other == "QĐ" && ["KH", "CTr"].contains(&paper.doc_type);
            match is_carried {
                true => written.allowed.push("type_mismatch"),
                false => written.codes.push("type_mismatch"),
            }
            format!("{serial:02}/{other}-{own}")
        }
        // A normative number without its year.
        _ if ["NĐ", "TT"].contains(&paper.doc_type) => {
            format!("{serial:02}/{}-{own}", paper.doc_type)
        }
        // The Party's separators for the state's and the other way round.
        _ if party => format!("{serial:02}/{}-{own}", paper.doc_type),
        3 => format!("{serial:02}-{}/{own}", paper.doc_type),
        _ => paper
            .number
            .replace("QĐ", "QD")
            .replace("HĐND", "HDND")
            .replace('/', " /"),
    };
    let _ = year;
    written.citation.number = Some(wrong);
    written.fault = Some(Fault::Symbol);
}
