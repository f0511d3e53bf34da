//! A file and the number of a page in, the picture of that page out: what a person would see, to lay
//! beside what was read. Only PDF and pictures have pages that can be drawn without their program.

use super::{Hint, Limits, MediaType, media_type, pdf};

/// Rows of red, green and blue.
#[derive(Clone, Debug, PartialEq)]
pub struct PagePicture {
    pub width: usize,
    pub height: usize,
    /// Pixels per inch: a point of the page is `dpi / 72` pixels.
    pub dpi: f32,
    pub rgb: Vec<u8>,
}

/// The page with this number, from 1, with its annotations. `None` if there is no such page or it
/// cannot be drawn.
pub fn page_picture(bytes: &[u8], page: u32, limits: &Limits) -> Option<PagePicture> {
    let index = page.checked_sub(1)? as usize;
    let raw = match media_type::detect(bytes, &Hint::default()) {
        MediaType::Pdf => pdf::show_page(bytes, index, limits)?,
        MediaType::Image => pdf::show_photo(bytes, index, limits)?,
        _ => return None,
    };
    (raw.channels == 3).then_some(PagePicture {
        width: raw.width,
        height: raw.height,
        dpi: raw.dpi,
        rgb: raw.pixels,
    })
}
