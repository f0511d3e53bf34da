//! A PDF page → its picture, drawn by `hayro`.
//!
//! Appearances of annotations are not drawn: their text is read exactly from the file, and on the
//! picture a signature would cover the words under it (CỘNG HÒA XÃ [seal] CHỦ NGHĨA).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use hayro::hayro_interpret::{InterpreterSettings, RenderContent};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::picture::Picture;

/// Pixels of one picture: A3 at 400 dpi. A page that is larger is drawn smaller.
const PIXELS_MAX: f32 = 32e6;

/// Pixels of one side that the rasteriser can number.
const SIDE_MAX: f32 = 16_000.0;

/// Forms within forms are drawn by recursion; a pool's thread has 2 MB.
const STACK_BYTES: usize = 64 << 20;

/// A file whose pages can be drawn.
pub(in crate::parse) struct Raster {
    pdf: Pdf,
}

impl Raster {
    /// `None` if the second reader cannot read the file, or sees other pages than the first.
    pub fn open(bytes: &[u8], pages: usize) -> Option<Raster> {
        let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes.to_vec())));
        let pdf = opened.ok()?.ok()?;
        (pdf.pages().len() == pages).then_some(Raster { pdf })
    }

    /// The page with this index, from 0, at `dpi` or less. `None` if it cannot be drawn.
    pub fn draw(&self, index: usize, dpi: f32) -> Option<Picture> {
        thread::scope(|scope| {
            let drawing = thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, || self.drawn(index, dpi));
            // A panic in the rasteriser is a page that cannot be drawn.
            drawing.ok()?.join().ok()?
        })
    }

    fn drawn(&self, index: usize, dpi: f32) -> Option<Picture> {
        let page = self.pdf.pages().get(index)?;
        let (width, height) = page.render_dimensions();
        let scale = bounded(dpi / 72.0, width, height)?;
        let content = InterpreterSettings {
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        let pixmap = PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        };
        let drawn = render(
            page,
            &RenderCache::new(),
            &content,
            &RenderSettings::default(),
            &pixmap,
        );
        let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
        let rgba = drawn.data_as_u8_slice();
        Some(Picture::from_rgbx(width, height, rgba, scale * 72.0))
    }
}

fn bounded(scale: f32, width: f32, height: f32) -> Option<f32> {
    let side = width.max(height);
    let is_a_page = 1.0 < width.min(height) && side.is_finite();
    let most = (PIXELS_MAX / (width * height)).sqrt().min(SIDE_MAX / side);
    is_a_page.then_some(scale.min(most))
}
