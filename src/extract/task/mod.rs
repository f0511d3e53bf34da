//! A document's outline in, its tasks out: one per bullet or numbered item of a section that
//! gives work, per row of a task table, per directive clause of prose. Subjects stand in the
//! clause, in the heading, or in the sentence above the list that ends with a colon, and are
//! handed down. Goals, targets, last year's results, funds, definitions and closing formulas give
//! no work. Nothing here is tuned to a document: every rule is about the genre.

mod cell;
mod clause;
mod closing;
mod fields;
mod formula;
mod governing;
mod handed;
mod heading;
mod label;
mod labels;
mod parenthesis;
mod parties;
mod parts;
mod product;
mod prose;
mod quoted;
mod rate;
mod seat;
mod table;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::any_of::AnyOf;
use super::deadline::{self, PlanYear, Setting};
use super::outline::{Line, Mark, Zone};
use super::section::{Role, collapse};
use super::trace::{Field, Of, Rule, Step, Trace, Verdict};
use super::words::{Around, Cues, Said, Stream, Words};
use super::{Deadline, Identity, Kind, Section, Task, TaskSource, target};
use crate::authority::{Authority, PlaceId};
use crate::parse::{BlockKind, Document};
use crate::text::{QuickHash, Span};

use handed::Handed;

/// Tasks of one document that are kept. The largest real annex seen has 612 rows.
const TASKS_MAX: usize = 20_000;

/// Bytes of a line that sends its reader to an annex; a longer one only mentions it.
const ANNEX_NOTE_MAX: usize = 600;

/// Agencies of a usual plan.
const AGENCIES: usize = 32;

/// Every task, in reading order.
pub(super) fn find(
    (document, stream, lines): (&Document, &Stream, &[Line]),
    sections: &[Section],
    (identity, kind): (&Identity, Kind),
    authority: &Authority,
    trace: &mut Trace,
) -> Vec<Task> {
    let mut finder = Finder::new(
        (document, stream, lines),
        sections,
        (identity, kind),
        authority,
        trace,
    );
    for index in 0..lines.len() {
        finder.line(index);
    }
    finder.finish(identity)
}

/// A task before it is numbered and its agencies looked up.
#[derive(Clone, Debug, Default)]
struct Draft {
    span: Span,
    section: Option<u32>,
    source: Option<TaskSource>,
    owners: Vec<String>,
    coordinators: Vec<String>,
    /// Its own words name the owners.
    is_explicit: bool,
    deadline: Option<Deadline>,
    product: Option<String>,
    /// A number in it may have a unit.
    may_aim: bool,
    /// The line it came from, whose siblings may complete it.
    line: usize,
    why: Why,
}

/// Which rules made a draft.
#[derive(Clone, Copy, Debug, Default)]
struct Why {
    task: Option<Rule>,
    owners: Option<Rule>,
    coordinators: Option<Rule>,
    deadline: Option<Rule>,
    product: Option<Rule>,
}

const ANNEXES: [Around; 5] = [
    ("", "Phụ", " lục"),
    ("", "phụ", " lục"),
    ("Danh mục ", "kèm", " theo"),
    ("danh mục ", "kèm", " theo"),
    ("biểu ", "kèm", " theo"),
];

static ANNEXED: LazyLock<AnyOf> =
    LazyLock::new(|| AnyOf::new(&["kèm theo", "đính kèm", "hi tiết tại"]));

/// Types whose periods lie ahead.
const AHEAD: [&str; 3] = ["KH", "CTr", "PA"];

struct Finder<'a> {
    document: &'a Document,
    text: &'a str,
    lines: &'a [Line],
    /// The role of each section.
    roles: Vec<Option<Role>>,
    /// Innermost section of each line.
    section_of: Vec<Option<u32>>,
    handed: Vec<Rc<Handed>>,
    /// Of a line that none stands above.
    unhanded: Rc<Handed>,
    drafts: Vec<Draft>,
    year: Option<PlanYear>,
    has_plan_sections: bool,
    /// A short plan without any heading of its own: "… xây dựng kế hoạch như sau:", and its items.
    is_plain_plan: bool,
    /// The first unmarked sentence that orders what is listed under it.
    orders_at: Option<usize>,
    /// Parts made of articles: what they say binds always, and only their assigning articles give
    /// work.
    norms: Vec<u32>,
    /// Parts that are forms and outlines: they give no work.
    forms: Vec<u32>,
    /// Parts that are charters: what organs of a body do as long as it lives.
    charters: Vec<u32>,
    /// Passages of other papers.
    passages: Vec<Span>,
    /// The file bears no number, type or letterhead: it may be no administrative document.
    is_other: bool,
    /// A plan or a programme: what stands under a period is to be done then. A report tells what was done.
    is_ahead: bool,
    /// A report or a submission: what stands outside a section of work tells how things are.
    is_report: bool,
    /// A decision or a resolution, which may set up a team as well as carry a regulation.
    is_decision: bool,
    /// First draft that the label lines being read complete, and the line read last.
    group: labels::Group,
    columns: Option<table::Columns>,
    /// Owners of the orders that send their reader to an annex.
    annexed: Vec<Vec<String>>,
    words: Words<'a>,
    /// The line whose heading was read last, and whether it names agencies.
    heading: Option<(usize, bool)>,
    authority: &'a Authority,
    /// Where the agencies are that say no place.
    home: Option<PlaceId>,
    trace: &'a mut Trace,
}

