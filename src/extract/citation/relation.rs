//! The relation of a citation: its cue, read leftwards within the clause and kept along a list of bases.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::ordered::is_change;
use super::{Clause, ends_in};
use crate::extract::any_of::{opens_with, without_opening};
use crate::extract::lexer::{Cue, TokenKind};
use crate::extract::{Form, Relation};
use crate::text::{Span, small_letter};

/// Bytes between a cue and the first citation it governs. In the gold documents 96 % of the pairs
/// are within 60; beyond this the cue governs another phrase.
const CUE_REACH: usize = 140;

static PINPOINT: LazyLock<Regex> = LazyLock::new(|| {
    let label = r"(?:[0-9]+(?:\.[0-9]+)*[a-zđ]?|[IVX]+|[a-zđ])";
    let list = format!(r"{label}(?:(?:\s*,\s*|\s+và\s+|\s+đến\s+){label})*");
    let level = r"(?:[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Mm]ục|[Tt]iểu mục|[Cc]hương|[Pp]hần|[Pp]hụ lục|[Tt]iết|[Mm]ẫu|[Bb]iểu)";
    let source = format!(
        r"(?:{level}\s+(?:số\s+)?{list}\s*,?\s*(?:(?:và|đến)\s+)?)+(?:(?:được )?ban hành kèm theo\s+|kèm theo\s+|của\s+)?$"
    );
    Regex::new(&source).unwrap_or_else(|error| panic!("a fixed pattern: {error}"))
});

/// Words between a pinpoint and the document it is in.
const LINKS: [&str; 4] = [
    "được ban hành kèm theo",
    "ban hành kèm theo",
    "kèm theo",
    "của",
];

/// The relations of the citations a list goes on from, those inside a subject passed over.
#[derive(Clone, Copy, Default)]
struct Beside {
    last: Option<Relation>,
    /// Of the last that opened an item.
    item: Option<Relation>,
}

/// What the cue before a citation says of it.
#[derive(Clone, Copy)]
pub(super) struct Cued {
    pub relation: Relation,
    pub place: Span,
    /// The cue is part of what others do or have done.
    pub is_told: bool,
}

impl Beside {
    fn pass(&mut self, draft: &Draft, is_item: bool) {
        self.last = Some(draft.relation);
        if is_item {
            self.item = self.last;
        }
    }
}

