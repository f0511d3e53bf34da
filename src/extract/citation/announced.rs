//! Who issued a document, and when, where that stands before its number: "ngày 09/2/2021 Sở … ban hành Kế
//! hoạch số 551/KH-UBND", "theo đề nghị của Sở Nội vụ tại Tờ trình số …".

use super::Clause;
use super::draft::Draft;
use crate::extract::agency;
use crate::extract::any_of::opens_with;
use crate::extract::lexer::TokenKind;
use crate::text::Span;

/// Without what is said of an agency in brackets behind its name: "Sở Nông nghiệp và Môi trường (Cơ quan Thường trực Ban Chỉ
/// huy)".
fn without_aside(before: &str) -> &str {
    let open = before.strip_suffix(')').and_then(|text| text.rfind('('));
    open.map_or(before, |open| before[..open].trim_end())
}

impl Clause<'_> {
    /// "ngày 09/2/2021 Sở … ban hành Kế hoạch số 551/KH-UBND": the date and the issuer stand before.
    /// "UBND tỉnh … tại Quyết định số 2410/QĐ-UBND": the issuer does.
    pub(super) fn announcement(&self, draft: &mut Draft) {
        let head = draft.head.range().start;
        let before = &self.text[..head];
        let verb = draft.first.checked_sub(1).filter(|&verb| {
            let may_issue = matches!(
                self.kind(verb),
                Some(TokenKind::Subject | TokenKind::Cue(_))
            );
            may_issue && self.says(verb, "ban hành") && self.is_adjacent(verb, draft.first)
        });
        // "Ngày 04/02/2016, Tỉnh ủy có Công văn số 156-CV/TU", "Chủ tịch UBND tỉnh ký Công điện số 03/CĐ-UBND": portals
        // tell it so, too.
        let tells = |verb| before.trim_end().strip_suffix(verb);
        let has = [" có", " ký", " ra", " thông qua"]
            .into_iter()
            .find_map(tells)
            .map(str::len);
        let at = tells(" tại").or_else(|| tells(" tại các")).map(str::len);
        if let Some(verb) = verb {
            let verb_start = self.tokens[verb].span.range().start;
            self.date_before(verb_start, draft);
            self.issuer_before(verb_start, draft);
        } else if let Some(verb_start) = has {
            self.date_before(verb_start, draft);
            self.issuer_before(verb_start, draft);
        } else if let Some(end) = at {
            self.issuer_before(end, draft);
            self.proposer(end, draft);
            // "Sở Nội vụ tại các Tờ trình: số …; số …": of all that follow.
            draft.shares_issuer = draft.issuer.is_some() && before.trim_end().ends_with("các");
        } else if let Some(end) = before.trim_end().strip_suffix('(').map(str::len) {
            // "Theo đề nghị của Sở Nội vụ (Tờ trình số 92/TTr-SNV ngày …)".
            let agency = self.agency_before(end).filter(|agency| {
                self.text[..agency.range().start]
                    .trim_end()
                    .ends_with("đề nghị của")
            });
            draft.issuer = draft.issuer.or(agency);
        }
    }

    /// "Xét đề nghị của Ban Xúc tiến và Hỗ trợ đầu tư tại Văn bản số …": all between the two is who proposes, whatever
    /// it is called.
    fn proposer(&self, end: usize, draft: &mut Draft) {
        /// Bytes of the longest agency name seen, and some.
        const NAME_MAX: usize = 140;
        let before = without_aside(self.text[..end].trim_end());
        let from = self
            .text
            .ceil_char_boundary(before.len().saturating_sub(NAME_MAX));
        let Some(of) = before
            .get(from..)
            .and_then(|near| near.rfind("đề nghị của "))
        else {
            return;
        };
        let start = from + of + "đề nghị của ".len();
        let name = &before[start.min(before.len())..];
        let is_name = (agency::starts(name).next() == Some(0) || opens_with(name, &["phòng "]))
            && !name.contains([',', ';', '.', ':', '(', '\n']);
        if draft.issuer.is_none() && is_name {
            draft.issuer = Some(Span::new(start, before.len()));
        }
    }

    /// "Bộ Tài chính đã ban hành Công văn số …", "được UBND tỉnh phê duyệt tại Quyết định số …": who did it stands before what
    /// was done.
    fn issuer_before(&self, end: usize, draft: &mut Draft) {
        const DONE: [&str; 9] = [
            " phê duyệt",
            " ban hành",
            " giao",
            " công bố",
            " quy định",
            " hướng dẫn",
            " thông qua",
            " kết luận",
            " chỉ đạo",
        ];
        if draft.issuer.is_some() {
            return;
        }
        let mut before = agency::without_signing(&self.text[..end]);
        while let Some(rest) = DONE.iter().find_map(|verb| before.strip_suffix(verb)) {
            before = agency::without_signing(rest);
        }
        // "Sở ban hành Kế hoạch số …" says of no Sở in particular.
        let named = |span: &Span| self.text[span.range()].contains(' ');
        // "nhiệm vụ Thủ tướng Chính phủ giao tại Văn bản số 9132/VPCP-TCCV": the Government Office conveys it.
        let is_conveyed = draft
            .number
            .as_ref()
            .is_some_and(|token| token.number.contains("/VPCP"));
        let own = |span: &Span| !is_conveyed || self.text[span.range()].starts_with("Văn phòng");
        let issuer = self.agency_before(before.len());
        let issuer = issuer.or_else(|| self.agency_before_object(before));
        draft.issuer = issuer.filter(named).filter(own);
    }

    /// "được Thủ tướng Chính phủ phê duyệt chủ trương đầu tư tại Quyết định số …": what was approved stands between.
    fn agency_before_object(&self, before: &str) -> Option<Span> {
        /// Bytes of "phê duyệt báo cáo nghiên cứu khả thi dự án đầu tư xây dựng", and some.
        const OBJECT_MAX: usize = 100;
        const VERBS: [&str; 4] = [" phê duyệt ", " thông qua ", " ban hành ", " công bố "];
        let from = self
            .text
            .ceil_char_boundary(before.len().saturating_sub(OBJECT_MAX));
        let near = before.get(from..)?;
        let verb = VERBS.iter().filter_map(|verb| near.rfind(verb)).max()?;
        if near[verb..].contains([',', ';', ':', '.', '(']) {
            return None;
        }
        self.agency_before(from + verb)
    }

    fn date_before(&self, verb_start: usize, draft: &mut Draft) {
        /// Bytes of the issuer between the date and "ban hành"; the longest agency name seen has 96.
        const ISSUER_MAX: usize = 140;
        let Some(date_at) = (0..draft.first)
            .rev()
            .find(|at| matches!(self.kind(*at), Some(TokenKind::Date(_))))
        else {
            return;
        };
        let TokenKind::Date(date) = self.tokens[date_at].kind else {
            return;
        };
        let start = self.tokens[date_at].span.range().end;
        let Some(gap) = self.text.get(start..verb_start) else {
            return;
        };
        let names = start + (gap.len() - gap.trim_start_matches([' ', ',', '\n']).len());
        let said = agency::without_signing(&self.text[names..verb_start]);
        let said = agency::without_person(said, self.authority);
        let end = names + said.len();
        if ISSUER_MAX < gap.len() || date.date.date().is_none() || !self.is_of_agencies(names, end)
        {
            return;
        }
        draft.issuer.get_or_insert(Span::new(names, end));
        if draft.date.is_none() {
            draft.date = Some(date);
            draft.span = draft.span.cover(self.tokens[date_at].span);
            draft.announced = true;
        }
    }

    /// True if from byte `start` to byte `end` stand one agency, or several: "Bộ Công an và Bộ Tư pháp".
    fn is_of_agencies(&self, start: usize, end: usize) -> bool {
        const AGENCIES_MAX: usize = 4;
        let mut start = start;
        for _ in 0..AGENCIES_MAX {
            let Some(reach) = agency::end_of(self.text, start, end, self.authority) else {
                return false;
            };
            let rest = &self.text[reach..end];
            let joined = [" và ", ", ", " - "]
                .iter()
                .find_map(|joint| rest.strip_prefix(joint));
            match joined {
                Some(next) => start = end - next.len(),
                None => return reach == end,
            }
        }
        false
    }

    /// The agency whose name ends right before byte `end`.
    fn agency_before(&self, end: usize) -> Option<Span> {
        const LOOK_BACK: usize = 120;
        let end = self.text[..end].trim_end().len();
        let from = self.text.ceil_char_boundary(end.saturating_sub(LOOK_BACK));
        let named = agency::without_person(&self.text[from..end], self.authority);
        let end = from + named.len();
        agency::starts(&self.text[from..end])
            .map(|start| from + start)
            .find(|start| agency::end_of(self.text, *start, end, self.authority) == Some(end))
            .map(|start| Span::new(start, end))
    }
}
