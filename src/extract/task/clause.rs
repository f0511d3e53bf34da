//! Lines in, drafts out: a bullet is one task with all its sentences, a paragraph as many as it
//! has directive clauses.

use std::rc::Rc;

use super::super::TaskSource;
use super::super::any_of::opens_with;
use super::super::deadline::Setting;
use super::super::outline::{Mark, is_capitals};
use super::super::section::Role;
use super::super::target;
use super::super::trace::{Field, Of, Rule};
use super::super::words::Class;
use super::fields::Labelled;
use super::parties::{self, Parties};
use super::{Draft, Finder, Handed, Why, formula, heading, product, prose, seat};
use crate::text::{Span, is_letter};

/// Bytes of an article that names who carries a decision out.
const ENFORCEMENT_MAX: usize = 1_500;
/// Bytes of a paragraph without mark or subject that still is an instruction; shorter ones are
/// captions.
pub(super) const PARAGRAPH_MIN: usize = 40;

impl Finder<'_> {
    /// "2. Chuẩn bị địa điểm theo danh sách. Cụ thể:" over a table of places: the table gives no work, the item does.
    fn is_shown_below(&mut self, index: usize) -> bool {
        let line = &self.lines[index];
        let is_item = matches!(line.mark, Some(Mark::Number(_) | Mark::SmallLetter));
        let is_below = |at: usize| {
            let below = self.lines.get(at).filter(|it| it.parent == Some(index));
            below.filter(|_| is_item && line.is_heading)
        };
        let table = is_below(index + 1).and_then(|it| it.table);
        let Some(table) = table.filter(|_| is_below(index + 2).is_none()) else {
            return false;
        };
        let body = self.body(index);
        body.ends_with(':')
            && formula::starts_with_action(&self.words, body)
            && self.gives_no_work(table)
    }

    /// A bullet or numbered item.
    pub(super) fn item(&mut self, index: usize, role: Option<Role>, labels: &[Labelled]) {
        let says_all = self.is_shown_below(index) || self.enumerates(index);
        if let Some(rule) = self.heads_or_counts(index, says_all) {
            return self.refuse(index, rule);
        }
        let body = self.body(index);
        let above = self.parent_handed(index);
        let Some((mut draft, found)) = self.draft(index, 0..body.len(), &above) else {
            return;
        };
        let is_open = self.lines[index].is_heading && body.ends_with(':') && !says_all;
        let refused = self
            .unwanted(role, &draft, &found, &above)
            .or(is_open.then_some(Rule::HeadingOfItems))
            .or_else(|| self.unbinding(role, &draft, &found));
        if let Some(rule) = refused {
            return self.refuse(index, rule);
        }
        draft.why.task = Some(match role {
            Some(Role::Tasks | Role::Implementation | Role::Report) => Rule::ItemOfWork,
            _ if draft.is_explicit => Rule::ItemNamesAgency,
            _ => Rule::ItemUnderOrder,
        });
        if !draft.is_explicit {
            self.hand_to_parenthesis(&mut draft, index);
        }
        draft.join(found);
        self.label(&mut draft, labels);
        draft.source = Some(TaskSource::List);
        self.drafts.push(draft);
    }

    /// "II. NHIỆM VỤ", "Phần thứ hai": work only if it names who acts.
    fn is_title(&self, index: usize) -> bool {
        matches!(
            self.lines[index].mark,
            Some(Mark::Roman | Mark::Part | Mark::Chapter | Mark::Section | Mark::Annex)
        )
    }

    /// "- Phòng Giá đất;", "- Công ty cổ phần Cáp điện.": an agency, and nothing it must do. "Thanh tra các xã" is done.
    fn is_bare_name(&mut self, index: usize) -> bool {
        /// Bytes of the longest such line, and some.
        const NAME_MAX: usize = 120;
        const ACTS: [&str; 6] = [
            "Thanh tra",
            "Kiểm toán",
            "Thống kê",
            "Bảo hiểm",
            "Cán bộ",
            "Đoàn",
        ];
        let body = self.body(index);
        let acts = || {
            let mut beside = self.words.beside();
            let said = beside.read(body);
            [Class::Verb, Class::Duty, Class::Lead, Class::Support].map(|class| said.has(class))
        };
        body.len() <= NAME_MAX
            && self.lines[index].mark.is_some()
            && matches!(
                self.words.first(body, formula::FIRST_PHRASE_MAX),
                Some(Class::Head | Class::Quantity | Class::Office)
            )
            && !opens_with(body, &ACTS)
            && !acts().contains(&true)
            && self.names_agencies(index)
    }

    /// "2. Tổ phó:" and under it "a) Giám đốc Sở Tư pháp phụ trách về thể chế;": who sits on a board.
    fn sits(&self, index: usize) -> bool {
        let body = self.body(index);
        let parent = self.lines[index].parent;
        parent.is_some_and(|parent| seat::heads_members(self.body(parent)))
            && !body.contains(": ")
            && (body.starts_with("Mời ") || !formula::starts_with_action(&self.words, body))
            && {
                let mut beside = self.words.beside();
                let said = beside.read(body);
                ![Class::Duty, Class::Lead, Class::Support]
                    .map(|class| said.has(class))
                    .contains(&true)
            }
    }

    /// Why an item gives no work whatever it says: what stands under it gives it, or it is one of the things counted above.
    fn heads_or_counts(&mut self, index: usize, says_all: bool) -> Option<Rule> {
        let line = &self.lines[index];
        let heads = line.has_children && (line.is_heading || self.is_title(index));
        match () {
            () if line.has_children && self.names_agencies(index) => {
                Some(Rule::HeadingNamesAgencies)
            }
            () if self.is_bare_name(index) => Some(Rule::HeadingNamesAgencies),
            () if heads && !says_all => Some(Rule::HeadingOfItems),
            () if self.is_part_of_list(index) || self.sits(index) => Some(Rule::Enumerated),
            () => None,
        }
    }

    /// Why an item orders nothing where it stands.
    fn unwanted(
        &self,
        role: Option<Role>,
        draft: &Draft,
        found: &Parties,
        above: &Handed,
    ) -> Option<Rule> {
        let index = draft.line;
        let is_wanted = match role {
            Some(Role::Tasks | Role::Implementation | Role::Report) => {
                !self.is_title(index) || draft.is_explicit
            }
            Some(_) => draft.is_explicit,
            None if above.is_opinion && !draft.is_explicit => self.urges(index),
            None => above.orders || draft.is_explicit && !found.is_narrative,
        };
        match () {
            () if formula::is_formula(self.body(index), &self.words) => Some(Rule::ClosingFormula),
            () if self.is_reported(role, found) => Some(Rule::Narrative),
            () if formula::looks_back(self.body(index))
                || formula::asks_for_itself(self.body(index)) =>
            {
                Some(Rule::Narrative)
            }
            () if found.is_narrative && found.by == Some(Rule::InlineHeading) => {
                Some(Rule::Narrative)
            }
            () if found.is_narrative && !is_wanted => Some(Rule::Narrative),
            () if !is_wanted => Some(Rule::NoOrder),
            () if formula::entitles(self.body(index)) => Some(Rule::Norm),
            () if !draft.is_explicit && self.is_inspected(index) => Some(Rule::Inspected),
            () => None,
        }
    }

    /// True of an opinion that is an order all the same.
    fn urges(&self, index: usize) -> bool {
        let body = self.body(index);
        formula::urges(body) || formula::starts_with_action(&self.words, body)
    }

    /// Why what reads like work binds nobody in this kind of paper.
    fn unbinding(&self, role: Option<Role>, draft: &Draft, found: &Parties) -> Option<Rule> {
        match () {
            () if self.is_rule(draft.line, role, draft) => Some(Rule::Norm),
            () if self.is_no_order(role, draft, found) => Some(Rule::NotADocumentOfWork),
            () => None,
        }
    }

    /// A paragraph without a mark, or the text of an article.
    pub(super) fn paragraph(&mut self, index: usize, role: Option<Role>, labels: &[Labelled]) {
        let line = &self.lines[index];
        let body = self.body(index);
        // A headline of a list page reads like an order and ends like none.
        let is_caption = role.is_none() && !body.ends_with(['.', ';', '…', '!', ')', '”', '/']);
        let refused = match () {
            () if formula::is_announcement(body) => Some(Rule::Announcement),
            () if line.is_heading => Some(Rule::HeadingOfItems),
            () if is_caption || is_capitals(body) => Some(Rule::Caption),
            () if self.is_before_orders(index, role) => Some(Rule::BeforeOrders),
            () if self.brings_in_articles(index) => Some(Rule::Announcement),
            () => None,
        };
        if let Some(rule) = refused {
            return self.refuse(index, rule);
        }
        let above = self.parent_handed(index);
        let mut base = Rc::clone(&above);
        let mut begun = false;
        for clause in prose::clauses(body, &mut self.words) {
            let words = &body[clause.range.clone()];
            let is_enforcement = body.len() < ENFORCEMENT_MAX
                && body.contains("trách nhiệm thi hành")
                && !words.starts_with("Giao ");
            if formula::is_formula(words, &self.words)
                || is_enforcement
                || formula::is_announcement(words)
            {
                begun = false;
                self.refuse_clause(index, &clause, Rule::ClosingFormula);
                continue;
            }
            let Some((mut draft, found)) = self.draft(index, clause.range.clone(), &base) else {
                continue;
            };
            let opens = formula::starts_with_action(&self.words, words);
            let ordered = matches!(
                role,
                Some(Role::Tasks | Role::Implementation | Role::Report)
            );
            let wanted = draft.is_explicit
                || (opens || !clause.opens_sentence) && begun
                || ordered && opens && line.mark.is_none() && words.len() > PARAGRAPH_MIN
                || above.orders && ordered && !above.owners.is_empty()
                // "3. Công an tỉnh" and under it what it is to do, without a mark.
                || (above.by_heading || above.orders && !above.owners.is_empty())
                    && opens
                    && line.mark.is_none()
                    && words.len() > PARAGRAPH_MIN;
            let refused = self.refusal(words, role, &draft, &found);
            if let Some(rule) = refused.or((!wanted).then_some(Rule::NoOrder)) {
                let goes_on = self.append(index, begun, &clause);
                let is_due = self.due_with_answer(words, &draft);
                if is_due || goes_on || refused.is_some() || !is_answer_due(words, &draft) {
                    if !is_due && !goes_on {
                        self.refuse_clause(index, &clause, rule);
                    }
                    continue;
                }
                self.ask_who_was_asked(index, &mut draft);
            }
            draft.why.task = Some(match () {
                () if draft.is_explicit => Rule::OrderInProse,
                () if begun => Rule::OrderGoesOn,
                () => Rule::ParagraphOfWork,
            });
            if draft.is_explicit && (clause.opens_sentence || !begun) {
                let owners = draft.owners.clone();
                base = Rc::new(Handed {
                    owners,
                    orders: true,
                    by_heading: base.by_heading,
                    period: base.period.clone(),
                    ..Handed::default()
                });
            }
            begun = true;
            self.label(&mut draft, labels);
            draft.source = Some(TaskSource::Prose);
            self.drafts.push(draft);
        }
    }

    /// Why a clause of prose is no task, whatever it orders.
    fn refusal(
        &self,
        words: &str,
        role: Option<Role>,
        draft: &Draft,
        found: &Parties,
    ) -> Option<Rule> {
        let tells = found.is_narrative
            || self.is_reported(role, found)
            || formula::looks_back(words)
            || formula::is_own_act(words, &self.words, role);
        tells
            .then_some(Rule::Narrative)
            .or_else(|| self.unbinding(role, draft, found))
    }

    fn refuse_clause(&mut self, index: usize, clause: &prose::Clause, rule: Rule) {
        let start = self.lines[index].body.start as usize;
        let span = Span::new(start + clause.range.start, start + clause.range.end);
        self.trace.refuse(Of::Task, Field::Itself, span, rule);
    }

    /// A sentence that orders nothing itself belongs to the task before it in its paragraph, if
    /// there is one.
    pub(super) fn append(&mut self, index: usize, begun: bool, clause: &prose::Clause) -> bool {
        let start = self.lines[index].body.start as usize;
        let Some(last) = self
            .drafts
            .last_mut()
            .filter(|last| begun && last.line == index)
        else {
            return false;
        };
        last.may_aim = true;
        last.span = last.span.cover(Span::new(
            start + clause.range.start,
            start + clause.range.end,
        ));
        true
    }

    /// "Báo cáo gửi về Bộ Nội vụ trước ngày 10/02/2025 để tổng hợp.": when the answer to the request above is due.
    fn due_with_answer(&mut self, words: &str, answer: &Draft) -> bool {
        let last = self.drafts.last_mut().filter(|last| {
            is_answer(words)
                && last.source == Some(TaskSource::Prose)
                && last.section == answer.section
                && last.deadline.is_none()
        });
        let Some(last) = last.filter(|_| answer.deadline.is_some()) else {
            return false;
        };
        last.deadline.clone_from(&answer.deadline);
        last.why.deadline = answer.why.deadline;
        true
    }

    /// An answer is owed by those of whom the list above it was asked.
    fn ask_who_was_asked(&self, index: usize, answer: &mut Draft) {
        let Some(item) = index.checked_sub(1).filter(|_| answer.owners.is_empty()) else {
            return;
        };
        let lead = self.parent_handed(item);
        if lead.orders && !lead.by_heading {
            answer.owners.clone_from(&lead.owners);
        }
    }

    /// Reads the part `range` of a line as one task, with what else it says of its parties: who they are is the draft's.
    pub(super) fn draft(
        &mut self,
        index: usize,
        range: std::ops::Range<usize>,
        above: &Handed,
    ) -> Option<(Draft, Parties)> {
        let start = self.lines[index].body.start as usize;
        let whole = &self.body(index)[range.clone()];
        let heading = heading::inline_heading(whole, &mut self.words);
        let skipped = heading
            .as_ref()
            .map_or_else(|| formula::connective(whole), |(_, at)| *at);
        let words = whole[skipped..].trim_end();
        if is_one_syllable(words) {
            return None;
        }
        let mut found = parties::read(words, &mut self.words);
        if let Some((owners, _)) = heading {
            // "Đối với các trường: Phòng Giáo dục chỉ đạo": whom it is about, then who acts.
            let acts = whole.starts_with("Đối với ") || formula::given_inside(words);
            if !(found.is_explicit() && acts) {
                found.owners = owners;
                found.by = Some(Rule::InlineHeading);
            }
            found.is_narrative = formula::states(words);
        }
        // "2. Công an xã", "- Phối hợp cài đặt VNeID; giao cảnh sát khu vực hỗ trợ": what it hands on stays its own.
        let opens = || self.words.first(words, formula::FIRST_PHRASE_MAX);
        if found.by == Some(Rule::Ordered)
            && above.by_heading
            && !above.owners.is_empty()
            && matches!(opens(), Some(Class::Action | Class::Lead | Class::Support))
        {
            found.owners.clear();
            found.by = None;
        }
        let from = start + range.start + skipped;
        let span = Span::new(from, from + words.len());
        let said = self.said(span);
        let own = self.deadline_in(&said, span, Setting::Prose);
        let period = || Some((above.period.clone()?, Rule::PeriodAbove));
        let deadline = own.or_else(period);
        let product = product::find(&said);
        let why = Why {
            task: None,
            owners: found.by.or(Some(Rule::HandedDown)),
            coordinators: Some(if found.coordinators.is_empty() {
                Rule::HandedDown
            } else {
                Rule::AfterSupport
            }),
            deadline: deadline.as_ref().map(|(_, rule)| *rule),
            product: Some(Rule::NamedProduct),
        };
        let is_explicit = found.is_explicit();
        let unknown = (!is_explicit && !above.owners.is_empty())
            .then(|| parties::unknown_subject(words, &mut self.words))
            .flatten();
        let draft = Draft {
            span,
            section: self.section_of[index],
            source: None,
            owners: match (is_explicit, unknown) {
                (true, _) => std::mem::take(&mut found.owners),
                (false, Some(name)) => vec![name],
                (false, None) => above.owners.clone(),
            },
            coordinators: match found.coordinators.is_empty() && !is_explicit {
                true => above.coordinators.clone(),
                false => std::mem::take(&mut found.coordinators),
            },
            is_explicit,
            deadline: deadline.map(|(deadline, _)| deadline),
            product,
            may_aim: target::may_be_in(&said),
            line: index,
            why,
        };
        Some((draft, found))
    }
}

