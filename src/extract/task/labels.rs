//! Labels that complete a task: "Chủ trì: …", "Thời gian: …" in its own text, on the lines below
//! it, or as bullets beside it.

use std::rc::Rc;

use super::super::TaskSource;
use super::super::any_of::opens_with;
use super::super::deadline::Setting;
use super::super::outline::{Line, Mark};
use super::super::section::{collapse, role_at_start};
use super::super::trace::Rule;
use super::super::words::Class;
use super::fields::{self, Field, Labelled};
use super::{Draft, Finder, cell, label, parenthesis};
use crate::text::Span;

/// Lines of labels that may follow one item: who, with whom, when, what, where.
const LABEL_LINES_MAX: usize = 8;

/// Bytes of "Hoàn thành trước ngày 30 tháng 6 năm 2021.", and some.
const COMPLETION_MAX: usize = 80;

/// "3. Thời gian thực hiện: …" under several items speaks for those that name no day of their own.
fn says_itself(draft: &Draft, field: Field) -> bool {
    match field {
        Field::Deadline => draft.deadline.is_some(),
        Field::Owner => matches!(draft.why.owners, Some(Rule::Subject | Rule::Ordered)),
        _ => false,
    }
}

/// The drafts that a run of label lines completes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group {
    start: usize,
    /// Drafts before this one are complete: a later label does not speak of them.
    end: usize,
    last_line: Option<usize>,
}

impl Group {
    /// True if the line above is of labels.
    pub fn ends_above(&self, index: usize) -> bool {
        self.last_line.is_some_and(|last| last + 1 == index)
    }

    /// True if the line is one of a list that completed the drafts.
    pub fn holds(&self, index: usize) -> bool {
        self.last_line.is_some_and(|last| index <= last)
    }
}

