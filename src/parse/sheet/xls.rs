//! Excel 5 to 2003 (BIFF in a compound file): records in, sheets out.

mod records;
mod strings;
mod styles;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use crate::text::{Diagnostic, Place, SourceSpan};

use super::cell::{Cell, Merge, Piece, Sheet};
use super::{CELLS_MAX, SHEETS_MAX, Workbook, cut_short};
use crate::parse::Limits;
use records::{Record, Records, f64_at, u16_at, u32_at};
use strings::{Strings, Version, string_at};
use styles::Styles;

/// Merged areas of one sheet.
const MERGES_MAX: usize = 100_000;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Diagnostic> {
    let mut compound = CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())?;
    let max = limits.inflated_max;
    let found = ["/Workbook", "/Book"]
        .into_iter()
        .find_map(|name| Some((name, stream(&mut compound, name, max)?)));
    let (name, stream) = found.ok_or_else(broken)?;
    let mut book = Book::read_globals(&stream, limits.text_max)?;
    let mut workbook = Workbook {
        parts: vec![name.trim_start_matches('/').to_owned()],
        ..Workbook::default()
    };
    for (at, name) in std::mem::take(&mut book.sheets) {
        workbook
            .sheets
            .push(book.read_sheet(&stream, at as usize, name));
    }
    if book.is_full {
        workbook.diagnostics.push(cut_short());
    }
    Ok(workbook)
}

fn stream(compound: &mut CompoundFile<Cursor<&[u8]>>, name: &str, max: usize) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    let stream = compound.open_stream(name).ok()?;
    let read = stream.take(max as u64).read_to_end(&mut found);
    (read.is_ok() || !found.is_empty()).then_some(found)
}

/// What holds for all sheets.
#[derive(Default)]
struct Book {
    version: Version,
    strings: Strings,
    styles: Styles,
    epoch_1904: bool,
    /// Where each visible sheet starts, and its name.
    sheets: Vec<(u32, String)>,
    cells: usize,
    is_full: bool,
}

impl Book {
    fn read_globals(stream: &[u8], text_max: usize) -> Result<Book, Diagnostic> {
        let mut book = Book::default();
        let mut records = Records::new(stream, 0);
        while let Some(record) = records.next() {
            match record.kind {
                0x0809 => book.version = Version::of(u16_at(record.body, 0)),
                0x002F => return Err(encrypted()),
                0x0022 => book.epoch_1904 = u16_at(record.body, 0) == Some(1),
                0x0085 => book.take_sheet(record.body),
                0x00FC => book.strings = Strings::read(record.body, &mut records, text_max),
                0x000A => break,
                _ => book.styles.take(&record, book.version),
            }
        }
        Ok(book)
    }

    fn take_sheet(&mut self, body: &[u8]) {
        let is_shown = body.get(4).is_some_and(|state| state & 3 == 0);
        let is_worksheet = body.get(5) == Some(&0);
        if let Some(at) = u32_at(body, 0)
            && is_shown
            && is_worksheet
            && self.sheets.len() < SHEETS_MAX
        {
            let name = self.version.short_string(body.get(6..).unwrap_or_default());
            self.sheets.push((at, name));
        }
    }

    /// Reads the records of one sheet; charts inside it are passed over.
    fn read_sheet(&mut self, stream: &[u8], at: usize, name: String) -> Sheet {
        let mut sheet = Sheet {
            name,
            ..Sheet::default()
        };
        let mut depth = 0;
        for record in Records::new(stream, at) {
            match record.kind {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                _ if CELLS_MAX <= self.cells => {
                    self.is_full = true;
                    break;
                }
                0x00E5 => take_merges(record.body, &mut sheet.merges),
                0x0207 => self.take_formula_text(&record, &mut sheet),
                _ => self.take_cell(&record, &mut sheet),
            }
        }
        sheet
    }