impl Draft {
    /// A bullet is one task, whoever else acts in it; of a paragraph each clause is one.
    fn join(&mut self, found: Parties) {
        if !matches!(
            found.by,
            Some(Rule::Subject | Rule::Ordered | Rule::InlineHeading)
        ) {
            return;
        }
        for name in found.besides {
            if !self.owners.contains(&name) && !self.coordinators.contains(&name) {
                self.owners.push(name);
            }
        }
    }
}

/// "Báo cáo gửi về Bộ Nội vụ …": where the answer goes.
fn is_answer(words: &str) -> bool {
    const ANSWERS: [&str; 7] = [
        "Báo cáo",
        "Kết quả",
        "Văn bản",
        "Ý kiến",
        "Hồ sơ",
        "Danh sách",
        "Đăng ký",
    ];
    opens_with(words, &ANSWERS) && (words.contains(" gửi về ") || words.contains(" gửi đến "))
}

/// "Báo cáo gửi về Bộ Nội vụ trước ngày 14/6/2024 để tổng hợp." behind a list of what to report: it is due all the same,
/// whoever was asked.
fn is_answer_due(words: &str, answer: &Draft) -> bool {
    let due = answer.deadline.as_ref().and_then(|it| it.due.as_ref());
    due.is_some() && is_answer(words)
}

/// A label or half a word that stands alone on a line; an instruction has a verb and its object, if without a blank
/// between them.
fn is_one_syllable(words: &str) -> bool {
    /// "nghiêng".
    const SYLLABLE_MAX: usize = 7;
    let is_spoken = |word: &&str| word.chars().any(is_letter);
    // Most that is no syllable has more letters.
    let mut letters = words.chars().filter(|c| is_letter(*c));
    letters.nth(SYLLABLE_MAX).is_none()
        && words.split_whitespace().filter(is_spoken).nth(1).is_none()
}
