//! A canvas as bytes, there and back. Read with the suspicion due to a process that may have been
//! taken over: every number is checked, and where a letter begins is counted and not told.

use super::super::budget::{PAGE_GLYPHS_MAX, PAGE_RULES_MAX};
use super::super::page::{Canvas, Glyph, Heading, Look, Rule};

/// Points of a side, and of any coordinate beyond it: the format allows 14,400.
const POINTS_MAX: f32 = 20_000.0;

pub(super) fn body(canvas: &Canvas) -> Vec<u8> {
    let mut out = Vec::with_capacity(canvas.text.len() + 22 * canvas.glyphs.len());
    for number in [canvas.width, canvas.height] {
        out.extend(number.to_le_bytes());
    }
    let counts = [
        canvas.images,
        canvas.curves,
        canvas.riddles,
        canvas.text.len() as u32,
        canvas.glyphs.len() as u32,
        canvas.rules.len() as u32,
    ];
    for number in counts {
        out.extend(number.to_le_bytes());
    }
    out.extend(canvas.text.bytes());
    for glyph in &canvas.glyphs {
        for number in [glyph.x, glyph.y, glyph.dx, glyph.dy, glyph.size] {
            out.extend(number.to_le_bytes());
        }
        out.extend([glyph.len, u8::from(glyph.after_space)]);
    }
    for rule in &canvas.rules {
        let (kind, numbers) = match *rule {
            Rule::Horizontal { y, x0, x1 } => (0, [y, x0, x1]),
            Rule::Vertical { x, y0, y1 } => (1, [x, y0, y1]),
        };
        out.push(kind);
        for number in numbers {
            out.extend(number.to_le_bytes());
        }
    }
    out
}

/// `None` if the bytes are not a canvas from their first to their last.
pub(super) fn read(body: &[u8]) -> Option<Canvas> {
    let mut source = Source { rest: body };
    let mut canvas = Canvas::default();
    canvas.clear(source.number()?, source.number()?);
    if canvas.width < 1.0 || canvas.height < 1.0 {
        return None;
    }
    canvas.images = source.count()?;
    canvas.curves = source.count()?;
    canvas.riddles = source.count()?;
    let (letters, glyphs, rules) = (source.count()?, source.count()?, source.count()?);
    if PAGE_GLYPHS_MAX < glyphs as usize || PAGE_RULES_MAX < rules as usize {
        return None;
    }
    let text = source.take(letters as usize)?;
    canvas.text = std::str::from_utf8(text).ok()?.to_owned();
    for _ in 0..glyphs {
        let at = canvas
            .glyphs
            .last()
            .map_or(0, |last| last.at + u32::from(last.len));
        let glyph = source.glyph(at)?;
        if canvas.text_of(&glyph).is_empty() || glyph.size <= 0.0 {
            return None;
        }
        canvas.glyphs.push(glyph);
    }
    for _ in 0..rules {
        canvas.rules.push(source.rule()?);
    }
    source.rest.is_empty().then_some(canvas)
}

struct Source<'a> {
    rest: &'a [u8],
}

impl<'a> Source<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn count(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn number(&mut self) -> Option<f32> {
        let number = f32::from_le_bytes(self.take(4)?.try_into().ok()?);
        (number.abs() <= POINTS_MAX).then_some(number)
    }

    fn glyph(&mut self, at: u32) -> Option<Glyph> {
        let (x, y) = (self.number()?, self.number()?);
        let (dx, dy) = (self.number()?, self.number()?);
        Some(Glyph {
            x,
            y,
            dx,
            dy,
            size: self.number()?,
            at,
            len: self.byte()?,
            heading: Heading::of(dx, dy),
            look: Look::default(),
            stamp: 0,
            confidence: 0,
            after_space: self.byte()? != 0,
        })
    }

    fn rule(&mut self) -> Option<Rule> {
        let kind = self.byte()?;
        let (at, from, to) = (self.number()?, self.number()?, self.number()?);
        match kind {
            0 => Some(Rule::Horizontal {
                y: at,
                x0: from,
                x1: to,
            }),
            1 => Some(Rule::Vertical {
                x: at,
                y0: from,
                y1: to,
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canvas() -> Canvas {
        let mut canvas = Canvas::default();
        canvas.clear(595.0, 842.0);
        for (index, letter) in ["K", "ế"].into_iter().enumerate() {
            canvas.glyphs.push(Glyph {
                x: 72.0 + 10.0 * index as f32,
                y: 100.0,
                dx: 10.0,
                dy: 0.0,
                size: 14.0,
                at: canvas.text.len() as u32,
                len: letter.len() as u8,
                heading: Heading::East,
                look: Look::default(),
                stamp: 0,
                confidence: 0,
                after_space: index == 0,
            });
            canvas.text.push_str(letter);
        }
        canvas.rules.push(Rule::Horizontal {
            y: 120.0,
            x0: 72.0,
            x1: 200.0,
        });
        canvas.riddles = 3;
        canvas
    }

    #[test]
    fn a_canvas_arrives_whole_or_not_at_all() {
        let sent = body(&canvas());
        let come = read(&sent).expect("reads");
        assert_eq!(format!("{come:?}"), format!("{:?}", canvas()));
        for cut in 0..sent.len() {
            assert!(read(&sent[..cut]).is_none(), "{cut}");
        }
        assert!(read(&[sent.as_slice(), &[0]].concat()).is_none());
    }

    #[test]
    fn numbers_that_no_page_has_are_refused() {
        for wrong in [f32::NAN, f32::INFINITY, 1e9] {
            let mut far = canvas();
            far.glyphs[1].x = wrong;
            assert!(read(&body(&far)).is_none(), "{wrong}");
        }
        let mut within_a_letter = canvas();
        within_a_letter.glyphs[1].len = 2;
        assert!(read(&body(&within_a_letter)).is_none());
    }
}