    fn take_cell(&mut self, record: &Record, sheet: &mut Sheet) {
        let body = record.body;
        let value = |at| f64_at(body, at);
        match record.kind {
            0x00FD => {
                let index = u32_at(body, 6).unwrap_or(u32::MAX);
                let pieces = self.strings.pieces(index, &self.styles);
                self.put(record, 0, pieces, sheet);
            }
            0x0204 | 0x00D6 => {
                let (text, runs) = string_at(body, 6, self.version, record.kind == 0x00D6);
                let pieces = strings::split(&text, &runs, &self.styles);
                self.put(record, 0, pieces, sheet);
            }
            0x0203 => self.put_number(record, 0, value(6), sheet),
            0x027E => self.put_number(record, 0, u32_at(body, 6).map(rk), sheet),
            0x00BD => {
                let count = body.len().saturating_sub(6) / 6;
                for index in 0..count {
                    let value = u32_at(body, 6 + 6 * index).map(rk);
                    self.put_number(record, index, value, sheet);
                }
            }
            0x0006 => self.put_formula(record, sheet),
            _ => {}
        }
    }

    /// A formula holds the value last saved; a text follows in a record of its own.
    fn put_formula(&mut self, record: &Record, sheet: &mut Sheet) {
        let body = record.body;
        if u16_at(body, 12) != Some(0xFFFF) {
            self.put_number(record, 0, f64_at(body, 6), sheet);
        } else if body.get(6) == Some(&0) {
            self.put(record, 0, vec![Piece::plain("")], sheet);
        }
    }

    fn take_formula_text(&mut self, record: &Record, sheet: &mut Sheet) {
        let waiting = sheet.cells.last_mut().filter(|cell| cell.is_blank());
        if let Some(cell) = waiting {
            let (text, _) = string_at(record.body, 0, self.version, false);
            cell.pieces = vec![Piece::plain(text)];
        }
    }

    fn put_number(&mut self, record: &Record, index: usize, value: Option<f64>, sheet: &mut Sheet) {
        if let Some(value) = value {
            let form = self.styles.form(format_of(record, index));
            let text = form.write(value, self.epoch_1904);
            self.put(record, index, vec![Piece::plain(text)], sheet);
        }
    }

    /// Puts cell `index` of a record that holds one or several in a row.
    fn put(&mut self, record: &Record, index: usize, pieces: Vec<Piece>, sheet: &mut Sheet) {
        let position = u16_at(record.body, 0).zip(u16_at(record.body, 2));
        let Some((row, column)) = position.filter(|_| self.cells < CELLS_MAX) else {
            return;
        };
        self.cells += 1;
        sheet.cells.push(Cell {
            row: u32::from(row),
            column: u32::from(column) + index as u32,
            pieces,
            look: self.styles.cell(format_of(record, index)),
            place: Place::Part {
                part: 0,
                bytes: SourceSpan::new(record.at, record.at + 4 + record.body.len()),
            },
        });
    }
}

/// The format of cell `index` of a record.
fn format_of(record: &Record, index: usize) -> u16 {
    u16_at(record.body, 4 + 6 * index).unwrap_or(0)
}

/// A number packed into four bytes: 30 bits of an integer or of a float, and perhaps hundredths.
fn rk(packed: u32) -> f64 {
    let value = if packed & 2 != 0 {
        f64::from(packed as i32 >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & 1 != 0 {
        value / 100.0
    } else {
        value
    }
}

fn take_merges(body: &[u8], merges: &mut Vec<Merge>) {
    let count = usize::from(u16_at(body, 0).unwrap_or(0));
    for area in body
        .get(2..)
        .unwrap_or_default()
        .chunks_exact(8)
        .take(count)
    {
        let number = |at| u32::from(u16_at(area, at).unwrap_or(0));
        let merge = Merge {
            first: (number(0), number(4)),
            last: (number(2), number(6)),
        };
        if merges.len() < MERGES_MAX {
            merges.push(merge);
        }
    }
}

fn broken() -> Diagnostic {
    Diagnostic::error(
        "xls_broken",
        "Tệp Excel (.xls) bị hỏng hoặc tải chưa đủ nên không đọc được.",
    )
    .with_hint("mở bằng Excel hoặc LibreOffice rồi lưu lại thành .xlsx")
}

fn encrypted() -> Diagnostic {
    Diagnostic::error(
        "xls_encrypted",
        "Tệp Excel (.xls) có mật khẩu nên không đọc được.",
    )
    .with_hint("gỡ mật khẩu rồi lưu lại thành .xlsx")
}
