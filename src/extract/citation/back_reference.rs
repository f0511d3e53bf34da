//! "Kế hoạch này", "Quyết định nêu trên", "Kế hoạch 21": words that stand for a document named before.

use super::Clause;
use super::draft::Draft;
use crate::extract::lexer::TokenKind;
use crate::extract::trace::{Field, Of, Rule, Trace};
use crate::extract::{Canonical, Citation, Form, Relation};
use crate::text::Number;

impl Clause<'_> {
    pub(super) fn back_reference(&self, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let TokenKind::Type {
            doc_type,
            short: false,
        } = self.tokens[at].kind
        else {
            return None;
        };
        let next = at + 1;
        let points = self.kind(next)?;
        // A capital: "kế hoạch này" in lower case is the common noun.
        let capital = self.text[self.tokens[at].span.range()].starts_with(char::is_uppercase);
        if !capital || !self.is_adjacent(at, next) {
            return None;
        }
        let relation = match points {
            TokenKind::This => Relation::Itself,
            TokenKind::Above => Relation::Mention,
            _ => return None,
        };
        let span = self.tokens[at].span.cover(self.tokens[next].span);
        let mut draft = Draft::of_form(Form::BackReference, span, at, next + 1);
        draft.doc_type = Some(self.authority.doc_types()[doc_type].code.clone());
        draft.relation = relation;
        drafts.push(draft);
        Some(next + 1)
    }
}

/// Gives back-references and short forms their antecedent: the latest earlier citation of the same type, and
/// for a short form of the same serial. A short form without one names no document and is let go.
pub(super) fn resolve(citations: &mut Vec<Citation>, trace: &mut Trace) {
    for at in 0..citations.len() {
        let (before, rest) = citations.split_at_mut(at);
        let Some(citation) = rest.first_mut() else {
            continue;
        };
        match citation.form {
            Form::BackReference if citation.relation == Relation::Mention => {
                let found = before
                    .iter()
                    .rev()
                    .find(|earlier| is_full(earlier) && earlier.doc_type == citation.doc_type);
                citation.antecedent = found.map(|earlier| earlier.id);
            }
            Form::Short => {
                let serial = citation
                    .quote
                    .rsplit(' ')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                let found = before.iter().rev().find(|earlier| {
                    is_full(earlier)
                        && earlier.doc_type == citation.doc_type
                        && has_serial(earlier, &serial)
                });
                if let Some(earlier) = found {
                    citation.antecedent = Some(earlier.id);
                    citation.canonical_number = earlier.number.clone().map(|number| Canonical {
                        number,
                        reason: "dạng gọi tắt của văn bản đã viện dẫn".to_owned(),
                    });
                }
            }
            Form::Full | Form::Named | Form::BackReference | Form::Unfilled => {}
        }
    }
    drop_unresolved(citations, trace);
}

fn is_full(citation: &Citation) -> bool {
    citation.form == Form::Full && citation.number.is_some()
}

fn has_serial(citation: &Citation, serial: &str) -> bool {
    let number = citation.number.as_deref().and_then(Number::parse);
    let bare = |written: &str| written.trim_start_matches('0').to_owned();
    number
        .and_then(|number| number.serial)
        .is_some_and(|own| bare(own.as_written()) == bare(serial))
}

fn drop_unresolved(citations: &mut Vec<Citation>, trace: &mut Trace) {
    let mut new_ids = vec![None; citations.len()];
    let mut kept = 0;
    citations.retain(|citation| {
        let is_kept = citation.form != Form::Short
            || citation.antecedent.is_some()
            || citation.issuer.is_some()
            || citation.date.is_some();
        if !is_kept {
            trace.refuse(
                Of::Citation,
                Field::Itself,
                citation.span,
                Rule::NoAntecedent,
            );
        }
        is_kept
    });
    for citation in citations.iter() {
        new_ids[citation.id as usize] = Some(kept);
        kept += 1;
    }
    let renumber =
        |old: Option<u32>| old.and_then(|old| new_ids.get(old as usize).copied().flatten());
    for citation in citations.iter_mut() {
        citation.id = new_ids[citation.id as usize].unwrap_or(citation.id);
        citation.antecedent = renumber(citation.antecedent);
        citation.nested_in = renumber(citation.nested_in);
    }
}
