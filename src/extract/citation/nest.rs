//! What is cited inside the subject of another: "Kế hoạch số 45 triển khai Quyết định số 12 …".

use super::Clause;
use super::draft::Draft;
use crate::extract::any_of::opens_with;
use crate::extract::lexer::TokenKind;
use crate::text::lower_case;

impl Clause<'_> {
    /// A citation inside the subject of another belongs to that one, unless it only follows it in a list:
    /// "Kế hoạch số 45 … về A, Kế hoạch số 67 … về B".
    pub(super) fn nest(&self, block: &mut [Draft]) {
        // Those whose subject has not ended yet: heads come in the order of the text.
        let mut open: Vec<usize> = Vec::new();
        for inner in 1..block.len() {
            let start = block[inner].head.start;
            if block[inner - 1].subject.is_some() {
                open.push(inner - 1);
            }
            let subject = |outer: usize| block[outer].subject.unwrap_or_default();
            while open.pop_if(|outer| subject(*outer).end <= start).is_some() {}
            let outer = open.iter().rev().copied().find(|&outer| {
                let subject = subject(outer);
                subject.start <= start && start < subject.end
            });
            let Some(outer) = outer else { continue };
            let outer = self.beside_like(block, &open, inner).unwrap_or(outer);
            if self.is_amended(&block[outer], &block[inner]) {
                // "Luật số 47/2019/QH14 sửa đổi … Luật A và Luật B ngày 22/11/2019": the day is that of the first.
                let date = block[inner].undated();
                block[outer].date = block[outer].date.or(date);
                block[inner].nested_in = Some(outer as u32);
            } else if self.stands_beside(&block[inner]) {
                let start = match self.begins_anew(&block[inner]) {
                    true => self.tokens[block[inner].first - 2].span.start,
                    false => start,
                };
                let end = self.text[..start as usize].trim_end().len();
                let from = open.iter().position(|&at| at == outer);
                for &ended in &open[from.unwrap_or(open.len())..] {
                    if let Some(subject) = &mut block[ended].subject {
                        subject.end = subject.start.max(end as u32);
                    }
                }
                block[inner].nested_in = block[outer].nested_in;
            } else {
                block[inner].nested_in = Some(outer as u32);
            }
        }
    }

    /// "Thông tư A về sửa đổi Thông tư B hướng dẫn Nghị định C về …, Thông tư D ngày …": what follows a comma goes on the list
    /// of the first of its type whose subject is open.
    fn beside_like(&self, block: &[Draft], open: &[usize], inner: usize) -> Option<usize> {
        let draft = &block[inner];
        let comma = draft.first.checked_sub(1)?;
        let is_whole = draft.number.is_some() && draft.date.is_some();
        let follows =
            self.tokens[comma].kind == TokenKind::Comma && self.is_adjacent(comma, draft.first);
        let is_open = |outer: &usize| {
            let subject = block[*outer].subject.unwrap_or_default();
            subject.start <= draft.head.start && draft.head.start < subject.end
        };
        let mut like = open.iter().copied().filter(is_open);
        like.find(|&outer| is_whole && follows && block[outer].doc_type == draft.doc_type)
    }

    /// "Luật số 60/2020/QH14 sửa đổi, bổ sung một số điều của Luật Phòng, chống thiên tai và Luật Đê điều": each law named
    /// without a number is one of those that are amended.
    fn is_amended(&self, outer: &Draft, inner: &Draft) -> bool {
        let title = outer
            .subject
            .map_or("", |subject| &self.text[subject.range()]);
        outer.number.is_some()
            && opens_with(title, &["sửa đổi", "Sửa đổi"])
            && inner.name.is_some()
            && inner.number.is_none()
            && matches!(inner.doc_type.as_deref(), Some("Luật" | "PL"))
            && (inner.date.is_none() || outer.date.is_none_or(|date| inner.date == Some(date)))
            && !self.begins_anew(inner)
    }

    fn stands_beside(&self, draft: &Draft) -> bool {
        draft.listed
            || self.begins_anew(draft)
            || draft.first.checked_sub(1).is_some_and(|before| {
                matches!(
                    self.tokens[before].kind,
                    TokenKind::Comma | TokenKind::And | TokenKind::Semicolon
                ) && self.is_adjacent(before, draft.first)
            })
    }

    /// ", căn cứ Kết luận …", ", cụ thể hóa Kế hoạch …": a cue after a comma starts another phrase.
    fn begins_anew(&self, draft: &Draft) -> bool {
        const ANEW: [&str; 5] = [
            "căn cứ",
            "trên cơ sở",
            "cụ thể hóa",
            "cụ thể hoá",
            "tiếp nối",
        ];
        let Some(comma) = draft.first.checked_sub(2) else {
            return false;
        };
        let cue = comma + 1;
        let written = || lower_case(&self.text[self.tokens[cue].span.range()]);
        matches!(self.tokens[cue].kind, TokenKind::Cue(_))
            && matches!(self.tokens[comma].kind, TokenKind::Comma)
            && ANEW.contains(&written().as_str())
            && self.is_adjacent(comma, cue)
            && self.is_adjacent(cue, draft.first)
    }
}
