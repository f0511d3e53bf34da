//! Pages → one [`Document`]: paragraphs stitched over lines and pages, tables continued over pages,
//! furniture and notes set between them, everything written once in reading order.

mod table;
mod write;

use super::layout::{Item, Line, PageLayout, Role, TableLayout};
use super::paragraph::{Centering, Container, Measure, Placed};
use crate::parse::{BlockKind, Column};
use table::TableDraft;
pub(super) use write::Assembled;

/// What is written, in order.
enum Draft<'p> {
    Paragraph(Paragraph<'p>),
    Table(TableDraft<'p>),
}

struct Paragraph<'p> {
    lines: Vec<Placed<'p>>,
    kind: BlockKind,
    column: Column,
    centered: Option<Centering>,
}

impl Paragraph<'_> {
    fn add_centering(&mut self, next: Centering) {
        self.centered = self.centered.map(|centered| centered.and(next));
    }
}

pub(super) fn assemble(pages: &[PageLayout]) -> Assembled {
    let mut drafts = Drafts::default();
    for page in pages {
        drafts.add_page(page);
    }
    drafts.close();
    let mut assembled = Assembled::default();
    for draft in drafts.done {
        match draft {
            Draft::Paragraph(paragraph) => assembled.write_paragraph(&paragraph),
            Draft::Table(table) => assembled.write_table(&table),
        }
    }
    assembled
}

#[derive(Default)]
struct Drafts<'p> {
    done: Vec<Draft<'p>>,
    /// The paragraph or table that the next line or page may continue.
    open: Option<Draft<'p>>,
    measure: Option<Measure>,
    /// Furniture and notes met while something is open: they go after it.
    waiting: Vec<Draft<'p>>,
}

impl<'p> Drafts<'p> {
    fn add_page(&mut self, page: &'p PageLayout) {
        let measure = page_measure(page);
        let (above, below): (Vec<_>, Vec<_>) =
            page.asides.iter().partition(|lines| is_above(lines, page));
        for lines in above {
            self.add_aside(page, lines, BlockKind::Furniture);
        }
        if self.open.is_none() {
            self.close();
        }
        for item in &page.items {
            match item {
                Item::Flow { column, lines } => self.add_flow(page, *column, lines, measure),
                Item::Table(table) => self.add_table(page, table),
            }
        }
        self.add_notes(page);
        for lines in below {
            self.add_aside(page, lines, BlockKind::Furniture);
        }
    }

    fn add_flow(
        &mut self,
        page: &'p PageLayout,
        column: Column,
        lines: &'p [Line],
        measure: Measure,
    ) {
        let measure = match column {
            Column::Whole => measure,
            Column::Left => Measure::of(lines.iter(), Container::LeftHalf),
            Column::Right => Measure::of(lines.iter(), Container::RightHalf),
        };
        if column != Column::Whole {
            self.close();
        }
        for line in lines {
            let placed = Placed { page, line };
            match line.role {
                Role::Body => self.add_line(placed, column, measure),
                Role::Furniture => {
                    self.add_aside(page, std::slice::from_ref(line), BlockKind::Furniture)
                }
                Role::Footnote => {}
            }
        }
        if column != Column::Whole {
            self.close();
        }
    }

    fn add_line(&mut self, placed: Placed<'p>, column: Column, measure: Measure) {
        if let Some(Draft::Paragraph(open)) = &mut self.open
            && let Some(last) = open.lines.last()
            && open.column == column
        {
            let before = self.measure.unwrap_or(measure);
            let crosses_pages = last.page.number != placed.page.number;
            let judge = if crosses_pages {
                shifted(before, measure)
            } else {
                measure
            };
            if !judge.is_break(*last, placed, open.lines.len() == 1) {
                open.add_centering(Centering::new(&measure, placed));
                open.lines.push(placed);
                self.measure = Some(measure);
                return;
            }
        }
        self.close();
        self.measure = Some(measure);
        self.open = Some(Draft::Paragraph(Paragraph {
            lines: vec![placed],
            kind: BlockKind::Paragraph,
            column,
            centered: Some(Centering::new(&measure, placed)),
        }));
    }

    fn add_table(&mut self, page: &'p PageLayout, layout: &'p TableLayout) {
        let mut next = table::draft(page, layout);
        if let Some(Draft::Table(open)) = &mut self.open
            && open.has_columns_of(&next)
        {
            for heading in table::join(open, &mut next) {
                self.waiting.push(Draft::Paragraph(heading));
            }
            return;
        }
        self.close();
        self.open = Some(Draft::Table(next));
    }

    /// Notes stand last on their page, and each is its own paragraph.
    fn add_notes(&mut self, page: &'p PageLayout) {
        let lines = page.items.iter().flat_map(|item| match item {
            Item::Flow { lines, .. } => lines.as_slice(),
            Item::Table(_) => &[],
        });
        let notes: Vec<&'p Line> = lines.filter(|line| line.role == Role::Footnote).collect();
        let measure = Measure::of(notes.iter().copied(), Container::Notes);
        let placed = notes.into_iter().map(|line| Placed { page, line });
        let paragraphs = grouped(placed, measure, BlockKind::Footnote);
        self.waiting
            .extend(paragraphs.into_iter().map(Draft::Paragraph));
    }

    fn add_aside(&mut self, page: &'p PageLayout, lines: &'p [Line], kind: BlockKind) {
        if lines.is_empty() {
            return;
        }
        self.waiting.push(Draft::Paragraph(Paragraph {
            lines: lines.iter().map(|line| Placed { page, line }).collect(),
            kind,
            column: Column::Whole,
            centered: None,
        }));
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
        self.done.append(&mut self.waiting);
    }
}

/// True for a signature text at the head of the page, over its first line.
fn is_above(lines: &[Line], page: &PageLayout) -> bool {
    let first = match page.items.first() {
        Some(Item::Flow { lines, .. }) => lines.first(),
        Some(Item::Table(_)) | None => None,
    };
    let pair = lines.last().zip(first);
    pair.is_some_and(|(aside, first)| aside.baseline < first.baseline)
}

/// Paragraphs of a page are measured by its lines over the whole width.
fn page_measure(page: &PageLayout) -> Measure {
    let lines = page.items.iter().flat_map(|item| match item {
        Item::Flow {
            column: Column::Whole,
            lines,
        } => lines.as_slice(),
        _ => &[],
    });
    Measure::of(
        lines.filter(|line| line.role == Role::Body),
        Container::Page,
    )
}

/// The measure of the new page with the right edge of the one before, so that its last line is
/// judged by its own page: pages may be bound on alternate sides.
fn shifted(before: Measure, next: Measure) -> Measure {
    Measure {
        right: before.right,
        left: next.left.max(before.left),
        ..next
    }
}

fn grouped<'p>(
    lines: impl Iterator<Item = Placed<'p>>,
    measure: Measure,
    kind: BlockKind,
) -> Vec<Paragraph<'p>> {
    let mut paragraphs: Vec<Paragraph<'p>> = Vec::new();
    for placed in lines {
        let goes_on = paragraphs.last().is_some_and(|open| {
            let last = open.lines.last();
            last.is_some_and(|last| !measure.is_break(*last, placed, open.lines.len() == 1))
        });
        match paragraphs.last_mut() {
            Some(open) if goes_on => {
                open.add_centering(Centering::new(&measure, placed));
                open.lines.push(placed);
            }
            _ => paragraphs.push(Paragraph {
                lines: vec![placed],
                kind,
                column: Column::Whole,
                centered: Some(Centering::new(&measure, placed)),
            }),
        }
    }
    paragraphs
}
