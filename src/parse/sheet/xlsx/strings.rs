//! Strings with runs: the table that cells share, and those written in a cell.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::cell::{Font, Piece};
use super::styles;
use crate::parse::xml;

/// A string being read: `<t>` alone, or runs `<r>` with fonts. Phonetic hints are not text.
#[derive(Default)]
pub(super) struct OpenString {
    pieces: Vec<Piece>,
    font: Option<Font>,
    in_text: bool,
    in_hint: bool,
}

impl OpenString {
    pub fn open(&mut self, element: &BytesStart) {
        match element.local_name().as_ref() {
            "si" | "is" => *self = OpenString::default(),
            "r" => self.font = None,
            "rPr" => self.font = Some(Font::default()),
            "rPh" => self.in_hint = true,
            "t" => {
                self.in_text = !self.in_hint;
                self.pieces.push(Piece {
                    text: String::new(),
                    font: self.font,
                });
            }
            _ => {
                if let Some(font) = &mut self.font {
                    styles::take_font(font, element);
                }
            }
        }
    }

    pub fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "r" => self.font = None,
            "rPh" => self.in_hint = false,
            _ => {}
        }
    }

    pub fn text(&mut self, text: &str) {
        if let Some(piece) = self.pieces.last_mut().filter(|_| self.in_text) {
            piece.text.push_str(text);
        }
    }

    pub fn pieces(&self) -> Vec<Piece> {
        self.pieces.clone()
    }
}

/// The shared strings, in order; cut off beyond `text_max` bytes.
pub(super) fn read(part: &str, text_max: usize) -> Vec<Vec<Piece>> {
    let mut found = Vec::new();
    let mut bytes = 0;
    let mut open = OpenString::default();
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    while bytes <= text_max {
        match reader.read_event() {
            Ok(Event::Start(element)) => open.open(&element),
            // `<si/>` is an empty string, and counts.
            Ok(Event::Empty(element)) if element.local_name().as_ref() == "si" => {
                found.push(Vec::new())
            }
            Ok(Event::Empty(element)) if element.local_name().as_ref() != "t" => {
                open.open(&element)
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == "si" => {
                let done = std::mem::take(&mut open).pieces;
                bytes += done
                    .iter()
                    .map(|piece| piece.text.len() + size_of::<Piece>())
                    .sum::<usize>();
                found.push(done);
            }
            Ok(Event::End(element)) => open.close(element.local_name().as_ref()),
            Ok(Event::Text(written)) => open.text(&written.into_inner()),
            Ok(Event::CData(written)) => open.text(&written.into_inner()),
            Ok(Event::GeneralRef(name)) => open.text(&xml::character(&name)),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}
