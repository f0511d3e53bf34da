//! `extract --explain`: every value of a record with where it stands, the rule that gave it, and
//! what was refused in its favour.
//!
//! What the rules said while they worked comes in, ordered for a reader it goes out. Nothing is
//! judged here: a value without a step has none, a step without a value is told as it was said.

mod spoken;
mod tell;

use std::collections::HashSet;

use kehoach::extract::{Deadline, Field, Of, Record, Relation, Rule, Step, Verdict};
use kehoach::parse::Document;
use kehoach::pipeline::Explained;
use kehoach::text::{Place, Span};
use schemars::JsonSchema;
use serde::Serialize;

use super::screen::Screen;

/// Bytes of a quotation; where the rest stands is said by the span.
const QUOTE_MAX: usize = 160;

pub fn tell(explained: &Explained, screen: &mut Screen) -> anyhow::Result<()> {
    let view = view(explained);
    if screen.json {
        screen.json(&view)?;
    } else {
        tell::tell(&view, screen)?;
    }
    Ok(())
}

/// What `extract --explain --json` prints of one file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplainView<'a> {
    file: &'a str,
    /// In the order of the record.
    values: Vec<ValueView>,
    /// What became no part of the record, in reading order.
    refused: Vec<RefusedView>,
}

/// One value of the record.
#[derive(Debug, Serialize, JsonSchema)]
struct ValueView {
    of: Of,
    /// The `id` of the section, citation or task.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
    field: Field,
    /// One text, several for agencies; empty where the document leaves it blank.
    values: Vec<String>,
    /// Where the rule found it; null where it is no single place.
    at: Option<PlaceView>,
    rule: RuleView,
    refused: Vec<RefusedView>,
}

/// A candidate that was not taken.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct RefusedView {
    of: Of,
    field: Field,
    /// Where it differs from what stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    at: Option<PlaceView>,
    rule: RuleView,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct RuleView {
    name: Rule,
    /// The rule in one sentence.
    says: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct PlaceView {
    /// Bytes of the clean text (`kehoach text FILE`).
    span: Span,
    /// The beginning of what stands there, white space collapsed.
    quote: String,
    /// From 1, of the clean text.
    line: u32,
    /// From 1; null where there are no pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
}

fn view(explained: &Explained) -> ExplainView<'_> {
    let map = Map::new(&explained.document);
    let record = &explained.record;
    let mut values: Vec<ValueView> = Vec::new();
    let mut refused: Vec<RefusedView> = Vec::new();
    let mut seen = HashSet::new();
    for step in &explained.steps {
        if !seen.insert((
            step.of,
            step.item,
            step.field,
            step.rule,
            step.span,
            &step.value,
        )) {
            continue;
        }
        match step.verdict {
            Verdict::Taken => values.push(taken(step, record, &map)),
            Verdict::Refused => refused.push(map.refused(step)),
        }
    }
    let rank = |of: Of| match of {
        Of::Identity => 0,
        Of::Section => 1,
        Of::Citation => 2,
        Of::Task => 3,
    };
    // Stable: within an item the order in which the rules spoke, but for the item itself.
    values.sort_by_key(|value| (rank(value.of), value.item, value.field != Field::Itself));
    let refused = hand_out(refused, &mut values);
    ExplainView {
        file: &record.file,
        values,
        refused,
    }
}

fn taken(step: &Step, record: &Record, map: &Map) -> ValueView {
    ValueView {
        of: step.of,
        item: step.item,
        field: step.field,
        values: values_of(record, step),
        at: step.span.map(|span| map.place(span)),
        rule: rule(step.rule),
        refused: Vec::new(),
    }
}

/// A refused candidate is told under the value it lost to, or under the task it stands in; the rest
/// is handed back.
fn hand_out(refused: Vec<RefusedView>, values: &mut [ValueView]) -> Vec<RefusedView> {
    let spans: Vec<(Span, usize)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| value.of == Of::Task && value.field == Field::Itself)
        .filter_map(|(index, value)| Some((value.at.as_ref()?.span, index)))
        .collect();
    let mut rest = Vec::new();
    for candidate in refused {
        let home = match (candidate.of, &candidate.at) {
            (Of::Identity, _) => values
                .iter()
                .position(|value| value.of == Of::Identity && value.field == candidate.field),
            (Of::Task, Some(at)) if candidate.field != Field::Itself => spans
                .iter()
                .find(|(span, _)| span.contains(at.span))
                .map(|&(_, index)| index),
            _ => None,
        };
        match home.and_then(|index| values.get_mut(index)) {
            Some(value) => value.refused.push(candidate),
            None => rest.push(candidate),
        }
    }
    rest.sort_by_key(|candidate| candidate.at.as_ref().map(|at| at.span));
    rest
}

fn rule(rule: Rule) -> RuleView {
    RuleView {
        name: rule,
        says: rule.says(),
    }
}

