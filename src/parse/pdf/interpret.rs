//! Runs content streams: operators in, glyphs and rules on a [`Canvas`] out.
//!
//! Only what places text and straight lines is obeyed; colours, clips, shadings and images are not.
//! A form may be drawn many times and may call itself: depth, the forms under way and the number of
//! forms in a file are bounded.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::budget::Budget;
use super::file::{File, Page};
use super::font::{Font, Reading};
use super::lex::{self, Lexer, Text, Token};
use super::matrix::Matrix;
use super::page::{Canvas, Drawn};
use super::path::Path;
use super::show;
use super::state::{Run, State};

/// Forms within forms. A signature appearance has four levels.
const FORM_DEPTH_MAX: usize = 16;

/// Operands kept for one operator: a `TJ` array of a whole page has thousands.
const OPERANDS_MAX: usize = 50_000;

/// Font names of one stream that are remembered; a page has five to ten.
const NAMED_FONTS_MAX: usize = 32;

/// Inflated forms kept for the next page that draws them: letterheads, watermarks.
const KEPT_FORM_BYTES_MAX: usize = 256 << 10;

pub(super) struct Interpreter<'f> {
    file: &'f File,
    pub budget: Budget,
    /// Fonts and forms by the address of their dictionary, which the file keeps in place.
    fonts: HashMap<(usize, Reading), Rc<Font>>,
    /// How the fonts of the next page are read.
    pub reading: Reading,
    forms: HashMap<usize, Rc<Vec<u8>>>,
    under_way: Vec<usize>,
    content: Vec<u8>,
    is_lost: bool,
    decoded: Vec<u8>,
    stamp: u16,
}

impl<'f> Interpreter<'f> {
    pub fn new(file: &'f File, budget: Budget) -> Interpreter<'f> {
        Interpreter {
            file,
            budget,
            fonts: HashMap::new(),
            reading: Reading::AsWritten,
            forms: HashMap::new(),
            under_way: Vec::new(),
            content: Vec::new(),
            is_lost: false,
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
        self.is_lost = content.is_empty() && page.dictionary.has(b"Contents");
        self.run(&content, page.resources, State::new(matrix), canvas);
        self.content = content;
    }

    /// Bytes of content the last page has; `None` if it has some that cannot be read.
    pub fn content_bytes(&self) -> Option<usize> {
        (!self.is_lost).then_some(self.content.len())
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
        self.draw_form(
            form,
            page.resources,
            State::new(placed.then(matrix)),
            canvas,
        );
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
            fonts: Vec::new(),
            line: Matrix::IDENTITY,
            text: Matrix::IDENTITY,
            path: Path::default(),
            marks: Vec::new(),
            marks_beyond: 0,
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
        run.marks_beyond = 0;
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
            b"BMC" => run.begin_mark(None),
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
        show::show(&self.decoded, &font, run, self.stamp, canvas);
    }

    fn set_font(&mut self, run: &mut Run<'_, 'f>) {
        run.state.size = run.number(1);
        let Some(Token::Name(raw)) = run.operands.first() else {
            return;
        };
        if let Some((_, font)) = run.fonts.iter().find(|(name, _)| name == raw) {
            run.state.font = Some(Rc::clone(font));
            return;
        }
        let font = self
            .resource(run.resources, b"Font", raw)
            .and_then(super::file::as_dictionary);
        let address = font.map_or(0, |font| std::ptr::from_ref(font) as usize);
        let font = self.font_at(address, font);
        if run.fonts.len() < NAMED_FONTS_MAX {
            run.fonts.push((raw, Rc::clone(&font)));
        }
        run.state.font = Some(font);
    }

    fn font_at(&mut self, address: usize, dictionary: Option<&'f Dictionary>) -> Rc<Font> {
        let key = (address, self.reading);
        if let Some(font) = self.fonts.get(&key) {
            return Rc::clone(font);
        }
        let font = Rc::new(match dictionary {
            Some(dictionary) => Font::read(self.file, dictionary, self.reading, &mut self.budget),
            None => Font::unknown(),
        });
        self.fonts.insert(key, Rc::clone(&font));
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
            Some(b"Image") => canvas.note_picture(self.drawn(stream, &run.state.matrix)),
            _ => {}
        }
    }

    /// An image fills the unit square of its space.
    fn drawn(&self, image: &Stream, matrix: &Matrix) -> Drawn {
        let columns = self.file.number(&image.dict, b"Width").unwrap_or(0.0);
        let rows = self.file.number(&image.dict, b"Height").unwrap_or(0.0);
        Drawn {
            width: matrix.a.hypot(matrix.b),
            height: matrix.c.hypot(matrix.d),
            columns,
            pixels: columns * rows,
        }
    }

    /// `/Span <</ActualText (…)>> BDC`, or the property list by name.
    fn begin_mark(&mut self, run: &mut Run<'_, 'f>, canvas: &Canvas) {
        if run.is_replaced() {
            // The outermost replacement stands for all within.
            run.begin_mark(None);
            return;
        }
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
        let actual = actual.filter(|actual| u8::try_from(actual.len()).is_ok());
        run.begin_mark(actual.map(|actual| (canvas.glyphs.len(), actual)));
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
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(other)
            .0
            .into(),
    }
}
