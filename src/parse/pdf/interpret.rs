//! Runs content streams: operators in, glyphs and rules on a [`Canvas`] out.
//!
//! Only what places text and straight lines is obeyed; colours, clips, shadings and images are not.
//! A form may be drawn many times and may call itself: depth, the forms under way and the number of
//! forms in a file are bounded.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::budget::{Budget, PAGE_GLYPHS_MAX};
use super::file::{File, Page};
use super::font::Font;
use super::lex::{self, Lexer, Text, Token};
use super::matrix::Matrix;
use super::page::{Canvas, Glyph, Heading, Look};
use super::path::Path;

/// Forms within forms. A signature appearance has four levels.
const FORM_DEPTH_MAX: usize = 16;

/// Saved graphics states. The specification's own limit is 28; broken producers forget to restore.
const STATES_MAX: usize = 1_024;

/// Operands kept for one operator: a `TJ` array of a whole page has thousands.
const OPERANDS_MAX: usize = 50_000;

/// Inflated forms kept for the next page that draws them: letterheads, watermarks.
const KEPT_FORM_BYTES_MAX: usize = 256 << 10;

pub(super) struct Interpreter<'f> {
    file: &'f File,
    pub budget: Budget,
    /// Fonts and forms by the address of their dictionary, which the file keeps in place.
    fonts: HashMap<usize, Rc<Font>>,
    forms: HashMap<usize, Rc<Vec<u8>>>,
    under_way: Vec<usize>,
    content: Vec<u8>,
    decoded: Vec<u8>,
    stamp: u16,
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    line_width: f32,
    font: Option<Rc<Font>>,
    size: f32,
    character_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    mode: u8,
}

/// One run over one stream.
struct Run<'c, 'f> {
    resources: Option<&'f Dictionary>,
    state: State,
    saved: Vec<State>,
    operands: Vec<Token<'c>>,
    line: Matrix,
    text: Matrix,
    path: Path,
    /// Glyph from which marked content is replaced, with the replacement; `None` for other marks.
    marks: Vec<Option<(usize, String)>>,
    space_pending: bool,
}

impl<'f> Interpreter<'f> {
    pub fn new(file: &'f File, budget: Budget) -> Interpreter<'f> {
        Interpreter {
            file,
            budget,
            fonts: HashMap::new(),
            forms: HashMap::new(),
            under_way: Vec::new(),
            content: Vec::new(),
            decoded: Vec::new(),
            stamp: 0,
        }
    }

    /// Draws a page on `canvas`, which is cleared first.
    pub fn draw_page(&mut self, page: &Page<'f>, canvas: &mut Canvas) {
        let (matrix, width, height) = shown_matrix(page);
        canvas.clear(width, height);
        self.stamp = 0;
        let mut content = std::mem::take(&mut self.content);
        self.file.page_content(page, &mut self.budget, &mut content);
        self.run(&content, page.resources, State::new(matrix), canvas);
        self.content = content;
    }

    /// Draws the appearance of an annotation over the page; its glyphs bear the mark `stamp`.
    pub fn draw_appearance(
        &mut self,
        page: &Page<'f>,
        form: &'f Stream,
        placed: Matrix,
        stamp: u16,
        canvas: &mut Canvas,
    ) {
        let (matrix, ..) = shown_matrix(page);
        self.stamp = stamp;
        self.draw_form(form, page.resources, State::new(placed.then(matrix)), canvas);
        self.stamp = 0;
    }

    fn draw_form(
        &mut self,
        form: &'f Stream,
        outer: Option<&'f Dictionary>,
        mut state: State,
        canvas: &mut Canvas,
    ) {
        let address = std::ptr::from_ref(form) as usize;
        let is_nested_too_deep = FORM_DEPTH_MAX <= self.under_way.len();
        if is_nested_too_deep || self.under_way.contains(&address) || !self.budget.spend_form() {
            return;
        }
        let Some(content) = self.form_content(form, address) else {
            return;
        };
        state.matrix = self.file.matrix(&form.dict, b"Matrix").then(state.matrix);
        let own = self.file.dictionary(&form.dict, b"Resources");
        self.under_way.push(address);
        self.run(&content, own.or(outer), state, canvas);
        self.under_way.pop();
    }

    fn form_content(&mut self, form: &'f Stream, address: usize) -> Option<Rc<Vec<u8>>> {
        if let Some(kept) = self.forms.get(&address) {
            let kept = Rc::clone(kept);
            // Drawn again is read again: the bytes count once more.
            return self.budget.spend(kept.len()).then_some(kept);
        }
        let content = Rc::new(self.file.plain(form, &mut self.budget)?);
        if content.len() <= KEPT_FORM_BYTES_MAX {
            self.forms.insert(address, Rc::clone(&content));
        }
        Some(content)
    }

    fn run<'c>(
        &mut self,
        content: &'c [u8],
        resources: Option<&'f Dictionary>,
        state: State,
        canvas: &mut Canvas,
    ) {
        let mut run: Run<'c, 'f> = Run {
            resources,
            state,
            saved: Vec::new(),
            operands: Vec::new(),
            line: Matrix::IDENTITY,
            text: Matrix::IDENTITY,
            path: Path::default(),
            marks: Vec::new(),
            space_pending: true,
        };
        let mut lexer = Lexer::new(content);
        while let Some(token) = lexer.next() {
            match token {
                Token::Operator(b"ID") => lexer.skip_image_data(),
                Token::Operator(operator) => {
                    self.operate(operator, &mut run, canvas);
                    run.operands.clear();
                }
                operand if run.operands.len() < OPERANDS_MAX => run.operands.push(operand),
                _ => {}
            }
        }
        while !run.marks.is_empty() {
            run.end_mark(canvas);
        }
    }

