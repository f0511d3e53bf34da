//! Paths, of which only straight lines along an edge of the page matter: the rules of tables.

use super::budget::PAGE_RULES_MAX;
use super::page::Rule;

/// A filled box thinner than this is a line. Word draws 0.5 pt, a double border comes to 3.
const THICKNESS_MAX: f32 = 3.5;

/// Shorter lines are dashes, ticks and the edges of glyphs.
const LENGTH_MIN: f32 = 4.0;

/// A line may lean by this much over its length.
const LEAN_MAX: f32 = 1.0;

#[derive(Debug, Default)]
pub(super) struct Path {
    segments: Vec<((f32, f32), (f32, f32))>,
    /// Bounding boxes of sub-paths that are rectangles.
    boxes: Vec<[f32; 4]>,
    start: (f32, f32),
    at: (f32, f32),
    /// Bends since it was begun.
    pub curves: u32,
}

impl Path {
    pub fn move_to(&mut self, to: (f32, f32)) {
        self.start = to;
        self.at = to;
    }

    pub fn line_to(&mut self, to: (f32, f32)) {
        if self.segments.len() < PAGE_RULES_MAX {
            self.segments.push((self.at, to));
        }
        self.at = to;
    }

    pub fn curve_to(&mut self, to: (f32, f32)) {
        self.curves = self.curves.saturating_add(1);
        self.at = to;
    }

    pub fn close(&mut self) {
        self.line_to(self.start);
    }

    pub fn rectangle(&mut self, corners: [(f32, f32); 4]) {
        self.move_to(corners[0]);
        let xs = corners.map(|corner| corner.0);
        let ys = corners.map(|corner| corner.1);
        if self.boxes.len() < PAGE_RULES_MAX {
            self.boxes
                .push([least(&xs), least(&ys), greatest(&xs), greatest(&ys)]);
        }
    }

    pub fn clear(&mut self) {
        self.segments.clear();
        self.boxes.clear();
        self.curves = 0;
    }

    /// A stroked box has four edges.
    pub fn stroke(&self, width: f32, rules: &mut Vec<Rule>) {
        if THICKNESS_MAX < width {
            // A wide short stroke is a box drawn by its axis; no producer rules tables so.
            return;
        }
        for (from, to) in &self.segments {
            push_line(*from, *to, rules);
        }
        for [x0, y0, x1, y1] in &self.boxes {
            push_line((*x0, *y0), (*x1, *y0), rules);
            push_line((*x0, *y1), (*x1, *y1), rules);
            push_line((*x0, *y0), (*x0, *y1), rules);
            push_line((*x1, *y0), (*x1, *y1), rules);
        }
    }

    /// A thin filled box is a line along its longer side; so is a thin filled polygon, as browsers
    /// draw the borders of cells.
    pub fn fill(&self, rules: &mut Vec<Rule>) {
        for edges in &self.boxes {
            push_thin_box(*edges, rules);
        }
        if let Some(edges) = self.bounds().filter(|_| self.segments.len() <= 6) {
            push_thin_box(edges, rules);
        }
    }

    fn bounds(&self) -> Option<[f32; 4]> {
        let (first, _) = self.segments.first()?;
        let mut edges = [first.0, first.1, first.0, first.1];
        for (x, y) in self.segments.iter().flat_map(|(from, to)| [*from, *to]) {
            edges = [
                edges[0].min(x),
                edges[1].min(y),
                edges[2].max(x),
                edges[3].max(y),
            ];
        }
        Some(edges)
    }
}

fn push_line(from: (f32, f32), to: (f32, f32), rules: &mut Vec<Rule>) {
    let (width, height) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
    if height <= LEAN_MAX && LENGTH_MIN <= width {
        let y = (from.1 + to.1) / 2.0;
        push(
            Rule::Horizontal {
                y,
                x0: from.0.min(to.0),
                x1: from.0.max(to.0),
            },
            rules,
        );
    } else if width <= LEAN_MAX && LENGTH_MIN <= height {
        let x = (from.0 + to.0) / 2.0;
        push(
            Rule::Vertical {
                x,
                y0: from.1.min(to.1),
                y1: from.1.max(to.1),
            },
            rules,
        );
    }
}

fn push_thin_box([x0, y0, x1, y1]: [f32; 4], rules: &mut Vec<Rule>) {
    let (width, height) = (x1 - x0, y1 - y0);
    if height <= THICKNESS_MAX && LENGTH_MIN <= width {
        push(
            Rule::Horizontal {
                y: (y0 + y1) / 2.0,
                x0,
                x1,
            },
            rules,
        );
    } else if width <= THICKNESS_MAX && LENGTH_MIN <= height {
        push(
            Rule::Vertical {
                x: (x0 + x1) / 2.0,
                y0,
                y1,
            },
            rules,
        );
    }
}

fn push(rule: Rule, rules: &mut Vec<Rule>) {
    if rules.len() < PAGE_RULES_MAX {
        rules.push(rule);
    }
}

fn least(values: &[f32]) -> f32 {
    values.iter().copied().fold(f32::INFINITY, f32::min)
}

fn greatest(values: &[f32]) -> f32 {
    values.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}
