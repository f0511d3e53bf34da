//! A file as `hayro` opens it, and what it draws on a page written down on a [`Canvas`], so that all
//! that follows is one way. Only a worker calls this: a panic is a page it cannot read, and anything
//! worse ends the worker.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use hayro::hayro_interpret::font::{Glyph as Drawn, GlyphRun, PositionedGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::super::page::{Canvas, Glyph, Heading, Look};
use super::super::path::Path;
use super::super::show;

/// Forms within forms are drawn by recursion; a thread has 2 MB by itself.
const STACK_BYTES: usize = 64 << 20;

/// Bytes of text one glyph may stand for; a ligature has some.
const LETTERS_BYTES_MAX: usize = 255;

pub(super) struct Scribe {
    pdf: Pdf,
}

impl Scribe {
    /// `None` if it cannot read the file, or sees other pages than the asker.
    pub fn open(bytes: &[u8], pages: usize) -> Option<Scribe> {
        let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes.to_vec())));
        let pdf = opened.ok()?.ok()?;
        (pdf.pages().len() == pages).then_some(Scribe { pdf })
    }

    /// The page with this index, from 0; empty if it cannot be read.
    pub fn draw(&self, index: usize) -> Canvas {
        let drawn = thread::scope(|scope| {
            let drawing = thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, || self.drawn(index));
            drawing.ok()?.join().ok()?
        });
        drawn.unwrap_or_default()
    }

    fn drawn(&self, index: usize) -> Option<Canvas> {
        let page = self.pdf.pages().get(index)?;
        let (width, height) = page.render_dimensions();
        let mut notes = Notes {
            canvas: Canvas::default(),
            space_pending: true,
        };
        notes.canvas.clear(width, height);
        let cache = InterpreterCache::new();
        // Appearances are read exactly by the first reader.
        let settings = InterpreterSettings {
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        let shown = page.initial_transform(true).to_kurbo();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(shown, bounds, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut notes);
        Some(notes.canvas)
    }
}

/// What is drawn, written down.
struct Notes {
    canvas: Canvas,
    space_pending: bool,
}

impl Notes {
    fn put(&mut self, drawn: &PositionedGlyph, page: Affine) {
        let unit = page * drawn.transform();
        let advance = match &**drawn {
            Drawn::Outline(glyph) => glyph.advance_width(),
            Drawn::Type3(glyph) => glyph.advance_width(),
        };
        let at = unit * Point::ZERO;
        let end = unit * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let top = unit * Point::new(0.0, 1000.0);
        let (dx, dy) = ((end.x - at.x) as f32, (end.y - at.y) as f32);
        let glyph = Glyph {
            x: at.x as f32,
            y: at.y as f32,
            dx,
            dy,
            size: (top.x - at.x).hypot(top.y - at.y) as f32,
            at: self.canvas.text.len() as u32,
            len: 0,
            heading: Heading::of(dx, dy),
            look: Look::default(),
            stamp: 0,
            confidence: 0,
            after_space: self.space_pending,
        };
        let text = match drawn.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters,
            None => String::new(),
        };
        let has_meaning = |c: char| c != char::REPLACEMENT_CHARACTER && !c.is_control();
        let is_readable = text.len() <= LETTERS_BYTES_MAX && text.chars().all(has_meaning);
        let text = if is_readable { text.as_str() } else { "" };
        self.canvas.riddles += u32::from(text.is_empty());
        self.space_pending = show::put(&mut self.canvas, glyph, text);
    }
}

impl Device<'_> for Notes {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.put(glyph, props.transform);
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        let point = |at: Point| {
            let at = props.transform * at;
            (at.x as f32, at.y as f32)
        };
        let mut lines = Path::default();
        for element in path.elements() {
            match element {
                PathEl::MoveTo(to) => lines.move_to(point(*to)),
                PathEl::LineTo(to) => lines.line_to(point(*to)),
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => lines.curve_to(point(*to)),
                PathEl::ClosePath => lines.close(),
            }
        }
        self.canvas.curves = self.canvas.curves.saturating_add(lines.curves);
        match mode {
            DrawMode::Fill(_) => lines.fill(&mut self.canvas.rules),
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
                lines.stroke(stroke.line_width, &mut self.canvas.rules);
            }
            DrawMode::Invisible => {}
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.canvas.images += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
