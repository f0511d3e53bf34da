//! Documents cited by name. Laws are, without a number (Nghị định 30/2020/NĐ-CP, Phụ lục I): "Luật Tổ chức chính
//! quyền địa phương ngày 19/6/2015". So are resolutions of congresses, and plans and programmes by what they
//! are about and their period.

use memchr::{memchr, memmem};

use super::Clause;
use super::draft::{Draft, collapse};
use super::law::LAWS;
use crate::extract::any_of::opens_with;
use crate::extract::lexer::TokenKind;
use crate::extract::{Canonical, Form, agency};
use crate::text::{Span, fold};

/// Bytes of the longest name followed; the longest of a law in force has 168.
const NAME_MAX: usize = 240;

/// Types that are cited by subject and period.
const PROGRAMS: [&str; 6] = ["KH", "CTr", "ĐA", "NQ", "CT", "Chiến lược"];

/// How a resolution of a congress or plenum goes on: it is known by its meeting.
const MEETINGS: [&str; 3] = ["Đại hội", "Hội nghị", "Trung ương"];

/// Where the name of a meeting ends.
const MEETING_ENDS: [&str; 6] = [",", " về ", " từ ", " quy định", " được ", " đã "];

impl Clause<'_> {
    pub(super) fn named(&self, at: usize, first: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let TokenKind::Type { doc_type, short } = self.tokens[at].kind else {
            return None;
        };
        let doc_type = &self.authority.doc_types()[doc_type];
        let head = self.tokens[at].span;
        let written = &self.text[head.range()];
        let after = head.range().end;
        // "Kế hoạch hóa gia đình", "Sở Kế hoạch và Đầu tư" plan no document.
        let is_verb = ["hóa", "hoá", "và "]
            .iter()
            .any(|it| self.text[after..].trim_start().starts_with(it));
        if short || is_verb || !written.starts_with(char::is_uppercase) {
            return None;
        }
        let is_law = LAWS.contains(&doc_type.name.as_str());
        let (name, canonical) = if is_law {
            let name = match doc_type.name.as_str() {
                "Hiến pháp" => self.constitution(at),
                _ => self.law_name(at, after),
            };
            (name?, None)
        } else if PROGRAMS.contains(&doc_type.code.as_str()) {
            self.program(at)?
        } else {
            return None;
        };
        if let Some(number) = self.number_behind(name).filter(|_| is_law)
            && let Some(mut draft) = self.numbered(at, number)
        {
            draft.doc_type = Some(doc_type.code.clone());
            draft.listed = self.continues_list(at, first, drafts);
            let next = draft.next;
            drafts.push(draft);
            return Some(next);
        }
        let mut draft = Draft::of_form(Form::Named, head.cover(name), at, at + 1);
        draft.doc_type = Some(doc_type.code.clone());
        draft.name = Some(name);
        draft.canonical = canonical;
        draft.listed = self.continues_list(at, first, drafts);
        self.pass(&mut draft, name.range().end);
        self.date_of_name(&mut draft);
        if is_law {
            self.bare_year(&mut draft);
        }
        let next = draft.next.max(at + 1);
        drafts.push(draft);
        Some(next)
    }

    /// What a plan, programme or resolution is called, and the number the name is known to stand for. Without
    /// a number three things tell a name from a sentence: a list of known ones, the instrument that
    /// issued it ("được ban hành tại Quyết định số …"), and a period at its end.
    fn program(&self, at: usize) -> Option<(Span, Option<Canonical>)> {
        let (start, stop) = self.stretch(at, self.tokens[at].span.range().end);
        let stretch = &self.text[start..stop];
        if let Some(start) = self.meeting(at, start) {
            let stretch = &self.text[start..stop];
            let ends = MEETING_ENDS.iter().filter_map(|end| stretch.find(end));
            let ends = ends.chain(term_end(stretch)).chain(joined_end(stretch));
            let length = ends.min().unwrap_or(stretch.len());
            return Some((self.span_of(start, start + length)?, None));
        }
        let period = period_end(stretch).map(|end| start + end);
        // "Nghị quyết của HĐND tỉnh về nhiệm vụ … năm 2015": whose it is belongs to no name.
        if let Some(about) = self.about_of_agency(start, stop) {
            let name = period.and_then(|end| self.span_of(about, end));
            return name
                .filter(|_| !self.is_being_made(at))
                .map(|name| (name, None));
        }
        // "Nghị quyết của Chính phủ về Chương trình tổng thể …": known by what it adopted.
        if let Some(about) = stretch.strip_prefix("về ") {
            let about = start + (stretch.len() - about.len());
            let name = period.and_then(|end| self.span_of(about, end))?;
            let known = self
                .authority
                .known_document(&collapse(&self.text[name.range()]), None);
            return known.map(|known| (name, Some(known_as(&known.number))));
        }
        if let Some((name, canonical)) = self.known_name(at, start, period.unwrap_or(stop)) {
            return Some((name, Some(canonical)));
        }
        if let Some(name) = self.span_of(start, stop)
            && let Some(canonical) = self.issued_by(name.range().end)
        {
            let bare = without_approval(&self.text[name.range()]).len();
            // "Kế hoạch được ban hành kèm theo Quyết định số …" is called nothing.
            let is_called = 0 < bare && &self.text[name.range()][..bare] != "được";
            return is_called.then(|| (Span::new(start, start + bare), Some(canonical)));
        }
        let name = period.and_then(|end| self.span_of(start, end))?;
        let names =
            !is_period(stretch) && !self.is_being_made(at) && !self.is_one_of_many(at, start);
        names.then_some((name, None))
    }

    /// Where the subject begins behind "của <agency> về".
    fn about_of_agency(&self, start: usize, stop: usize) -> Option<usize> {
        let rest = self.text[start..stop].strip_prefix("của ")?;
        let end = agency::end_of(self.text, stop - rest.len(), stop, self.authority)?;
        let about = self.text[end..stop].trim_start().strip_prefix("về ")?;
        let about = about.strip_prefix("việc ").unwrap_or(about);
        Some(stop - about.len())
    }

    /// "các chương trình, dự án khác giai đoạn 2021-2025": what is spoken of in the plural, or goes on with a comma, names
    /// no single document.
    fn is_one_of_many(&self, at: usize, start: usize) -> bool {
        let before = self.text[..self.tokens[at].span.range().start].trim_end();
        let last = before.rsplit([' ', '\n', '\t']).next().unwrap_or_default();
        let is_plural = matches!(fold(last).as_str(), "cac" | "nhung");
        is_plural
            || !self.text[start..].starts_with(|c: char| c.is_alphanumeric() || "“\"«".contains(c))
    }

    /// The longest name from `start` to at most `stop` that the authority file lists with its type word.
    fn known_name(&self, at: usize, start: usize, stop: usize) -> Option<(Span, Canonical)> {
        let head = self.tokens[at].span.range().start;
        let (length, known) = self.authority.known_name_at(&self.text[head..stop])?;
        let end = (start < head + length).then_some(head + length)?;
        Some((self.span_of(start, end)?, known_as(&known.number)))
    }

    /// The number right after "được ban hành tại", "phê duyệt tại", "ban hành kèm theo".
    fn issued_by(&self, end: usize) -> Option<Canonical> {
        let mut next = self
            .tokens
            .partition_point(|token| token.span.range().start < end);
        let TokenKind::Cue(cue) = self.kind(next)? else {
            return None;
        };
        let binds = self.lexicon.cues[*cue].binds_name;
        if !binds
            || !self.text[end..self.tokens[next].span.range().start]
                .trim()
                .is_empty()
        {
            return None;
        }
        while !matches!(self.kind(next)?, TokenKind::Number(_)) {
            let passes = matches!(
                self.kind(next)?,
                TokenKind::Cue(_) | TokenKind::Type { .. } | TokenKind::So
            );
            next = passes.then_some(next + 1)?;
        }
        let TokenKind::Number(number) = self.kind(next)? else {
            return None;
        };
        number.serial()?;
        Some(Canonical {
            number: number.number.clone(),
            reason: "ban hành kèm theo văn bản này".to_owned(),
        })
    }

    /// Where the meeting is named, in the type word itself ("Nghị quyết Đại hội") or after it.
    fn meeting(&self, at: usize, start: usize) -> Option<usize> {
        let head = self.tokens[at].span.range();
        let inside = memmem::find(&self.text.as_bytes()[head.clone()], "Đại hội".as_bytes());
        let inside = inside.map(|found| head.start + found);
        let after = || {
            let rest = &self.text[start..];
            MEETINGS
                .iter()
                .any(|meeting| rest.starts_with(meeting))
                .then_some(start)
        };
        inside.or_else(after)
    }

    /// "xây dựng Kế hoạch …": the plan is a product, which does not exist yet.
    fn is_being_made(&self, at: usize) -> bool {
        const MADE: [&str; 8] = [
            "ban hành",
            "xây dựng",
            "tham mưu",
            "dự thảo",
            "lập",
            "trình",
            "phê duyệt",
            "hoàn thiện",
        ];
        let before = self.text[..self.tokens[at].span.range().start].trim_end();
        MADE.iter().any(|verb| before.ends_with(verb))
    }

    /// The stretch a name may take: from the next letter to a mark, a day, a number or the head of a numbered
    /// citation, within the block.
    pub(super) fn stretch(&self, at: usize, from: usize) -> (usize, usize) {
        let end = self.block_end().min(from + NAME_MAX);
        let rest = &self.text[from..self.text.floor_char_boundary(end)];
        let start = from + (rest.len() - rest.trim_start().len());
        let is_mark = |c| matches!(c, ';' | '(' | ')' | ':' | '"' | '”' | '“' | '.' | '\t');
        let stop = rest.find(is_mark);
        let stop = stop.map_or(from + rest.len(), |stop| from + stop);
        let ends = self.tokens[at + 1..].iter().enumerate();
        let end = ends
            .take_while(|(_, token)| token.span.range().start < stop)
            .find(|&(ahead, _)| self.ends_name(at + 1 + ahead))
            .map(|(_, token)| token.span.range().start);
        let stop = end.unwrap_or(stop);
        (start, stop.max(start))
    }

    fn ends_name(&self, at: usize) -> bool {
        let is_numbered = |at: usize| {
            matches!(self.kind(at), Some(TokenKind::Number(_)))
                || matches!(self.kind(at), Some(TokenKind::So))
                    && matches!(self.kind(at + 1), Some(TokenKind::Number(_)))
        };
        match &self.tokens[at].kind {
            TokenKind::Date(date) => date.date.month.is_some(),
            TokenKind::Type { .. } => is_numbered(at + 1) && self.is_adjacent(at, at + 1),
            TokenKind::Cue(cue) => {
                let written = &self.text[self.tokens[at].span.range()];
                let cue = &self.lexicon.cues[*cue];
                let governs = ["theo", "căn cứ", "Căn cứ", "quy định tại", "quy định của"];
                // "Luật Đầu tư theo phương thức đối tác công tư", "Luật Người lao động … theo hợp đồng".
                let manners = ["theo phương thức ", "theo hợp đồng"];
                let rest = &self.text[self.tokens[at].span.range().start..];
                cue.binds_name || opens_with(written, &governs) && !opens_with(rest, &manners)
            }
            _ => is_numbered(at),
        }
    }

    pub(super) fn span_of(&self, start: usize, stop: usize) -> Option<Span> {
        let name = self.text[start..stop].trim_end_matches([' ', ',', '\n']);
        // "Luật Hộ tịch và Quyết định số 101/QĐ-TTg": "và" leads to the next.
        let name = name.strip_suffix(" và").unwrap_or(name).trim_end();
        (!name.is_empty()).then(|| Span::new(start, start + name.len()))
    }

    /// Leaves the tokens inside the name behind.
    pub(super) fn pass(&self, draft: &mut Draft, end: usize) {
        while self
            .tokens
            .get(draft.next)
            .is_some_and(|token| token.span.range().start < end)
        {
            draft.next += 1;
        }
    }

    fn date_of_name(&self, draft: &mut Draft) {
        let end = draft.span.range().end;
        // "Luật Tổ chức chính quyền địa phương, ngày 19/6/2015".
        let comma = usize::from(self.kind(draft.next) == Some(&TokenKind::Comma));
        let Some(token) = self.tokens.get(draft.next + comma) else {
            return;
        };
        let TokenKind::Date(date) = token.kind else {
            return;
        };
        let gap = self.text.get(end..token.span.range().start);
        if gap.is_some_and(|gap| gap.trim_matches([' ', ',', '\n']).is_empty()) {
            draft.date = Some(date);
            draft.span = draft.span.cover(token.span);
            draft.next += 1 + comma;
        }
    }
}

