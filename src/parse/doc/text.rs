//! The characters of the stories, cut into paragraphs with their look.

use encoding_rs::WINDOWS_1252;

use crate::parse::Style;
use crate::parse::flow::{Para, Role};
use crate::parse::numbering::Numbering;
use crate::text::legacy::Face;
use crate::text::{Place, SourceSpan};

use super::file::{File, Piece, u16_at};
use super::properties::{LetterLook, Properties};
use crate::parse::rows::{DocPara, ParaLook};

/// Main text, text boxes, then notes, then running heads.
pub(super) fn paragraphs(file: &File) -> Vec<DocPara> {
    let stories = &file.stories;
    let footnotes = stories.main;
    let headers = footnotes.saturating_add(stories.footnotes);
    let endnotes = headers
        .saturating_add(stories.headers)
        .saturating_add(stories.comments);
    let boxes = endnotes.saturating_add(stories.endnotes);
    let parts = [
        (0, stories.main, Role::Body),
        (boxes, stories.text_boxes, Role::Body),
        (footnotes, stories.footnotes, Role::Footnote),
        (endnotes, stories.endnotes, Role::Footnote),
        (headers, stories.headers, Role::Furniture),
    ];
    let properties = Properties::new(file);
    let mut numbering = properties.numbering();
    let mut found = Vec::new();
    for (first, count, role) in parts {
        let mut story = Story::new(file, &properties, &mut numbering, role);
        story.read(first, first.saturating_add(count));
        found.append(&mut story.found);
    }
    found
}

struct Story<'a> {
    file: &'a File,
    properties: &'a Properties<'a>,
    numbering: &'a mut Numbering,
    role: Role,
    found: Vec<DocPara>,
    /// Index of the first line of the paragraph being read.
    para_start: usize,
    para: Para,
    /// A word being gathered, and the bytes it is stored at.
    word: String,
    word_bytes: std::ops::Range<u32>,
    look: LetterLook,
    look_end: u32,
    /// For each open field, whether its result has begun: before that it is a code.
    fields: Vec<bool>,
    /// The paragraph has its list label, or is known to have none.
    labelled: bool,
}

/// Fields inside fields.
const FIELDS_MAX: usize = 64;

