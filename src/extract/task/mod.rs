//! A document's outline in, its tasks out: one per bullet or numbered item of a section that gives work, per row of a task table, per
//! directive clause of prose. Subjects stand in the clause, in the heading, or in the sentence above the list that
//! ends with a colon, and are handed down. Goals, targets, last year's results, funds, definitions and closing formulas
//! give no work. Nothing here is tuned to a document: every rule is about the genre.

mod fields;
mod formula;
mod labels;
mod parties;
mod product;
mod prose;
mod table;

use std::rc::Rc;

use jiff::civil::Date;

use super::deadline::{self, Setting};
use super::outline::{self, Line, Mark, Zone};
use super::section::{Role, collapse, role_at_start};
use super::words::{Class, Token};
use super::{Deadline, Identity, Section, Task, TaskSource, target};
use crate::authority::{Authority, PlaceId};
use crate::parse::{BlockKind, Document};
use crate::text::Span;
use fields::Labelled;
use parties::Parties;

/// Tasks of one document that are kept. The largest real annex seen has 612 rows.
const TASKS_MAX: usize = 20_000;

/// Every task, in reading order.
pub(super) fn find(
    document: &Document,
    sections: &[Section],
    identity: &Identity,
    authority: &Authority,
) -> Vec<Task> {
    let lines = outline::read(document);
    let mut finder = Finder::new(document, &lines, sections, identity);
    for index in 0..lines.len() {
        finder.line(index);
    }
    finder.finish(identity, authority)
}

/// A task before it is numbered and its agencies looked up.
#[derive(Clone, Debug, Default)]
struct Draft {
    span: Span,
    section: Option<u32>,
    source: Option<TaskSource>,
    owners: Vec<String>,
    coordinators: Vec<String>,
    deadline: Option<Deadline>,
    product: Option<String>,
    /// The line it came from, whose siblings may complete it.
    line: usize,
}

/// What a line hands down to the lines under it.
#[derive(Clone, Debug, Default)]
struct Handed {
    owners: Vec<String>,
    coordinators: Vec<String>,
    /// An order or an agency stands above: what is under it is work even where no section says so.
    orders: bool,
    /// The owners are a heading of their own.
    by_heading: bool,
}

struct Finder<'a> {
    document: &'a Document,
    text: &'a str,
    lines: &'a [Line],
    sections: &'a [Section],
    /// Innermost section of each line.
    section_of: Vec<Option<u32>>,
    handed: Vec<Rc<Handed>>,
    drafts: Vec<Draft>,
    year: Option<i16>,
    has_plan_sections: bool,
    /// The first unmarked sentence that orders what is listed under it.
    orders_at: Option<usize>,
    /// Parts made of articles: what they say binds always, and only their assigning articles give work.
    norms: Vec<u32>,
    /// First draft that the label lines being read complete, and the line read last.
    group: labels::Group,
    columns: Option<table::Columns>,
    tokens: Vec<Token>,
}