    fn operate(&mut self, operator: &[u8], run: &mut Run<'_, 'f>, canvas: &mut Canvas) {
        match operator {
            b"Tj" | b"'" | b"\"" | b"TJ" => self.show_operator(operator, run, canvas),
            b"Tf" => self.set_font(run),
            b"Do" => self.draw_named(run, canvas),
            b"BDC" => self.begin_mark(run, canvas),
            b"BMC" => run.marks.push(None),
            b"EMC" => run.end_mark(canvas),
            b"EI" => canvas.images += 1,
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" => run.build_path(operator),
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                run.paint_path(operator, canvas);
            }
            _ => run.set_state(operator),
        }
    }

    fn show_operator(&mut self, operator: &[u8], run: &mut Run<'_, 'f>, canvas: &mut Canvas) {
        if operator == b"\"" {
            run.state.word_space = run.number(0);
            run.state.character_space = run.number(1);
        }
        if operator == b"'" || operator == b"\"" {
            run.next_line(0.0, -run.state.leading);
        }
        let operands = std::mem::take(&mut run.operands);
        for operand in &operands {
            match operand {
                Token::Text(text) => self.show(*text, run, canvas),
                Token::Number(back) if operator == b"TJ" => {
                    let shift = -back * 0.001 * run.state.size * run.state.stretch;
                    run.text = Matrix::new(1.0, 0.0, 0.0, 1.0, shift, 0.0).then(run.text);
                }
                _ => {}
            }
        }
        run.operands = operands;
    }

    fn show(&mut self, text: Text, run: &mut Run, canvas: &mut Canvas) {
        let font = match &run.state.font {
            Some(font) => Rc::clone(font),
            None => self.font_at(0, None),
        };
        self.decoded.clear();
        text.decode_into(&mut self.decoded);
        let mut bytes = self.decoded.as_slice();
        let state = &run.state;
        let scaled = Matrix::new(state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise);
        let unit = scaled.then(run.text).then(state.matrix);
        let (up_x, up_y) = unit.apply_vector(0.0, 1.0);
        let (along_x, along_y) = unit.apply_vector(1.0, 0.0);
        let heading = if font.vertical { Heading::Slanted } else { Heading::of(along_x, along_y) };
        let look = Look {
            bold: font.look.bold || state.mode == 2,
            italic: font.look.italic || is_sheared(&unit),
        };
        let height = up_x.hypot(up_y);
        // Advances so far, in units of the font size along the line.
        let mut walked = 0.0;
        while let Some(shown) = font.next(bytes) {
            bytes = &bytes[shown.bytes..];
            let space = state.character_space + if shown.is_space_code { state.word_space } else { 0.0 };
            let step = shown.advance + if state.size == 0.0 { 0.0 } else { space / state.size };
            let glyph = Glyph {
                x: unit.e + along_x * walked,
                y: unit.f + along_y * walked,
                dx: along_x * shown.advance,
                dy: along_y * shown.advance,
                size: height,
                at: canvas.text.len() as u32,
                len: 0,
                heading,
                look,
                stamp: self.stamp,
                after_space: run.space_pending,
            };
            run.space_pending = put(canvas, glyph, shown.text);
            walked += step;
        }
        let shift = walked * state.size * state.stretch;
        run.text = Matrix::new(1.0, 0.0, 0.0, 1.0, shift, 0.0).then(run.text);
    }

    fn set_font(&mut self, run: &mut Run<'_, 'f>) {
        run.state.size = run.number(1);
        let Some(Token::Name(raw)) = run.operands.first() else {
            return;
        };
        let font = self
            .resource(run.resources, b"Font", raw)
            .and_then(super::file::as_dictionary);
        let address = font.map_or(0, |font| std::ptr::from_ref(font) as usize);
        run.state.font = Some(self.font_at(address, font));
    }

    fn font_at(&mut self, address: usize, dictionary: Option<&'f Dictionary>) -> Rc<Font> {
        if let Some(font) = self.fonts.get(&address) {
            return Rc::clone(font);
        }
        let font = Rc::new(match dictionary {
            Some(dictionary) => Font::read(self.file, dictionary, &mut self.budget),
            None => Font::unknown(),
        });
        self.fonts.insert(address, Rc::clone(&font));
        font
    }

    fn draw_named(&mut self, run: &mut Run<'_, 'f>, canvas: &mut Canvas) {
        let Some(Token::Name(raw)) = run.operands.first() else {
            return;
        };
        let Some(Object::Stream(stream)) = self.resource(run.resources, b"XObject", raw) else {
            return;
        };
        match self.file.name(&stream.dict, b"Subtype") {
            Some(b"Form") => self.draw_form(stream, run.resources, run.state.clone(), canvas),
            Some(b"Image") => canvas.images += 1,
            _ => {}
        }
    }

    /// `/Span <</ActualText (…)>> BDC`, or the property list by name.
    fn begin_mark(&mut self, run: &mut Run<'_, 'f>, canvas: &Canvas) {
        let inline = run.operands.windows(2).find_map(|pair| match pair {
            [Token::Name(b"ActualText"), Token::Text(text)] => Some(text.decode()),
            _ => None,
        });
        let named = || match run.operands.get(1) {
            Some(Token::Name(raw)) => {
                let list = self.resource(run.resources, b"Properties", raw)?;
                let list = super::file::as_dictionary(list)?;
                Some(self.file.get(list, b"ActualText")?.as_str().ok()?.to_vec())
            }
            _ => None,
        };
        let actual = inline.or_else(named).map(|bytes| text_string(&bytes));
        run.marks.push(actual.map(|actual| (canvas.glyphs.len(), actual)));
    }

    fn resource(
        &self,
        resources: Option<&'f Dictionary>,
        kind: &[u8],
        raw: &[u8],
    ) -> Option<&'f Object> {
        let kinds = self.file.dictionary(resources?, kind)?;
        self.file.get(kinds, &lex::name(raw))
    }
}

