//! Excel since 2007 (OOXML): the parts of the package in, sheets out.

mod strings;
mod styles;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::package::{Kind, Package};
use crate::parse::{Limits, xml};
use crate::text::{Diagnostic, Place, SourceSpan};

use super::cell::{Cell, Merge, Piece, Sheet};
use super::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX, SHEETS_MAX, Workbook, cut_short};
use strings::OpenString;
use styles::Styles;

/// Merged areas of one sheet.
const MERGES_MAX: usize = 100_000;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Diagnostic> {
    let mut package = Package::open(bytes, Kind::Excel, limits.inflated_max)?;
    let book = package.text("xl/workbook.xml").ok_or_else(no_workbook)?;
    let relations = package
        .text("xl/_rels/workbook.xml.rels")
        .unwrap_or_default();
    let shared = package.text("xl/sharedStrings.xml").unwrap_or_default();
    let mut reading = Reading {
        strings: strings::read(&shared, limits.text_max),
        styles: styles::read(&package.text("xl/styles.xml").unwrap_or_default()),
        epoch_1904: is_1904(&book),
        cells: 0,
        text_left: limits.text_max,
        is_full: false,
    };
    let mut workbook = Workbook::default();
    for (name, id) in sheets(&book) {
        let Some(part) = part_of(&relations, &id) else {
            continue;
        };
        let Some(xml) = package.text(&part) else {
            continue;
        };
        let number = workbook.parts.len() as u16;
        workbook.parts.push(part);
        workbook.sheets.push(reading.sheet(&xml, number, name));
    }
    workbook.diagnostics = package.diagnostics;
    workbook.diagnostics.extend(reading.is_full.then(cut_short));
    Ok(workbook)
}