impl<'a> Finder<'a> {
    fn new(
        document: &'a Document,
        lines: &'a [Line],
        sections: &'a [Section],
        identity: &Identity,
    ) -> Finder<'a> {
        let work =
            |section: &Section| matches!(section.role.as_deref(), Some("tasks" | "implementation"));
        Finder {
            document,
            text: document.text.as_str(),
            lines,
            sections,
            section_of: innermost(lines, sections),
            handed: vec![Rc::default(); lines.len()],
            drafts: Vec::new(),
            year: plan_year(identity),
            has_plan_sections: sections.iter().any(work),
            orders_at: lines.iter().position(|line| {
                let body = &document.text.as_str()[line.body.range()];
                line.mark.is_none()
                    && line.is_heading
                    && line.has_children
                    && formula::has_order(body)
            }),
            norms: norms(lines),
            group: labels::Group::default(),
            columns: None,
            tokens: Vec::new(),
        }
    }

    fn body(&self, index: usize) -> &'a str {
        &self.text[self.lines[index].body.range()]
    }

    fn line(&mut self, index: usize) {
        if self.lines[index].zone != Zone::Body || self.drafts.len() >= TASKS_MAX {
            return;
        }
        self.handed[index] = self.hand_down(index);
        let role = self.role(index);
        if let Some(table) = self.lines[index].table {
            self.table(index, table, role);
            return;
        }
        if role.is_some_and(is_silent) {
            return;
        }
        let labels = fields::labelled(self.body(index));
        if fields::is_only_labels(&labels)
            && (self.lines[index].mark.is_none() || !self.lines[index].has_children)
        {
            self.complete(index, &labels);
        } else if self.lines[index].mark.is_some() && self.lines[index].mark != Some(Mark::Article)
        {
            self.item(index, role, &labels);
        } else {
            self.paragraph(index, role, &labels);
        }
    }

    fn parent_handed(&self, index: usize) -> Rc<Handed> {
        self.lines[index]
            .parent
            .map(|parent| Rc::clone(&self.handed[parent]))
            .unwrap_or_default()
    }

    /// The agencies a heading or lead sentence gives to what stands under it; else those it was given.
    fn hand_down(&mut self, index: usize) -> Rc<Handed> {
        let above = self.parent_handed(index);
        let body = self.body(index);
        if !self.lines[index].has_children {
            return above;
        }
        let named = parties::of_heading(body, &mut self.tokens);
        if !named.is_empty() {
            return Rc::new(Handed {
                owners: named,
                orders: true,
                by_heading: true,
                ..Handed::default()
            });
        }
        if formula::is_announcement(body) {
            return above;
        }
        let by_heading = above.by_heading;
        if let Some((owners, _)) = parties::inline_heading(body, &mut self.tokens) {
            return Rc::new(Handed {
                owners,
                orders: true,
                by_heading,
                ..Handed::default()
            });
        }
        let found = parties::read(body, &mut self.tokens);
        if found.is_narrative || !found.is_explicit() && found.coordinators.is_empty() {
            let orders = above.orders || body.ends_with(':') && formula::has_order(body);
            return if orders == above.orders {
                above
            } else {
                Rc::new(Handed {
                    orders,
                    ..(*above).clone()
                })
            };
        }
        let owners = if found.is_explicit() {
            found.owners
        } else {
            above.owners.clone()
        };
        Rc::new(Handed {
            owners,
            coordinators: found.coordinators,
            orders: true,
            by_heading,
        })
    }

    /// The role of the section around a line. Topics of a plan that name no role are work; elsewhere they are nothing.
    fn role(&self, index: usize) -> Option<Role> {
        let section = self.section_of[index].and_then(|id| self.sections.get(id as usize))?;
        let role = section.role.as_deref().and_then(Role::named);
        let own = self.own_role(index);
        let topic = self.has_plan_sections && role.is_none();
        let found = own
            .or(role)
            .or(topic.then_some(Role::Tasks))
            .filter(|&role| role != Role::Annex);
        let is_norm = self.norms.contains(&self.lines[index].part);
        found.filter(|&role| !is_norm || !matches!(role, Role::Tasks | Role::Budget | Role::Report))
    }

    /// In a part made of articles, a rule without an assigning heading is work only if it names who and when.
    fn is_rule(&self, index: usize, role: Option<Role>, draft: &Draft, found: &Parties) -> bool {
        let timed = draft
            .deadline
            .as_ref()
            .is_some_and(|deadline| deadline.due.is_some() || deadline.recurrence.is_some());
        self.norms.contains(&self.lines[index].part)
            && role.is_none()
            && !self.stands_under_agency(index)
            && !(found.is_explicit() && timed)
    }

    /// "Điều 8. Công an Thành phố" or "1. Cục Đường bộ Việt Nam" above.
    fn stands_under_agency(&self, index: usize) -> bool {
        self.parent_handed(index).by_heading
    }

    /// A leaf heading is no section, and still says what it is: "Mục tiêu: …".
    fn own_role(&self, index: usize) -> Option<Role> {
        let line = &self.lines[index];
        let body = self.body(index);
        let head = body
            .split_once(':')
            .map(|(head, _)| head)
            .filter(|head| head.len() < 60)?;
        (line.mark.is_some() && !line.has_children)
            .then(|| role_at_start(head))
            .flatten()
            .filter(|&role| is_silent(role))
    }

    /// A bullet or numbered item.
    fn item(&mut self, index: usize, role: Option<Role>, labels: &[Labelled]) {
        let line = &self.lines[index];
        let is_title = matches!(
            line.mark,
            Some(Mark::Roman | Mark::Part | Mark::Chapter | Mark::Section | Mark::Annex)
        );
        let body = self.body(index);
        let names_agencies =
            line.has_children && !parties::of_heading(body, &mut self.tokens).is_empty();
        let is_lead = line.has_children && (line.is_heading || is_title) && !self.enumerates(index);
        if is_lead || names_agencies || self.is_part_of_list(index) {
            return;
        }
        let above = self.parent_handed(index);
        let Some((mut draft, found)) = self.draft(index, 0..body.len(), &above) else {
            return;
        };
        let wanted = match role {
            Some(Role::Tasks | Role::Implementation | Role::Report) => {
                !is_title || found.is_explicit()
            }
            Some(_) => found.is_explicit(),
            None => above.orders || found.is_explicit() && !found.is_narrative,
        };
        let is_open = line.is_heading && body.ends_with(':') && !self.enumerates(index);
        if !wanted
            || is_open
            || formula::is_formula(body)
            || self.is_rule(index, role, &draft, &found)
        {
            return;
        }
        self.label(&mut draft, labels);
        draft.source = Some(TaskSource::List);
        self.drafts.push(draft);
    }

    /// "…: - công trình do dân làm; - công trình do xã làm": things counted after a colon, not instructions.
    fn enumerates(&self, index: usize) -> bool {
        let line = &self.lines[index];
        let Some(first) = self
            .lines
            .get(index + 1)
            .filter(|next| next.parent == Some(index) && next.table.is_none())
        else {
            return false;
        };
        let words = &self.text[first.body.range()];
        matches!(
            line.mark,
            Some(Mark::Number(_) | Mark::SmallLetter | Mark::Dash)
        ) && line.is_heading
            && matches!(first.mark, Some(Mark::Dash | Mark::Plus))
            && matches!(
                formula::first_class(words),
                Some(Class::Small | Class::Digits)
            )
            && self.body(index).len() > PARAGRAPH_MIN
    }

    fn is_part_of_list(&self, index: usize) -> bool {
        self.lines[index]
            .parent
            .is_some_and(|parent| self.enumerates(parent))
    }

    /// A paragraph without a mark, or the text of an article.
    fn paragraph(&mut self, index: usize, role: Option<Role>, labels: &[Labelled]) {
        let line = &self.lines[index];
        let body = self.body(index);
        // A headline of a list page reads like an order and ends like none.
        let is_caption = role.is_none() && !body.ends_with(['.', ';', '…', '!', ')', '”']);
        if line.is_heading
            || is_caption
            || formula::is_announcement(body)
            || self.is_before_orders(index, role)
        {
            return;
        }
        let above = self.parent_handed(index);
        let mut base = Rc::clone(&above);
        let mut begun = false;
        for clause in prose::clauses(body, &mut self.tokens) {
            let words = &body[clause.range.clone()];
            let is_enforcement = body.len() < ENFORCEMENT_MAX
                && body.contains("trách nhiệm thi hành")
                && !words.starts_with("Giao ");
            if formula::is_formula(words) || is_enforcement || formula::is_announcement(words) {
                begun = false;
                continue;
            }
            let Some((mut draft, found)) = self.draft(index, clause.range.clone(), &base) else {
                continue;
            };
            let opens = formula::starts_with_action(words);
            let ordered = matches!(
                role,
                Some(Role::Tasks | Role::Implementation | Role::Report)
            );
            let wanted = found.is_explicit()
                || (opens || !clause.opens_sentence) && begun
                || ordered && opens && line.mark.is_none() && words.len() > PARAGRAPH_MIN
                || above.orders && ordered && !above.owners.is_empty();
            let refused = found.is_narrative
                || formula::is_own_act(words, role)
                || self.is_rule(index, role, &draft, &found);
            if refused || !wanted {
                self.append(index, begun, &clause);
                continue;
            }
            if found.is_explicit() && (clause.opens_sentence || !begun) {
                let owners = found.owners.clone();
                base = Rc::new(Handed {
                    owners,
                    orders: true,
                    by_heading: base.by_heading,
                    ..Handed::default()
                });
            }
            begun = true;
            self.label(&mut draft, labels);
            draft.source = Some(TaskSource::Prose);
            self.drafts.push(draft);
        }
    }

    /// What a directive tells before the sentence that orders: the situation.
    fn is_before_orders(&self, index: usize, role: Option<Role>) -> bool {
        role.is_none()
            && self.lines[index].mark.is_none()
            && self
                .orders_at
                .is_some_and(|at| index < at && self.lines[at].part == self.lines[index].part)
    }

    /// A sentence that orders nothing itself belongs to the task before it in its paragraph.
    fn append(&mut self, index: usize, begun: bool, clause: &prose::Clause) {
        let start = self.lines[index].body.start as usize;
        let Some(last) = self
            .drafts
            .last_mut()
            .filter(|last| begun && last.line == index)
        else {
            return;
        };
        last.span = last.span.cover(Span::new(
            start + clause.range.start,
            start + clause.range.end,
        ));
    }

    /// Reads the part `range` of a line as one task.
    fn draft(
        &mut self,
        index: usize,
        range: std::ops::Range<usize>,
        above: &Handed,
    ) -> Option<(Draft, Parties)> {
        let start = self.lines[index].body.start as usize;
        let whole = &self.body(index)[range.clone()];
        let heading = parties::inline_heading(whole, &mut self.tokens);
        let skipped = heading
            .as_ref()
            .map_or_else(|| formula::connective(whole), |(_, at)| *at);
        let words = whole[skipped..].trim_end();
        if !words.chars().any(char::is_alphabetic) {
            return None;
        }
        let mut found = parties::read(words, &mut self.tokens);
        if let Some((owners, _)) = heading {
            found.owners = if found.is_explicit() && formula::given_inside(words) {
                found.owners
            } else {
                owners
            };
            found.is_narrative = false;
        }
        let from = start + range.start + skipped;
        let draft = Draft {
            span: Span::new(from, from + words.len()),
            section: self.section_of[index],
            source: None,
            owners: if found.is_explicit() {
                found.owners.clone()
            } else {
                above.owners.clone()
            },
            coordinators: if found.coordinators.is_empty() && !found.is_explicit() {
                above.coordinators.clone()
            } else {
                found.coordinators.clone()
            },
            deadline: deadline::find(words, from, self.year, Setting::Prose),
            product: product::find(words),
            line: index,
        };
        Some((draft, found))
    }

    fn table(&mut self, index: usize, table: u32, role: Option<Role>) {
        let Some(table) = self.document.tables.get(table as usize) else {
            return;
        };
        let rows = table::rows(self.text, table, &mut self.columns, &mut self.tokens);
        if role.is_some_and(|role| matches!(role, Role::Situation | Role::Kpi | Role::Definition)) {
            return;
        }
        let above = self.parent_handed(index);
        for row in rows {
            let deadline = row.deadline.and_then(|span| {
                deadline::find(
                    &self.text[span.range()],
                    span.start as usize,
                    self.year,
                    Setting::Cell,
                )
            });
            let words = &self.text[row.task.range()];
            let own = deadline::find(words, row.task.start as usize, self.year, Setting::Prose);
            self.drafts.push(Draft {
                span: without_mark(self.text, row.task),
                section: self.section_of[index],
                source: Some(TaskSource::Table),
                owners: if row.owners.is_empty() {
                    above.owners.clone()
                } else {
                    row.owners
                },
                coordinators: row.coordinators,
                deadline: deadline.or(own),
                product: row.product.or_else(|| product::find(words)),
                line: index,
            });
        }
    }

    fn finish(self, identity: &Identity, authority: &Authority) -> Vec<Task> {
        let home = home(identity);
        let on = identity
            .issued_on
            .as_deref()
            .and_then(|date| date.parse::<Date>().ok());
        let id_of = |names: &[String]| -> Vec<Option<String>> {
            names
                .iter()
                .map(|name| {
                    authority
                        .agency(name, home.as_ref(), on)
                        .map(|found| found.id.0)
                })
                .collect()
        };
        let furniture: Vec<Span> = self
            .document
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Furniture)
            .map(|block| block.span)
            .collect();
        let text = self.text;
        let tasks = self.drafts.into_iter().enumerate().map(|(id, draft)| {
            let words = without_furniture(text, draft.span, &furniture);
            Task {
                id: id as u32,
                span: draft.span,
                section: draft.section,
                source: draft.source.unwrap_or(TaskSource::List),
                owner_ids: id_of(&draft.owners),
                owners: draft.owners,
                coordinator_ids: id_of(&draft.coordinators),
                coordinators: draft.coordinators,
                deadline: draft.deadline,
                product: draft.product,
                targets: target::find(&words),
                text: words,
            }
        });
        tasks.collect()
    }
}

