//! Rows in, CSV or an Excel workbook out: the form in which an office passes a register on.
//!
//! Promise: Excel opens what is written, with its marks, and runs nothing of it as a formula. Rows are put one at a
//! time: a register need not fit in memory. What is beyond the limits of Excel is left out rather than refused.
//! This does not know files: the command line and the web each send the bytes their way.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// Excel reads a file as UTF-8 only if it begins with this; everything else skips it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Most letters of one cell; a limit of Excel, which refuses the whole file beyond it.
const CELL_CHARS_MAX: usize = 32_767;

/// Most rows of one sheet, its heading included; a limit of Excel.
const ROWS_MAX: u32 = 1_048_576;

/// How hard a workbook is pressed, of 9: with the usual 6 a register of 65,000 rows takes half as long again and is
/// a tenth smaller.
const PRESSED: u8 = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    /// In letters.
    pub width: u16,
}

/// Puts a row under those before it.
pub type Put<'a, E> = &'a mut dyn FnMut(&[String]) -> Result<(), E>;

/// Writes the rows that `rows` puts under their headings, each as it comes.
pub fn csv<E: From<io::Error>>(
    columns: &[Column],
    out: &mut impl Write,
    rows: impl FnOnce(Put<'_, E>) -> Result<(), E>,
) -> Result<(), E> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    let titles = columns.iter().map(|column| column.title.as_str());
    writer.write_record(titles).map_err(of_csv)?;
    rows(&mut |row| {
        let mut cells = row.iter().map(|cell| inert(cell));
        cells
            .try_for_each(|cell| writer.write_field(cell.as_ref()))
            .and_then(|()| writer.write_record(None::<&[u8]>))
            .map_err(|error| of_csv(error).into())
    })?;
    Ok(writer.flush()?)
}

/// A workbook, sheet by sheet.
#[derive(Default)]
pub struct Book(Workbook);

impl Book {
    /// Adds a sheet of the rows that `rows` puts, and says how many there were.
    pub fn add<E: From<io::Error>>(
        &mut self,
        name: &str,
        columns: &[Column],
        rows: impl FnOnce(Put<'_, E>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let sheet = self.0.add_worksheet_with_low_memory().map_err(of_xlsx)?;
        head(sheet, name, columns).map_err(of_xlsx)?;
        let mut count = 0;
        let mut last = 0;
        rows(&mut |row| {
            count += 1;
            if last + 1 < ROWS_MAX {
                last += 1;
                for (at, cell) in (0..).zip(row) {
                    sheet.write_string(last, at, held(cell)).map_err(of_xlsx)?;
                }
            }
            Ok(())
        })?;
        if let Some(last_column) = columns.len().checked_sub(1) {
            sheet
                .autofilter(0, 0, last, last_column as u16)
                .map_err(of_xlsx)?;
        }
        Ok(count)
    }

    /// What the file holds.
    pub fn bytes(mut self) -> io::Result<Vec<u8>> {
        let pressed = self.0.set_zip_compression_level(PRESSED);
        pressed.save_to_buffer().map_err(of_xlsx)
    }
}

/// Headings that stay in sight, and the look of what comes below.
fn head(sheet: &mut Worksheet, name: &str, columns: &[Column]) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(name)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.set_column_format(at, &body)?;
        sheet.write_with_format(0, at, &column.title, &heading)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// As much of a cell as Excel takes.
fn held(cell: &str) -> &str {
    // A letter has a byte at least.
    let is_long = CELL_CHARS_MAX < cell.len();
    let end = is_long
        .then(|| cell.char_indices().nth(CELL_CHARS_MAX))
        .flatten();
    end.map_or(cell, |(end, _)| &cell[..end])
}

/// A cell that Excel would run as a formula gets the apostrophe that makes it text: the documents are
/// strangers'. A workbook needs none: its cells are written as text.
fn inert(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// As itself, so that a closed pipe is recognised.
fn of_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

fn of_xlsx(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![Column {
            title: "Hạn".to_owned(),
            width: 10,
        }]
    }

    /// The sheet of a workbook with one cell in each of `rows`.
    fn sheet(rows: &[&str]) -> String {
        let mut book = Book::default();
        let all = |put: Put<'_, io::Error>| rows.iter().try_for_each(|cell| put(&[(*cell).into()]));
        let count = book.add("Nhiệm vụ", &columns(), all).expect("is filled");
        assert_eq!(count, rows.len());
        let bytes = io::Cursor::new(book.bytes().expect("is written"));
        let mut files = zip::ZipArchive::new(bytes).expect("is a zip file");
        let sheet = files.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
        io::read_to_string(sheet).expect("text")
    }

    #[test]
    fn a_csv_opens_in_excel_with_its_marks_and_without_formulas() {
        let mut bytes = Vec::new();
        let row = |put: Put<'_, io::Error>| put(&["=1+1; \"a\"".to_owned()]);
        csv(&columns(), &mut bytes, row).expect("writes");
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(text, "\u{feff}Hạn\r\n\"'=1+1; \"\"a\"\"\"\r\n");
    }

    #[test]
    fn a_workbook_takes_cells_longer_than_excel_does() {
        assert!(sheet(&[&"ế".repeat(40_000)]).contains("r=\"A2\""));
    }

    #[test]
    fn the_rows_of_a_workbook_can_be_filtered_by_their_headings() {
        let sheet = sheet(&["20/12/2021", "=1+1"]);
        assert!(sheet.contains("<autoFilter ref=\"A1:A3\"/>"), "{sheet}");
        assert!(!sheet.contains("<f>"), "no formula: {sheet}");
    }

    #[test]
    fn a_register_that_ends_in_trouble_says_which() {
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        let failed = |_: Put<'_, io::Error>| Err(closed());
        let error = Book::default().add("Nhiệm vụ", &columns(), failed);
        assert_eq!(error.map_err(|error| error.kind()), Err(closed().kind()));
        let mut full: &mut [u8] = &mut [0; 4];
        let error = csv(&columns(), &mut full, |_| Ok::<(), io::Error>(()));
        assert_eq!(
            error.map_err(|error| error.kind()),
            Err(io::ErrorKind::WriteZero)
        );
    }
}
