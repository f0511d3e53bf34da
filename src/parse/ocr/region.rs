//! A page of ink → the areas that are read apart: cells of tables, the halves of letterheads and
//! signature blocks, and what runs over the whole width.
//!
//! A mistake here costs recognition and not order: where a word belongs is decided by its box, when
//! the page is laid out.

use std::ops::Range;

use super::ink::Ink;

/// A part of the picture, in pixels; the end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) struct Area {
    pub x0: usize,
    pub y0: usize,
    pub x1: usize,
    pub y1: usize,
}

/// White between two halves, in points. In the head of a page it may be narrow: CỘNG HÒA XÃ HỘI CHỦ
/// NGHĨA VIỆT NAM leaves 10 points beside a long name.
const CORRIDOR_MIN: f32 = 16.0;
const CORRIDOR_MIN_HEAD: f32 = 8.0;

/// Share of the page's height that is its head.
const HEAD_SHARE: f32 = 0.25;

/// Halves are at least this high, in points: two lines of text.
const HALVES_HEIGHT_MIN: f32 = 22.0;

/// Where the corridor may lie, as share of the width of the text.
const CORRIDOR_PLACE: Range<f32> = 0.2..0.78;

/// Ink of one row or column below which it is dirt, in points.
const DIRT: f32 = 0.7;

/// Most areas of one page: a table of 400 cells is read as it stands.
const AREAS_MAX: usize = 300;

/// White kept around an area, in points.
const PADDING: f32 = 2.5;

/// Rows of ink with no blank row between them.
#[derive(Clone, Debug)]
struct Band {
    rows: Range<usize>,
    /// Stretches of ink, from left to right, with white of at least the least corridor between.
    inked: Vec<Range<usize>>,
}

pub(super) fn cut(ink: &Ink, cells: &[Area]) -> Vec<Area> {
    let cells = if AREAS_MAX < cells.len() { &[] } else { cells };
    let mut areas: Vec<Area> = cells.iter().filter_map(|cell| tight(ink, *cell)).collect();
    let taken: Vec<Range<usize>> = cells.iter().map(|cell| cell.y0..cell.y1).collect();
    let bands = bands(ink, &taken);
    let text = text_width(&bands);
    let mut flow: Vec<Band> = Vec::new();
    let mut at = 0;
    while at < bands.len() {
        match halves(ink, &bands[at..], &text) {
            Some((count, corridor)) => {
                push_flow(ink, &mut flow, &mut areas);
                push_halves(ink, &bands[at..at + count], corridor, &mut areas);
                at += count;
            }
            None => {
                let is_apart = flow
                    .last()
                    .is_some_and(|last| has_between(&taken, last.rows.end, bands[at].rows.start));
                if is_apart {
                    push_flow(ink, &mut flow, &mut areas);
                }
                flow.push(bands[at].clone());
                at += 1;
            }
        }
    }
    push_flow(ink, &mut flow, &mut areas);
    areas
}

fn has_between(taken: &[Range<usize>], above: usize, below: usize) -> bool {
    taken
        .iter()
        .any(|rows| above <= rows.start && rows.end <= below)
}

/// Bands of the rows that no table takes.
fn bands(ink: &Ink, taken: &[Range<usize>]) -> Vec<Band> {
    let dirt = ink.points(DIRT);
    let mut bands = Vec::new();
    let mut start = None;
    for y in 0..=ink.height {
        let is_free = y < ink.height && !taken.iter().any(|rows| rows.contains(&y));
        let is_inked = is_free && dirt < ink.row(y).iter().map(|pixel| usize::from(*pixel)).sum();
        match (start, is_inked) {
            (None, true) => start = Some(y),
            (Some(first), false) => {
                start = None;
                bands.extend(band(ink, first..y));
            }
            _ => {}
        }
    }
    bands
}

fn band(ink: &Ink, rows: Range<usize>) -> Option<Band> {
    if rows.len() < ink.points(1.5) {
        return None;
    }
    let mut columns = vec![0u16; ink.width];
    for y in rows.clone() {
        for (column, pixel) in columns.iter_mut().zip(ink.row(y)) {
            *column = column.saturating_add(u16::from(*pixel));
        }
    }
    let white = ink.points(CORRIDOR_MIN_HEAD);
    let mut inked: Vec<Range<usize>> = Vec::new();
    for (x, _) in columns.iter().enumerate().filter(|(_, count)| 0 < **count) {
        match inked.last_mut() {
            Some(last) if x < last.end + white => last.end = x + 1,
            _ => inked.push(x..x + 1),
        }
    }
    // A speck alone in the margin is dirt.
    let least = ink.points(2.0);
    inked.retain(|stretch| least <= stretch.len());
    (!inked.is_empty()).then_some(Band { rows, inked })
}