impl<'a> Finder<'a> {
    fn new(
        (document, stream, lines): (&'a Document, &'a Stream<'a>, &'a [Line]),
        sections: &'a [Section],
        (identity, kind): (&Identity, Kind),
        authority: &'a Authority,
        trace: &'a mut Trace,
    ) -> Finder<'a> {
        let doc_type = identity.doc_type.as_deref();
        let is_ahead = doc_type.is_some_and(|doc_type| AHEAD.contains(&doc_type));
        let unhanded: Rc<Handed> = Rc::default();
        let role_of = |section: &Section| Role::named(section.role.as_deref()?);
        let work =
            |section: &Section| matches!(section.role.as_deref(), Some("tasks" | "implementation"));
        let text = document.text.as_str();
        let norms = parts::norms(lines, text, doc_type);
        let mut forms = parts::forms(lines, text);
        forms.extend(parts::procedures(lines, identity));
        Finder {
            document,
            text: document.text.as_str(),
            lines,
            roles: sections.iter().map(role_of).collect(),
            section_of: innermost(lines, sections),
            handed: vec![Rc::clone(&unhanded); lines.len()],
            unhanded,
            drafts: Vec::new(),
            year: plan_year(identity),
            has_plan_sections: sections.iter().any(work),
            is_plain_plan: is_ahead && sections.iter().all(|section| section.role.is_none()),
            orders_at: lines.iter().position(|line| {
                let body = &document.text.as_str()[line.body.range()];
                line.mark.is_none()
                    && line.is_heading
                    && line.has_children
                    && formula::has_order(body)
            }),
            charters: parts::charters(&norms, lines, text),
            norms,
            forms,
            passages: quoted::passages(text),
            is_other: kind == Kind::Other,
            is_ahead,
            is_decision: matches!(doc_type, Some("QĐ" | "NQ")),
            is_report: matches!(doc_type, Some("BC" | "TTr")),
            group: labels::Group::default(),
            columns: None,
            annexed: Vec::new(),
            words: Words::of(stream),
            heading: None,
            authority,
            home: home(identity),
            trace,
        }
    }

    fn body(&self, index: usize) -> &'a str {
        &self.text[self.lines[index].body.range()]
    }

    fn line(&mut self, index: usize) {
        if self.lines[index].zone != Zone::Body || self.drafts.len() >= TASKS_MAX {
            return;
        }
        if self.forms.contains(&self.lines[index].part) {
            return self.refuse(index, Rule::Form);
        }
        if self.is_quoted(index) {
            return self.refuse(index, Rule::Quoted);
        }
        self.handed[index] = self.hand_down(index);
        let role = self.role(index);
        if let Some(table) = self.lines[index].table {
            self.table(index, table, role);
            return;
        }
        if role.is_some_and(governing::is_silent) {
            self.refuse(index, Rule::SilentSection);
            return;
        }
        if self.group.holds(index) {
            return self.refuse(index, Rule::OwnerLabel);
        }
        if self.hand_to_line_above(index) || self.complete_by_list(index) {
            return;
        }
        let mut labels = fields::labelled(self.body(index));
        if labels.is_empty() && (self.group.ends_above(index) || self.ends_item(index)) {
            labels.extend(fields::completes(self.body(index)));
        }
        let heads = self.lines[index].mark.is_some() && self.lines[index].has_children;
        if fields::is_only_labels(&labels) && (!heads || fields::is_open_time(&labels)) {
            self.complete(index, &labels);
        } else if self.lines[index].mark.is_some() && self.lines[index].mark != Some(Mark::Article)
        {
            self.item(index, role, &labels);
        } else {
            self.paragraph(index, role, &labels);
        }
        self.note_annex(index);
    }

    /// True if the line stands in a passage of another paper, or brings one in.
    fn is_quoted(&self, index: usize) -> bool {
        let body = self.lines[index].body;
        let meets = |passage: &Span| passage.start < body.end && body.start < passage.end;
        self.passages.iter().any(meets)
    }

    /// True if no row of the table is a task.
    fn gives_no_work(&mut self, table: u32) -> bool {
        let table = self.document.tables.get(table as usize);
        let mut columns = self.columns.clone();
        table.is_some_and(|table| {
            table::rows(self.text, table, &mut columns, &mut self.words).is_empty()
        })
    }

    fn table(&mut self, index: usize, table: u32, role: Option<Role>) {
        let Some(table) = self.document.tables.get(table as usize) else {
            return;
        };
        let rows = table::rows(self.text, table, &mut self.columns, &mut self.words);
        if role.is_some_and(|role| matches!(role, Role::Situation | Role::Kpi | Role::Definition)) {
            for row in rows {
                self.trace
                    .refuse(Of::Task, Field::Itself, row.task, Rule::SilentTable);
            }
            return;
        }
        let above = self.parent_handed(index);
        let annexed = self.annexed_owners(index);
        for row in rows {
            let deadline = row
                .deadline
                .and_then(|span| self.deadline(span, Setting::Cell));
            let said = self.said(row.task);
            let own = || self.deadline_in(&said, row.task, Setting::Prose);
            let deadline = deadline.or_else(own);
            let named = product::find(&said);
            let why = Why {
                task: Some(Rule::TableRow),
                owners: row.by.or(Some(if above.owners.is_empty() {
                    Rule::AnnexedTo
                } else {
                    Rule::HandedDown
                })),
                coordinators: Some(Rule::CoordinatorColumn),
                deadline: deadline.as_ref().map(|(_, rule)| *rule),
                product: Some(if row.product.is_some() {
                    Rule::ProductColumn
                } else {
                    Rule::NamedProduct
                }),
            };
            self.drafts.push(Draft {
                span: without_mark(self.text, row.task),
                section: self.section_of[index],
                source: Some(TaskSource::Table),
                is_explicit: !row.owners.is_empty(),
                owners: match (row.owners.is_empty(), above.owners.is_empty()) {
                    (false, _) => row.owners,
                    (true, false) => above.owners.clone(),
                    (true, true) => annexed.clone(),
                },
                coordinators: row.coordinators,
                deadline: deadline.map(|(deadline, _)| deadline),
                product: row.product.or(named),
                may_aim: target::may_be_in(&said),
                line: index,
                why,
            });
        }
    }

    /// Remembers who must do what the annex lists, if the line sends its reader there: "Ủy quyền cho
    /// Giám đốc Sở … (Chi tiết tại Phụ lục kèm theo)".
    fn note_annex(&mut self, index: usize) {
        let body = self.body(index);
        let sends = body.len() < ANNEX_NOTE_MAX
            && formula::says_one_of(&ANNEXES, body, (&self.words, Cues::ANNEX))
            && ANNEXED.is_in(body);
        if !sends {
            return;
        }
        let of_line = |draft: &&Draft| draft.line == index || draft.line + 1 == index;
        if let Some(last) = self.drafts.last().filter(of_line)
            && !last.owners.is_empty()
        {
            self.annexed.push(last.owners.clone());
        }
    }

    /// The owners of an annex table without a column of its own, where all orders that lead to an annex
    /// name the same.
    fn annexed_owners(&self, index: usize) -> Vec<String> {
        match self.annexed.split_first() {
            Some((first, rest)) if self.lines[index].part > 0 => {
                let agree = rest.iter().all(|owners| owners == first);
                if agree { first.clone() } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    fn said(&self, span: Span) -> Said<'a> {
        self.words.said(&self.text[span.range()])
    }

    /// The deadline written at `span`, with the rule that gave it.
    fn deadline(&mut self, span: Span, setting: Setting) -> Option<(Deadline, Rule)> {
        let said = self.said(span);
        self.deadline_in(&said, span, setting)
    }

    /// The same of what is said there.
    fn deadline_in(
        &mut self,
        said: &Said,
        span: Span,
        setting: Setting,
    ) -> Option<(Deadline, Rule)> {
        let offset = span.start as usize;
        deadline::read(said, offset, self.year, setting, self.trace)
    }

    /// Says why a line is no task.
    fn refuse(&mut self, index: usize, rule: Rule) {
        let span = self.lines[index].body;
        self.trace.refuse(Of::Task, Field::Itself, span, rule);
    }

    fn finish(mut self, identity: &Identity) -> Vec<Task> {
        let on = identity
            .issued_on
            .as_deref()
            .and_then(|date| date.parse::<Date>().ok());
        // The same few agencies do all the work of a plan.
        let mut known: HashMap<&str, Option<String>, QuickHash> =
            HashMap::with_capacity_and_hasher(AGENCIES, QuickHash);
        let id_of = |name: &str| {
            let id = self.authority.agency_id(name, self.home.as_ref(), on);
            id.map(|id| id.0)
        };
        let names = self.drafts.iter();
        let names = names.flat_map(|draft| draft.owners.iter().chain(&draft.coordinators));
        let mut ids = Vec::with_capacity(names.clone().count());
        ids.extend(names.map(|name| known.entry(name).or_insert_with(|| id_of(name)).clone()));
        let mut ids = ids.into_iter();
        let furniture: Vec<Span> = self
            .document
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Furniture)
            .map(|block| block.span)
            .collect();
        let mut tasks = Vec::with_capacity(self.drafts.len());
        // What a draft holds is taken out of its place: moved as a whole it is copied five times.
        for (id, draft) in self.drafts.iter_mut().enumerate() {
            explain(draft, id as u32, self.trace);
            let written = without_furniture(&self.words, (self.text, draft.span), &furniture);
            tasks.push(Task {
                id: id as u32,
                span: draft.span,
                section: draft.section,
                source: draft.source.unwrap_or(TaskSource::List),
                owner_ids: ids.by_ref().take(draft.owners.len()).collect(),
                owners: std::mem::take(&mut draft.owners),
                coordinator_ids: ids.by_ref().take(draft.coordinators.len()).collect(),
                coordinators: std::mem::take(&mut draft.coordinators),
                deadline: draft.deadline.take(),
                product: draft.product.take(),
                targets: match draft.may_aim {
                    true => target::find(&written),
                    false => Vec::new(),
                },
                text: written,
            });
        }
        tasks
    }
}

