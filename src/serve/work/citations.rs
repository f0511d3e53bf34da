//! The citations of a document as its page shows them: in reading order, with the words around them
//! and what became of each.

use std::collections::BTreeMap;

use crate::extract::Relation;
use crate::link::WorkId;
use crate::pipeline::{Brief, CitationView, Opened, Unplaced};

use super::super::words::{self, WorkLink};
use super::Doubt;

/// Bytes of text shown on either side of a citation: about a line.
const AROUND_BYTES: usize = 110;

pub(super) struct CitationRow {
    pub anchor: String,
    pub before: String,
    pub quote: String,
    pub after: String,
    pub relation: &'static str,
    pub verdict: &'static str,
    pub verdict_word: &'static str,
    pub target: Option<WorkLink>,
    pub candidates: Vec<CandidateRow>,
    pub reason: Option<String>,
    pub evidence: Vec<String>,
    pub anomalies: Vec<Doubt>,
}

/// A citation that bears this number and belongs to no work.
pub(super) struct UnplacedRow {
    pub quote: String,
    pub verdict: &'static str,
    pub verdict_word: &'static str,
    pub reason: Option<String>,
    pub work: Option<WorkLink>,
    pub file: String,
}

pub(super) struct CandidateRow {
    pub work: WorkLink,
    pub evidence: Vec<String>,
}

/// The citations in reading order, each with the words around it and what became of it.
pub(super) fn citation_rows(opened: &Opened) -> Vec<CitationRow> {
    let Some(reading) = &opened.reading else {
        return Vec::new();
    };
    let text = &reading.text.text;
    let mut rows: Vec<(usize, CitationRow)> = reading
        .record
        .citations
        .iter()
        .zip(&opened.view.citations)
        .map(|(found, view)| {
            let range = found.span.range();
            let (before, after) = around(text, range.start, range.end);
            let anchor = format!("vd-{}", found.id);
            (
                range.start,
                citation_row(view, anchor, before, after, &opened.named),
            )
        })
        .collect();
    rows.sort_by_key(|(start, _)| *start);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn citation_row(
    view: &CitationView,
    anchor: String,
    before: String,
    after: String,
    named: &BTreeMap<WorkId, Brief>,
) -> CitationRow {
    let is_self = view.relation == Relation::Itself;
    let link = |id: &WorkId| named.get(id).map(WorkLink::new);
    let candidates = view.candidates.iter().filter_map(|candidate| {
        Some(CandidateRow {
            work: link(&candidate.id)?,
            evidence: candidate.evidence.clone(),
        })
    });
    CitationRow {
        anchor,
        before,
        quote: view.quote.clone(),
        after,
        relation: words::relation(view.relation),
        verdict: if is_self {
            "self"
        } else {
            view.verdict.unwrap_or("open")
        },
        verdict_word: if is_self {
            ""
        } else {
            words::verdict(view.verdict)
        },
        // "Kế hoạch này" leads nowhere else.
        target: view.target.as_ref().filter(|_| !is_self).and_then(link),
        candidates: candidates.collect(),
        reason: view.reason.clone(),
        evidence: view.evidence.clone(),
        anomalies: view.anomalies.iter().map(Doubt::new).collect(),
    }
}

pub(super) fn unplaced_row((found, citing): &(Unplaced, Option<Brief>)) -> UnplacedRow {
    UnplacedRow {
        quote: found.citation.quote.clone(),
        verdict: found.citation.verdict.unwrap_or("open"),
        verdict_word: words::verdict(found.citation.verdict),
        reason: found.citation.reason.clone(),
        work: citing.as_ref().map(WorkLink::new),
        file: found.file.clone(),
    }
}

/// The words before and after a stretch, within its paragraph.
fn around(text: &str, start: usize, end: usize) -> (String, String) {
    if text.get(start..end).is_none() {
        return (String::new(), String::new());
    }
    let head = text[..start].rsplit(['\n', '\t']).next();
    let tail = text[end..].split(['\n', '\t']).next();
    let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
    (last_words(head.trim_start()), first_words(tail.trim_end()))
}

fn first_words(text: &str) -> String {
    if text.len() <= AROUND_BYTES {
        return text.to_owned();
    }
    let cut = &text[..text.floor_char_boundary(AROUND_BYTES)];
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

fn last_words(text: &str) -> String {
    if text.len() <= AROUND_BYTES {
        return text.to_owned();
    }
    let cut = &text[text.ceil_char_boundary(text.len() - AROUND_BYTES)..];
    let start = cut.find(' ').map_or(0, |blank| blank + 1);
    format!("…{}", &cut[start..])
}

/// A citation in one line, for the text.
pub(super) fn about(row: &CitationRow) -> String {
    match &row.target {
        Some(work) if work.about.is_empty() => format!("{} {}", row.relation, work.name),
        Some(work) => format!("{} {}, {}", row.relation, work.name, work.about),
        None if row.verdict_word.is_empty() => row.relation.to_owned(),
        None => format!("{}: {}", row.relation, row.verdict_word),
    }
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn a_citation_is_shown_within_its_paragraph() {
        let text = "Tiêu đề\nCăn cứ Luật A ngày 1;\nhết";
        let start = text.find("Luật A").expect("there");
        let (before, after) = around(text, start, start + "Luật A".len());
        assert_eq!((before.as_str(), after.as_str()), ("Căn cứ ", " ngày 1;"));
        assert_eq!(around(text, 1, 999), (String::new(), String::new()));
    }

    #[test]
    fn long_paragraphs_are_cut_between_letters() {
        let text = "ế".repeat(200);
        let (before, after) = around(&text, 300, 303);
        assert!(before.starts_with('…') && after.ends_with('…'));
    }
}