impl State {
    fn new(matrix: Matrix) -> State {
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
    fn number(&self, index: usize) -> f32 {
        match self.operands.get(index) {
            Some(Token::Number(number)) => *number,
            _ => 0.0,
        }
    }

    fn numbers(&self) -> [f32; 6] {
        std::array::from_fn(|index| self.number(index))
    }

    fn set_state(&mut self, operator: &[u8]) {
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
                self.state.matrix = if next.is_finite() { next } else { self.state.matrix };
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

    fn set_line(&mut self, matrix: Matrix) {
        self.line = matrix;
        self.text = matrix;
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.set_line(Matrix::new(1.0, 0.0, 0.0, 1.0, x, y).then(self.line));
    }

    fn build_path(&mut self, operator: &[u8]) {
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
                self.path.rectangle(corners.map(|(x, y)| matrix.apply(x, y)));
            }
        }
    }

    fn paint_path(&mut self, operator: &[u8], canvas: &mut Canvas) {
        let (across, up) = self.state.matrix.apply_vector(self.state.line_width, 0.0);
        let width = across.hypot(up);
        if matches!(operator, b"s" | b"b" | b"b*") {
            self.path.close();
        }
        match operator {
            b"n" => {}
            b"f" | b"F" | b"f*" => self.path.fill(&mut canvas.rules),
            _ => self.path.stroke(width, &mut canvas.rules),
        }
        self.path.clear();
    }

