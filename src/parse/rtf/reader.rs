//! Tokens in, paragraphs with cell and row marks out.

use std::ops::Range;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::parse::Style;
use crate::parse::flow::{Para, Role};
use crate::parse::rows::{DocPara, Merge, ParaLook, Row};
use crate::text::{Place, SourceSpan};

use super::fonts::{Fonts, code_page};
use super::token::{Token, Tokens};

/// Groups whose state is remembered; deeper ones share that of the last.
const GROUPS_MAX: usize = 4_000;

/// Cells of one row definition.
const CELLS_MAX: usize = 200;

/// What was read, by where it belongs.
#[derive(Default)]
pub(super) struct Parts {
    pub body: Vec<DocPara>,
    pub footnotes: Vec<DocPara>,
    pub heads: Vec<DocPara>,
}

/// Where text of a group goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Destination {
    #[default]
    Body,
    Footnote,
    Head,
    /// A text box of the paragraph being written: it follows it.
    Box,
    FontTable,
    Nowhere,
}

/// State of a group; `}` brings back the one before.
#[derive(Clone, Copy, Default)]
struct Group {
    destination: Destination,
    bold: bool,
    italic: bool,
    hidden: bool,
    size: f32,
    font: i32,
    /// Characters after `\u` that stand in for it in old readers.
    fallback: u32,
}

struct Reader {
    parts: Parts,
    group: Group,
    stack: Vec<Group>,
    /// The paragraph being written in each destination.
    paras: [Para; 4],
    /// Paragraphs of the text boxes of the paragraph being written.
    boxes: Vec<DocPara>,
    centered: bool,
    in_table: bool,
    /// What the two were before the text box.
    outside: (bool, bool),
    row: Row,
    next_merge: Merge,
    charset: &'static Encoding,
    fonts: Fonts,
    /// The font of text that names none.
    default_font: i32,
    skip_characters: u32,
    /// `\*` was read: an unknown word that follows makes the group invisible.
    optional: bool,
}

pub(super) fn read(bytes: &[u8]) -> Parts {
    let mut reader = Reader {
        parts: Parts::default(),
        group: Group {
            fallback: 1,
            size: 12.0,
            ..Group::default()
        },
        stack: Vec::new(),
        paras: Default::default(),
        boxes: Vec::new(),
        centered: false,
        in_table: false,
        outside: (false, false),
        row: Row::default(),
        next_merge: Merge::None,
        charset: WINDOWS_1252,
        fonts: Fonts::default(),
        default_font: 0,
        skip_characters: 0,
        optional: false,
    };
    let mut tokens = Tokens::new(bytes);
    while let Some((token, at)) = tokens.next() {
        if let Token::Word("bin", Some(len)) = token {
            tokens.pass_over(len.max(0) as usize);
            continue;
        }
        reader.take(token, at);
    }
    let destinations = [
        Destination::Box,
        Destination::Body,
        Destination::Footnote,
        Destination::Head,
    ];
    for destination in destinations {
        reader.group.destination = destination;
        reader.end_para(false);
    }
    reader.parts
}

impl Reader {
    fn take(&mut self, token: Token, at: Range<usize>) {
        match token {
            Token::Open => {
                if self.stack.len() < GROUPS_MAX {
                    self.stack.push(self.group);
                }
                self.skip_characters = 0;
            }
            Token::Close => {
                if let Some(group) = self.stack.pop() {
                    self.leave(group);
                }
            }
            Token::Word(name, number) => self.word(name, number, at),
            Token::Symbol(b'*') => self.optional = true,
            Token::Symbol(b'~') => self.write(" ", at),
            Token::Symbol(b'_') => self.write("-", at),
            Token::Symbol(b'\\') => self.write("\\", at),
            Token::Symbol(b'{') => self.write("{", at),
            Token::Symbol(b'}') => self.write("}", at),
            Token::Symbol(b'\r' | b'\n') => self.end_para(false),
            Token::Symbol(_) => {}
            Token::Byte(byte) => self.byte(byte, at),
            Token::Text(text) => self.text(text, at),
        }
        if !matches!(token, Token::Symbol(b'*') | Token::Open) {
            self.optional = false;
        }
    }

