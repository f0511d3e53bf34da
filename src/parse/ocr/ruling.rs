//! Ruling lines of a picture: found for the tables they make, and taken out before the words are
//! read, because a rule against a letter is read as one (`|`, `l`, `_`).

use super::ink::Ink;
use super::picture::Picture;

/// A straight line along an edge of the page, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::parse) struct Ruling {
    pub x0: usize,
    pub y0: usize,
    pub x1: usize,
    pub y1: usize,
    pub is_across: bool,
}

/// Shortest run of ink that is a rule, in points. No stroke of a letter is as long.
const RUN_MIN: f32 = 26.0;

/// Thicker is a box or a picture, in points.
const THICKNESS_MAX: f32 = 3.0;

/// Runs that a picture may come to; a photograph has more, and no table.
const RUNS_MAX: usize = 20_000;

pub(super) fn find(ink: &Ink) -> Vec<Ruling> {
    let mut rulings = across(ink);
    rulings.extend(down(ink));
    rulings
}

fn across(ink: &Ink) -> Vec<Ruling> {
    let least = ink.points(RUN_MIN);
    let mut runs = Vec::new();
    for y in 0..ink.height {
        let row = ink.row(y).iter().map(|pixel| *pixel == 1);
        runs_of(row, least, |start, end| runs.push((y, start, end)));
    }
    let joined = joined(runs, ink.points(THICKNESS_MAX));
    let rulings = joined.into_iter().map(|line| Ruling {
        x0: line.start,
        y0: line.first,
        x1: line.end,
        y1: line.last + 1,
        is_across: true,
    });
    rulings.collect()
}

fn down(ink: &Ink) -> Vec<Ruling> {
    let least = ink.points(RUN_MIN);
    let mut runs = Vec::new();
    for x in 0..ink.width {
        let column = (0..ink.height).map(|y| ink.pixels[y * ink.width + x] == 1);
        runs_of(column, least, |start, end| runs.push((x, start, end)));
    }
    let joined = joined(runs, ink.points(THICKNESS_MAX));
    let rulings = joined.into_iter().map(|line| Ruling {
        x0: line.first,
        y0: line.start,
        x1: line.last + 1,
        y1: line.end,
        is_across: false,
    });
    rulings.collect()
}

/// Runs of ink of at least `least` pixels. One missing pixel does not end a run.
fn runs_of(pixels: impl Iterator<Item = bool>, least: usize, mut found: impl FnMut(usize, usize)) {
    let (mut start, mut end) = (0, 0);
    let mut is_open = false;
    for (at, is_ink) in pixels.enumerate() {
        if is_ink {
            if !is_open {
                (start, is_open) = (at, true);
            }
            end = at + 1;
        } else if is_open && end < at {
            if least <= end - start {
                found(start, end);
            }
            is_open = false;
        }
    }
    if is_open && least <= end - start {
        found(start, end);
    }
}

/// Runs on neighbouring rows that touch: one rule, perhaps a little askew.
struct Line {
    first: usize,
    last: usize,
    start: usize,
    end: usize,
    pixels: usize,
}

fn joined(runs: Vec<(usize, usize, usize)>, thickness_max: usize) -> Vec<Line> {
    if RUNS_MAX < runs.len() {
        return Vec::new();
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (row, start, end) in runs {
        open.retain(|index| row <= lines[*index].last + 2);
        let touching = open
            .iter()
            .copied()
            .find(|index| start <= lines[*index].end + 2 && lines[*index].start <= end + 2);
        match touching {
            Some(index) => {
                let line = &mut lines[index];
                line.last = row;
                line.start = line.start.min(start);
                line.end = line.end.max(end);
                line.pixels += end - start;
            }
            None => {
                open.push(lines.len());
                lines.push(Line {
                    first: row,
                    last: row,
                    start,
                    end,
                    pixels: end - start,
                });
            }
        }
    }
    // A rule askew spreads over many rows and is still thin.
    let is_thin = |line: &Line| line.pixels <= thickness_max * (line.end - line.start);
    lines.retain(is_thin);
    lines
}

/// Takes the rules out of picture and ink. A stroke that crosses a rule stays.
pub(super) fn erase(rulings: &[Ruling], ink: &mut Ink, picture: &mut Picture) {
    let thick = ink.points(THICKNESS_MAX);
    for ruling in rulings {
        if ruling.is_across {
            for x in ruling.x0..ruling.x1 {
                let run = |y: usize| (x, y);
                wipe(ruling.y0, ruling.y1, thick, ink.height, run, ink, picture);
            }
        } else {
            for y in ruling.y0..ruling.y1 {
                let run = |x: usize| (x, y);
                wipe(ruling.x0, ruling.x1, thick, ink.width, run, ink, picture);
            }
        }
    }
}

/// Wipes the runs of ink between `from` and `to` across a rule, and the grey at their edges.
fn wipe(
    from: usize,
    to: usize,
    thick: usize,
    end: usize,
    place: impl Fn(usize) -> (usize, usize),
    ink: &mut Ink,
    picture: &mut Picture,
) {
    let mut at = from;
    while at < to {
        let (x, y) = place(at);
        if !ink.at(x, y) {
            at += 1;
            continue;
        }
        let mut first = at;
        while 0 < first && at - first <= thick && is_ink(ink, place(first - 1)) {
            first -= 1;
        }
        let mut last = at + 1;
        while last < end && last - at <= thick && is_ink(ink, place(last)) {
            last += 1;
        }
        if last - first <= thick + 1 {
            for wiped in first.saturating_sub(1)..(last + 1).min(end) {
                let (x, y) = place(wiped);
                ink.pixels[y * ink.width + x] = 0;
                picture.pixels[y * picture.width + x] = 255;
            }
        }
        at = last;
    }
}

fn is_ink(ink: &Ink, (x, y): (usize, usize)) -> bool {
    ink.at(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(rows: &[&str]) -> Picture {
        let width = rows[0].len();
        Picture {
            width,
            height: rows.len(),
            pixels: rows
                .iter()
                .flat_map(|row| row.bytes().map(|c| if c == b'#' { 0 } else { 255 }))
                .collect(),
            // One pixel is one point.
            dpi: 72.0,
        }
    }

    #[test]
    fn a_rule_is_found_and_the_letter_that_crosses_it_stays() {
        let blank = ".".repeat(40);
        let letter = format!("{}#{}", ".".repeat(20), ".".repeat(19));
        let rule = format!("..{}..", "#".repeat(36));
        let rows: Vec<&str> = vec![&blank, &letter, &letter, &letter, &rule, &letter, &letter];
        let mut page = picture(&rows);
        let mut ink = Ink::of(&page);
        let found = find(&ink);
        let expected = Ruling {
            x0: 2,
            y0: 4,
            x1: 38,
            y1: 5,
            is_across: true,
        };
        assert_eq!(found, [expected]);
        erase(&found, &mut ink, &mut page);
        let left = (0..40).filter(|x| ink.at(*x, 4)).count();
        assert_eq!(left, 1, "only the letter");
    }
}