/// Names and relation ids of the sheets people see.
fn sheets(book: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut reader = Reader::from_str(book);
    while found.len() < SHEETS_MAX {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let hidden =
                    xml::attribute(&element, "state").is_some_and(|state| state != "visible");
                if element.local_name().as_ref() == "sheet" && !hidden {
                    let name = xml::attribute(&element, "name").unwrap_or_default();
                    found.extend(xml::attribute(&element, "id").map(|id| (name, id)));
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}

fn is_1904(book: &str) -> bool {
    let value = xml::attribute_of_first(book, "workbookPr", "date1904", |_| true);
    value.is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

/// The part a relation points to.
fn part_of(relations: &str, id: &str) -> Option<String> {
    let is_it = |element: &BytesStart| xml::attribute(element, "Id").is_some_and(|own| own == id);
    let target = xml::attribute_of_first(relations, "Relationship", "Target", is_it)?;
    Some(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{}", target.trim_start_matches("./")),
    })
}

/// What holds for all sheets, and what may still be read.
struct Reading {
    strings: Vec<Vec<Piece>>,
    styles: Styles,
    epoch_1904: bool,
    cells: usize,
    text_left: usize,
    is_full: bool,
}

/// The cell being read.
#[derive(Default)]
struct OpenCell {
    start: usize,
    position: Option<(u32, u32)>,
    kind: String,
    style: usize,
    value: String,
    inline: OpenString,
    in_value: bool,
}

/// Where the next cell stands that does not say.
#[derive(Default)]
struct Position {
    row: u32,
    column: u32,
}

impl Reading {
    fn sheet(&mut self, xml: &str, part: u16, name: String) -> Sheet {
        let mut sheet = Sheet {
            name,
            ..Sheet::default()
        };
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut cell = OpenCell::default();
        let mut next = Position::default();
        loop {
            let start = reader.buffer_position() as usize;
            match reader.read_event() {
                Ok(Event::Start(element)) => {
                    open(&element, start, &mut cell, &mut next, &mut sheet)
                }
                Ok(Event::Empty(element)) => {
                    open(&element, start, &mut cell, &mut next, &mut sheet)
                }
                Ok(Event::End(element)) => {
                    let end = reader.buffer_position() as usize;
                    match element.local_name().as_ref() {
                        "c" => {
                            let place = Place::Part {
                                part,
                                bytes: SourceSpan::new(cell.start, end),
                            };
                            self.close(std::mem::take(&mut cell), place, &mut sheet);
                        }
                        "v" => cell.in_value = false,
                        name => cell.inline.close(name),
                    }
                }
                Ok(Event::Text(written)) => cell.text(&written.into_inner()),
                Ok(Event::CData(written)) => cell.text(&written.into_inner()),
                Ok(Event::GeneralRef(name)) => cell.text(&xml::character(&name)),
                Ok(Event::Eof) | Err(_) => return sheet,
                Ok(_) => {}
            }
            if self.is_full {
                return sheet;
            }
        }
    }

    fn close(&mut self, cell: OpenCell, place: Place, sheet: &mut Sheet) {
        let pieces = self.pieces(&cell);
        let bytes: usize = pieces.iter().map(|piece| piece.text.len()).sum();
        let Some((row, column)) = cell.position.filter(|_| 0 < bytes) else {
            return;
        };
        if CELLS_MAX <= self.cells || self.text_left < bytes {
            self.is_full = true;
            return;
        }
        self.cells += 1;
        self.text_left -= bytes;
        sheet.cells.push(Cell {
            row,
            column,
            pieces,
            look: self.styles.cell(cell.style),
            place,
        });
    }

    fn pieces(&self, cell: &OpenCell) -> Vec<Piece> {
        let value = cell.value.trim();
        match cell.kind.as_str() {
            "s" => {
                let index = value.parse::<usize>().ok();
                let found = index.and_then(|index| self.strings.get(index));
                found.cloned().unwrap_or_default()
            }
            "inlineStr" => cell.inline.pieces(),
            "str" | "d" => vec![Piece::plain(value)],
            "b" | "e" => Vec::new(),
            _ => {
                let number = value.parse::<f64>().ok();
                let form = self.styles.form(cell.style);
                let written = number.map(|number| form.write(number, self.epoch_1904));
                written.map(Piece::plain).into_iter().collect()
            }
        }
    }
}

fn open(
    element: &BytesStart,
    start: usize,
    cell: &mut OpenCell,
    next: &mut Position,
    sheet: &mut Sheet,
) {
    match element.local_name().as_ref() {
        "row" => {
            next.row = xml::number(element, "r")
                .unwrap_or(next.row + 1)
                .clamp(1, ROWS_MAX);
            next.column = 0;
        }
        "c" => {
            let written = xml::attribute(element, "r").and_then(|name| position(&name));
            let here = written.unwrap_or((next.row.saturating_sub(1), next.column));
            next.column = here.1.saturating_add(1);
            *cell = OpenCell {
                start,
                position: Some(here).filter(|at| at.0 < ROWS_MAX && at.1 < COLUMNS_MAX),
                kind: xml::attribute(element, "t").unwrap_or_default(),
                style: xml::number(element, "s").unwrap_or(0) as usize,
                ..OpenCell::default()
            };
        }
        "v" => cell.in_value = true,
        "mergeCell" => {
            let merge = xml::attribute(element, "ref").and_then(|area| merge(&area));
            sheet
                .merges
                .extend(merge.filter(|_| sheet.merges.len() < MERGES_MAX));
        }
        _ => cell.inline.open(element),
    }
}

impl OpenCell {
    fn text(&mut self, text: &str) {
        if self.in_value {
            self.value.push_str(text);
        } else {
            self.inline.text(text);
        }
    }
}

/// `B2:D4`
fn merge(area: &str) -> Option<Merge> {
    let (first, last) = area.split_once(':')?;
    let (first, last) = (position(first)?, position(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some(Merge { first, last })
}

/// `AB12` as row and column from 0.
fn position(name: &str) -> Option<(u32, u32)> {
    const LETTERS_MAX: usize = 3;
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    let is_name =
        (1..=LETTERS_MAX).contains(&split) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_name {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0, |sum, byte| sum * 26 + u32::from(byte - b'A' + 1));
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn no_workbook() -> Diagnostic {
    Diagnostic::error(
        "xlsx_no_workbook",
        "Tệp Excel thiếu phần danh sách trang tính nên không đọc được.",
    )
    .with_hint("mở bằng Excel hoặc LibreOffice rồi lưu lại thành .xlsx")
}