/// Says which rules made task `id` and what it holds.
fn explain(draft: &Draft, id: u32, trace: &mut Trace) {
    if trace.is_silent() {
        return;
    }
    let why = draft.why;
    let mut take = |field, span, value: Option<String>, rule: Option<Rule>| {
        trace.say(|| Step {
            of: Of::Task,
            item: Some(id),
            field,
            verdict: Verdict::Taken,
            rule: rule.unwrap_or(Rule::NoOwner),
            span,
            value,
        });
    };
    take(Field::Itself, Some(draft.span), None, why.task);
    let owners = why.owners.filter(|_| !draft.owners.is_empty());
    take(Field::Owners, None, None, owners);
    if !draft.coordinators.is_empty() {
        take(Field::Coordinators, None, None, why.coordinators);
    }
    if let Some(deadline) = &draft.deadline {
        take(Field::Deadline, Some(deadline.span), None, why.deadline);
    }
    if draft.product.is_some() {
        take(Field::Product, None, None, why.product);
    }
}

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
fn plan_year(identity: &Identity) -> Option<PlanYear> {
    let title = identity.title.as_deref().unwrap_or_default();
    let named = || {
        let years = memchr::memmem::find_iter(title.as_bytes(), "năm ");
        years.map(|at| (at, &title[at + "năm ".len()..]))
    };
    let school = named().filter_map(|(_, year)| {
        let years = year.strip_prefix("học ")?;
        let (first, second) = years.split_once(['-', '–'])?;
        let first = year_at(first.trim_start())?;
        (Some(first + 1) == year_at(second.trim_start())).then_some(first)
    });
    if let Some(first) = school.last() {
        return Some(PlanYear::school(first));
    }
    let in_title = named().filter_map(|(at, year)| {
        // "đến năm 2025, định hướng đến năm 2030": how far the plan looks; its days come sooner.
        let before = title[..at].trim_end();
        let is_horizon = ["đến", "Đến", "tới", "ĐẾN"]
            .iter()
            .any(|until| before.ends_with(until));
        year_at(year).filter(|_| !is_horizon)
    });
    let issued = || {
        identity
            .issued_on
            .as_deref()
            .and_then(|date| date.get(..4)?.parse().ok())
    };
    in_title.last().or_else(issued).map(PlanYear::calendar)
}

/// The year that `text` begins with.
fn year_at(text: &str) -> Option<i16> {
    let year = text.get(..4)?.parse().ok()?;
    (1990..=2060).contains(&year).then_some(year)
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
fn without_furniture(words: &Words, (text, span): (&str, Span), furniture: &[Span]) -> String {
    let first = furniture.partition_point(|block| block.end <= span.start);
    let inside: Vec<Span> = furniture[first..]
        .iter()
        .copied()
        .take_while(|block| block.start < span.end)
        .collect();
    if inside.is_empty() {
        return words.collapsed(&text[span.range()]);
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