    /// A footnote or running head that ends ends its paragraph.
    fn leave(&mut self, outer: Group) {
        if self.group.destination == Destination::FontTable {
            self.fonts.end_name(self.group.font);
        }
        let is_apart = matches!(
            self.group.destination,
            Destination::Footnote | Destination::Head | Destination::Box
        );
        if is_apart && outer.destination != self.group.destination {
            self.end_para(false);
            if self.group.destination == Destination::Box {
                (self.centered, self.in_table) = self.outside;
            }
        }
        self.group = outer;
    }

    fn word(&mut self, name: &str, number: Option<i32>, at: Range<usize>) {
        let on = number != Some(0);
        if self.destination_word(name) || self.table_word(name, number) {
            return;
        }
        match name {
            "par" | "sect" | "page" | "line" => self.end_para(false),
            "tab" => self.write("\t", at),
            "pard" => {
                self.centered = false;
                self.in_table = false;
            }
            "qc" => self.centered = true,
            "ql" | "qr" | "qj" => self.centered = false,
            "plain" => {
                (self.group.bold, self.group.italic, self.group.hidden) = (false, false, false);
                self.group.font = self.default_font;
            }
            "b" => self.group.bold = on,
            "i" => self.group.italic = on,
            "v" | "deleted" => self.group.hidden = on,
            "fs" => self.group.size = number.unwrap_or(24) as f32 / 2.0,
            "f" => self.group.font = number.unwrap_or(0),
            "deff" => {
                self.default_font = number.unwrap_or(0);
                self.group.font = self.default_font;
            }
            "fcharset" if self.group.destination == Destination::FontTable => {
                self.fonts.charset(self.group.font, number.unwrap_or(0));
            }
            "ansicpg" => self.charset = code_page(number.unwrap_or(1252)),
            "uc" => self.group.fallback = number.unwrap_or(1).clamp(0, 32) as u32,
            "u" => self.unicode(number.unwrap_or(0), at),
            _ => self.named_character(name, at),
        }
    }

    /// Words that say where the text of the group belongs.
    fn destination_word(&mut self, name: &str) -> bool {
        let destination = match name {
            "fonttbl" => Destination::FontTable,
            "footnote" => Destination::Footnote,
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
            | "footerf" => Destination::Head,
            "colortbl" | "stylesheet" | "info" | "pict" | "object" | "fldinst" | "listtable"
            | "listoverridetable" | "themedata" | "datastore" | "sp" | "nonshppict"
            | "bkmkstart" | "bkmkend" | "xe" | "tc" | "atnid" | "annotation" | "atnauthor"
            | "generator" => Destination::Nowhere,
            "shptxt" if self.group.destination == Destination::Body => {
                self.outside = (self.centered, self.in_table);
                (self.centered, self.in_table) = (false, false);
                Destination::Box
            }
            "shpinst" | "shptxt" | "pntext" | "listtext" | "fldrslt" => return true,
            _ if self.optional => Destination::Nowhere,
            _ => return false,
        };
        if self.group.destination != Destination::Nowhere {
            self.group.destination = destination;
        }
        true
    }

    fn table_word(&mut self, name: &str, number: Option<i32>) -> bool {
        match name {
            "intbl" => self.in_table = true,
            "trowd" => self.row = Row::default(),
            "trhdr" => self.row.is_heading = true,
            "clvmgf" => self.next_merge = Merge::Start,
            "clvmrg" => self.next_merge = Merge::GoOn,
            "clmrg" => self.next_merge = Merge::Swallowed,
            "cellx" => {
                let merge = std::mem::take(&mut self.next_merge);
                if self.row.merges.len() < CELLS_MAX {
                    // The left edge of the first cell is not written; it is left of its right edge.
                    let edge = number.unwrap_or(0);
                    if self.row.edges.is_empty() {
                        self.row.edges.push(edge.min(0) - 200);
                    }
                    self.row.edges.push(edge);
                    self.row.merges.push(merge);
                }
            }
            "cell" | "nestcell" => self.end_para(name == "cell"),
            "row" => self.end_row(),
            _ => return false,
        }
        true
    }