impl Clause<'_> {
    pub(super) fn relate(&self, block: &mut [Draft]) {
        let first = block.first().and_then(|draft| draft.doc_type.as_deref());
        let is_made = |lead: &Relation| !is_change(*lead) || !self.is_ordered(0, first);
        let lead = self.lead_cue().filter(is_made);
        let mut beside = Beside::default();
        for at in 0..block.len() {
            block[at].pinpoint = self.pinpoint(&block[at]);
            if block[at].nested_in.is_some() || self.renames(&block[at]) {
                continue;
            }
            if block[at].relation == Relation::Itself {
                beside.pass(&block[at], self.is_item(&block[at]));
                continue;
            }
            let (before, rest) = block.split_at(at);
            let cued = self.cue_before(&rest[0], before, lead);
            let cued_as = cued.map(|cued| cued.relation);
            let here = cued_as
                .is_none_or(|relation| relation == Relation::Mention)
                .then(|| self.amended_here(&rest[0]));
            let relation = here
                .flatten()
                .or(cued_as)
                .or_else(|| self.along_the_list(&rest[0], beside, lead))
                .or_else(|| self.ended(&rest[0]))
                .or_else(|| self.continued(&rest[0]));
            block[at].cue = cued.map(|cued| cued.place);
            block[at].is_told = cued.is_some_and(|cued| cued.is_told);
            let head = &self.text[block[at].head.cover(block[at].span).range()];
            block[at].relation = refined(relation.unwrap_or(Relation::Mention), &block[at], head);
            beside.pass(&block[at], self.is_item(&block[at]));
        }
    }

    /// "(gọi tắt là Nghị quyết số 35/2023/UBTVQH15)": the document before, by the name it has from here on.
    fn renames(&self, draft: &Draft) -> bool {
        let before = self.text[..draft.head.range().start].trim_end();
        let name = before.strip_suffix(" là").unwrap_or_default();
        ["gọi", "gọi tắt", "viết tắt", "gọi chung"]
            .iter()
            .any(|called| name.ends_with(called))
    }

    /// The cue that opens the block: "Căn cứ Luật A; Nghị định B; Quyết định C" says it once for all.
    pub(super) fn lead_cue(&self) -> Option<Relation> {
        let first = self.tokens.first()?;
        match first.kind {
            TokenKind::Cue(cue) => Some(self.believed(&self.lexicon.cues[cue])),
            _ => None,
        }
    }

    /// A base on a line of its own, after a line that ended in ";".
    fn continued(&self, draft: &Draft) -> Option<Relation> {
        self.carried
            .filter(|_| draft.first == 0 || self.opens_item(draft))
    }

    /// "1. Quyết định số 924/QĐ-TTg …": only the label of an item stands before.
    fn opens_item(&self, draft: &Draft) -> bool {
        const LABEL_MAX: usize = 40;
        let start = draft.span.range().start;
        let from = self
            .text
            .floor_char_boundary(start.saturating_sub(LABEL_MAX));
        let before = &self.text[from..start];
        let line = match before.rsplit_once('\n') {
            Some((_, line)) => line.trim(),
            None if from == 0 => before.trim(),
            None => return false,
        };
        line.len() <= 6 && line.ends_with(['.', ')', '-', '+']) && !line.contains(' ')
    }

    /// "Điều 20 Quy chế ban hành kèm theo Quyết định số 162/2007/QĐ-TTg được sửa đổi như sau:": what is done here is said
    /// behind it.
    fn amended_here(&self, draft: &Draft) -> Option<Relation> {
        /// Bytes from "được sửa đổi" to "như sau": ", bổ sung khoản 4 Điều 12".
        const TO_COLON_MAX: usize = 80;
        let end = draft.span.range().end;
        let end = draft
            .issuer
            .map_or(end, |issuer| end.max(issuer.range().end));
        let subject = draft.subject.map(|subject| subject.range().end);
        let end = end.max(subject.unwrap_or(0));
        let rest = self.text[end..self.block_end().max(end)].trim_start();
        // "… quy định mức trợ cấp hết hiệu lực thi hành": right behind the number it is a cue.
        if subject.is_some() && rest.starts_with("hết hiệu lực") {
            return Some(Relation::Repeals);
        }
        let rest = without_opening(rest, &["được sửa đổi", "được bổ sung"])?;
        let near = &rest[..rest.floor_char_boundary(TO_COLON_MAX)];
        near.contains("như sau").then_some(Relation::Amends)
    }

    /// "Kế hoạch số 17/KH-UBND hết hiệu lực": the cue that follows.
    fn ended(&self, draft: &Draft) -> Option<Relation> {
        let TokenKind::Cue(cue) = self.kind(draft.next)? else {
            return None;
        };
        let cue = &self.lexicon.cues[*cue];
        let ends = cue.relation == Relation::Repeals && self.says(draft.next, "hiệu lực");
        (ends && self.is_adjacent(draft.next - 1, draft.next)).then_some(cue.relation)
    }

    /// Without a cue of its own a citation after ";" has the block's, one in a list that of its neighbour.
    fn along_the_list(
        &self,
        draft: &Draft,
        beside: Beside,
        lead: Option<Relation>,
    ) -> Option<Relation> {
        // "Nghị định A, Điều 7 của Luật B": the comma stands before the article. "Tờ trình A và của Sở Nội vụ tại Công văn
        // B": before "của".
        let start = draft.pinpoint.map_or(u32::MAX, |article| article.start);
        let is_of_issuer = |at: usize| match self.tokens[at].kind {
            TokenKind::Of => 0 < at && self.is_adjacent(at - 1, at),
            _ => self.tokens[at].kind == TokenKind::Plain,
        };
        let mut before = (0..draft.first).rev();
        let separator = before
            .find(|&at| self.tokens[at].span.end <= start && !is_of_issuer(at))
            .and_then(|at| self.kind(at));
        if matches!(separator, Some(TokenKind::Semicolon)) && lead.is_some() {
            return lead;
        }
        let follows = matches!(
            separator,
            Some(TokenKind::Comma | TokenKind::And | TokenKind::Semicolon)
        );
        if !draft.listed && !follows {
            return None;
        }
        // "Kế hoạch này và Kế hoạch số 15/KH-UBND": the other is not the document itself.
        let neighbour = match separator {
            // Behind ";" the neighbour is the item before, not what its subject names:
            // "… phê duyệt Chiến lược …; Nghị quyết B".
            Some(TokenKind::Semicolon) => beside.item.or(beside.last),
            _ => beside.last,
        };
        neighbour.filter(|relation| *relation != Relation::Itself)
    }

    /// True if a citation opens an item of a list: by its own cue, or behind nothing or ";".
    fn is_item(&self, draft: &Draft) -> bool {
        let before = draft.first.checked_sub(1).map(|at| &self.tokens[at].kind);
        draft.cue.is_some() || matches!(before, None | Some(TokenKind::Semicolon))
    }

    /// The nearest cue to the left within reach, not beyond the citation before or the clause's start.
    fn cue_before(&self, draft: &Draft, before: &[Draft], lead: Option<Relation>) -> Option<Cued> {
        let floor = before.last().map_or(0, |left| left.next).min(draft.first);
        let head = draft.head.range().start;
        let subject = before.last().and_then(|left| left.subject);
        let is_of_subject = |cue: Span| subject.is_some_and(|subject| subject.contains(cue));
        for at in (floor..draft.first).rev() {
            let span = self.tokens[at].span;
            match &self.tokens[at].kind {
                // What stands before ";" is about the document before it, in a list of bases about the base before it.
                TokenKind::Semicolon if lead.is_some() || !before.is_empty() => return None,
                // "Kế hoạch A về việc thực hiện …, Công văn B": what A is about says nothing of B.
                TokenKind::Cue(_) if is_of_subject(span) => return None,
                // "Thu hồi 500 m² đất … theo Quyết định số …": a paper is taken back right before it is named.
                TokenKind::Cue(_) if self.takes_back(at) && !self.is_next(at, draft) => {}
                TokenKind::Cue(cue) => {
                    let near = head - span.range().end <= CUE_REACH;
                    let cited = draft.doc_type.as_deref();
                    let grounds = || self.grounds_on(at);
                    let said = || self.said_by(*cue, at, floor, (before, cited));
                    let said = near.then(|| grounds().unwrap_or_else(said))?;
                    let change = || self.opening_change(at, floor, cited);
                    return said.is_told.then(change).flatten().or(Some(said));
                }
                _ => {}
            }
        }
        None
    }

    /// "Căn cứ các quy định tại Điều 5 Nghị định A": what is ruled there is the ground.
    fn grounds_on(&self, at: usize) -> Option<Cued> {
        let before = at
            .checked_sub(1)
            .filter(|_| self.says(at, "quy định tại"))?;
        let TokenKind::Cue(cue) = self.tokens[before].kind else {
            return None;
        };
        let relation = self.believed(&self.lexicon.cues[cue]);
        // "theo quy định tại Điều 7" carries nothing out.
        let is_led = relation == Relation::LegalBasis
            && ["", "các", "những"].contains(&self.between(before, at).trim());
        is_led.then(|| Cued {
            relation,
            place: self.tokens[before].span,
            is_told: false,
        })
    }

    /// True if the cue is spoken of: the paper at hand does not do what it says of a document of type `cited`.
    fn is_told(&self, cue: usize, at: usize, (before, cited): (&[Draft], Option<&str>)) -> bool {
        let cue = &self.lexicon.cues[cue];
        let carries_out = cue.relation == Relation::Implements;
        !cue.binds_name
            && (self.is_spoken_of(at)
                || is_change(cue.relation) && self.is_ordered(at, cited)
                || carries_out
                    && (self.is_of_title(at, before) || self.is_footnote() || self.names_form(at)))
    }

    /// What the cue at token `at` says of the citation after it, which is of type `cited`.
    fn said_by(
        &self,
        cue: usize,
        at: usize,
        floor: usize,
        (before, cited): (&[Draft], Option<&str>),
    ) -> Cued {
        let is_told = self.is_told(cue, at, (before, cited));
        let cue = &self.lexicon.cues[cue];
        let relation = match () {
            () if is_told => Relation::Mention,
            () if !cue.binds_name => self.believed(cue),
            () if self.opens(at) => cue.relation,
            () => self.bound(cue, at, floor, (before, cited)),
        };
        Cued {
            relation,
            place: self.tokens[at].span,
            is_told,
        }
    }

    /// What a cue that gives a plan its number says of the decision that bears it.
    fn bound(
        &self,
        cue: &Cue,
        at: usize,
        floor: usize,
        (before, cited): (&[Draft], Option<&str>),
    ) -> Relation {
        // "căn cứ Kế hoạch A được ban hành tại Quyết định B": what governs the plan governs the decision.
        let alone = match self.says(at, "kèm theo") {
            true => Relation::Mention,
            false => cue.relation,
        };
        self.governing(at, floor, (before, cited)).unwrap_or(alone)
    }

    /// The relation of the plan whose number the cue at `at` gives.
    fn governing(
        &self,
        at: usize,
        floor: usize,
        (before, cited): (&[Draft], Option<&str>),
    ) -> Option<Relation> {
        let start = self.tokens[at].span.range().start;
        let mut cues = (floor..at).rev().filter_map(|left| {
            let near = start - self.tokens[left].span.range().end <= CUE_REACH;
            match &self.tokens[left].kind {
                TokenKind::Cue(cue) if near => Some((left, &self.lexicon.cues[*cue])),
                _ => None,
            }
        });
        let told = match cues.next() {
            Some((left, cue)) if is_change(cue.relation) && self.is_ordered(left, cited) => None,
            Some((_, cue)) => Some(self.believed(cue)),
            None => before.last().map(|left| left.relation),
        };
        // "Sửa đổi khoản 2 Điều 5 Quy định ban hành kèm theo Quyết định B": what becomes of the one becomes of the other.
        const SHARED: [Relation; 5] = [
            Relation::LegalBasis,
            Relation::Implements,
            Relation::Amends,
            Relation::Replaces,
            Relation::Repeals,
        ];
        told.filter(|it| SHARED.contains(it))
    }

    /// True if the token opens a bracket or its block, be it behind the annex's own number: "(Ban hành kèm theo Quyết
    /// định số …)", "Phụ lục số 03 kèm theo Quyết định số …".
    fn opens(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_none_or(|left| match self.tokens[left].kind {
                TokenKind::OpenParen => self.is_adjacent(left, at),
                TokenKind::NotADocument => left == 0,
                _ => false,
            })
    }

    /// "việc thực hiện", "kết quả thực hiện", "kiến nghị bãi bỏ", "phạm vi điều chỉnh": the cue is spoken of, not done here.
    fn is_spoken_of(&self, cue: usize) -> bool {
        const NOUNS: [&str; 22] = [
            "phạm vi",
            "đối tượng",
            "thời gian",
            "thời hạn",
            "lộ trình",
            "mẫu",
            "mẫu báo cáo",
            "việc",
            "kết quả",
            "tiến độ",
            "tình hình",
            "năm",
            "quá trình",
            "công tác",
            "kiến nghị",
            "đề nghị",
            "đề xuất",
            "kết quả tổ chức",
            "việc tổ chức",
            "đánh giá",
            "sơ kết",
            "hiệu lực",
        ];
        /// Bytes of the longest of them, "gắn với việc" included.
        const NOUN_MAX: usize = 24;
        let start = self.tokens[cue].span.range().start;
        let from = self
            .text
            .floor_char_boundary(start.saturating_sub(NOUN_MAX));
        let before = self.text[from..start].trim_end();
        // One letter refuses nearly all.
        let last = before.chars().next_back().map(small_letter);
        let mut alike = NOUNS.iter().filter(|noun| noun.chars().next_back() == last);
        // "phải gắn với việc thực hiện Nghị quyết …" orders both.
        alike.any(|noun| ends_in(before, noun)) && !ends_in(before, "gắn với việc")
    }

    /// "theo mẫu tại Công văn số …": a form that another paper gives is filled in, and the paper not carried out.
    fn names_form(&self, cue: usize) -> bool {
        const FORMS: [&str; 4] = ["mẫu", "biểu mẫu", "đề cương", "bảng chấm"];
        let after = self.text[self.tokens[cue].span.range().end..].trim_start();
        self.says(cue, "theo") && opens_with(after, &FORMS)
    }

    /// "Kế hoạch số 56-KH/TU ngày 05/10/2015 của Tỉnh ủy thực hiện Chỉ thị số 47-CT/TW": what the plan before it is for.
    fn is_of_title(&self, cue: usize, before: &[Draft]) -> bool {
        let left = before.last().filter(|left| left.number.is_some());
        left.is_some_and(|left| left.next == cue && self.is_of_name(left, cue))
    }

    /// Nothing but blanks between a citation and the cue behind it.
    fn is_of_name(&self, left: &Draft, cue: usize) -> bool {
        let start = self.tokens[cue].span.range().start;
        let end = left
            .issuer
            .map_or(left.span.range().end, |issuer| issuer.range().end);
        self.text
            .get(end..start)
            .is_some_and(|gap| gap.trim().is_empty())
    }

    /// "¹ Kinh phí theo Quyết định số …", "[1] Chỉ số được xác định theo …": a note explains and does nothing.
    fn is_footnote(&self) -> bool {
        let Some(first) = self.tokens.first() else {
            return false;
        };
        let before = &self.text[..first.span.range().start];
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = self.text[start..].trim_start();
        let label = line.trim_start_matches(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']);
        let is_bracketed = || {
            let inner = line.strip_prefix('[').and_then(|line| line.split_once(']'));
            inner.is_some_and(|(label, _)| label.bytes().all(|byte| byte.is_ascii_digit()))
        };
        label.len() < line.len() || is_bracketed()
    }

    fn believed(&self, cue: &Cue) -> Relation {
        if cue.about_previous {
            Relation::Mention
        } else {
            cue.relation
        }
    }

    fn pinpoint(&self, draft: &Draft) -> Option<Span> {
        /// Bytes looked back for "điểm a khoản 2 Điều 103 Mục 5 Chương XII của ".
        const LOOK_BACK: usize = 120;
        let head = draft.head.range().start;
        let from = self.text.ceil_char_boundary(head.saturating_sub(LOOK_BACK));
        let before = &self.text[from..head];
        if !may_end_pinpoint(before) {
            return None;
        }
        let found = PINPOINT.find(before)?;
        let whole = found.as_str().trim_end();
        let link = LINKS.iter().find_map(|link| whole.strip_suffix(link));
        let written = link.unwrap_or(whole).trim_end_matches([' ', ',', '\n']);
        let start = from + found.start();
        (!written.is_empty()).then(|| Span::new(start, start + written.len()))
    }
}

