//! What stands on one page before anybody has called it a word: glyphs in content order and rules.

use crate::text::Rect;

/// Everything the interpreter drew. Coordinates are points from the top left corner of the page as
/// shown (crop box, `/Rotate` applied), y growing downwards.
#[derive(Clone, Debug, Default)]
pub(super) struct Canvas {
    /// The text of all glyphs one after the other: neighbours in content order are neighbours here,
    /// so that a word is a slice and no glyph owns memory.
    pub text: String,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    pub width: f32,
    pub height: f32,
    pub images: u32,
    /// Bends of all lines that were drawn: letters turned into outlines have ten each.
    pub curves: u32,
    /// The largest of them.
    pub picture: Drawn,
    /// Glyphs drawn whose meaning no table of their font tells.
    pub riddles: u32,
    /// Those of them that stand on the page.
    pub riddle_glyphs: Vec<Riddle>,
    /// True if the glyphs were read from a picture: their order says nothing of the author's.
    pub is_read: bool,
    /// Glyphs whose font was decoded from a charset of before Unicode, and whose font says nothing.
    pub legacy: u32,
    pub unexplained: u32,
}

/// A glyph without text, by its code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Riddle {
    pub glyph: Glyph,
    /// Tells fonts of one file apart, and nothing else.
    pub font: usize,
    pub code: u32,
}

/// A picture as it lies on the page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drawn {
    /// In points.
    pub width: f32,
    pub height: f32,
    /// Pixels across and in all.
    pub columns: f32,
    pub pixels: f32,
}

impl Drawn {
    /// Pixels per inch.
    pub fn dpi(&self) -> f32 {
        self.columns / self.width * 72.0
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// Origin on the base line.
    pub x: f32,
    pub y: f32,
    /// Unit vector of writing times the advance.
    pub dx: f32,
    pub dy: f32,
    /// Height of the font in points.
    pub size: f32,
    /// Byte range in [`Canvas::text`].
    pub at: u32,
    pub len: u8,
    pub heading: Heading,
    pub look: Look,
    /// 0 for page content; otherwise which appearance drew it, from 1.
    pub stamp: u16,
    /// For what was read from a picture: how sure that is, 1 to 100. Otherwise 0.
    pub confidence: u8,
    /// True if white space was drawn since the glyph before.
    pub after_space: bool,
}

/// Which way text is written on the page as shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Heading {
    #[default]
    East,
    South,
    West,
    North,
    /// Not along an edge: a watermark.
    Slanted,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
}

/// A straight line or a thin filled box, along an edge of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rule {
    Horizontal { y: f32, x0: f32, x1: f32 },
    Vertical { x: f32, y0: f32, y1: f32 },
}

impl Canvas {
    pub fn clear(&mut self, width: f32, height: f32) {
        self.text.clear();
        self.glyphs.clear();
        self.rules.clear();
        self.width = width;
        self.height = height;
        self.images = 0;
        self.curves = 0;
        self.picture = Drawn::default();
        self.riddles = 0;
        self.riddle_glyphs.clear();
        self.is_read = false;
        self.legacy = 0;
        self.unexplained = 0;
    }

    pub fn note_picture(&mut self, drawn: Drawn) {
        self.images += 1;
        if self.picture.width * self.picture.height < drawn.width * drawn.height {
            self.picture = drawn;
        }
    }

    /// Only what appearances drew.
    pub fn stamps(&self) -> Canvas {
        let mut stamps = Canvas::default();
        stamps.clear(self.width, self.height);
        stamps.images = self.images;
        for glyph in self.glyphs.iter().filter(|glyph| glyph.stamp != 0) {
            stamps.add_glyph(glyph, self.text_of(glyph));
        }
        stamps
    }

    /// Draws the glyphs of another over this one.
    pub fn add(&mut self, other: &Canvas) {
        for glyph in &other.glyphs {
            self.add_glyph(glyph, other.text_of(glyph));
        }
    }

    fn add_glyph(&mut self, glyph: &Glyph, text: &str) {
        self.glyphs.push(Glyph {
            at: self.text.len() as u32,
            ..*glyph
        });
        self.text.push_str(text);
    }

    pub fn text_of(&self, glyph: &Glyph) -> &str {
        let start = glyph.at as usize;
        self.text
            .get(start..start + usize::from(glyph.len))
            .unwrap_or("")
    }
}

impl Heading {
    pub fn of(dx: f32, dy: f32) -> Heading {
        /// Tangent of five degrees: a scan's text layer is skewed by less.
        const SKEW_MAX: f32 = 0.0875;
        if dy.abs() <= SKEW_MAX * dx.abs() {
            if dx < 0.0 {
                Heading::West
            } else {
                Heading::East
            }
        } else if dx.abs() <= SKEW_MAX * dy.abs() {
            if dy < 0.0 {
                Heading::North
            } else {
                Heading::South
            }
        } else {
            Heading::Slanted
        }
    }
}

/// A turned copy of the page in which text of one heading runs east.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub heading: Heading,
    /// Of the page as shown.
    width: f32,
    height: f32,
}

impl Frame {
    pub fn new(heading: Heading, width: f32, height: f32) -> Frame {
        Frame {
            heading,
            width,
            height,
        }
    }

    pub fn width(&self) -> f32 {
        match self.heading {
            Heading::North | Heading::South => self.height,
            Heading::East | Heading::West | Heading::Slanted => self.width,
        }
    }

    pub fn height(&self) -> f32 {
        match self.heading {
            Heading::North | Heading::South => self.width,
            Heading::East | Heading::West | Heading::Slanted => self.height,
        }
    }

    /// From the page as shown into the frame.
    pub fn enter(&self, x: f32, y: f32) -> (f32, f32) {
        match self.heading {
            Heading::East | Heading::Slanted => (x, y),
            Heading::West => (self.width - x, self.height - y),
            Heading::North => (self.height - y, x),
            Heading::South => (y, self.width - x),
        }
    }

    /// From the frame back to the page as shown.
    pub fn leave(&self, x: f32, y: f32) -> (f32, f32) {
        match self.heading {
            Heading::East | Heading::Slanted => (x, y),
            Heading::West => (self.width - x, self.height - y),
            Heading::North => (y, self.height - x),
            Heading::South => (self.width - y, x),
        }
    }

    pub fn leave_rect(&self, rect: Rect) -> Rect {
        let (x0, y0) = self.leave(rect.x0, rect.y0);
        let (x1, y1) = self.leave(rect.x1, rect.y1);
        Rect {
            x0: x0.min(x1),
            y0: y0.min(y1),
            x1: x0.max(x1),
            y1: y0.max(y1),
        }
    }

    pub fn enter_rule(&self, rule: Rule) -> Rule {
        let (start, end) = match rule {
            Rule::Horizontal { y, x0, x1 } => ((x0, y), (x1, y)),
            Rule::Vertical { x, y0, y1 } => ((x, y0), (x, y1)),
        };
        let (x0, y0) = self.enter(start.0, start.1);
        let (x1, y1) = self.enter(end.0, end.1);
        if (x1 - x0).abs() < (y1 - y0).abs() {
            Rule::Vertical {
                x: x0,
                y0: y0.min(y1),
                y1: y0.max(y1),
            }
        } else {
            Rule::Horizontal {
                y: y0,
                x0: x0.min(x1),
                x1: x0.max(x1),
            }
        }
    }
}