impl<'a> Story<'a> {
    fn new(
        file: &'a File,
        properties: &'a Properties<'a>,
        numbering: &'a mut Numbering,
        role: Role,
    ) -> Story<'a> {
        Story {
            file,
            properties,
            numbering,
            labelled: false,
            role,
            found: Vec::new(),
            para_start: 0,
            para: Para::new(role),
            word: String::new(),
            word_bytes: 0..0,
            look: LetterLook::default(),
            look_end: 0,
            fields: Vec::new(),
        }
    }

    fn read(&mut self, first: u32, end: u32) {
        for piece in &self.file.pieces {
            let from = piece.first.max(first);
            let to = piece.end.min(end);
            if from < to {
                self.read_piece(piece, from, to);
            }
        }
        self.end_para(ParaLook::default(), false);
    }

    fn read_piece(&mut self, piece: &Piece, from: u32, to: u32) {
        let width = if piece.narrow { 1 } else { 2 };
        let mut high = None;
        for index in from..to {
            let Some(at) = (index - piece.first)
                .checked_mul(width)
                .and_then(|by| piece.at.checked_add(by))
            else {
                return;
            };
            let Some(unit) = self.unit(piece.narrow, at) else {
                return;
            };
            let c = match (high.take(), unit) {
                (_, 0xD800..=0xDBFF) => {
                    high = Some(unit);
                    continue;
                }
                (Some(high), low) => char::decode_utf16([high, low]).next().and_then(Result::ok),
                (None, unit) => char::from_u32(u32::from(unit)),
            };
            self.take(c.unwrap_or('\u{fffd}'), at..at + width);
        }
        self.end_word();
    }

    fn unit(&self, narrow: bool, at: u32) -> Option<u16> {
        if !narrow {
            return u16_at(&self.file.text, at as usize);
        }
        let byte = *self.file.text.get(at as usize)?;
        if byte < 0x80 {
            return Some(u16::from(byte));
        }
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
        text.chars().next().map(|c| c as u16)
    }

    fn take(&mut self, c: char, bytes: std::ops::Range<u32>) {
        match c {
            '\r' | '\u{7}' | '\u{c}' => {
                let look = self.properties.para(bytes.start);
                // The TT column of a table counts its rows in paragraphs without a letter.
                if look.in_table && !look.ends_row {
                    self.label(&look, bytes.start);
                }
                self.end_para(look, c == '\u{7}');
            }
            // A line break inside a paragraph starts a new one, as in DOCX.
            '\u{b}' => self.end_line(),
            '\u{13}' if self.fields.len() < FIELDS_MAX => self.fields.push(false),
            '\u{14}' => self.with_field(true),
            '\u{15}' => drop(self.fields.pop()),
            _ if self.fields.contains(&false) => {}
            '\u{1e}' => self.letter('-', bytes),
            '\u{1f}' | '\0'..='\u{8}' | '\u{e}'..='\u{1d}' => {}
            c => self.letter(c, bytes),
        }
    }

    fn with_field(&mut self, has_result: bool) {
        if let Some(field) = self.fields.last_mut() {
            *field = has_result;
        }
    }

    /// Gathers letters into words: one place each, letter by letter where they are stored as ASCII.
    fn letter(&mut self, c: char, bytes: std::ops::Range<u32>) {
        if !(self.word_bytes.start..self.look_end).contains(&bytes.start)
            || self.look_end <= bytes.start
        {
            self.end_word();
            (self.look, self.look_end) = self.properties.letters(bytes.start);
        }
        if self.look.hidden {
            return;
        }
        if !self.labelled {
            let look = self.properties.para(bytes.start);
            self.label(&look, bytes.start);
        }
        let c = self.properties.symbol(&self.look).unwrap_or(c);
        let is_single = c.is_whitespace() || c.is_ascii() && bytes.len() == 1;
        if is_single || self.word_bytes.end != bytes.start {
            self.end_word();
        }
        if self.word.is_empty() {
            self.word_bytes = bytes.clone();
        }
        self.word.push(c);
        self.word_bytes.end = bytes.end;
        if is_single {
            self.end_word();
        }
    }

    /// Puts the list label before the first letter of a paragraph.
    fn label(&mut self, look: &ParaLook, at: u32) {
        if std::mem::replace(&mut self.labelled, true) {
            return;
        }
        let label = look
            .list
            .filter(|(list, _)| 0 < *list)
            .and_then(|(list, level)| self.numbering.next_label(list, level));
        if let Some(label) = label {
            let own = || self.properties.face(&self.properties.letters(at).0);
            self.para.face = label.face.unwrap_or_else(own);
            self.para.push_made(&label.text);
            self.para.push_made(" ");
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let place = Place::Part {
            part: 0,
            bytes: SourceSpan::new(self.word_bytes.start as usize, self.word_bytes.end as usize),
        };
        let style = Style {
            bold: self.look.bold,
            italic: self.look.italic,
            size: self.look.size,
            ..Style::default()
        };
        self.para.face = match self.properties.symbol(&self.look) {
            Some(_) => Face::Plain,
            None => self.properties.face(&self.look),
        };
        self.para.push_styled(&self.word, place, style);
        self.word.clear();
    }

    fn end_line(&mut self) {
        self.end_word();
        let para = std::mem::replace(&mut self.para, Para::new(self.role));
        self.found.push(DocPara {
            para,
            look: ParaLook::default(),
            ends_cell: false,
        });
    }

    /// Ends a paragraph; all lines of it have its look, the last one its mark.
    fn end_para(&mut self, look: ParaLook, ends_cell: bool) {
        self.end_line();
        for line in &mut self.found[self.para_start..] {
            line.para.style.centered = look.centered;
            if let (Role::Body, Some(level)) = (line.para.role, look.heading) {
                line.para.role = Role::Heading(level);
            }
            line.para.settle();
            line.look = look.clone();
        }
        if let Some(last) = self.found.last_mut() {
            last.ends_cell = ends_cell;
        }
        for line in self.found[self.para_start..].iter_mut().rev().skip(1) {
            line.look.ends_row = false;
        }
        self.para_start = self.found.len();
        self.labelled = false;
        // The style of the next paragraph may change how its letters look.
        self.look_end = 0;
    }
}
