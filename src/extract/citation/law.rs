//! The name of a law, which is cited by it without a number, and its year where only that is written.

use std::sync::LazyLock;

use super::Clause;
use super::draft::Draft;
use crate::extract::agency;
use crate::extract::any_of::{AnyOf, opens_with, without_opening};
use crate::extract::date::{DateToken, WrittenDate};
use crate::extract::lexer::TokenKind;
use crate::text::{Span, lower_case};

/// Types that are cited by name.
pub(super) const LAWS: [&str; 4] = ["Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"];

/// Where a name ends that goes on in letters.
static ENDS: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        " ngày ",
        " năm ",
        " số ",
        " và Luật ",
        ", Luật ",
        " và Nghị ",
        " và các ",
        " và Điều ",
        " và khoản ",
        " và văn bản ",
        " và hướng dẫn ",
        ", khoản ",
        ", Điều ",
        ", điểm ",
        ", nếu ",
        " thì ",
        " nhằm ",
        " có hiệu lực",
        ", các ",
        ", Nghị ",
        " quy định",
        " về ",
        " được ",
        " đã ",
    ])
});

/// Where the parts of other laws begin behind the name of a law.
const PARTS: [&str; 3] = [", Điều ", ", điểm ", ", khoản "];

impl Clause<'_> {
    /// A law's name is one of the authority file's, in whatever case. Another starts with a capital and ends before its
    /// date, a mark, or the next law. The name of a law that amends others holds theirs.
    pub(super) fn law_name(&self, at: usize, from: usize) -> Option<Span> {
        let (start, stop) = self.stretch(at, from);
        let stretch = &self.text[start..stop];
        if opens_with(stretch, &["sửa đổi", "Sửa đổi"]) {
            let dated = || stretch.find(" ngày ").or_else(|| year_at_end(stretch));
            let end = self.amended(stretch).or_else(dated);
            let end = end.or_else(|| PARTS.iter().filter_map(|part| stretch.find(part)).min());
            let names_any = || lower_case(stretch).contains("luật");
            if end.is_none() && !names_any() {
                return None;
            }
            return self.span_of(start, end.map_or(stop, |end| start + end));
        }
        let listed = self.authority.law_name_at(stretch);
        if let Some(length) = listed
            && !self.is_whole_to(start + length, stop)
        {
            return self.span_of(start, start + length);
        }
        let is_named = stretch.starts_with(char::is_uppercase) || listed.is_some();
        if !is_named && !self.is_ground(at, stretch) {
            return None;
        }
        let ends = ENDS.first_in(stretch).into_iter();
        let end = ends.chain(self.speaker_in(start, stop)).min();
        let stop = end.map_or(stop, |offset| start + offset);
        self.span_of(start, stop)
    }

    /// "Luật Công đoàn Việt Nam ngày …": what stands between a listed name and the law's own day or number is of the name,
    /// unless it leads to another day ("Luật Đất đai có hiệu lực từ ngày …").
    fn is_whole_to(&self, listed: usize, stop: usize) -> bool {
        const WORDS_MAX: usize = 4;
        const LEADS: [&str; 9] = [
            "từ", "trước", "sau", "đến", "vào", "trong", "qua", "tại", "và",
        ];
        let rest = &self.text[listed..stop];
        let is_numbered =
            self.text[stop..].starts_with("ngày ") || self.text[stop..].starts_with("số ");
        let count = rest.split_whitespace().count();
        let last = rest.split_whitespace().next_back().unwrap_or_default();
        is_numbered
            && (1..=WORDS_MAX).contains(&count)
            && !rest.contains(',')
            && !LEADS.contains(&last)
    }

    /// Where the last of the laws ends that a law amends: "sửa đổi, bổ sung một số điều của Luật A và Luật B".
    fn amended(&self, stretch: &str) -> Option<usize> {
        const TYPES: [&str; 6] = [
            "Luật ",
            "luật ",
            "Bộ luật ",
            "bộ luật ",
            "Pháp lệnh ",
            "pháp lệnh ",
        ];
        const JOINTS: [&str; 2] = [", ", " và "];
        let listed = |rest: &str| {
            let name = without_opening(rest, &TYPES)?;
            Some(rest.len() - name.len() + self.authority.law_name_at(name)?)
        };
        let first = TYPES.iter().filter_map(|kind| stretch.find(kind)).min()?;
        let mut end = first + listed(&stretch[first..])?;
        while let Some(more) = JOINTS.iter().find_map(|joint| {
            let rest = stretch[end..].strip_prefix(joint)?;
            Some(joint.len() + listed(rest)?)
        }) {
            end += more;
        }
        Some(end)
    }

    /// "Căn cứ Luật Thủ đô, UBND Thành phố ban hành …": the comma before the agency that speaks. The name of a law may list
    /// agencies, too: "… của Hội đồng nhân dân, Ủy ban nhân dân ngày 03/12/2004".
    fn speaker_in(&self, start: usize, stop: usize) -> Option<usize> {
        let stretch = &self.text[start..stop];
        let mut commas = stretch.match_indices(", ").map(|(at, _)| at);
        commas.find(|at| {
            let agency = agency::end_of(self.text, start + at + 2, stop, self.authority);
            agency.is_some_and(|end| {
                let rest = self.text[end..stop].trim();
                !(rest.is_empty() || rest.starts_with("ngày "))
            })
        })
    }

    /// "Căn cứ Luật ngân sách nhà nước năm 2015", "- Luật ngân sách …" under "Căn cứ pháp lý": grounds name
    /// laws, so a small letter begins a name.
    fn is_ground(&self, at: usize, name: &str) -> bool {
        let before = self.text[..self.tokens[at].span.range().start].trim_end();
        let is_pointed_at = ["này", "trên", "nêu", "định", "pháp"]
            .iter()
            .any(|word| name.starts_with(word));
        let opens_basis = self.is_in_basis && at == 0;
        (before.ends_with("Căn cứ") || opens_basis) && !is_pointed_at && name.contains(' ')
    }

    /// "Hiến pháp năm 2013", "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam": its type is its name.
    pub(super) fn constitution(&self, at: usize) -> Option<Span> {
        let dated =
            matches!(self.kind(at + 1), Some(TokenKind::Date(_))) && self.is_adjacent(at, at + 1);
        let after = &self.text[self.tokens[at].span.range().end..self.block_end()];
        (dated || after.starts_with(" nước ")).then_some(self.tokens[at].span)
    }

    /// "Luật sửa đổi, bổ sung một số điều của Luật Hải quan số 42/2005/QH11": the token of the number right behind a name.
    pub(super) fn number_behind(&self, name: Span) -> Option<usize> {
        let so = self
            .tokens
            .partition_point(|token| token.span.start < name.end);
        let start = self.tokens.get(so)?.span.range().start;
        let gap = self.text.get(name.range().end..start)?;
        let is_next = self.kind(so) == Some(&TokenKind::So) && gap.trim().is_empty();
        let is_whole = matches!(self.kind(so + 1), Some(TokenKind::Number(number)) if number.symbol().is_some());
        (is_next && is_whole && self.is_adjacent(so, so + 1)).then_some(so + 1)
    }

    /// "Luật Đất đai 2013": the bare year behind a law's name.
    pub(super) fn bare_year(&self, draft: &mut Draft) {
        let end = draft.span.range().end;
        let Some(rest) = self.text[end..].strip_prefix(' ') else {
            return;
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_year = digits == 4 && (rest.starts_with("19") || rest.starts_with("20"));
        let goes_on = rest[digits..].starts_with(['-', '–', '/']);
        let year = rest[..digits].parse().ok().filter(|_| is_year && !goes_on);
        if let Some(year) = year.filter(|_| draft.date.is_none()) {
            let span = Span::new(end + 1, end + 1 + digits);
            let date = WrittenDate {
                year: Some(year),
                month: None,
                day: None,
            };
            draft.date = Some(DateToken {
                span,
                date,
                short_year: false,
            });
            draft.span = draft.span.cover(span);
            self.pass(draft, span.range().end);
        }
    }
}

/// " năm 2019" at the end of a law's name, where it starts.
fn year_at_end(stretch: &str) -> Option<usize> {
    let stretch = stretch.trim_end_matches([' ', ',', '\n']);
    let (name, year) = stretch.rsplit_once(" năm ")?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then_some(name.len())
}