fn known_as(number: &str) -> Canonical {
    Canonical {
        number: number.to_owned(),
        reason: "văn bản quen gọi bằng tên này".to_owned(),
    }
}

/// "Đề án giai đoạn 2011-2015", "Kế hoạch vốn năm 2023", "Kế hoạch 5 năm 2016-2020": a period alone tells none of many.
fn is_period(stretch: &str) -> bool {
    let counted = stretch.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    opens_with(stretch, &["giai đoạn ", "năm ", "vốn năm "])
        || counted.len() < stretch.len() && counted.starts_with("năm ")
}

/// Where "và" leads from the name of a meeting to something else: "… lần thứ XV và sự lãnh đạo", but "… lần thứ IV và lần thứ V".
fn joined_end(meeting: &str) -> Option<usize> {
    let mut joints = meeting.match_indices(" và ");
    let other = joints.find(|(at, joint)| !meeting[at + joint.len()..].starts_with("lần thứ"));
    other.map(|(at, _)| at)
}

/// Where the name of a meeting ends that says its term: "Trung ương 4 khóa XI".
fn term_end(meeting: &str) -> Option<usize> {
    let term = [" khóa ", " khoá ", " Khóa ", " Khoá "];
    let ends = term
        .iter()
        .filter_map(|term| Some(meeting.find(term)? + term.len()));
    let start = ends.min()?;
    let numeral = meeting[start..]
        .split([' ', ')'])
        .next()
        .unwrap_or_default();
    let is_roman = !numeral.is_empty() && numeral.bytes().all(|byte| b"IVXL".contains(&byte));
    is_roman.then_some(start + numeral.len())
}

