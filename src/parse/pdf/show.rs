//! A shown string in, glyphs on the canvas out.

use super::budget::PAGE_GLYPHS_MAX;
use super::font::{Font, Shown};
use super::matrix::{Matrix, length};
use super::page::{Canvas, Glyph, Heading, Look, Riddle};
use super::state::{Run, State};

/// Draws the string `bytes` in `font` and moves the text position behind it.
pub(super) fn show(mut bytes: &[u8], font: &Font, run: &mut Run, stamp: u16, canvas: &mut Canvas) {
    let unit = scale(&run.state).then(run.text).then(run.state.matrix);
    let pen = pen(font, &run.state, &unit, stamp);
    let (along_x, along_y) = (unit.a, unit.b);
    // Advances so far, in units of the font size along the line.
    let mut walked = 0.0;
    while let Some(shown) = font.next(bytes) {
        let (code, rest) = bytes.split_at(shown.bytes.min(bytes.len()));
        bytes = rest;
        let glyph = Glyph {
            x: unit.e + along_x * walked,
            y: unit.f + along_y * walked,
            dx: along_x * shown.advance,
            dy: along_y * shown.advance,
            at: canvas.text.len() as u32,
            after_space: run.space_pending,
            ..pen
        };
        if shown.text.is_empty() {
            put_riddle(canvas, glyph, font, number(code));
        }
        run.space_pending = put(canvas, glyph, shown.text);
        canvas.legacy += u32::from(font.is_legacy);
        canvas.unexplained += u32::from(font.is_unexplained);
        walked += step(&run.state, &shown);
    }
    let shift = walked * run.state.size * run.state.stretch;
    run.text = Matrix::new(1.0, 0.0, 0.0, 1.0, shift, 0.0).then(run.text);
}

/// From the unit square of a glyph to text space.
fn scale(state: &State) -> Matrix {
    let width = state.size * state.stretch;
    Matrix::new(width, 0.0, 0.0, state.size, 0.0, state.rise)
}

/// What all glyphs of a string share.
fn pen(font: &Font, state: &State, unit: &Matrix, stamp: u16) -> Glyph {
    let heading = match font.vertical {
        true => Heading::Slanted,
        false => Heading::of(unit.a, unit.b),
    };
    Glyph {
        x: 0.0,
        y: 0.0,
        dx: 0.0,
        dy: 0.0,
        size: length(unit.c, unit.d),
        at: 0,
        len: 0,
        heading,
        look: Look {
            bold: font.look.bold || state.mode == 2,
            italic: font.look.italic || is_sheared(unit),
        },
        stamp,
        confidence: 0,
        after_space: false,
    }
}

/// How far the pen moves for one code, in units of the font size.
fn step(state: &State, shown: &Shown) -> f32 {
    let word_space = if shown.is_space_code {
        state.word_space
    } else {
        0.0
    };
    let space = state.character_space + word_space;
    if state.size == 0.0 {
        shown.advance
    } else {
        shown.advance + space / state.size
    }
}

/// Puts a glyph on the canvas; true if it was white space, which is only remembered.
pub(super) fn put(canvas: &mut Canvas, mut glyph: Glyph, text: &str) -> bool {
    let is_free = PAGE_GLYPHS_MAX > canvas.glyphs.len() && is_drawn(canvas, &glyph);
    // Nearly every glyph is one letter.
    let mut characters = text.chars();
    if let (Some(only), None) = (characters.next(), characters.next())
        && !only.is_whitespace()
    {
        if !is_free {
            return glyph.after_space;
        }
        glyph.len = text.len() as u8;
        canvas.text.push(only);
        canvas.glyphs.push(glyph);
        return false;
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        // A glyph without meaning is no reason to cut a word.
        return glyph.after_space || !text.is_empty();
    }
    if !is_free {
        return glyph.after_space;
    }
    glyph.len = trimmed.len() as u8;
    glyph.after_space |= text.trim_start().len() < text.len();
    canvas.text.push_str(trimmed);
    canvas.glyphs.push(glyph);
    trimmed.len() < text.trim_start().len()
}

fn is_drawn(canvas: &Canvas, glyph: &Glyph) -> bool {
    let is_outside = glyph.x < -glyph.size
        || canvas.width + glyph.size < glyph.x
        || glyph.y < -glyph.size
        || canvas.height + glyph.size < glyph.y;
    !is_outside && glyph.x.is_finite() && glyph.y.is_finite() && 0.0 < glyph.size
}

/// Remembers a glyph whose code has no meaning.
fn put_riddle(canvas: &mut Canvas, glyph: Glyph, font: &Font, code: u32) {
    canvas.riddles += 1;
    if is_drawn(canvas, &glyph) && canvas.riddle_glyphs.len() < PAGE_GLYPHS_MAX {
        let font = std::ptr::from_ref(font) as usize;
        canvas.riddle_glyphs.push(Riddle { glyph, font, code });
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |code, byte| code << 8 | u32::from(*byte))
}

/// Text drawn upright in a slanted shape is italic by hand (`1 0 0.21256 1`).
fn is_sheared(unit: &Matrix) -> bool {
    let dot = unit.a * unit.c + unit.b * unit.d;
    let (across, up) = unit.scales();
    let lengths = across * up;
    0.1 < dot / lengths.max(f32::MIN_POSITIVE)
}