fn text_width(bands: &[Band]) -> Range<usize> {
    let starts = bands.iter().filter_map(|band| band.inked.first());
    let ends = bands.iter().filter_map(|band| band.inked.last());
    let left = starts.map(|stretch| stretch.start).min().unwrap_or(0);
    let right = ends.map(|stretch| stretch.end).max().unwrap_or(0);
    left..right.max(left)
}

/// How many of the first bands are two halves, and the corridor between these.
fn halves(ink: &Ink, bands: &[Band], text: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let first = bands.first()?;
    let is_head = (first.rows.start as f32) < HEAD_SHARE * ink.height as f32;
    let least = ink.points(if is_head {
        CORRIDOR_MIN_HEAD
    } else {
        CORRIDOR_MIN
    });
    let gaps = first
        .inked
        .windows(2)
        .map(|pair| pair[0].end..pair[1].start);
    // One half may begin higher than the other: the corridor then runs beside the first band.
    let beside = [
        0..first.inked.first()?.start,
        first.inked.last()?.end..ink.width,
    ];
    let mut best: Option<(usize, Range<usize>)> = None;
    for gap in gaps.chain(beside) {
        let Some((count, corridor)) = grown(bands, gap, least) else {
            continue;
        };
        let is_better = best.as_ref().is_none_or(|(most, _)| *most < count);
        if is_better && are_halves(ink, &bands[..count], &corridor, text) {
            best = Some((count, corridor));
        }
    }
    best
}

/// The bands that leave the corridor open, up to the last one with ink on both sides or in one half.
fn grown(bands: &[Band], gap: Range<usize>, least: usize) -> Option<(usize, Range<usize>)> {
    let mut corridor = gap;
    let mut count = 0;
    for band in bands {
        let Some(open) = narrowed(band, &corridor) else {
            break;
        };
        if open.len() < least {
            break;
        }
        corridor = open;
        count += 1;
    }
    (0 < count).then_some((count, corridor))
}

fn narrowed(band: &Band, corridor: &Range<usize>) -> Option<Range<usize>> {
    let first = band.inked.first()?.start;
    let last = band.inked.last()?.end;
    let inner = band.inked.windows(2).map(|pair| pair[0].end..pair[1].start);
    let open = inner.chain([0..first, last..usize::MAX]);
    open.map(|gap| gap.start.max(corridor.start)..gap.end.min(corridor.end))
        .filter(|gap| gap.start < gap.end)
        .max_by_key(|gap| gap.len())
}

fn are_halves(ink: &Ink, bands: &[Band], corridor: &Range<usize>, text: &Range<usize>) -> bool {
    let middle = (corridor.start + corridor.end) / 2;
    let share = (middle as f32 - text.start as f32) / text.len().max(1) as f32;
    let height = |is_of: fn(usize, usize) -> bool| -> usize {
        let has = |band: &&Band| {
            band.inked
                .iter()
                .any(|stretch| is_of(stretch.start, middle))
        };
        bands.iter().filter(has).map(|band| band.rows.len()).sum()
    };
    let (left, right) = (
        height(|x, middle| x < middle),
        height(|x, middle| middle < x),
    );
    let line = ink.points(6.0);
    CORRIDOR_PLACE.contains(&share)
        && line <= left
        && line <= right
        && ink.points(HALVES_HEIGHT_MIN) <= left.max(right)
}

fn push_flow(ink: &Ink, flow: &mut Vec<Band>, areas: &mut Vec<Area>) {
    let (Some(first), Some(last)) = (flow.first(), flow.last()) else {
        return;
    };
    let whole = Area {
        x0: 0,
        y0: first.rows.start,
        x1: ink.width,
        y1: last.rows.end,
    };
    areas.extend(tight(ink, whole));
    flow.clear();
}