/// "… giai đoạn 2007-2010 được phê duyệt" kèm theo a decision: what was done is not of the name.
fn without_approval(name: &str) -> &str {
    let bare = ["được phê duyệt", "đã được phê duyệt", "được ban hành"]
        .iter()
        .find_map(|done| name.strip_suffix(done));
    bare.map_or(name, |bare| bare.trim_end_matches([' ', ',']))
}

/// Where a name ends that says its period: "… năm 2021", "… giai đoạn 2021-2030", "… đến năm 2025, định hướng
/// đến năm 2030".
fn period_end(stretch: &str) -> Option<usize> {
    let mut end = None;
    let mut from = 0;
    let bytes = stretch.as_bytes();
    while let Some(found) = memchr(b'2', &bytes[from..]) {
        let at = from + found;
        let is_year = bytes.len() >= at + 4
            && bytes[at + 1] == b'0'
            && bytes[at..at + 4].iter().all(u8::is_ascii_digit)
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)
            && at > 0
            && matches!(bytes[at - 1], b' ' | b'-');
        from = at + 1;
        if !is_year {
            continue;
        }
        let led = ["năm", "giai đoạn", "-", "khóa", "kỳ", "đến"];
        let before = stretch[..at].trim_end();
        if led.iter().any(|word| before.ends_with(word)) {
            end = Some(at + 4);
        }
        let rest = &stretch[at + 4..];
        let goes_on = ["-", " -", " –", ", định hướng", ", tầm nhìn"];
        if end.is_some() && !goes_on.iter().any(|more| rest.starts_with(more)) {
            break;
        }
    }
    end
}
