//! Laws are cited by name, without a number (Nghị định 30/2020/NĐ-CP, Phụ lục I): "Luật Tổ chức chính quyền địa phương ngày
//! 19/6/2015".

use super::Clause;
use super::draft::Draft;
use crate::extract::Form;
use crate::extract::lexer::TokenKind;
use crate::text::Span;

/// Bytes of the longest law name followed; the longest in force has 168.
const NAME_MAX: usize = 240;

/// Types that are cited by name.
const BY_NAME: [&str; 4] = ["Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"];

impl Clause<'_> {
    pub(super) fn named(&self, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let TokenKind::Type { doc_type, .. } = self.tokens[at].kind else {
            return None;
        };
        let doc_type = &self.authority.doc_types()[doc_type];
        let head = self.tokens[at].span;
        let capital = self.text[head.range()].starts_with(char::is_uppercase);
        if !capital || !BY_NAME.contains(&doc_type.name.as_str()) {
            return None;
        }
        let name = self.law_name(head.range().end)?;
        let mut draft = Draft::of_form(Form::Named, head.cover(name), at, at + 1);
        while self
            .tokens
            .get(draft.next)
            .is_some_and(|token| token.span.start < name.end)
        {
            draft.next += 1;
        }
        draft.doc_type = Some(doc_type.code.clone()).filter(|abbr| !abbr.is_empty());
        draft.doc_type.get_or_insert_with(|| doc_type.name.clone());
        draft.name = Some(name);
        self.law_date(&mut draft);
        let next = draft.next.max(at + 1);
        drafts.push(draft);
        Some(next)
    }

    /// A law's name starts with a capital and ends before its date, a mark, or the next law.
    fn law_name(&self, from: usize) -> Option<Span> {
        let end = self
            .text
            .floor_char_boundary(self.block_end().min(from + NAME_MAX));
        let rest = &self.text[from..end];
        let start = from + (rest.len() - rest.trim_start().len());
        if !self.text[start..end].starts_with(char::is_uppercase) {
            return None;
        }
        let stop = self.text[start..end]
            .find([';', '(', ')', ':', '"', '”', '“', '.', '\t', '\n'])
            .map_or(end, |stop| start + stop);
        let stop = [
            " ngày ",
            " năm ",
            " số ",
            " và Luật ",
            ", Luật ",
            " và Nghị ",
            " và các ",
            ", các ",
            ", Nghị ",
            " quy định",
        ]
        .iter()
        .filter_map(|mark| self.text[start..stop].find(mark))
        .min()
        .map_or(stop, |offset| start + offset);
        let name = self.text[start..stop].trim_end_matches([' ', ',']);
        (!name.is_empty()).then(|| Span::new(start, start + name.len()))
    }

    fn law_date(&self, draft: &mut Draft) {
        let end = draft.span.range().end;
        let Some(token) = self.tokens.get(draft.next) else {
            return;
        };
        let TokenKind::Date(date) = token.kind else {
            return;
        };
        if self.text[end..token.span.range().start]
            .trim_matches([' ', ',', '\n'])
            .is_empty()
        {
            draft.date = Some(date);
            draft.span = draft.span.cover(token.span);
            draft.next += 1;
        }
    }
}