fn push_halves(ink: &Ink, bands: &[Band], corridor: Range<usize>, areas: &mut Vec<Area>) {
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
        return;
    };
    let middle = (corridor.start + corridor.end.min(ink.width)) / 2;
    for (x0, x1) in [(0, middle), (middle, ink.width)] {
        let half = Area {
            x0,
            y0: first.rows.start,
            x1,
            y1: last.rows.end,
        };
        areas.extend(tight(ink, half));
    }
}

/// The area around the ink in it, with a little white; `None` if there is none.
fn tight(ink: &Ink, area: Area) -> Option<Area> {
    let (x1, y1) = (area.x1.min(ink.width), area.y1.min(ink.height));
    let least = ink.points(0.4);
    let row_of = |y: usize| ink.row(y).get(area.x0..x1).unwrap_or(&[]);
    let is_inked = |y: &usize| least <= row_of(*y).iter().filter(|pixel| **pixel == 1).count();
    let top = (area.y0..y1).find(is_inked)?;
    let foot = (area.y0..y1).rev().find(is_inked)?;
    let (mut left, mut right) = (x1, area.x0);
    for y in top..=foot {
        let row = row_of(y);
        if let Some(first) = row.iter().position(|pixel| *pixel == 1) {
            left = left.min(area.x0 + first);
        }
        if let Some(last) = row.iter().rposition(|pixel| *pixel == 1) {
            right = right.max(area.x0 + last + 1);
        }
    }
    let padding = ink.points(PADDING);
    let found = Area {
        x0: left.saturating_sub(padding).max(area.x0),
        y0: top.saturating_sub(padding).max(area.y0),
        x1: (right + padding).min(x1),
        y1: (foot + 1 + padding).min(y1),
    };
    let is_dirt = right.saturating_sub(left) < ink.points(2.0) || foot - top < ink.points(2.0);
    (!is_dirt).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page on which one pixel is one point; `bars` are black: x, y, width, height.
    fn page(bars: &[(usize, usize, usize, usize)]) -> Ink {
        let (width, height) = (600, 800);
        let mut pixels = vec![0; width * height];
        for (x, y, w, h) in bars {
            for row in *y..y + h {
                pixels[row * width + x..row * width + x + w].fill(1);
            }
        }
        Ink {
            width,
            height,
            dpi: 72.0,
            pixels,
        }
    }

    #[track_caller]
    fn check(bars: &[(usize, usize, usize, usize)], cells: &[Area], expected: &[(usize, usize)]) {
        let ink = page(bars);
        let found: Vec<(usize, usize)> = cut(&ink, cells)
            .iter()
            .map(|area| (area.x0, area.y0))
            .collect();
        let is_near = |(found, expected): (&(usize, usize), &(usize, usize))| {
            found.0.abs_diff(expected.0) <= 3 && found.1.abs_diff(expected.1) <= 3
        };
        let all_near = found.iter().zip(expected).all(is_near);
        assert!(found.len() == expected.len() && all_near, "{found:?}");
    }

    #[test]
    fn the_halves_of_a_letterhead_are_read_apart_from_the_text() {
        let head = [(60, 60, 200, 10), (290, 58, 240, 10)];
        let below = [(80, 80, 120, 10), (320, 76, 160, 10)];
        let text = [(60, 140, 480, 10), (60, 160, 480, 10)];
        let bars: Vec<_> = head.into_iter().chain(below).chain(text).collect();
        check(&bars, &[], &[(60, 60), (290, 58), (60, 140)]);
    }

    #[test]
    fn a_gap_in_one_line_makes_no_halves() {
        let bars = [
            (60, 400, 480, 10),
            (60, 420, 150, 10),
            (300, 420, 240, 10),
            (60, 440, 480, 10),
        ];
        check(&bars, &[], &[(60, 400)]);
    }

    #[test]
    fn cells_are_read_one_by_one_and_the_text_around_them_apart() {
        let bars = [
            (60, 100, 480, 10),
            (60, 200, 40, 10),
            (160, 200, 80, 10),
            (60, 300, 480, 10),
        ];
        let cell = |x0, x1| Area {
            x0,
            y0: 190,
            x1,
            y1: 220,
        };
        let cells = [cell(50, 150), cell(150, 500), cell(500, 560)];
        check(
            &bars,
            &cells,
            &[(60, 200), (160, 200), (60, 100), (60, 300)],
        );
    }
}
