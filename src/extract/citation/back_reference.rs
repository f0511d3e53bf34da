//! "Kế hoạch này", "Quyết định nêu trên", "Kế hoạch 21": words that stand for a document named before.

use std::collections::{HashMap, HashSet};

use super::Clause;
use super::draft::Draft;
use super::own::{digits, is_digit};
use crate::authority::{Authority, CONSOLIDATED};
use crate::extract::lexer::TokenKind;
use crate::extract::trace::{Field, Of, Rule, Trace};
use crate::extract::{Canonical, Citation, Form, Identity, Relation};
use crate::text::{Number, QuickHash};

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
        // A capital: "kế hoạch này" in lower case is the common noun; "các văn bản nêu trên" is not.
        let capital = self.text[self.tokens[at].span.range()].starts_with(char::is_uppercase);
        let points_back = matches!(points, TokenKind::Above)
            && !self.text[self.tokens[next].span.range()].eq_ignore_ascii_case("trên");
        let is_place = matches!(points, TokenKind::Above) && !points_back && self.says_where(next);
        if !(capital || points_back) || !self.is_adjacent(at, next) || is_place {
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

impl Clause<'_> {
    /// "Thông báo trên loa truyền thanh", "Kế hoạch trên địa bàn tỉnh": where, not which.
    pub(super) fn says_where(&self, above: usize) -> bool {
        const PLACES: [&str; 34] = [
            "địa bàn",
            "địa ",
            "toàn ",
            "phạm vi",
            "cơ sở",
            "lĩnh vực",
            "diện ",
            "môi trường",
            "không gian",
            "nền tảng",
            "ứng dụng",
            "cả ",
            "mọi ",
            "tất cả",
            "nhiều ",
            "từng ",
            "mỗi ",
            "một số",
            "tuyến",
            "tinh thần",
            "loa",
            "đài",
            "hệ thống",
            "cổng",
            "Cổng",
            "trang",
            "bảng",
            "báo",
            "mạng",
            "phương tiện",
            "các ",
            "website",
            "Zalo",
            "sóng",
        ];
        let rest = self.text[self.tokens[above].span.range().end..].trim_start();
        PLACES.iter().any(|place| rest.starts_with(place))
    }
}

/// "Nghị định này" in a report: a law it quotes speaks of itself, and is the one cited last.
pub(super) fn quoted(citations: &mut [Citation], identity: &Identity, authority: &Authority) {
    let Some(own) = identity.doc_type.as_deref() else {
        return;
    };
    // A consolidated text speaks as what it consolidates.
    if own == CONSOLIDATED {
        return;
    }
    let is_normative = |code: &str| {
        let mut types = authority.doc_types().iter();
        types
            .find(|it| it.code == code)
            .is_some_and(|it| it.is_normative)
    };
    let is_of_itself = |citation: &&mut Citation| {
        citation.form == Form::BackReference && citation.relation == Relation::Itself
    };
    for citation in citations.iter_mut().filter(is_of_itself) {
        let said = citation.doc_type.as_deref();
        if said.is_some_and(|said| said != own && is_normative(said)) && !is_normative(own) {
            citation.relation = Relation::Mention;
        }
    }
}

/// Gives back-references and short forms their antecedent: the latest earlier citation of the same type, and
/// for a short form of the same serial. A short form that names no document is let go, and what `is_none`.
pub(super) fn resolve(
    citations: &mut Vec<Citation>,
    is_none: impl Fn(&Citation) -> bool,
    trace: &mut Trace,
) {
    let asks = |citation: &Citation| match citation.form {
        Form::Short => true,
        Form::BackReference => citation.relation != Relation::Itself || citation.number.is_some(),
        Form::Full | Form::Named | Form::Unfilled => false,
    };
    if citations.iter().any(asks) {
        point_back(citations);
    }
    drop_unresolved(citations, is_none, trace);
}

