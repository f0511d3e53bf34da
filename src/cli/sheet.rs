//! Rows in, CSV or an Excel workbook out: the form in which an office passes a register on.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use kehoach::config::Lang;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};

use super::trouble;

/// Excel reads a file as UTF-8 only if it begins with this; everything else skips it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Most letters of one cell; a limit of Excel, which refuses the whole file beyond it.
const CELL_CHARS_MAX: usize = 32_767;

/// Most rows of one sheet, its heading included; a limit of Excel.
const ROWS_MAX: u32 = 1_048_576;

/// How hard a workbook is pressed, of 9: with the usual 6 a register of 65,000 rows takes half as long again and is
/// a tenth smaller.
const PRESSED: u8 = 3;

pub struct Sheet {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

pub struct Column {
    pub title: String,
    /// In letters.
    pub width: u16,
}

/// Puts a row under those before it.
pub type Put<'a> = &'a mut dyn FnMut(&[String]) -> anyhow::Result<()>;

impl Sheet {
    /// Writes the rows under their headings.
    pub fn csv(&self, out: &mut impl Write) -> anyhow::Result<()> {
        csv(&self.columns, out, |put| self.put_all(put))
    }

    /// Writes a file, whole or not at all.
    pub fn csv_file(&self, path: &Path, lang: Lang) -> anyhow::Result<()> {
        let write = |file: &mut File| {
            let mut buffered = io::BufWriter::new(file);
            self.csv(&mut buffered)?;
            Ok(buffered.flush()?)
        };
        whole(path, lang, write)
    }

    fn put_all(&self, put: Put) -> anyhow::Result<()> {
        self.rows.iter().try_for_each(|row| put(row))
    }
}

/// Writes the rows that `rows` puts under their headings, each as it comes.
pub fn csv(
    columns: &[Column],
    out: &mut impl Write,
    rows: impl FnOnce(Put) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    // As itself, so that a closed pipe is recognised.
    let named = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        kind => anyhow::anyhow!("{kind:?}"),
    };
    let titles = columns.iter().map(|column| column.title.as_str());
    writer.write_record(titles).map_err(named)?;
    rows(&mut |row| {
        let mut cells = row.iter().map(|cell| inert(cell));
        cells
            .try_for_each(|cell| writer.write_field(cell.as_ref()))
            .and_then(|()| writer.write_record(None::<&[u8]>))
            .map_err(named)
    })?;
    Ok(writer.flush()?)
}

/// Writes one workbook with a sheet each, whole or not at all.
pub fn workbook(sheets: &[Sheet], path: &Path, lang: Lang) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    for sheet in sheets {
        let rows = |put: Put| sheet.put_all(put);
        fill(
            book.add_worksheet_with_low_memory()?,
            &sheet.name,
            &sheet.columns,
            rows,
        )?;
    }
    save(book, path, lang)
}

/// Writes a workbook of the rows that `rows` puts, and says how many there were.
pub fn workbook_of(
    (name, columns): (&str, &[Column]),
    path: &Path,
    lang: Lang,
    rows: impl FnOnce(Put) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let mut book = Workbook::new();
    let count = fill(book.add_worksheet_with_low_memory()?, name, columns, rows)?;
    save(book, path, lang)?;
    Ok(count)
}

fn save(mut book: Workbook, path: &Path, lang: Lang) -> anyhow::Result<()> {
    let bytes = book.set_zip_compression_level(PRESSED).save_to_buffer()?;
    whole(path, lang, |file| Ok(file.write_all(&bytes)?))
}

/// Says how many rows there were.
fn fill(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[Column],
    rows: impl FnOnce(Put) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let heading = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(name)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.set_column_format(at, &body)?;
        sheet.write_with_format(0, at, &column.title, &heading)?;
    }
    let mut count = 0;
    let mut last = 0;
    rows(&mut |row| {
        count += 1;
        if last + 1 < ROWS_MAX {
            last += 1;
            for (at, cell) in (0..).zip(row) {
                sheet.write_string(last, at, held(cell))?;
            }
        }
        Ok(())
    })?;
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last_column) = columns.len().checked_sub(1) {
        sheet.autofilter(0, 0, last, last_column as u16)?;
    }
    Ok(count)
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

/// A file that appears only when all of it is there: a full disk must not leave half a register.
pub fn whole(
    path: &Path,
    lang: Lang,
    write: impl FnOnce(&mut File) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let named = |error: io::Error| trouble::writing(path, &error, lang);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(named)?;
    write(file.as_file_mut()).map_err(|error| match error.downcast::<io::Error>() {
        Ok(error) => named(error),
        Err(error) => error,
    })?;
    file.as_file().sync_all().map_err(named)?;
    readable(&file).map_err(named)?;
    file.persist(path).map_err(|error| named(error.error))?;
    Ok(())
}

/// Temporary files are private; what is exported is for others as the umask says for any new file.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file()
        .set_permissions(PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// A cell that Excel would run as a formula gets the apostrophe that makes it text: the documents are
/// strangers'.
fn inert(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(cell: &str) -> Sheet {
        Sheet {
            name: "Nhiệm vụ".to_owned(),
            columns: vec![Column {
                title: "Hạn".to_owned(),
                width: 10,
            }],
            rows: vec![vec![cell.to_owned()]],
        }
    }

    #[test]
    fn a_csv_opens_in_excel_with_its_marks_and_without_formulas() {
        let mut bytes = Vec::new();
        one("=1+1; \"a\"").csv(&mut bytes).expect("writes");
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(text, "\u{feff}Hạn\r\n\"'=1+1; \"\"a\"\"\"\r\n");
    }

    #[test]
    fn a_workbook_takes_cells_longer_than_excel_does() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("so.xlsx");
        workbook(&[one(&"ế".repeat(40_000))], &path, Lang::Vi).expect("writes");
        assert!(std::fs::read(&path).expect("is there").starts_with(b"PK"));
    }
}
