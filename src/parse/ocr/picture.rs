//! A grey picture, and how one is made from colours.

use crate::parse::worker::{Purpose, Raw};

/// Rows of grey pixels, 0 black and 255 white.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
    /// Pixels per inch of the page.
    pub dpi: f32,
}

/// How much redder than its other colours a pixel of a seal is. Black print scanned in colour stays
/// within 25, seals and their faded rims begin at 45.
const RED_LEAD: u8 = 36;

/// Pixels of red, green, blue and something else, as seen on white, for a purpose. What is made of them
/// takes their place: a page at 300 dpi is 35 MB of them.
pub(in crate::parse) fn raw(
    width: usize,
    height: usize,
    mut rgbx: Vec<u8>,
    dpi: f32,
    purpose: Purpose,
) -> Raw {
    let channels = match purpose {
        Purpose::Read => 1,
        Purpose::Show => 3,
    };
    let count = rgbx.len() / 4;
    for index in 0..count {
        let [red, green, blue] = [0, 1, 2].map(|channel| rgbx[4 * index + channel]);
        match purpose {
            Purpose::Read => rgbx[index] = grey(red, green, blue),
            Purpose::Show => rgbx[3 * index..][..3].copy_from_slice(&[red, green, blue]),
        }
    }
    rgbx.truncate(count * channels);
    rgbx.shrink_to_fit();
    Raw {
        width,
        height,
        channels,
        dpi,
        pixels: rgbx,
    }
}

impl Picture {
    /// `None` if it is not grey.
    pub fn from_raw(raw: Raw) -> Option<Picture> {
        let picture = Picture {
            width: raw.width,
            height: raw.height,
            pixels: raw.pixels,
            dpi: raw.dpi,
        };
        (raw.channels == 1).then_some(picture)
    }

    pub fn row(&self, y: usize) -> &[u8] {
        let start = y * self.width;
        self.pixels.get(start..start + self.width).unwrap_or(&[])
    }
}

/// Lightness, with the red of seals taken out: a seal lies over the name of the signer, and what is
/// printed under it is dark in every colour.
fn grey(red: u8, green: u8, blue: u8) -> u8 {
    let other = green.max(blue);
    if other.saturating_add(RED_LEAD) < red {
        return red.saturating_add(red - other);
    }
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    (sum / 1000) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_red_seal_vanishes_and_black_and_blue_stay() {
        assert!(230 < grey(200, 60, 70), "seal");
        assert!(grey(30, 30, 35) < 40, "print");
        assert!(grey(40, 50, 150) < 90, "a pen");
        assert!(grey(90, 30, 35) < 160, "print under a seal");
    }
}