/// Goes through the citations in reading order; what was cited before is remembered by its type, and by its serial.
fn point_back(citations: &mut [Citation]) {
    let mut latest: HashMap<Option<String>, u32, QuickHash> = HashMap::default();
    let mut by_serial: HashMap<(Option<String>, String), (u32, String), QuickHash> =
        HashMap::default();
    let short = citations
        .iter()
        .filter(|citation| matches!(citation.form, Form::Short | Form::BackReference));
    // Most documents have no short form, and need no serial of what they cite; in others few serials start as one of them.
    let short: HashSet<String, QuickHash> = short
        .filter_map(|citation| citation.number.as_deref())
        .map(|serial| digits(serial).to_owned())
        .collect();
    let may_be_meant =
        |number: &str| !short.is_empty() && (!is_digit(number) || short.contains(digits(number)));
    let mut last = None;
    for citation in citations.iter_mut() {
        match citation.form {
            Form::BackReference if citation.number.is_none() => {
                // "Để triển khai Kế hoạch trên", "Căn cứ Thông báo nêu trên": whatever cue stands before.
                if citation.relation != Relation::Itself {
                    let any = citation.doc_type.as_deref() == Some("VB");
                    let of_type = latest.get(&citation.doc_type).copied();
                    citation.antecedent = if any { last } else { of_type };
                }
            }
            Form::Short | Form::BackReference => {
                let serial = citation.number.as_deref().map(bare).unwrap_or_default();
                if let Some((id, number)) = by_serial.get(&(citation.doc_type.clone(), serial)) {
                    citation.antecedent = Some(*id);
                    citation.canonical_number = Some(Canonical {
                        number: number.clone(),
                        reason: "dạng gọi tắt của văn bản đã viện dẫn".to_owned(),
                    });
                } else if citation.form == Form::Short
                    && citation.canonical_number.is_some()
                    && citation.issuer.is_none()
                    && citation.date.is_none()
                {
                    become_name(citation);
                }
            }
            Form::Full => {
                let Some(number) = citation.number.as_deref() else {
                    continue;
                };
                last = Some(citation.id);
                latest.insert(citation.doc_type.clone(), citation.id);
                let serial = || Number::parse(number).and_then(|number| number.serial);
                if let Some(serial) = may_be_meant(number).then(serial).flatten() {
                    let key = (citation.doc_type.clone(), bare(serial.as_written()));
                    by_serial.insert(key, (citation.id, number.to_owned()));
                }
            }
            Form::Named | Form::Unfilled => {}
        }
    }
}

/// "Đề án 06" without an earlier full citation is a name that everybody knows, and 06 no number of its own.
fn become_name(citation: &mut Citation) {
    citation.form = Form::Named;
    citation.name = Some(citation.quote.clone());
    citation.number = None;
}

fn bare(serial: &str) -> String {
    serial.trim_start_matches('0').to_owned()
}

fn drop_unresolved(
    citations: &mut Vec<Citation>,
    is_none: impl Fn(&Citation) -> bool,
    trace: &mut Trace,
) {
    let mut new_ids = vec![None; citations.len()];
    citations.retain(|citation| {
        if is_none(citation) {
            let span = citation.span;
            trace.refuse(Of::Citation, Field::Itself, span, Rule::OwnTitle);
            return false;
        }
        let is_kept = citation.form != Form::Short
            || citation.antecedent.is_some()
            || citation.canonical_number.is_some()
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
    for (kept, citation) in (0..).zip(citations.iter()) {
        new_ids[citation.id as usize] = Some(kept);
    }
    let renumber =
        |old: Option<u32>| old.and_then(|old| new_ids.get(old as usize).copied().flatten());
    for citation in citations.iter_mut() {
        citation.id = new_ids[citation.id as usize].unwrap_or(citation.id);
        citation.antecedent = renumber(citation.antecedent);
        citation.nested_in = renumber(citation.nested_in);
    }
}
