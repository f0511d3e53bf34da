//! Turns a page that lay askew on the glass.
//!
//! The base lines of text make sharp steps in the profile of rows when the page is upright; the slope
//! with the sharpest profile is taken out.

use super::ink::Ink;
use super::picture::Picture;

/// Tangent of three degrees: more is a photograph, which has no one slope.
const SLOPE_MAX: f32 = 0.052;

/// Slopes below are left alone: tesseract follows a line that drops four pixels.
const SLOPE_MIN: f32 = 0.002;

const COARSE_STEP: f32 = 0.004;
const FINE_STEP: f32 = 0.0005;

/// Feet of letters that are looked at; a full page at 300 dpi has 150,000.
const FEET_MAX: usize = 60_000;

/// The picture upright, and the drop per pixel that it had.
pub(super) fn turn(picture: Picture) -> (Picture, f32) {
    let slope = slope(&Ink::of(&picture));
    if slope.abs() < SLOPE_MIN {
        return (picture, 0.0);
    }
    (turned(&picture, slope), slope)
}

fn slope(ink: &Ink) -> f32 {
    let feet = feet(ink);
    if feet.is_empty() {
        return 0.0;
    }
    let steps = (SLOPE_MAX / COARSE_STEP) as i32;
    let coarse = (-steps..=steps).map(|step| step as f32 * COARSE_STEP);
    let near = sharpest(&feet, ink, coarse);
    let steps = (COARSE_STEP / FINE_STEP) as i32;
    let fine = (-steps..=steps).map(|step| near + step as f32 * FINE_STEP);
    sharpest(&feet, ink, fine)
}

/// Pixels of ink with none below them.
fn feet(ink: &Ink) -> Vec<(f32, f32)> {
    let mut feet = Vec::new();
    for y in 0..ink.height.saturating_sub(1) {
        let (here, below) = (ink.row(y), ink.row(y + 1));
        for (x, (here, below)) in here.iter().zip(below).enumerate() {
            if *here == 1 && *below == 0 {
                feet.push((x as f32, y as f32));
            }
        }
    }
    let stride = feet.len().div_ceil(FEET_MAX).max(1);
    feet.into_iter().step_by(stride).collect()
}

fn sharpest(feet: &[(f32, f32)], ink: &Ink, slopes: impl Iterator<Item = f32>) -> f32 {
    let margin = SLOPE_MAX * 1.2 * ink.width as f32;
    let mut rows = vec![0u32; ink.height + 2 * margin as usize + 2];
    let (mut best, mut best_score) = (0.0, 0);
    for slope in slopes {
        rows.fill(0);
        for (x, y) in feet {
            let row = (y - x * slope + margin) as usize;
            if let Some(row) = rows.get_mut(row) {
                *row += 1;
            }
        }
        let score: u64 = rows.iter().map(|count| u64::from(*count).pow(2)).sum();
        // Ties go to the slope nearest to none.
        if best_score < score || (best_score == score && f32::abs(slope) < f32::abs(best)) {
            (best, best_score) = (slope, score);
        }
    }
    best
}

/// Turned about the middle, with white where nothing was.
fn turned(picture: &Picture, slope: f32) -> Picture {
    let (sin, cos) = slope.atan().sin_cos();
    let (cx, cy) = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
    let mut pixels = Vec::with_capacity(picture.pixels.len());
    for y in 0..picture.height {
        let dy = y as f32 - cy;
        for x in 0..picture.width {
            let dx = x as f32 - cx;
            pixels.push(sample(
                picture,
                cx + dx * cos - dy * sin,
                cy + dx * sin + dy * cos,
            ));
        }
    }
    Picture {
        width: picture.width,
        height: picture.height,
        pixels,
        dpi: picture.dpi,
    }
}

/// Between the four pixels around a point.
fn sample(picture: &Picture, x: f32, y: f32) -> u8 {
    let (left, top) = (x.floor(), y.floor());
    let (right, down) = (x - left, y - top);
    let at = |x: f32, y: f32| -> f32 {
        let inside = 0.0 <= x && 0.0 <= y && x < picture.width as f32;
        let pixel = inside.then(|| picture.row(y as usize).get(x as usize));
        pixel.flatten().map_or(255.0, |grey| f32::from(*grey))
    };
    let upper = at(left, top) * (1.0 - right) + at(left + 1.0, top) * right;
    let lower = at(left, top + 1.0) * (1.0 - right) + at(left + 1.0, top + 1.0) * right;
    (upper * (1.0 - down) + lower * down) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of text as black bars that drop by `slope`.
    fn page(slope: f32) -> Picture {
        let (width, height) = (800, 600);
        let mut pixels = vec![255; width * height];
        for line in 0..8 {
            for x in 60..740 {
                let top = 100 + line * 50 + (slope * x as f32) as usize;
                for y in top..top + 12 {
                    pixels[y * width + x] = 0;
                }
            }
        }
        Picture {
            width,
            height,
            pixels,
            dpi: 150.0,
        }
    }

    #[test]
    fn a_page_that_lay_askew_is_turned_upright() {
        let (upright, slope) = turn(page(0.03));
        assert!((slope - 0.03).abs() < 0.002, "{slope}");
        let (_, left) = turn(upright);
        assert_eq!(left, 0.0);
    }

    #[test]
    fn an_upright_page_stays_as_it_is() {
        let page = page(0.0);
        assert_eq!(turn(page.clone()), (page, 0.0));
    }

    #[test]
    fn an_empty_page_has_no_slope() {
        let empty = Picture {
            width: 10,
            height: 10,
            pixels: vec![255; 100],
            dpi: 150.0,
        };
        assert_eq!(turn(empty.clone()).1, 0.0);
    }
}