/// Bytes of an article that names who carries a decision out.
const ENFORCEMENT_MAX: usize = 1_500;
/// Bytes of a paragraph without mark or subject that still is an instruction; shorter ones are captions.
const PARAGRAPH_MIN: usize = 40;
/// Sections that give no work.
fn is_silent(role: Role) -> bool {
    match role {
        Role::Purpose
        | Role::Objective
        | Role::Kpi
        | Role::Scope
        | Role::Situation
        | Role::Definition
        | Role::Prohibition
        | Role::Basis
        | Role::Effect => true,
        Role::Tasks | Role::Implementation | Role::Budget | Role::Report | Role::Annex => false,
    }
}

/// Parts with so many articles that they are regulations, not decisions.
fn norms(lines: &[Line]) -> Vec<u32> {
    let mut counts: Vec<(u32, usize)> = Vec::new();
    for line in lines.iter().filter(|line| line.mark == Some(Mark::Article)) {
        match counts.last_mut().filter(|(part, _)| *part == line.part) {
            Some((_, count)) => *count += 1,
            None => counts.push((line.part, 1)),
        }
    }
    counts
        .into_iter()
        .filter(|&(_, count)| count >= NORM_ARTICLES_MIN)
        .map(|(part, _)| part)
        .collect()
}

/// Articles of the shortest regulation; a decision has three to five.
const NORM_ARTICLES_MIN: usize = 6;

