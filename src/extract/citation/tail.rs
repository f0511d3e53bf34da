//! What stands beside a number: its date and its issuer behind it, in either order, or the issuer between type word and
//! number.

use super::Clause;
use super::draft::{Draft, collapse};
use crate::authority::DocType;
use crate::extract::agency;
use crate::extract::any_of::without_opening;
use crate::extract::date::DateToken;
use crate::extract::lexer::TokenKind;
use crate::extract::number::NumberToken;
use crate::text::Span;

/// Bytes between a number and its date where a session is named: "kỳ họp thứ 5 ngày 09/7/2021".
const SESSION_MAX: usize = 60;

/// How the hour of a telegram is told before its day.
const HOURS: [&str; 4] = ["lúc ", "hồi ", "vào lúc ", "vào hồi "];

/// How a document was made on its day.
const ENACTED: [&str; 5] = [
    "ban hành",
    "được ban hành",
    "đã ban hành",
    "ký",
    "ký ban hành",
];

impl Clause<'_> {
    /// What may stand after a number, in either order: its date and "của <issuer>".
    pub(super) fn tail(&self, draft: &mut Draft) {
        while self.date(draft) || self.issuer(draft) {}
        self.subject(draft);
    }

    fn date(&self, draft: &mut Draft) -> bool {
        if draft.date.is_some() || draft.next == 0 {
            return false;
        }
        let last = draft.next - 1;
        let (mut at, mut close) = (draft.next, false);
        while matches!(self.kind(at), Some(TokenKind::Comma)) {
            at += 1;
        }
        if matches!(self.kind(at), Some(TokenKind::OpenParen)) {
            (at, close) = (at + 1, true);
        }
        // "Kết luận số 83-KL/TW, Kết luận số 84-KL/TW cùng ngày 21/6/2024".
        let same_day = matches!(self.kind(at), Some(TokenKind::And))
            && &self.text[self.tokens[at].span.range()] == "cùng";
        at += usize::from(same_day);
        // "Nghị quyết số 203/2025/QH15 ban hành ngày 16/6/2025".
        let is_day_behind = matches!(self.kind(at + 1), Some(TokenKind::Date(_)));
        at += usize::from(is_day_behind && self.says(at, "ban hành"));
        let Some(TokenKind::Date(date)) = self.kind(at) else {
            return false;
        };
        let date_start = self.tokens[at].span.range().start;
        // "Quyết định 7219/QĐ-BYT năm 2018 ngày 07 tháng 12 năm 2018": law sites name the year, then the day.
        let (at, date) = match self.kind(at + 1) {
            Some(TokenKind::Date(day)) if is_year(date) && self.is_adjacent(at, at + 1) => {
                (at + 1, day)
            }
            _ => (at, date),
        };
        let told = self.tokens[last].span.range().end;
        // "Kế hoạch số 89/KH-UBND của UBND tỉnh ngày 15/3/2022": the issuer goes on behind its last token. Behind a comma
        // the date would be that of what follows.
        let issuer = draft.issuer.map(|issuer| issuer.range().end);
        let told = told.max(issuer.unwrap_or(0)).min(date_start);
        if Some(told) == issuer && self.text[told..date_start].contains(',') {
            return false;
        }
        let gap = self.text[told..date_start].trim_matches([
            ' ', '\n', ',', '(', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰',
        ]);
        let gap = if same_day {
            gap.trim_end_matches("cùng").trim_end()
        } else {
            gap
        };
        let only_day_of_blank_form = gap.trim_start().starts_with(['n', 't'])
            && ["ngày", "ngày tháng", "tháng"].contains(&collapse(gap).as_str());
        let session = gap.starts_with("kỳ họp") && gap.len() <= SESSION_MAX;
        // "Công điện số 16/CĐ-TTg lúc 18 giờ 30 ngày 28/5/2021".
        let enacted = ENACTED.contains(&gap);
        let hour = HOURS.iter().any(|hour| gap.starts_with(hour)) && gap.len() <= SESSION_MAX;
        let full_enough = date.date.year.is_some();
        let is_between = gap.is_empty() || only_day_of_blank_form || session || hour || enacted;
        if !is_between || !full_enough {
            return false;
        }
        if close && !matches!(self.kind(at + 1), Some(TokenKind::CloseParen)) {
            return false;
        }
        draft.date = Some(*date);
        // The bracket that closes goes with the one that opens.
        let last = at + usize::from(close);
        draft.span = draft.span.cover(self.tokens[last].span);
        draft.next = last + 1;
        true
    }

    fn issuer(&self, draft: &mut Draft) -> bool {
        // "Công văn số 123/BNV-CCHC, ngày 12/01/2024, của Bộ Nội vụ".
        let comma = usize::from(matches!(self.kind(draft.next), Some(TokenKind::Comma)));
        let of = draft.next + comma;
        if draft.issuer.is_some() {
            return false;
        }
        if !matches!(self.kind(of), Some(TokenKind::Of)) {
            return self.issuers_between(draft) || self.issuer_right_after(draft);
        }
        if !self.gap_is_blank_or_comma(draft.next - 1, of) {
            return false;
        }
        let start = self.tokens[of].span.range().end;
        let start = start + (self.text[start..].len() - self.text[start..].trim_start().len());
        let Some(end) = agency::end_of(self.text, start, self.block_end(), self.authority) else {
            return false;
        };
        draft.next = of + 1;
        let symbol = draft.number.as_ref().and_then(NumberToken::symbol);
        if !symbol.is_some_and(is_joint) {
            return self.take_issuer(draft, Span::new(start, end));
        }
        draft.numbered_by = Some(Span::new(start, end));
        self.take_issuer(draft, Span::new(start, self.last_of_issuers(end)))
    }

    /// "Quy chế phối hợp số 07/QCPH-SYT-CAT ngày 02/3/2024 giữa Sở Y tế và Công an tỉnh": who agreed on it issued it.
    fn issuers_between(&self, draft: &mut Draft) -> bool {
        let Some(last) = draft.next.checked_sub(1) else {
            return false;
        };
        let after = self.tokens[last].span.range().end;
        let limit = self.block_end().max(after);
        let Some(rest) = self.text[after..limit].strip_prefix(" giữa ") else {
            return false;
        };
        let start = limit - rest.len();
        let end = agency::end_of(self.text, start, limit, self.authority);
        let last = end.map(|end| self.last_of_issuers(end));
        match last.filter(|last| Some(*last) != end) {
            Some(last) => self.take_issuer(draft, Span::new(start, last)),
            None => false,
        }
    }

    /// The end of the last of those who issue together, of whom the first ends at `end`: "của Bộ Tài chính và Bộ Nội vụ",
    /// "của Bộ Y tế, Bộ Tài chính".
    fn last_of_issuers(&self, end: usize) -> usize {
        const JOINTS: [&str; 4] = [" và ", ", ", " - ", " – "];
        const ISSUERS_MAX: usize = 8;
        let mut last = end;
        for _ in 1..ISSUERS_MAX {
            let rest = &self.text[last..self.block_end().max(last)];
            let next = without_opening(rest, &JOINTS).map(|next| last + rest.len() - next.len());
            let end = next
                .and_then(|next| agency::end_of(self.text, next, self.block_end(), self.authority));
            match end {
                Some(end) => last = end,
                None => break,
            }
        }
        last
    }

    /// "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 Chính phủ về …": "của" was left out. With "ban hành" after it the agency
    /// would be the one that speaks.
    fn issuer_right_after(&self, draft: &mut Draft) -> bool {
        let Some(last) = draft.next.checked_sub(1) else {
            return false;
        };
        let after = self.tokens[last].span.range().end;
        let rest = &self.text[after..self.block_end().max(after)];
        let start = after + (rest.len() - rest.trim_start_matches([' ', '\n']).len());
        // "ngày 03/12/2021của LĐLĐ tỉnh": the blank was left out.
        if let Some(name) = rest.strip_prefix("của ") {
            let start = after + rest.len() - name.len();
            let end = agency::end_of(self.text, start, self.block_end(), self.authority);
            return end.is_some_and(|end| self.take_issuer(draft, Span::new(start, end)));
        }
        if draft.date.is_none() || start == after {
            return false;
        }
        let end = agency::end_of(self.text, start, self.block_end(), self.authority);
        let is_followed = |end: &usize| {
            let rest = self.text[*end..].trim_start();
            ["về ", "v/v ", "quy định "]
                .iter()
                .any(|word| rest.starts_with(word))
        };
        let Some(end) = end.filter(is_followed) else {
            return false;
        };
        self.take_issuer(draft, Span::new(start, end))
    }

    /// Goes on behind the name of the issuer.
    fn take_issuer(&self, draft: &mut Draft, issuer: Span) -> bool {
        let is_of_name = |next: usize| {
            let token = self.tokens.get(next);
            token.is_some_and(|token| token.span.start < issuer.end)
        };
        draft.issuer = Some(issuer);
        while is_of_name(draft.next) {
            draft.next += 1;
        }
        true
    }

    fn gap_is_blank_or_comma(&self, left: usize, right: usize) -> bool {
        self.between(left, right)
            .chars()
            .all(|c| c.is_whitespace() || c == ',' || c == ')')
    }

    /// "Nghị định của Chính phủ số …", "các Quyết định của Thủ tướng Chính phủ: số …, số …": whose it is stands between, and
    /// before a colon it is that of all.
    pub(super) fn issuer_between(
        &self,
        (at, doc_type): (usize, &DocType),
        number_at: usize,
        draft: &mut Draft,
    ) {
        let number =
            number_at - usize::from(matches!(self.kind(number_at - 1), Some(TokenKind::So)));
        let typed = self.tokens[at].span.range();
        // "Quyết định của Thủ tướng Chính phủ" is a type by itself.
        let whose = || self.text[typed.clone()].find(" của ");
        let own = doc_type.issuer.as_ref().and_then(|_| whose());
        let of = match own {
            Some(of) => typed.start + of + " của ".len(),
            None if self.kind(at + 1) == Some(&TokenKind::Of) => {
                self.tokens[at + 1].span.range().end
            }
            None => return,
        };
        let gap = of..self.tokens[number].span.range().start;
        if draft.issuer.is_some() || gap.is_empty() {
            return;
        }
        let said = self.text[gap.clone()].trim_end();
        let bare = said.trim_end_matches([':', ' ']);
        let start = gap.start + (bare.len() - bare.trim_start().len());
        let end = gap.start + bare.len();
        if agency::end_of(self.text, start, end, self.authority) == Some(end) {
            draft.issuer = Some(Span::new(start, end));
            draft.shares_issuer = said.ends_with(':');
        }
    }
}

fn is_year(token: &DateToken) -> bool {
    token.date.year.is_some() && token.date.month.is_none()
}

/// "TTLT-BTC-BNV", "NQLT", "QCPH-STC-SNV": a symbol of what several issue together.
fn is_joint(symbol: &str) -> bool {
    let kind = symbol.split(['-', '/']).next().unwrap_or_default();
    kind.ends_with("LT") || kind.ends_with("PH")
}
