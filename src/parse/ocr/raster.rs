//! A PDF page → its picture, drawn by `hayro`, in a [`Worker`] where there is one.
//!
//! To be read, appearances of annotations are not drawn: their text is read exactly from the file,
//! and on the picture a signature would cover the words under it (CỘNG HÒA XÃ [seal] CHỦ NGHĨA).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use hayro::hayro_interpret::{InterpreterSettings, RenderContent};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::picture::{self, Picture};
use super::tesseract::Failure;
use crate::parse::worker::{Job, Purpose, Raw, Trouble, Worker};

/// Pixels of one picture: A3 at 400 dpi. A page that is larger is drawn smaller.
const PIXELS_MAX: f32 = 32e6;

/// Pixels of one side that the rasteriser can number.
const SIDE_MAX: f32 = 16_000.0;

/// Forms within forms are drawn by recursion; a pool's thread has 2 MB.
const STACK_BYTES: usize = 64 << 20;

/// A file whose pages can be drawn.
pub(in crate::parse) struct Raster<'f> {
    source: Source<'f>,
}

enum Source<'f> {
    Here(Pdf),
    /// In a process of its own for each page.
    Apart {
        worker: &'f Worker,
        bytes: &'f [u8],
        pages: usize,
    },
}

impl<'f> Raster<'f> {
    /// `None` if the second reader cannot read the file, or sees other pages than the first.
    pub fn open(bytes: &'f [u8], pages: usize, worker: Option<&'f Worker>) -> Option<Raster<'f>> {
        let source = match worker {
            Some(worker) => Source::Apart {
                worker,
                bytes,
                pages,
            },
            None => Source::Here(open(bytes, pages)?),
        };
        Some(Raster { source })
    }

    /// The page with this index, from 0, at `dpi` or less, to be read.
    pub fn draw(&self, index: usize, dpi: f32) -> Result<Picture, Failure> {
        let raw = self.raw(index, dpi, Purpose::Read)?;
        Picture::from_raw(raw).ok_or(Failure::Failed)
    }

    /// The same to be shown: in colours, with all annotations.
    pub fn show(&self, index: usize, dpi: f32) -> Result<Raw, Failure> {
        self.raw(index, dpi, Purpose::Show)
    }

    fn raw(&self, index: usize, dpi: f32, purpose: Purpose) -> Result<Raw, Failure> {
        match &self.source {
            Source::Here(pdf) => drawn(pdf, index, dpi, purpose).ok_or(Failure::Failed),
            Source::Apart {
                worker,
                bytes,
                pages,
            } => {
                let job = Job::Draw {
                    index,
                    pages: *pages,
                    dpi,
                    purpose,
                };
                let answer = worker.ask(&job, bytes).map_err(Failure::from)?;
                Raw::read(answer).ok_or(Failure::Failed)
            }
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Failure {
        match trouble {
            Trouble::Nothing => Failure::Failed,
            Trouble::TimedOut | Trouble::Crashed => Failure::Crashed,
        }
    }
}

/// What a worker draws.
pub(in crate::parse) fn draw_page(
    bytes: &[u8],
    pages: usize,
    index: usize,
    dpi: f32,
    purpose: Purpose,
) -> Option<Raw> {
    drawn(&open(bytes, pages)?, index, dpi, purpose)
}

fn open(bytes: &[u8], pages: usize) -> Option<Pdf> {
    let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes.to_vec())));
    let pdf = opened.ok()?.ok()?;
    (pdf.pages().len() == pages).then_some(pdf)
}

/// `None` if the page cannot be drawn.
fn drawn(pdf: &Pdf, index: usize, dpi: f32, purpose: Purpose) -> Option<Raw> {
    thread::scope(|scope| {
        let drawing = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || draw(pdf, index, dpi, purpose));
        // A panic in the rasteriser is a page that cannot be drawn.
        drawing.ok()?.join().ok()?
    })
}

fn draw(pdf: &Pdf, index: usize, dpi: f32, purpose: Purpose) -> Option<Raw> {
    let page = pdf.pages().get(index)?;
    let (width, height) = page.render_dimensions();
    let scale = bounded(dpi / 72.0, width, height)?;
    let content = InterpreterSettings {
        render_content: match purpose {
            Purpose::Read => RenderContent::PAGE,
            Purpose::Show => RenderContent::all(),
        },
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
    let rgba = drawn.take_rgba8(ImageAlphaType::AlphaPremultiplied);
    Some(picture::raw(width, height, rgba, scale * 72.0, purpose))
}

fn bounded(scale: f32, width: f32, height: f32) -> Option<f32> {
    let side = width.max(height);
    let is_a_page = 1.0 < width.min(height) && side.is_finite();
    let most = (PIXELS_MAX / (width * height)).sqrt().min(SIDE_MAX / side);
    is_a_page.then_some(scale.min(most))
}
