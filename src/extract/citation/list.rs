//! Coordinated lists: "các Quyết định số 100, 101 và 102/QĐ-UBND", "số 107/2020/NĐ-CP và số 108/2020/NĐ-CP". The type is
//! written once, at the left; the symbol sometimes once, at the end.

use super::Clause;
use super::draft::Draft;
use crate::extract::Form;
use crate::extract::lexer::TokenKind;
use crate::extract::trace::{Field, Of, Rule};
use crate::text::Span;

/// Longest list of coordinated citations we follow. The longest in the corpus is 14; beyond this it is a
/// table, whose rows are cited one by one.
const LIST_MAX: usize = 64;

impl Clause<'_> {
    /// A number without a type word: after a list it takes the list's type, else its own symbol's.
    pub(super) fn untyped(
        &self,
        at: usize,
        first: usize,
        drafts: &mut Vec<Draft>,
    ) -> Option<usize> {
        let head = if at > 0 && matches!(self.kind(at - 1), Some(TokenKind::So)) {
            at - 1
        } else {
            at
        };
        let TokenKind::Number(number) = &self.tokens[at].kind else {
            return None;
        };
        if head > 0 && matches!(self.kind(head - 1), Some(TokenKind::NotADocument)) {
            let span = self.tokens[head - 1].span.cover(self.tokens[at].span);
            let mut trace = self.trace.borrow_mut();
            trace.refuse(Of::Citation, Field::Itself, span, Rule::NotADocument);
            return Some(at + 1);
        }
        let symbol = number.symbol()?;
        let listed = self.continues_list(head, first, drafts);
        let mut draft = self.numbered(head, at)?;
        if draft.form == Form::Full {
            draft.rule = Rule::NumberAlone;
        }
        draft.listed = listed;
        let own = self
            .authority
            .doc_type_of_symbol(symbol)
            .map(|found| found.code.clone());
        match (listed, drafts.last().and_then(|last| last.doc_type.clone())) {
            (true, Some(shared)) if own.is_none() || own.as_deref() == Some(shared.as_str()) => {
                draft.doc_type = Some(shared);
                draft.inherited.push("doc_type".to_owned());
            }
            _ => draft.doc_type = own.or_else(|| Some("CV".to_owned())),
        }
        if let Some(issuer) = self.issuer_of_list(head, &draft, &drafts[first..]) {
            draft.issuer = Some(issuer);
            draft.shares_issuer = true;
            draft.inherited.push("issuer".to_owned());
        }
        let next = draft.next;
        drafts.push(draft);
        Some(next)
    }

    /// "các Nghị định của Chính phủ: số 12/2020/NĐ-CP ngày 02/3/2020 quy định về …; số 45/2021/NĐ-CP …": whoever stands
    /// above the list issued all of it, whatever is said of its members.
    fn issuer_of_list(&self, head: usize, member: &Draft, before: &[Draft]) -> Option<Span> {
        let is_next = member.listed
            || matches!(
                self.kind(head.checked_sub(1)?),
                Some(TokenKind::Semicolon | TokenKind::Comma | TokenKind::And)
            );
        /// Citations in the subject of the member before.
        const NESTED_MAX: usize = 8;
        let mut above = before.iter().rev().take(NESTED_MAX);
        // "các văn bản" are of any type.
        let is_of_type = |above: &&Draft| {
            above.doc_type == member.doc_type || above.doc_type.as_deref() == Some("VB")
        };
        let above = above.find(|above| above.shares_issuer && is_of_type(above))?;
        above.issuer.filter(|_| is_next && member.issuer.is_none())
    }

    /// A serial in the middle of a list whose last member has the symbol.
    pub(super) fn listed_serial(
        &self,
        at: usize,
        first: usize,
        drafts: &mut Vec<Draft>,
    ) -> Option<usize> {
        if !self.continues_list(at, first, drafts) || !self.serials_end_in_number(at) {
            return None;
        }
        let mut draft = Draft::new(Form::Full, self.tokens[at].span, at, at + 1);
        if let TokenKind::Serial(serial) = &self.tokens[at].kind {
            draft.serial = Some(serial.clone());
        }
        draft.listed = true;
        draft.doc_type = drafts.last().and_then(|last| last.doc_type.clone());
        draft.inherited.push("doc_type".to_owned());
        drafts.push(draft);
        Some(at + 1)
    }

    /// True if only ",", "và", "số" or "đến" stands between the last citation and token `at`; behind a date ";" as well:
    /// "các Quyết định: số 12/QĐ-TTg ngày 02/3/2020; số 45/QĐ-TTg ngày 03/6/2021 của Thủ tướng Chính phủ".
    pub(super) fn continues_list(&self, at: usize, first: usize, drafts: &[Draft]) -> bool {
        let Some(last) = drafts[first..].last() else {
            return false;
        };
        let links = &self.tokens[last.next.min(at)..at];
        let is_dated = last.number.is_some() && last.date.is_some() && last.issuer.is_none();
        !links.is_empty()
            && links.iter().all(|token| match token.kind {
                TokenKind::Comma | TokenKind::And | TokenKind::To | TokenKind::So => true,
                TokenKind::Semicolon => is_dated,
                _ => false,
            })
            && self.text[last
                .span
                .range()
                .end
                .min(self.tokens[at].span.range().start)
                ..self.tokens[at].span.range().start]
                .len()
                <= 24
    }

    /// Serials of a list that ends in a whole number: the list continues and `next` leads there.
    pub(super) fn serials_end_in_number(&self, mut next: usize) -> bool {
        for _ in 0..LIST_MAX {
            match self.kind(next) {
                Some(
                    TokenKind::Comma
                    | TokenKind::And
                    | TokenKind::To
                    | TokenKind::So
                    | TokenKind::Serial(_),
                ) => next += 1,
                Some(TokenKind::Number(number)) => return number.symbol().is_some(),
                _ => return false,
            }
        }
        false
    }
}
