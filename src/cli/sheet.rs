//! Rows in, CSV or an Excel workbook out: the form in which an office passes a register on.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use kehoach::config::Lang;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::trouble;

/// Excel reads a file as UTF-8 only if it begins with this; everything else skips it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Most letters of one cell; a limit of Excel, which refuses the whole file beyond it.
const CELL_CHARS_MAX: usize = 32_767;

/// Most rows of one sheet, its heading included; a limit of Excel.
const ROWS_MAX: usize = 1_048_576;

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

impl Sheet {
    /// Writes the rows under their headings.
    pub fn csv(&self, out: &mut impl Write) -> anyhow::Result<()> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        let write = |writer: &mut csv::Writer<_>| -> csv::Result<()> {
            writer.write_record(self.columns.iter().map(|column| column.title.as_str()))?;
            for row in &self.rows {
                writer.write_record(row.iter().map(|cell| inert(cell)))?;
            }
            Ok(writer.flush()?)
        };
        write(&mut writer).map_err(|error| match error.into_kind() {
            // As itself, so that a closed pipe is recognised.
            csv::ErrorKind::Io(error) => error.into(),
            kind => anyhow::anyhow!("{kind:?}"),
        })
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

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heading = Format::new().set_bold().set_text_wrap();
        let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        sheet.set_name(&self.name)?;
        for (at, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(at, f64::from(column.width))?;
            sheet.write_with_format(0, at, &column.title, &heading)?;
        }
        for (line, row) in (1..).zip(self.rows.iter().take(ROWS_MAX - 1)) {
            for (at, cell) in (0..).zip(row) {
                let text: String = cell.chars().take(CELL_CHARS_MAX).collect();
                sheet.write_string_with_format(line, at, text, &body)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        if let (Some(last_row), Some(last_column)) = (
            u32::try_from(self.rows.len()).ok(),
            u16::try_from(self.columns.len())
                .ok()
                .and_then(|count| count.checked_sub(1)),
        ) {
            sheet.autofilter(0, 0, last_row.min(ROWS_MAX as u32 - 1), last_column)?;
        }
        Ok(())
    }
}

/// Writes one workbook with a sheet each, whole or not at all.
pub fn workbook(sheets: &[Sheet], path: &Path, lang: Lang) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    for sheet in sheets {
        sheet.fill(book.add_worksheet())?;
    }
    let bytes = book.save_to_buffer()?;
    whole(path, lang, |file| Ok(file.write_all(&bytes)?))
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
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
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