/// The value as the record has it.
fn values_of(record: &Record, step: &Step) -> Vec<String> {
    let item = step.item.map_or(usize::MAX, |item| item as usize);
    let one = |value: &Option<String>| value.iter().cloned().collect();
    let identity = &record.identity;
    match (step.of, step.field) {
        (Of::Identity, Field::DocType) => one(&identity.doc_type),
        (Of::Identity, Field::Number) => one(&identity.number),
        (Of::Identity, Field::Symbol) => one(&identity.symbol),
        (Of::Identity, Field::IssuedOn) => one(&identity.issued_on),
        (Of::Identity, Field::Place) => one(&identity.place),
        (Of::Identity, Field::Issuer) => one(&identity.issuer),
        (Of::Identity, Field::ParentAgency) => one(&identity.parent_agency),
        (Of::Identity, Field::Title) => one(&identity.title),
        (Of::Identity, Field::Carrier) => one(&identity.carrier),
        (Of::Identity, Field::Signer) => {
            let name = identity.signer.as_ref().and_then(|it| it.name.clone());
            name.into_iter().collect()
        }
        (Of::Section, field) => record.sections.get(item).map_or(Vec::new(), |section| {
            let parts = match field {
                Field::Role => [section.role.as_deref(), None],
                _ => [section.label.as_deref(), section.title.as_deref()],
            };
            parts.into_iter().flatten().map(str::to_owned).collect()
        }),
        (Of::Citation, field) => {
            record
                .citations
                .get(item)
                .map_or(Vec::new(), |citation| match field {
                    Field::Date => one(&citation.date),
                    Field::Relation => vec![relation(citation.relation).to_owned()],
                    _ => vec![citation.quote.clone()],
                })
        }
        (Of::Task, field) => record
            .tasks
            .get(item)
            .map_or(Vec::new(), |task| match field {
                Field::Owners => task.owners.clone(),
                Field::Coordinators => task.coordinators.clone(),
                Field::Deadline => task.deadline.iter().map(deadline).collect(),
                Field::Product => one(&task.product),
                _ => vec![task.text.clone()],
            }),
        (Of::Identity, _) => step.value.iter().cloned().collect(),
    }
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::LegalBasis => "legal_basis",
        Relation::Implements => "implements",
        Relation::Amends => "amends",
        Relation::Replaces => "replaces",
        Relation::Repeals => "repeals",
        Relation::IssuedBy => "issued_by",
        Relation::ProposedBy => "proposed_by",
        Relation::Mention => "mention",
        Relation::Itself => "self",
    }
}

/// "trước ngày 20/12 hàng năm → 2021-12-20, FREQ=YEARLY;…".
fn deadline(deadline: &Deadline) -> String {
    let period = match (&deadline.from, &deadline.to) {
        (Some(from), Some(to)) => Some(format!("{from}…{to}")),
        _ => deadline.due.clone(),
    };
    let parts: Vec<String> = [period, deadline.rrule.clone()]
        .into_iter()
        .flatten()
        .collect();
    match parts.is_empty() {
        true => deadline.text.clone(),
        false => format!("{} → {}", deadline.text, parts.join(", ")),
    }
}

/// Where spans stand in a document.
struct Map<'a> {
    document: &'a Document,
    /// First byte of every line.
    lines: Vec<u32>,
}

impl<'a> Map<'a> {
    fn new(document: &'a Document) -> Map<'a> {
        let text = document.text.as_str();
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = after.map(|(at, _)| at as u32 + 1);
        Map {
            document,
            lines: [0].into_iter().chain(lines).collect(),
        }
    }

    fn place(&self, span: Span) -> PlaceView {
        let text = self.document.text.as_str();
        let words = text.get(span.range()).unwrap_or_default();
        let head = &words[..words.floor_char_boundary(QUOTE_MAX.min(words.len()))];
        let mut quote = head.split_whitespace().collect::<Vec<_>>().join(" ");
        if head.len() < words.len() {
            quote.push('…');
        }
        PlaceView {
            span,
            quote,
            line: self.lines.partition_point(|start| *start <= span.start) as u32,
            page: self.page(span),
        }
    }

    fn page(&self, span: Span) -> Option<u32> {
        let drawn = self
            .document
            .text
            .places(span)
            .find_map(|place| match place {
                Place::Page { page, .. } => Some(page),
                _ => None,
            });
        let block = || {
            let at = self
                .document
                .blocks
                .partition_point(|block| block.span.end <= span.start);
            self.document.blocks.get(at).map(|block| block.page)
        };
        drawn.or_else(block).filter(|page| *page != 0)
    }

    fn refused(&self, step: &Step) -> RefusedView {
        RefusedView {
            of: step.of,
            field: step.field,
            value: step.value.clone(),
            at: step.span.map(|span| self.place(span)),
            rule: rule(step.rule),
        }
    }
}
