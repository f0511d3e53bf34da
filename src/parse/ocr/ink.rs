//! Which pixels are ink.

use super::picture::Picture;

/// One bit per pixel, kept as bytes: 1 is ink.
pub(super) struct Ink {
    pub width: usize,
    pub height: usize,
    pub dpi: f32,
    pub pixels: Vec<u8>,
}

/// Bounds of the threshold: a page that is all white, or all picture, has no two kinds of pixels.
const THRESHOLD: std::ops::RangeInclusive<usize> = 90..=190;

impl Ink {
    pub fn of(picture: &Picture) -> Ink {
        let threshold = threshold(&picture.pixels);
        Ink {
            width: picture.width,
            height: picture.height,
            dpi: picture.dpi,
            pixels: picture
                .pixels
                .iter()
                .map(|grey| u8::from(*grey < threshold))
                .collect(),
        }
    }

    pub fn row(&self, y: usize) -> &[u8] {
        let start = y * self.width;
        self.pixels.get(start..start + self.width).unwrap_or(&[])
    }

    pub fn at(&self, x: usize, y: usize) -> bool {
        x < self.width && self.row(y).get(x) == Some(&1)
    }

    /// Pixels of a length in points.
    pub fn points(&self, points: f32) -> usize {
        (points * self.dpi / 72.0).round().max(1.0) as usize
    }
}

/// Otsu's: the grey that splits the pixels into the two most different groups.
fn threshold(pixels: &[u8]) -> u8 {
    let mut counts = [0u64; 256];
    for grey in pixels {
        counts[usize::from(*grey)] += 1;
    }
    let weighed = |counts: &[u64; 256]| -> u64 { (0..).zip(counts).map(|(g, n)| g * n).sum() };
    let (all, sum) = (pixels.len() as f64, weighed(&counts) as f64);
    let (mut below, mut sum_below) = (0.0, 0.0);
    let (mut best, mut best_spread) = (*THRESHOLD.start(), 0.0);
    for (grey, count) in counts.iter().enumerate() {
        below += *count as f64;
        sum_below += (grey as u64 * count) as f64;
        let above = all - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let apart = sum_below / below - (sum - sum_below) / above;
        let spread = below * above * apart * apart;
        if best_spread < spread {
            (best, best_spread) = (grey + 1, spread);
        }
    }
    best.clamp(*THRESHOLD.start(), *THRESHOLD.end()) as u8
}
