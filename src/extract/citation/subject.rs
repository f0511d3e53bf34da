//! What a cited document is about: "về …", "ban hành …" or a quotation behind number, date and issuer.

use std::sync::LazyLock;

use super::Clause;
use super::draft::Draft;
use crate::extract::Relation;
use crate::extract::agency;
use crate::extract::any_of::{AnyOf, opens_with};
use crate::extract::lexer::TokenKind;
use crate::text::Span;

/// Words no subject holds: the sentence that cites goes on.
static GOES_ON: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        " thì ",
        " kể từ ngày ",
        " kể từ thời điểm ",
        " hết hiệu lực",
        " được sửa đổi như sau",
        " được sửa đổi, bổ sung như sau",
        // What stands for a file, and for a footnote, in a page saved as text.
        " Tải về",
        "^",
    ])
});

/// Bytes of "Bộ GDĐT", "Sở LĐTB&XH" in brackets behind an agency.
const SHORT_NAME_MAX: usize = 20;

/// Bytes of a cited subject that are kept. The longest title in the corpus has 410.
const SUBJECT_MAX: usize = 800;

impl Clause<'_> {
    /// "về …", "ban hành …", or a quotation right after number, date and issuer.
    pub(super) fn subject(&self, draft: &mut Draft) {
        let Some(last) = draft.next.checked_sub(1) else {
            return;
        };
        let told = self.tokens[last].span.range().end;
        // "Chỉ thị số 01/CT-TTg của Thủ tướng Chính phủ ngày 03/01/2023 về …": the day stands behind who issued it.
        let is_day = matches!(self.kind(last), Some(TokenKind::Date(_)));
        let after = draft.issuer.map_or(told, |issuer| {
            let issuer = issuer.range().end;
            if is_day { issuer.max(told) } else { issuer }
        });
        let (next, after) = self.past_term(draft.next, after);
        let behind_comma = Some(next + 1)
            .filter(|_| matches!(self.kind(next), Some(TokenKind::Comma)))
            .filter(|&at| self.title_verb(at).is_some() || self.is_about(at));
        let next = behind_comma.unwrap_or(next);
        let Some(token) = self.tokens.get(next) else {
            return;
        };
        let start = token.span.range().start;
        if start < after
            || !self.text[after..start]
                .trim_matches([' ', ',', '\n'])
                .is_empty()
        {
            return;
        }
        let end = match token.kind {
            TokenKind::Subject => self.subject_end(next + 1),
            TokenKind::OpenQuote => self.quotation_end(next + 1),
            TokenKind::Cue(_) if self.title_verb(next).is_some() => self.subject_end(next + 1),
            TokenKind::Cue(_) if self.carries_out(next, draft) => self.subject_end(next + 1),
            TokenKind::Type { .. } if self.guides(next) => self.subject_end(next + 1),
            _ => return,
        };
        let end = self.text.floor_char_boundary(end.min(start + SUBJECT_MAX));
        let written = self.text[start..end].trim_end();
        let end = start + GOES_ON.first_in(written).unwrap_or(written.len());
        // "Bổ sung Điều 12 Quyết định số 97/QĐ-UB quy định:", "Nghị định số 126/2024/NĐ-CP quy định: “…”": what is decided
        // follows, and is not what it was about.
        let said = self.text.get(token.span.range().end..end).unwrap_or(":");
        let is_opener_alone = token.kind == TokenKind::Subject
            && (said.trim().is_empty() || said.starts_with(':') && self.says(next, "quy định"));
        if !is_opener_alone {
            draft.subject = Some(Span::new(start, end));
        }
    }

    /// "của Bộ Chính trị (khóa XII) về …", "của Bộ Giáo dục và Đào tạo (GDĐT) về …": past the term of who issued it, and
    /// past what it is called for short.
    fn past_term(&self, next: usize, after: usize) -> (usize, usize) {
        /// Tokens between the brackets of a term.
        const TERM_TOKENS_MAX: usize = 4;
        let is_open = matches!(self.kind(next), Some(TokenKind::OpenParen));
        let inside = || self.text[self.tokens[next].span.range().end..].trim_start();
        let is_short = || {
            let name = inside().split_once(')').map_or("", |(name, _)| name);
            name.len() <= SHORT_NAME_MAX && name.starts_with(char::is_uppercase)
        };
        let is_term =
            is_open && (opens_with(inside(), &["khóa", "khoá", "Khóa", "Khoá"]) || is_short());
        let mut inside = next + 1..next + 2 + TERM_TOKENS_MAX;
        let close = inside.find(|&at| matches!(self.kind(at), Some(TokenKind::CloseParen)));
        match close.filter(|_| is_term) {
            Some(close) => (close + 1, self.tokens[close].span.range().end),
            None => (next, after),
        }
    }

    /// ", về việc …": what a citation is about may stand behind a comma.
    fn is_about(&self, at: usize) -> bool {
        const ABOUT: [&str; 3] = ["về việc", "về", "v/v"];
        const ELSE: [&str; 3] = ["về phía", "về cơ bản", "về phần"];
        let Some(TokenKind::Subject) = self.kind(at) else {
            return false;
        };
        let span = self.tokens[at].span.range();
        ABOUT.contains(&&self.text[span.clone()]) && !opens_with(&self.text[span.start..], &ELSE)
    }

    /// "Kế hoạch số 56-KH/TU của Tỉnh ủy thực hiện Chỉ thị số 47-CT/TW": what it carries out is what it is about.
    fn carries_out(&self, at: usize, draft: &Draft) -> bool {
        draft.number.is_some()
            && draft.issuer.is_some()
            && (self.says(at, "thực hiện") || self.says(at, "triển khai"))
            && self.text[self.tokens[at].span.range()].starts_with(char::is_lowercase)
            && matches!(self.kind(at + 1), Some(TokenKind::Type { .. }))
            && self.is_adjacent(at, at + 1)
    }

    /// "Thông tư số … của Bộ Tài chính hướng dẫn quyết toán …": the word of a type, here a verb.
    fn guides(&self, at: usize) -> bool {
        let written = &self.text[self.tokens[at].span.range()];
        // "Hướng dẫn số 12-HD/BTC" is another document; "hướng dẫn một số điều" guides.
        let is_numbered = matches!(
            self.kind(at + 1),
            Some(TokenKind::So | TokenKind::Number(_) | TokenKind::Serial(_))
        );
        matches!(written, "hướng dẫn" | "Hướng dẫn")
            && !(is_numbered && self.is_adjacent(at, at + 1))
    }

    /// "sửa đổi, bổ sung một số điều của …", "hướng dẫn thực hiện …": cues that open a title. "hết hiệu lực" and
    /// "được sửa đổi bởi" tell what became of the document.
    fn title_verb(&self, at: usize) -> Option<usize> {
        let TokenKind::Cue(cue) = self.kind(at)? else {
            return None;
        };
        let cue = &self.lexicon.cues[*cue];
        let opens = matches!(cue.relation, Relation::Amends | Relation::Mention);
        (opens && !cue.about_previous && !cue.binds_name).then_some(at)
    }

    /// A subject ends at ";", a full stop, the block's end, or the quotation or bracket it stands in.
    fn subject_end(&self, from: usize) -> usize {
        let (mut quotes, mut brackets) = (0_u32, 0_u32);
        let start = self.tokens.get(from).map_or(0, |token| token.span.start);
        for (at, token) in self.tokens.iter().enumerate().skip(from) {
            let end = token.span.range().start;
            if start as usize + SUBJECT_MAX < end {
                return end;
            }
            match token.kind {
                TokenKind::OpenQuote => quotes += 1,
                // "(sau đây gọi tắt là Đề án 06)" is what the citing document calls it.
                TokenKind::OpenParen if quotes == 0 && self.names_anew(at) => return end,
                TokenKind::OpenParen if quotes == 0 && self.tells_of_change(at) => return end,
                TokenKind::And if quotes + brackets == 0 && self.cites_part(from, at) => {
                    return end;
                }
                TokenKind::OpenParen => brackets += 1,
                TokenKind::CloseQuote if quotes == 1 && self.quotes_all(from, at) => {
                    return token.span.range().end;
                }
                TokenKind::CloseQuote if quotes > 0 => quotes -= 1,
                TokenKind::CloseParen if brackets > 0 => brackets -= 1,
                TokenKind::CloseQuote | TokenKind::CloseParen | TokenKind::Break => return end,
                TokenKind::Semicolon | TokenKind::Stop if quotes == 0 => return end,
                TokenKind::Cue(_) if quotes == 0 && self.opens_ground(at) => return end,
                TokenKind::Comma
                    if quotes == 0 && (self.resumes(at) || self.is_followed_by_speaker(at)) =>
                {
                    return end;
                }
                _ => {}
            }
        }
        self.block_end()
    }

    /// "về “đổi mới công tác giáo dục chính trị”, công tác đã đạt …": a subject in quotation marks is whole with them.
    fn quotes_all(&self, from: usize, close: usize) -> bool {
        let is_open = |at: usize| matches!(self.kind(at), Some(TokenKind::OpenQuote));
        let goes_on = matches!(self.kind(close + 1), Some(TokenKind::Comma))
            && self.is_adjacent(close, close + 1);
        is_open(from) && goes_on && !is_open(close + 2)
    }

    /// "… năm học 2021-2022 Căn cứ Công văn số …", "…, Theo đề nghị của …": the next ground, whose line was joined without a
    /// mark.
    fn opens_ground(&self, cue: usize) -> bool {
        let written = &self.text[self.tokens[cue].span.range()];
        let cites = matches!(self.kind(cue + 1), Some(TokenKind::Type { .. }))
            && self.is_adjacent(cue, cue + 1);
        let is_behind_comma = || matches!(self.kind(cue - 1), Some(TokenKind::Comma));
        written.starts_with("Căn cứ") && cites
            || opens_with(written, &["Theo đề nghị", "Xét đề nghị"]) && is_behind_comma()
    }

    fn names_anew(&self, bracket: usize) -> bool {
        let after = self.tokens[bracket].span.range().end;
        let inside = self.text[after..].trim_start();
        // "(viết tắt là VLNCN)" names a thing of the subject.
        let is_of_document = || matches!(self.kind(bracket + 1), Some(TokenKind::Type { .. }));
        opens_with(inside, &["sau đây", "Sau đây"])
            || opens_with(inside, &["gọi tắt", "viết tắt"]) && is_of_document()
    }

    /// "(được sửa đổi, bổ sung bởi Thông tư số …)" tells what became of the document.
    fn tells_of_change(&self, bracket: usize) -> bool {
        const CHANGED: [&str; 4] = [
            "được sửa đổi",
            "đã được sửa đổi",
            "được bổ sung",
            "sửa đổi, bổ sung tại",
        ];
        let after = self.tokens[bracket].span.range().end;
        opens_with(self.text[after..].trim_start(), &CHANGED)
    }

    /// "… về phân cấp trong lĩnh vực công nghiệp và khoản 2 Điều 4 Thông tư số 40/2025/TT-BCT": a part of another document is
    /// cited next. A subject that speaks of parts itself ("sửa đổi khoản 1 Điều 3 và khoản 2 Điều 4 …") goes on.
    fn cites_part(&self, from: usize, and: usize) -> bool {
        const PARTS: [&str; 4] = ["khoản ", "điểm ", "Điều ", "Phụ lục "];
        const PART_MAX: usize = 60;
        let (start, after) = (
            self.tokens[from].span.start as usize,
            self.tokens[and].span.range(),
        );
        let said = &self.text[start..after.start];
        let rest = self.text[after.end..].trim_start();
        let is_cited = || {
            let named = (and + 1..and + 4).find(|&at| self.is_type(at))?;
            let near = (self.tokens[named].span.start as usize) < after.end + PART_MAX;
            let number = self.kind(named + 1);
            let is_numbered = matches!(number, Some(TokenKind::So | TokenKind::Number(_)));
            (near && is_numbered).then_some(())
        };
        opens_with(rest, &PARTS)
            && !PARTS.iter().any(|part| said.contains(part))
            && is_cited().is_some()
    }

    fn is_type(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Type { .. }))
    }

    /// "… về thanh toán trực tuyến, qua theo dõi đến hết tháng 7 …": after the comma the sentence goes on that cites.
    fn resumes(&self, comma: usize) -> bool {
        const WORDS: [&str; 13] = [
            "có hiệu lực",
            "trong đó",
            "theo đó",
            "trong những năm qua",
            "những năm qua",
            "qua theo dõi",
            "qua kiểm tra",
            "qua rà soát",
            "qua tổng hợp",
            "sau khi",
            "đến nay",
            "thời gian qua",
            "trong thời gian qua",
        ];
        let after = self.tokens[comma].span.range().end;
        opens_with(self.text[after..].trim_start(), &WORDS)
    }

    /// "… chuyển đổi số quốc gia, Ủy ban nhân dân tỉnh ban hành Kế hoạch …", "… năm 2021, ngày 09/2/2021
    /// Sở Tư pháp ban hành …": after the comma, and the day, the agency speaks whose document this is.
    fn is_followed_by_speaker(&self, comma: usize) -> bool {
        const VERBS: [&str; 11] = [
            "nhận thấy",
            "ban hành",
            "xây dựng",
            "yêu cầu",
            "đề nghị",
            "thông báo",
            "báo cáo",
            "triển khai",
            "hướng dẫn",
            "giao",
            "có ý kiến",
        ];
        let has_day = matches!(self.kind(comma + 1), Some(TokenKind::Date(_)))
            && self.is_adjacent(comma, comma + 1);
        let after = self.tokens[comma + usize::from(has_day)].span.range().end;
        let start = after + (self.text[after..].len() - self.text[after..].trim_start().len());
        let Some(end) = agency::end_of(self.text, start, self.block_end(), self.authority) else {
            return false;
        };
        let rest = self.text[end..].trim_start();
        // "Ban Thường vụ Tỉnh ủy (khóa XV) ban hành": its term stands between.
        let term = rest
            .strip_prefix("(kh")
            .and_then(|term| term.split_once(')'));
        let rest = term.map_or(rest, |(_, rest)| rest.trim_start());
        VERBS.iter().any(|verb| rest.starts_with(verb))
    }

    fn quotation_end(&self, from: usize) -> usize {
        self.tokens[from..]
            .iter()
            .find(|token| matches!(token.kind, TokenKind::CloseQuote | TokenKind::Break))
            .map_or(self.block_end(), |token| token.span.range().end)
    }
}