/// Innermost section of each line.
fn innermost(lines: &[Line], sections: &[Section]) -> Vec<Option<u32>> {
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut found = Vec::with_capacity(lines.len());
    for line in lines {
        let at = line.body.start;
        while next < sections.len() && sections[next].span.start <= at {
            open.push(next);
            next += 1;
        }
        while open.last().is_some_and(|&section| {
            sections[section].span.end <= at && sections[section].span.start < at
        }) {
            open.pop();
        }
        found.push(open.last().map(|&section| sections[section].id));
    }
    found
}

/// The year a yearless date means: the one in the title, else the one of issue.
fn plan_year(identity: &Identity) -> Option<i16> {
    let title = identity.title.as_deref().unwrap_or_default();
    let in_title = title.match_indices("năm ").filter_map(|(at, word)| {
        let digits = title.get(at + word.len()..at + word.len() + 4)?;
        digits
            .parse::<i16>()
            .ok()
            .filter(|year| (1990..=2060).contains(year))
    });
    let issued = || {
        identity
            .issued_on
            .as_deref()
            .and_then(|date| date.get(..4))
            .and_then(|year| year.parse().ok())
    };
    in_title.last().or_else(issued)
}

/// The province of the document: the first part of its issuer's place.
fn home(identity: &Identity) -> Option<PlaceId> {
    let place = identity.issuer_id.as_deref()?.split('/').next()?;
    (place != "tw").then(|| PlaceId(place.to_owned()))
}

/// "1. " and "- " at the head of a cell.
fn without_mark(text: &str, span: Span) -> Span {
    let words = &text[span.range()];
    let rest = words.trim_start_matches(['-', '+', '*', '•', ' ', '–']);
    if rest.is_empty() {
        span
    } else {
        Span::new(span.end as usize - rest.len(), span.end as usize)
    }
}

/// The words of `span` without running heads that stand inside it.
fn without_furniture(text: &str, span: Span, furniture: &[Span]) -> String {
    let first = furniture.partition_point(|block| block.end <= span.start);
    let inside: Vec<Span> = furniture[first..]
        .iter()
        .copied()
        .take_while(|block| block.start < span.end)
        .collect();
    if inside.is_empty() {
        return collapse(&text[span.range()]);
    }
    let mut kept = String::with_capacity(span.len());
    let mut at = span.start as usize;
    for block in inside {
        let start = (block.start as usize).max(at);
        kept.push_str(&text[at..start]);
        kept.push(' ');
        at = (block.end.min(span.end) as usize).max(at);
    }
    kept.push_str(&text[at..span.end as usize]);
    collapse(&kept)
}

#[cfg(test)]
pub(in crate::extract) mod tests;