    /// Gives the first glyph of the marked content the text that stands for all of it.
    fn end_mark(&mut self, canvas: &mut Canvas) {
        let Some(Some((first, actual))) = self.marks.pop() else {
            return;
        };
        let Some(start) = canvas.glyphs.get(first).map(|glyph| glyph.at as usize) else {
            return;
        };
        let Ok(len) = u8::try_from(actual.len()) else { return };
        canvas.text.truncate(start);
        canvas.text.push_str(&actual);
        let end = canvas.text.len() as u32;
        for (index, glyph) in canvas.glyphs[first..].iter_mut().enumerate() {
            (glyph.at, glyph.len) = if index == 0 { (start as u32, len) } else { (end, 0) };
        }
    }
}

/// Puts a glyph on the canvas; true if it was white space, which is only remembered.
fn put(canvas: &mut Canvas, mut glyph: Glyph, text: &str) -> bool {
    if text.trim().is_empty() {
        canvas.riddles += u32::from(text.is_empty());
        // A glyph without meaning is no reason to cut a word.
        return glyph.after_space || !text.is_empty();
    }
    let is_outside = glyph.x < -glyph.size
        || canvas.width + glyph.size < glyph.x
        || glyph.y < -glyph.size
        || canvas.height + glyph.size < glyph.y;
    let is_drawn = glyph.x.is_finite() && glyph.y.is_finite() && 0.0 < glyph.size;
    if is_outside || !is_drawn || PAGE_GLYPHS_MAX <= canvas.glyphs.len() {
        return glyph.after_space;
    }
    let trimmed = text.trim();
    glyph.len = trimmed.len() as u8;
    glyph.after_space |= text.trim_start().len() < text.len();
    canvas.text.push_str(trimmed);
    canvas.glyphs.push(glyph);
    trimmed.len() < text.trim_start().len()
}

/// Text drawn upright in a slanted shape is italic by hand (`1 0 0.21256 1`).
fn is_sheared(unit: &Matrix) -> bool {
    let dot = unit.a * unit.c + unit.b * unit.d;
    let lengths = unit.a.hypot(unit.b) * unit.c.hypot(unit.d);
    0.1 < dot / lengths.max(f32::MIN_POSITIVE)
}

/// From user space to the page as shown, with its width and height.
fn shown_matrix(page: &Page) -> (Matrix, f32, f32) {
    let [x0, y0, x1, y1] = page.shown;
    let (width, height) = (x1 - x0, y1 - y0);
    match page.turns {
        1 => (Matrix::new(0.0, 1.0, 1.0, 0.0, -y0, -x0), height, width),
        2 => (Matrix::new(-1.0, 0.0, 0.0, 1.0, x1, -y0), width, height),
        3 => (Matrix::new(0.0, -1.0, -1.0, 0.0, y1, x1), height, width),
        _ => (Matrix::new(1.0, 0.0, 0.0, -1.0, -x0, y1), width, height),
    }
}

/// A text string outside of content: UTF-16 with its mark, UTF-8 with its mark, or Latin.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => encoding_rs::WINDOWS_1252.decode_without_bom_handling(other).0.into(),
    }
}
