//! A picture → the sheet of its words, in points: the cells of its tables are told to the reader first.

use crate::parse::ocr::{Area, Desk, Failure, Picture, Ruling, Sheet};
use crate::parse::pdf::layout;
use crate::parse::pdf::page::Rule;

pub(in crate::parse::pdf) fn read_picture(picture: Picture, desk: &Desk) -> Result<Sheet, Failure> {
    let scale = 72.0 / picture.dpi;
    let mut sheet = desk.read(picture, |rulings| cells(rulings, scale))?;
    scale_to_points(&mut sheet, scale);
    Ok(sheet)
}

/// The areas of the cells of all tables, in pixels.
fn cells(rulings: &[Ruling], scale: f32) -> Vec<Area> {
    let rules: Vec<Rule> = rulings.iter().map(|ruling| rule(ruling, scale)).collect();
    let pixel = |points: f32| (points / scale).max(0.0) as usize;
    let boxes = layout::cells(&rules).into_iter();
    boxes
        .map(|cell| Area {
            x0: pixel(cell.x0),
            y0: pixel(cell.y0),
            x1: pixel(cell.x1),
            y1: pixel(cell.y1),
        })
        .collect()
}

pub(super) fn rule(ruling: &Ruling, scale: f32) -> Rule {
    let point = |pixel: usize| pixel as f32 * scale;
    match ruling.is_across {
        true => Rule::Horizontal {
            y: (point(ruling.y0) + point(ruling.y1)) / 2.0,
            x0: point(ruling.x0),
            x1: point(ruling.x1),
        },
        false => Rule::Vertical {
            x: (point(ruling.x0) + point(ruling.x1)) / 2.0,
            y0: point(ruling.y0),
            y1: point(ruling.y1),
        },
    }
}

fn scale_to_points(sheet: &mut Sheet, scale: f32) {
    for word in &mut sheet.words {
        for length in [
            &mut word.x0,
            &mut word.y0,
            &mut word.x1,
            &mut word.y1,
            &mut word.baseline,
            &mut word.size,
        ] {
            *length *= scale;
        }
    }
    sheet.scale = scale;
}