    fn named_character(&mut self, name: &str, at: Range<usize>) {
        let text = match name {
            "emdash" => "—",
            "endash" => "–",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            "emspace" | "enspace" | "qmspace" => " ",
            _ => return,
        };
        self.write(text, at);
    }

    fn unicode(&mut self, number: i32, at: Range<usize>) {
        let unit = if number < 0 {
            number + 0x1_0000
        } else {
            number
        };
        let c = u32::try_from(unit)
            .ok()
            .and_then(char::from_u32)
            .unwrap_or('\u{fffd}');
        self.skip_characters = 0;
        self.write(c.encode_utf8(&mut [0; 4]), at);
        self.skip_characters = self.group.fallback;
    }

    fn byte(&mut self, byte: u8, at: Range<usize>) {
        let charset = self
            .fonts
            .get(self.group.font)
            .charset
            .unwrap_or(self.charset);
        let bytes = [byte];
        let (text, _) = charset.decode_without_bom_handling(&bytes);
        self.write(&text, at);
    }

    fn text(&mut self, text: &str, at: Range<usize>) {
        if self.group.destination == Destination::FontTable {
            self.fonts.text(self.group.font, text);
            return;
        }
        let skipped = (self.skip_characters as usize).min(text.len());
        self.skip_characters -= skipped as u32;
        if skipped < text.len() {
            self.write(&text[skipped..], at.start + skipped..at.end);
        }
    }

    fn write(&mut self, text: &str, at: Range<usize>) {
        if self.skip_characters > 0 {
            self.skip_characters -= 1;
            return;
        }
        let Some(slot) = self.slot().filter(|_| !self.group.hidden) else {
            return;
        };
        let style = Style {
            bold: self.group.bold,
            italic: self.group.italic,
            size: self.group.size,
            ..Style::default()
        };
        let place = Place::Bytes(SourceSpan::new(at.start, at.end));
        self.paras[slot].face = self.fonts.get(self.group.font).face;
        self.paras[slot].push_styled(text, place, style);
    }

    fn slot(&self) -> Option<usize> {
        match self.group.destination {
            Destination::Body => Some(0),
            Destination::Footnote => Some(1),
            Destination::Head => Some(2),
            Destination::Box => Some(3),
            Destination::FontTable | Destination::Nowhere => None,
        }
    }

    fn end_para(&mut self, ends_cell: bool) {
        let Some(slot) = self.slot() else { return };
        let mut para = std::mem::take(&mut self.paras[slot]);
        para.style.centered = self.centered;
        para.settle();
        para.role = match slot {
            1 => Role::Footnote,
            2 => Role::Furniture,
            _ => Role::Body,
        };
        let look = ParaLook {
            in_table: slot == 0 && (self.in_table || ends_cell),
            centered: self.centered,
            ..ParaLook::default()
        };
        let ended = DocPara {
            para,
            look,
            ends_cell: ends_cell && slot == 0,
        };
        match slot {
            0 => self.end_body_para(ended),
            1 => self.parts.footnotes.push(ended),
            2 => self.parts.heads.push(ended),
            _ => self.boxes.push(ended),
        }
    }

    /// Text boxes follow the paragraph they hang on, in the same cell.
    fn end_body_para(&mut self, mut ended: DocPara) {
        let ends_cell = std::mem::take(&mut ended.ends_cell);
        let in_table = ended.look.in_table;
        self.parts.body.push(ended);
        for mut boxed in std::mem::take(&mut self.boxes) {
            boxed.look.in_table = in_table;
            self.parts.body.push(boxed);
        }
        if let Some(last) = self.parts.body.last_mut() {
            last.ends_cell = ends_cell;
        }
    }

    fn end_row(&mut self) {
        if self.group.destination == Destination::Body {
            self.parts.body.push(DocPara {
                para: Para::default(),
                look: ParaLook {
                    in_table: true,
                    ends_row: true,
                    row: self.row.clone(),
                    ..ParaLook::default()
                },
                ends_cell: false,
            });
        }
    }
}
