//! Appearances of annotations: where the clerk's number and date stamps and the signatures stand.
//!
//! 18 of 23 e-signed files bear number and date only here. An appearance is a form placed so that
//! its bounding box fills the annotation's rectangle.

use lopdf::{Dictionary, Object, Stream};

use super::file::{File, Page};
use super::interpret::Interpreter;
use super::matrix::Matrix;
use super::page::Canvas;

/// Annotations read on one page. Forms with a field per cell have hundreds.
const ANNOTATIONS_MAX: usize = 2_000;

/// Draws every visible appearance of `page`; signatures and stamps bear their own mark, from 1.
pub(super) fn draw<'f>(
    file: &'f File,
    page: &Page<'f>,
    interpreter: &mut Interpreter<'f>,
    canvas: &mut Canvas,
) {
    let annotations = file.array(page.dictionary, b"Annots").unwrap_or_default();
    let dictionaries = annotations
        .iter()
        .take(ANNOTATIONS_MAX)
        .filter_map(|annotation| file.resolve(annotation)?.as_dict().ok());
    for (index, annotation) in dictionaries.enumerate() {
        if !is_shown(file, annotation) {
            continue;
        }
        let stamp = if is_field(file, annotation) {
            0
        } else {
            index as u16 + 1
        };
        if let Some((form, placed)) = appearance(file, annotation) {
            interpreter.draw_appearance(page, form, placed, stamp, canvas);
        }
    }
}

/// Typed by a person into a form or on the page: content like any other.
fn is_field(file: &File, annotation: &Dictionary) -> bool {
    let parent = file.dictionary(annotation, b"Parent");
    let kind = file
        .name(annotation, b"FT")
        .or_else(|| parent.and_then(|parent| file.name(parent, b"FT")));
    match file.name(annotation, b"Subtype") {
        Some(b"FreeText") => true,
        Some(b"Widget") => kind != Some(b"Sig"),
        _ => false,
    }
}

/// Kinds whose appearance is part of the document's text, unless hidden.
fn is_shown(file: &File, annotation: &Dictionary) -> bool {
    const HIDDEN: u32 = 1 << 1;
    const NO_VIEW: u32 = 1 << 5;
    let flags = file
        .number(annotation, b"F")
        .map_or(0, |flags| flags as u32);
    let kind = file.name(annotation, b"Subtype");
    flags & (HIDDEN | NO_VIEW) == 0 && matches!(kind, Some(b"Widget" | b"Stamp" | b"FreeText"))
}

/// The normal appearance with the matrix that fits its box into the rectangle
/// (ISO 32000-1, 12.5.5, algorithm 8.1; the form's own matrix is applied when it is drawn).
fn appearance<'f>(file: &'f File, annotation: &'f Dictionary) -> Option<(&'f Stream, Matrix)> {
    let [left, bottom, right, top] = file.rectangle(annotation, b"Rect")?;
    let appearances = file.dictionary(annotation, b"AP")?;
    let form = match file.get(appearances, b"N")? {
        Object::Stream(form) => form,
        Object::Dictionary(states) => file.stream(states, file.name(annotation, b"AS")?)?,
        _ => return None,
    };
    let own = file.matrix(&form.dict, b"Matrix");
    let [x0, y0, x1, y1] = file.rectangle(&form.dict, b"BBox")?;
    let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| own.apply(x, y));
    let (mut low, mut high) = (corners[0], corners[0]);
    for (x, y) in corners {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    let scale = |room: f32, size: f32| if 0.0 < size { room / size } else { 1.0 };
    let (across, up) = (
        scale(right - left, high.0 - low.0),
        scale(top - bottom, high.1 - low.1),
    );
    let placed = Matrix::new(
        across,
        0.0,
        0.0,
        up,
        left - low.0 * across,
        bottom - low.1 * up,
    );
    placed.is_finite().then_some((form, placed))
}