impl Finder<'_> {
    /// Applies the labels inside a task's own text: "(Chủ trì: Sở Tư pháp; hoàn thành: quý
    /// III/2023)".
    pub(super) fn label(&mut self, draft: &mut Draft, labels: &[Labelled]) {
        let start = self.lines[draft.line].body.start as usize;
        let body = self.body(draft.line);
        for label in labels {
            let value = &body[label.value.clone()];
            self.set(draft, label.field, value, start + label.value.start);
        }
    }

    /// "Công khai thủ tục (Sở Tư pháp chủ trì; hoàn thành trước 30/4)": an item's last parenthesis names
    /// whose work it is.
    pub(super) fn hand_to_parenthesis(&mut self, draft: &mut Draft, line: usize) {
        let last = parenthesis::last(self.body(line));
        let named =
            last.and_then(|(before, inner)| parenthesis::named(before, inner, &mut self.words));
        let Some(found) = named else {
            return;
        };
        draft.owners = found.owners;
        draft.why.owners = found.by;
        if !found.coordinators.is_empty() {
            draft.coordinators.extend(found.coordinators);
            draft.why.coordinators = Some(Rule::CoordinatorLabel);
        }
    }

    /// What the labels of a topic, or the parenthesis that ends it, hand to the items under it, if they name anybody:
    /// "1. Nạo vét kênh. Chủ trì: Sở Xây dựng.", "2. Trực cấp cứu (Sở Y tế):", "3. Nhiệm vụ do Sở Nội vụ chủ trì".
    pub(super) fn handed_in_labels(&mut self, index: usize) -> Option<Draft> {
        let body = self.body(index);
        let mut draft = Draft {
            line: index,
            ..Draft::default()
        };
        // A colon at its end opens the items.
        if body.trim_end_matches([':', ' ']).contains(':') {
            self.label(&mut draft, &fields::labelled(body));
            if !draft.owners.is_empty() {
                return Some(draft);
            }
        }
        let (before, inner) = parenthesis::last(body).or_else(|| parenthesis::passive(body))?;
        let named = parenthesis::named(before, inner, &mut self.words)?;
        (draft.owners, draft.coordinators) = (named.owners, named.coordinators);
        if draft.deadline.is_none() {
            let end = self.lines[index].body.end as usize;
            let told = Span::new(end - (body.len() - before.len()), end);
            draft.deadline = self.deadline(told, Setting::Prose).map(|(told, _)| told);
        }
        Some(draft)
    }

    /// "(Sở Tư pháp chủ trì; hoàn thành trước 30/4)" on a line of its own under an item is the item's last parenthesis.
    pub(super) fn hand_to_line_above(&mut self, index: usize) -> bool {
        let body = self.body(index).trim_end_matches(['.', ';', ' ']);
        let is_aside = self.lines[index].mark.is_none()
            && body.starts_with('(')
            && parenthesis::last(body).is_some();
        let is_under = |draft: &mut Draft| is_aside && draft.line + 1 == index;
        let Some(mut draft) = self.drafts.pop_if(is_under) else {
            return false;
        };
        let (owned, timed) = (draft.why.owners, draft.deadline.is_some());
        if !says_itself(&draft, Field::Owner) {
            self.hand_to_parenthesis(&mut draft, index);
        }
        if !timed
            && let Some((deadline, rule)) = self.deadline(self.lines[index].body, Setting::Prose)
        {
            draft.deadline = Some(deadline);
            draft.why.deadline = Some(rule);
        }
        let told = draft.why.owners != owned || draft.deadline.is_some() != timed;
        self.drafts.push(draft);
        told
    }

    fn set(&mut self, draft: &mut Draft, field: Field, value: &str, offset: usize) {
        match field {
            Field::Owner | Field::OwnerAndDeadline => {
                let found = cell::of_cell(value, &mut self.words);
                if !found.owners.is_empty() {
                    draft.owners = found.owners;
                    draft.why.owners = Some(Rule::OwnerLabel);
                }
                if !found.coordinators.is_empty() {
                    draft.why.coordinators = Some(Rule::CoordinatorLabel);
                }
                draft.coordinators.extend(found.coordinators);
            }
            Field::Coordinator => {
                let found = cell::of_cell(value, &mut self.words);
                draft.why.coordinators = Some(Rule::CoordinatorLabel);
                found.owners.into_iter().for_each(|name| {
                    if !draft.coordinators.contains(&name) {
                        draft.coordinators.push(name);
                    }
                });
            }
            Field::Deadline => {
                let value = value.trim_end_matches(['.', ';', ' ', ',']);
                let span = Span::new(offset, offset + value.len());
                if let Some((deadline, rule)) = self.deadline(span, Setting::Cell) {
                    draft.deadline = Some(deadline);
                    draft.why.deadline = Some(rule);
                }
            }
            Field::Product => {
                draft.product = Some(collapse(value.trim_end_matches(['.', ';', ' '])));
                draft.why.product = Some(Rule::ProductLabel);
            }
            Field::Counter
            | Field::Task
            | Field::Group
            | Field::Kpi
            | Field::Budget
            | Field::Other => {}
        }
    }

    /// A line of labels completes the tasks beside it, else the line above it, which then is the
    /// task.
    pub(super) fn complete(&mut self, index: usize, labels: &[Labelled]) {
        let parent = self.labelled_heading(index);
        let start = self.lines[index].body.start as usize;
        let body = self.body(index);
        let useful = labels.iter().any(|label| {
            matches!(
                label.field,
                Field::Owner
                    | Field::Coordinator
                    | Field::Deadline
                    | Field::Product
                    | Field::OwnerAndDeadline
            )
        });
        if !useful {
            return;
        }
        let follows = self.group.ends_above(index) && self.lines[index].mark.is_some();
        let mut first = if follows {
            self.group.start
        } else {
            self.first_completed(index, parent)
        };
        if first == self.drafts.len() {
            let Some(parent) = parent.filter(|&parent| self.may_be_task(parent)) else {
                return;
            };
            if self.items_follow(index, parent) {
                return self.hand_labels(index, parent, labels);
            }
            let above = self.parent_handed(parent);
            let length = self.body(parent).len();
            let Some((mut draft, _)) = self.draft(parent, 0..length, &above) else {
                return;
            };
            draft.why.task = Some(Rule::LabelledHeading);
            first = self.drafts.len();
            self.drafts.push(Draft {
                source: Some(TaskSource::List),
                ..draft
            });
        }
        self.group = Group {
            start: first,
            end: self.drafts.len(),
            last_line: Some(index),
        };
        let is_numbered = matches!(
            self.lines[index].mark,
            Some(Mark::Number(_) | Mark::SmallLetter)
        );
        let is_shared = is_numbered || self.drafts.len() - first > 1;
        for at in first..self.drafts.len() {
            let mut draft = std::mem::take(&mut self.drafts[at]);
            for label in labels {
                if is_shared && says_itself(&draft, label.field) {
                    continue;
                }
                let value = &body[label.value.clone()];
                self.set(&mut draft, label.field, value, start + label.value.start);
            }
            self.drafts[at] = draft;
        }
    }

    /// "1. Nội dung", "- …", "2. Cơ quan chủ trì", "- Bộ Quốc phòng.", "- Bộ Công an.": a label for a heading, and whoever it
    /// names each behind a mark below, complete the items beside.
    pub(super) fn complete_by_list(&mut self, index: usize) -> bool {
        let Some(field) = self.names_doers(index) else {
            return false;
        };
        let listed = || self.lines[index + 1..].iter();
        let listed = || listed().take_while(|line| line.parent == Some(index));
        if !listed().all(|line| self.names_doer(line)) {
            return false;
        }
        let last = index + listed().count();
        let names = listed().filter(|line| !self.is_aside(line));
        let names: Vec<&str> = names.map(|line| &self.text[line.body.range()]).collect();
        let names = names.join("\n");
        let mut above = self.lines[index].parent;
        while let Some(label) = above.filter(|&label| self.names_doers(label).is_some()) {
            above = self.lines[label].parent;
        }
        let first = match self.group.ends_above(index) {
            true => self.group.start,
            false => self.first_completed(index, above),
        };
        self.group = Group {
            start: first,
            end: self.drafts.len(),
            last_line: Some(last),
        };
        for at in first..self.drafts.len() {
            let mut draft = std::mem::take(&mut self.drafts[at]);
            if !says_itself(&draft, field) {
                self.set(&mut draft, field, &names, 0);
            }
            self.drafts[at] = draft;
        }
        true
    }

    /// "- Bộ Quốc phòng; các tổ chức xã hội." and nothing that anybody does.
    fn names_doer(&self, line: &Line) -> bool {
        let mut beside = self.words.beside();
        let said = beside.read(&self.text[line.body.range()]);
        let is_act = |at: usize| match said.class(at) {
            Some(Class::Verb) => said.word(at) != "tổ chức",
            class => matches!(class, Some(Class::Action | Class::Colon)),
        };
        let is_leaf = !line.has_children && line.table.is_none();
        is_leaf && (self.is_aside(line) || !(0..said.tokens.len()).any(is_act))
    }

    /// "(Văn phòng giúp Ban Chỉ đạo tổng hợp)" under the names.
    fn is_aside(&self, line: &Line) -> bool {
        line.mark.is_none() && self.text[line.body.range()].starts_with('(')
    }

    /// "Cơ quan chủ trì", "Đơn vị phối hợp:" and nothing else on a line with others under it.
    fn names_doers(&self, index: usize) -> Option<Field> {
        const OPENERS: [&str; 8] = [
            "Cơ quan ",
            "Đơn vị ",
            "Chủ trì",
            "Phối hợp",
            "CƠ QUAN ",
            "ĐƠN VỊ ",
            "CHỦ TRÌ",
            "PHỐI HỢP",
        ];
        let line = &self.lines[index];
        let body = self.body(index).trim_end_matches([':', '.', ' ']);
        let may_be = line.mark.is_some() && line.has_children && opens_with(body, &OPENERS);
        let is_label = may_be && label::before(body, 0, body.len()) == Some((0, 0));
        let field = is_label.then(|| fields::of_header(body)).flatten();
        field.filter(|field| matches!(field, Field::Owner | Field::Coordinator))
    }

    /// "- Lắp đặt camera." and "Hoàn thành trong quý II năm 2021." on the line below: the day of the item.
    pub(super) fn ends_item(&self, index: usize) -> bool {
        let is_short = self.lines[index].body.len() <= COMPLETION_MAX;
        let above = self.drafts.last().filter(|_| is_short);
        above.is_some_and(|item| {
            self.lines[index].mark.is_none()
                && self.lines[item.line].mark.is_some()
                && item.line + 1 == index
                && item.deadline.is_none()
        })
    }

    /// The heading that a line of labels stands under; "Phân công thực hiện:", "Thời gian dự kiến:" between them is none.
    fn labelled_heading(&self, index: usize) -> Option<usize> {
        let above = self.lines[index].parent?;
        // "Hoàn thành Quy hoạch tỉnh:" is work.
        let body = self.body(above);
        let is_label =
            body.ends_with(':') && label::before(body, 0, body.len() - 1) == Some((0, 0));
        let named = is_label.then(|| fields::of_header(body)).flatten();
        let names_field = matches!(named, Some(Field::Owner | Field::Deadline));
        match names_field {
            true => self.lines[above].parent,
            false => Some(above),
        }
    }

    /// True if the labels of a heading stand before its items.
    fn items_follow(&self, index: usize, parent: usize) -> bool {
        let below = self.lines[index + 1..].iter().zip(index + 1..);
        let mut beside = below
            .take(LABEL_LINES_MAX)
            .take_while(|(line, _)| line.parent.is_some())
            .filter(|(line, _)| line.parent == Some(parent));
        beside.any(|(line, at)| {
            let body = self.body(at);
            let is_label = fields::is_only_labels(&fields::labelled(body))
                || fields::completes(body).is_some();
            line.mark.is_some() && !is_label
        })
    }

    /// "1. Nạo vét kênh", "Chủ trì: Sở Nội vụ", "- …", "- …": what labels right under a heading say goes for its items.
    fn hand_labels(&mut self, index: usize, parent: usize, labels: &[Labelled]) {
        let mut draft = Draft {
            line: index,
            ..Draft::default()
        };
        self.label(&mut draft, labels);
        let handed = Rc::make_mut(&mut self.handed[parent]);
        if !draft.owners.is_empty() {
            (handed.owners, handed.orders) = (draft.owners, true);
        }
        handed.coordinators.extend(draft.coordinators);
        handed.period = draft.deadline.or(handed.period.take());
    }

    /// A heading that only labels stand under is the task they complete, unless it heads a
    /// section of the document.
    fn may_be_task(&self, index: usize) -> bool {
        let is_item = self.lines[index].mark.is_some_and(Mark::is_of_item);
        is_item && role_at_start(self.body(index)).is_none()
    }

    /// The first draft a line of labels speaks of: the item it follows without a mark, or all
    /// items beside it.
    fn first_completed(&self, index: usize, parent: Option<usize>) -> usize {
        if self.lines[index].mark.is_none() {
            let last = self.drafts.last().filter(|last| {
                self.lines[last.line].mark.is_some()
                    && last.line + LABEL_LINES_MAX > index
                    && parent.is_none_or(|heading| heading <= last.line)
            });
            return self.drafts.len() - usize::from(last.is_some());
        }
        // A heading that became a task by its first label is the task of all labels under it, whatever stands between.
        if self
            .drafts
            .last()
            .is_some_and(|last| Some(last.line) == parent)
        {
            return self.drafts.len() - 1;
        }
        let beside = |draft: &Draft| {
            draft.line == parent.unwrap_or(usize::MAX)
                || parent.is_some()
                    && (self.lines[draft.line].parent == parent
                        || self.grandparent(draft.line) == parent)
        };
        let open = &self.drafts[self.group.end.min(self.drafts.len())..];
        let after = open.iter().rev().take_while(|draft| beside(draft)).count();
        self.drafts.len() - after
    }

    fn grandparent(&self, line: usize) -> Option<usize> {
        self.lines[line]
            .parent
            .and_then(|parent| self.lines[parent].parent)
    }
}