/// Every pinpoint ends in a label ("khoản 2", "điểm a", "Mục IV"), a comma, or a word that leads to its document.
fn may_end_pinpoint(before: &str) -> bool {
    let before = before.trim_end();
    let last = before
        .rsplit([' ', '\n', '\t', ','])
        .next()
        .unwrap_or_default();
    let label = |c: char| c.is_numeric() || matches!(c, 'I' | 'V' | 'X' | '.');
    match last {
        "" | "và" | "đến" | "theo" | "của" => true,
        last => last.chars().filter(|c| !label(*c)).nth(1).is_none(),
    }
}

/// What the form itself says: a submission comes from below whatever the cue, a blank number is one's own but for a
/// draft's grounds and its proposal.
fn refined(relation: Relation, draft: &Draft, head: &str) -> Relation {
    // Báo cáo thẩm định of a department, báo cáo thẩm tra of a council's board.
    let is_appraisal = || {
        let head = head.to_lowercase();
        head.contains("thẩm định") || head.contains("thẩm tra")
    };
    match (draft.doc_type.as_deref(), relation) {
        (Some("TTr"), Relation::LegalBasis | Relation::Implements | Relation::Mention) => {
            Relation::ProposedBy
        }
        (Some("BC"), Relation::LegalBasis | Relation::Implements | Relation::Mention)
            if is_appraisal() =>
        {
            Relation::ProposedBy
        }
        // "Theo đề nghị của Sở Nội vụ tại Tờ trình số …/TTr-SNV": it has no number yet, either.
        (_, Relation::ProposedBy | Relation::LegalBasis) => relation,
        // An address names another document; a blank number is one's own.
        _ if draft.form == Form::Unfilled && draft.canonical.is_none() => Relation::Itself,
        _ => relation,
    }
}
