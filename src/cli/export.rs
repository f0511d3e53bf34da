//! `export`: everything held, as lines of JSON, as a folder of CSV files or as one workbook.

use std::fs;
use std::io::Write;
use std::path::Path;

use kehoach::extract::{Citation, Record};
use kehoach::link::{Link, Verdict, Work};
use kehoach::pipeline::{Exported, Library, TaskFilter};
use kehoach::report::sheet::Column;

use super::Outcome;
use super::arguments::{Export, Format};
use super::messages::{self as say, Said};
use super::screen::{Screen, date};
use super::sheet::{self, Sheet};
use super::show;
use super::tasks;
use super::trouble;

pub fn run(export: &Export, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    match (export.format, &export.output) {
        (Format::Jsonl, None) => lines(library, screen.raw()).map(Outcome::found),
        (Format::Jsonl, Some(path)) => {
            let mut any = false;
            sheet::whole(path, screen.lang, |file| {
                let mut buffered = std::io::BufWriter::new(file);
                any = lines(library, &mut buffered)?;
                Ok(buffered.flush()?)
            })?;
            screen.note(&say::EXPORTED, &[("path", &path.display())]);
            Ok(Outcome::found(any))
        }
        (Format::Csv | Format::Xlsx, None) => anyhow::bail!(screen.said(&say::OUTPUT_NEEDED, &[])),
        (Format::Csv, Some(folder)) => {
            let sheets = sheets(library, screen)?;
            in_folder(&sheets, folder, screen)?;
            told(&sheets, folder, screen)
        }
        (Format::Xlsx, Some(path)) => {
            let sheets = sheets(library, screen)?;
            let plain: Vec<Sheet> = sheets.into_iter().map(|(_, sheet)| sheet).collect();
            sheet::workbook(&plain, path, screen.lang)?;
            screen.note(&say::EXPORTED, &[("path", &path.display())]);
            Ok(Outcome::found(
                plain.iter().any(|sheet| !sheet.rows.is_empty()),
            ))
        }
    }
}

/// One line per record and work, as it comes: the whole need not fit in memory. True if there was any.
fn lines(library: &Library, out: &mut impl Write) -> anyhow::Result<bool> {
    let mut any = false;
    let mut failed: Option<anyhow::Error> = None;
    let mut put = |exported: Exported| -> anyhow::Result<()> {
        serde_json::to_writer(&mut *out, &exported).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    };
    library.export(&mut |exported| {
        any = true;
        if failed.is_none() {
            failed = put(exported).err();
        }
        Ok(())
    })?;
    failed.map_or(Ok(any), Err)
}

fn in_folder(sheets: &[(&str, Sheet)], folder: &Path, screen: &Screen) -> anyhow::Result<()> {
    fs::create_dir_all(folder).map_err(|error| trouble::writing(folder, &error, screen.lang))?;
    for (file, sheet) in sheets {
        sheet.csv_file(&folder.join(file).with_extension("csv"), screen.lang)?;
    }
    Ok(())
}

fn told(sheets: &[(&str, Sheet)], path: &Path, screen: &Screen) -> anyhow::Result<Outcome> {
    screen.note(&say::EXPORTED, &[("path", &path.display())]);
    Ok(Outcome::found(
        sheets.iter().any(|(_, sheet)| !sheet.rows.is_empty()),
    ))
}

/// Works, citations and tasks, with the name of the file each would have.
fn sheets(library: &Library, screen: &Screen) -> anyhow::Result<Vec<(&'static str, Sheet)>> {
    let (mut works, mut citations) = (Vec::new(), Vec::new());
    library.export(&mut |exported| {
        match exported {
            Exported::Work { work } => works.push(work_cells(&work, screen)),
            Exported::Record { removed: true, .. } => {}
            Exported::Record {
                files,
                record,
                links,
                ..
            } => {
                let file = files.first().cloned().unwrap_or_default();
                let rows = record.citations.iter().map(|citation| {
                    let link = links.iter().find(|link| link.citation == citation.id);
                    citation_cells(&file, &record, citation, link, screen)
                });
                citations.extend(rows);
            }
        }
        Ok(())
    })?;
    let tasks = library.tasks(&TaskFilter::default())?;
    Ok(vec![
        (
            "van-ban",
            sheet_of(&say::DOCUMENTS, &WORK_COLUMNS, works, screen),
        ),
        (
            "vien-dan",
            sheet_of(&say::CITATIONS, &CITATION_COLUMNS, citations, screen),
        ),
        ("nhiem-vu", tasks::sheet(&tasks, screen)),
    ])
}

const WORK_COLUMNS: [(&Said, u16); 9] = [
    (&say::NUMBER, 18),
    (&say::TYPE, 8),
    (&say::ISSUED_ON, 13),
    (&say::ISSUER, 28),
    (&say::PROVINCE, 16),
    (&say::TITLE, 70),
    (&say::STUB, 14),
    (&say::MANIFESTATION, 40),
    (&say::ID, 20),
];

fn work_cells(work: &Work, screen: &Screen) -> Vec<String> {
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let files: Vec<&str> = work
        .manifestations
        .iter()
        .map(|one| one.file.as_str())
        .collect();
    let stub = if work.stub {
        screen.word(&say::STUB)
    } else {
        ""
    };
    vec![
        said(&work.number),
        said(&work.doc_type),
        work.issued_on.as_deref().map(date).unwrap_or_default(),
        said(&work.issuer),
        said(&work.province),
        said(&work.title),
        stub.to_owned(),
        files.join("; "),
        work.id.0.clone(),
    ]
}

const CITATION_COLUMNS: [(&Said, u16); 9] = [
    (&say::IN_DOCUMENT, 18),
    (&say::FILE, 40),
    (&say::QUOTE, 60),
    (&say::NUMBER, 18),
    (&say::WRITTEN_DATE, 13),
    (&say::RELATION, 14),
    (&say::VERDICT, 16),
    (&say::TARGET, 20),
    (&say::EVIDENCE, 50),
];

fn citation_cells(
    file: &str,
    record: &Record,
    citation: &Citation,
    link: Option<&Link>,
    screen: &Screen,
) -> Vec<String> {
    let (verdict, target) = match link.map(|link| &link.verdict) {
        Some(Verdict::Linked { target }) => (Some("linked"), Some(target)),
        Some(Verdict::Unmatched { target }) => (Some("unmatched"), Some(target)),
        Some(Verdict::Ambiguous { .. }) => (Some("ambiguous"), None),
        Some(Verdict::Withheld { .. }) => (Some("withheld"), None),
        None => (None, None),
    };
    vec![
        record.identity.number.clone().unwrap_or_default(),
        file.to_owned(),
        citation.quote.clone(),
        citation.number.clone().unwrap_or_default(),
        citation.date.as_deref().map(date).unwrap_or_default(),
        screen.word(show::relation(citation.relation)).to_owned(),
        screen.word(show::verdict(verdict).0).to_owned(),
        target.map(|target| target.0.clone()).unwrap_or_default(),
        link.map(|link| link.evidence.join("; "))
            .unwrap_or_default(),
    ]
}

fn sheet_of(
    name: &Said,
    columns: &[(&Said, u16)],
    rows: Vec<Vec<String>>,
    screen: &Screen,
) -> Sheet {
    Sheet {
        name: screen.word(name).to_owned(),
        columns: columns
            .iter()
            .map(|(said, width)| Column {
                title: screen.word(said).to_owned(),
                width: *width,
            })
            .collect(),
        rows,
    }
}
