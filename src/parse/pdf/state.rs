//! The graphics and text state while one content stream runs, and the operators that only touch it.

use std::rc::Rc;

use lopdf::Dictionary;

use super::font::Font;
use super::lex::Token;
use super::matrix::{Matrix, length};
use super::page::Canvas;
use super::path::Path;

/// Saved graphics states. The specification's own limit is 28; broken producers forget to restore.
const STATES_MAX: usize = 1_024;

/// Marked content within marked content. Tagged files have two or three levels.
const MARKS_MAX: usize = 1_024;

#[derive(Clone)]
pub(super) struct State {
    pub matrix: Matrix,
    pub line_width: f32,
    pub font: Option<Rc<Font>>,
    pub size: f32,
    pub character_space: f32,
    pub word_space: f32,
    pub stretch: f32,
    pub leading: f32,
    pub rise: f32,
    pub mode: u8,
}

/// One run over one stream.
pub(super) struct Run<'c, 'f> {
    pub resources: Option<&'f Dictionary>,
    pub state: State,
    pub saved: Vec<State>,
    pub operands: Vec<Token<'c>>,
    /// Fonts this stream has named so far: pages change between a few of them for every line.
    pub fonts: Vec<(&'c [u8], Rc<Font>)>,
    pub line: Matrix,
    pub text: Matrix,
    pub path: Path,
    /// Glyph from which marked content is replaced, with the replacement; `None` for other marks.
    pub marks: Vec<Option<(usize, String)>>,
    /// Marks open beyond [`MARKS_MAX`], only counted.
    pub marks_beyond: usize,
    pub space_pending: bool,
}

impl State {
    pub fn new(matrix: Matrix) -> State {
        State {
            matrix,
            line_width: 1.0,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}

impl Run<'_, '_> {
    /// The operand at `index`, 0 if it is no number.
    pub fn number(&self, index: usize) -> f32 {
        match self.operands.get(index) {
            Some(Token::Number(number)) => *number,
            _ => 0.0,
        }
    }

    pub fn numbers(&self) -> [f32; 6] {
        std::array::from_fn(|index| self.number(index))
    }

    pub fn set_state(&mut self, operator: &[u8]) {
        let first = self.number(0);
        match operator {
            b"q" if self.saved.len() < STATES_MAX => self.saved.push(self.state.clone()),
            b"Q" => {
                if let Some(saved) = self.saved.pop() {
                    self.state = saved;
                }
            }
            b"cm" => {
                let next = Matrix::from_numbers(self.numbers()).then(self.state.matrix);
                self.state.matrix = if next.is_finite() {
                    next
                } else {
                    self.state.matrix
                };
            }
            b"w" => self.state.line_width = first,
            b"BT" => self.set_line(Matrix::IDENTITY),
            b"Tm" => self.set_line(Matrix::from_numbers(self.numbers())),
            b"Td" => self.next_line(first, self.number(1)),
            b"TD" => {
                self.state.leading = -self.number(1);
                self.next_line(first, self.number(1));
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tc" => self.state.character_space = first,
            b"Tw" => self.state.word_space = first,
            b"Tz" => self.state.stretch = first / 100.0,
            b"TL" => self.state.leading = first,
            b"Ts" => self.state.rise = first,
            b"Tr" => self.state.mode = first as u8,
            _ => {}
        }
    }

    pub fn set_line(&mut self, matrix: Matrix) {
        self.line = matrix;
        self.text = matrix;
    }

    pub fn next_line(&mut self, x: f32, y: f32) {
        self.set_line(Matrix::new(1.0, 0.0, 0.0, 1.0, x, y).then(self.line));
    }

    pub fn build_path(&mut self, operator: &[u8]) {
        let [a, b, c, d, e, f] = self.numbers();
        let matrix = self.state.matrix;
        match operator {
            b"m" => self.path.move_to(matrix.apply(a, b)),
            b"l" => self.path.line_to(matrix.apply(a, b)),
            b"c" => self.path.curve_to(matrix.apply(e, f)),
            b"v" | b"y" => self.path.curve_to(matrix.apply(c, d)),
            b"h" => self.path.close(),
            _ => {
                let corners = [(a, b), (a + c, b), (a + c, b + d), (a, b + d)];
                self.path
                    .rectangle(corners.map(|(x, y)| matrix.apply(x, y)));
            }
        }
    }

    pub fn paint_path(&mut self, operator: &[u8], canvas: &mut Canvas) {
        let (across, up) = self.state.matrix.apply_vector(self.state.line_width, 0.0);
        let width = length(across, up);
        if matches!(operator, b"s" | b"b" | b"b*") {
            self.path.close();
        }
        if operator != b"n" {
            canvas.curves = canvas.curves.saturating_add(self.path.curves);
        }
        match operator {
            b"n" => {}
            b"f" | b"F" | b"f*" => self.path.fill(&mut canvas.rules),
            _ => self.path.stroke(width, &mut canvas.rules),
        }
        self.path.clear();
    }

    pub fn begin_mark(&mut self, replacement: Option<(usize, String)>) {
        if self.marks.len() < MARKS_MAX {
            self.marks.push(replacement);
        } else {
            self.marks_beyond += 1;
        }
    }

    /// True within marked content that has a replacement.
    pub fn is_replaced(&self) -> bool {
        self.marks.iter().any(Option::is_some)
    }

    /// Gives the first glyph of the marked content the text that stands for all of it.
    pub fn end_mark(&mut self, canvas: &mut Canvas) {
        if 0 < self.marks_beyond {
            self.marks_beyond -= 1;
            return;
        }
        let Some(Some((first, actual))) = self.marks.pop() else {
            return;
        };
        let Some(start) = canvas.glyphs.get(first).map(|glyph| glyph.at as usize) else {
            return;
        };
        let Ok(len) = u8::try_from(actual.len()) else {
            return;
        };
        canvas.text.truncate(start);
        canvas.text.push_str(&actual);
        let end = canvas.text.len() as u32;
        for (index, glyph) in canvas.glyphs[first..].iter_mut().enumerate() {
            (glyph.at, glyph.len) = if index == 0 {
                (start as u32, len)
            } else {
                (end, 0)
            };
        }
    }
}
