//! Rows in, a file or the output out: a register as CSV or as a workbook.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use kehoach::config::Lang;
use kehoach::report::sheet::{self, Book, Column};

use super::trouble;

/// A sheet whose rows are all there.
pub struct Sheet {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

pub type Put<'a> = sheet::Put<'a, anyhow::Error>;

impl Sheet {
    /// Writes the rows under their headings.
    pub fn csv(&self, out: &mut impl Write) -> anyhow::Result<()> {
        sheet::csv(&self.columns, out, |put| self.put_all(put))
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

/// Writes one workbook with a sheet each, whole or not at all.
pub fn workbook(sheets: &[Sheet], path: &Path, lang: Lang) -> anyhow::Result<()> {
    let mut book = Book::default();
    for sheet in sheets {
        book.add(&sheet.name, &sheet.columns, |put| sheet.put_all(put))?;
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
    let mut book = Book::default();
    let count = book.add(name, columns, rows)?;
    save(book, path, lang)?;
    Ok(count)
}

fn save(book: Book, path: &Path, lang: Lang) -> anyhow::Result<()> {
    let bytes = book.bytes()?;
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
