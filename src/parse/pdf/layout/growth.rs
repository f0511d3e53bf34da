//! A block of two halves while rows are added to it, and the corridor that must stay open between them.

use super::Sheet;
use super::line::Row;

/// Gap that is a corridor by itself, in sizes.
pub(super) const CORRIDOR_SURE: f32 = 2.0;

/// Gap that is one if something else says so, and what must be left of it over all rows.
pub(super) const CORRIDOR_MIN: f32 = 0.45;
const CORRIDOR_LEFT_MIN: f32 = 0.25;

/// White space between two rows of one block: where a signature goes, in points.
const BLOCK_GAP_MAX: f32 = 130.0;

/// White space before a row that has words in both halves, in sizes: below it the text begins.
const BOTH_DROP_MAX: f32 = 3.5;

/// White space from `x0` to `x1`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corridor {
    pub x0: f32,
    pub x1: f32,
}

/// The left and right edge of the page's text.
pub(super) struct Extent {
    pub x0: f32,
    pub x1: f32,
}

impl Extent {
    pub fn of(all: &[Row], sheet: &Sheet) -> Extent {
        let x0 = all.iter().map(|row| row.x0).fold(f32::INFINITY, f32::min);
        let x1 = all
            .iter()
            .map(|row| row.x1)
            .fold(f32::NEG_INFINITY, f32::max);
        let width = sheet.frame.width();
        Extent {
            x0: x0.clamp(0.0, width / 4.0),
            x1: x1.clamp(width * 0.75, width),
        }
    }

    fn middle(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }
}

/// A block while rows are added to it.
pub(super) struct Growth {
    pub corridor: Corridor,
    /// Width the first gap had.
    width: f32,
    left: Half,
    right: Half,
}

impl Growth {
    pub fn new(row: &Row, gap: Corridor) -> Growth {
        let mut growth = Growth {
            corridor: gap,
            width: gap.x1 - gap.x0,
            left: Half::default(),
            right: Half::default(),
        };
        growth.add(row);
        growth
    }

    fn add(&mut self, row: &Row) {
        if row.x0 < self.corridor.x0 {
            self.left.add(row.x0, row.x1.min(self.corridor.x0));
        }
        if self.corridor.x1 < row.x1 {
            self.right.add(row.x0.max(self.corridor.x1), row.x1);
        }
    }

    /// Adds the row if it belongs to the block.
    pub fn takes(&mut self, above: &Row, row: &Row, extent: &Extent) -> bool {
        let is_wide = CORRIDOR_SURE * row.size <= self.width;
        let least = if is_wide { 1.0 } else { CORRIDOR_LEFT_MIN };
        let Some(narrowed) = narrowed(row, self.corridor, least) else {
            return false;
        };
        let drop = row.baseline - above.baseline;
        let own_half = if row.x1 <= narrowed.x0 {
            Some(&self.left)
        } else if narrowed.x1 <= row.x0 {
            Some(&self.right)
        } else {
            None
        };
        let belongs = match own_half {
            Some(half) => drop <= BLOCK_GAP_MAX && !is_centered_on_page(row, half, extent),
            None => drop <= BOTH_DROP_MAX * row.size,
        };
        if belongs {
            self.corridor = narrowed;
            self.add(row);
        }
        belongs
    }
}

/// Where the lines of one half have had their middle.
#[derive(Default)]
struct Half {
    middles: f32,
    lines: f32,
}

impl Half {
    fn add(&mut self, x0: f32, x1: f32) {
        self.middles += (x0 + x1) / 2.0;
        self.lines += 1.0;
    }

    fn middle(&self) -> f32 {
        self.middles / self.lines.max(1.0)
    }
}

/// A title under the letterhead: it stands in the middle of the page and not in that of its half.
fn is_centered_on_page(row: &Row, half: &Half, extent: &Extent) -> bool {
    let middle = (row.x0 + row.x1) / 2.0;
    let off_page = (middle - extent.middle()).abs() / extent.width();
    let off_half = (middle - half.middle()).abs() / extent.width();
    off_page < 0.04 && 0.05 < off_half
}

/// What the row leaves open of the corridor; `None` if it crosses it. The blanks of a line of text
/// are no opening: in a block with a wide gap the gap of every row is at least `least` sizes.
fn narrowed(row: &Row, corridor: Corridor, least: f32) -> Option<Corridor> {
    let outer = [
        Corridor {
            x0: f32::NEG_INFINITY,
            x1: row.x0,
        },
        Corridor {
            x0: row.x1,
            x1: f32::INFINITY,
        },
    ];
    let gaps = inner_gaps(row, least).into_iter().chain(outer);
    let open = gaps
        .map(|gap| Corridor {
            x0: gap.x0.max(corridor.x0),
            x1: gap.x1.min(corridor.x1),
        })
        .max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)))?;
    (CORRIDOR_LEFT_MIN * row.size <= open.x1 - open.x0).then_some(open)
}

pub(super) fn inner_gaps(row: &Row, least: f32) -> Vec<Corridor> {
    let mut gaps = Vec::new();
    let mut end = f32::INFINITY;
    for piece in &row.pieces {
        if least * row.size <= piece.x0 - end {
            gaps.push(Corridor {
                x0: end,
                x1: piece.x0,
            });
        }
        end = if end.is_finite() {
            end.max(piece.x1)
        } else {
            piece.x1
        };
    }
    gaps
}
