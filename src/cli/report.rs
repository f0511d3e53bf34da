//! `report`: what the library as a whole, a directive, an agency or a series says when asked.

use std::fmt::Display;
use std::time::SystemTime;

use jiff::tz::TimeZone;
use kehoach::config::Lang;
use kehoach::pipeline::{Brief, Library, Told};
use kehoach::report::{self, AnomalyRow, Cell, Row};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::arguments::{Report, ReportName};
use super::messages as say;
use super::screen::Screen;
use super::sheet::{self, Column, Sheet};
use super::show::{line_of, tell_anomaly};

/// Rows of a ranking nobody asked to be longer.
const ROWS_DEFAULT: usize = 50;

/// Rows of a list for Excel, whose sheets end a little later.
pub const ROWS_MAX: usize = 1_000_000;

/// What `--json` prints: `{ "report", "subject", "rows" }`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportView<Row> {
    pub report: &'static str,
    pub subject: Subject,
    pub rows: Vec<Row>,
}

/// What a report is about; empty for one about everything.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Subject {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<Brief>,
    /// Of a comparison, the older work and the newer one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Brief>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Brief>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

/// Why there are no rows to tell.
type Asked<T> = Result<T, Outcome>;

pub fn run(report: &Report, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if report.ics.is_some() && report.report != ReportName::Calendar {
        anyhow::bail!(screen.said(&say::ICS_ONLY_CALENDAR, &[]));
    }
    let asker = Asker {
        report,
        library,
        screen,
    };
    match report.report {
        ReportName::Coverage => asker.coverage(),
        ReportName::Gaps => asker.gaps(),
        ReportName::Wanted => asker.wanted(),
        ReportName::Calendar => asker.calendar(),
        ReportName::Diff => asker.diff(),
        ReportName::Series => asker.series(),
        ReportName::Matrix => asker.matrix(),
        ReportName::Anomalies => asker.anomalies(),
    }
}

struct Asker<'a> {
    report: &'a Report,
    library: &'a Library,
    screen: &'a mut Screen,
}

impl Asker<'_> {
    fn coverage(mut self) -> anyhow::Result<Outcome> {
        let name = self.subject("coverage 21/KH-UBND")?;
        match self.told(&name, self.library.coverage(&name)?)? {
            Ok((work, rows)) => self.tell("coverage", about_work(work), rows),
            Err(outcome) => Ok(outcome),
        }
    }

    fn gaps(mut self) -> anyhow::Result<Outcome> {
        let example = "gaps \"UBND tỉnh Hưng Yên\" 2021";
        let (name, year) = self.agency_and_year(example)?;
        let Some(year) = year else {
            anyhow::bail!(self.missing(example));
        };
        match self.agency(&name, self.library.gaps(&name, year)?) {
            Ok((agency, rows)) => self.tell("gaps", about_agency(agency, year), rows),
            Err(outcome) => Ok(outcome),
        }
    }

    fn wanted(mut self) -> anyhow::Result<Outcome> {
        let exported = self.report.csv || self.report.xlsx.is_some();
        let limit = if exported { ROWS_MAX } else { ROWS_DEFAULT };
        let rows = self
            .library
            .wanted_rows(self.report.limit.unwrap_or(limit))?;
        if rows.is_empty() && !exported && !self.screen.json {
            self.screen.tell(&say::NOTHING_WANTED, &[])?;
            return Ok(Outcome::NothingFound);
        }
        self.tell("wanted", Subject::default(), rows)
    }

    fn calendar(mut self) -> anyhow::Result<Outcome> {
        let (name, year) = self.agency_and_year("calendar \"Sở Nội vụ tỉnh Hưng Yên\" 2026")?;
        let year = year.unwrap_or_else(this_year);
        let found = self.library.calendar(&name, year as i16)?;
        let (agency, mut rows) = match self.agency(&name, found) {
            Ok(found) => found,
            Err(outcome) => return Ok(outcome),
        };
        let Some(path) = &self.report.ics else {
            return self.tell("calendar", about_agency(agency, year), rows);
        };
        rows.truncate(self.report.limit.unwrap_or(usize::MAX));
        let stamp = jiff::Timestamp::now()
            .strftime("%Y%m%dT%H%M%SZ")
            .to_string();
        let file = report::ics(&agency.name, &rows, &stamp);
        sheet::whole(path, self.screen.lang, |out| {
            Ok(std::io::Write::write_all(out, file.as_bytes())?)
        })?;
        let values: [(&str, &dyn Display); 2] = [("path", &path.display()), ("count", &rows.len())];
        self.screen.tell(&say::WRITTEN, &values)?;
        Ok(Outcome::found(!rows.is_empty()))
    }

    fn diff(mut self) -> anyhow::Result<Outcome> {
        let [one, other] = self.report.subject.as_slice() else {
            anyhow::bail!(self.missing("diff 21/KH-UBND 35/KH-UBND"));
        };
        let name = format!("{one}, {other}");
        match self.told(&name, self.library.diff(one, other)?)? {
            Ok((before, after, rows)) => {
                let subject = Subject {
                    before: Some(before),
                    after: Some(after),
                    ..Subject::default()
                };
                self.tell("diff", subject, rows)
            }
            Err(outcome) => Ok(outcome),
        }
    }

    fn series(mut self) -> anyhow::Result<Outcome> {
        let name = self.subject("series 21/KH-UBND")?;
        match self.told(&name, self.library.series(&name)?)? {
            Ok((work, rows)) => self.tell("series", about_work(work), rows),
            Err(outcome) => Ok(outcome),
        }
    }

    fn matrix(mut self) -> anyhow::Result<Outcome> {
        let name = self.report.subject.first().cloned();
        let found = match &name {
            Some(name) => self.library.matrix(name)?,
            None => Told::Rows(self.library.workload()?),
        };
        match self.told(name.as_deref().unwrap_or_default(), found)? {
            Ok(rows) => {
                let work = match &name {
                    Some(name) => self.library.show(name)?.works.into_iter().next(),
                    None => None,
                };
                let work = match work {
                    Some(work) => self.library.brief(&work.id)?,
                    None => None,
                };
                let subject = Subject {
                    work,
                    ..Subject::default()
                };
                self.tell("matrix", subject, rows)
            }
            Err(outcome) => Ok(outcome),
        }
    }

    /// Tens of thousands of rows: each is written as it is found.
    fn anomalies(mut self) -> anyhow::Result<Outcome> {
        let (library, lang) = (self.library, self.screen.lang);
        let limit = self.report.limit.unwrap_or(ROWS_MAX);
        if self.screen.json && !self.report.csv && self.report.xlsx.is_none() {
            return self.tell("anomalies", Subject::default(), library.anomalies(limit)?);
        }
        let mut is_any = false;
        let mut each = |tell: &mut dyn FnMut(AnomalyRow) -> anyhow::Result<()>| {
            library.each_anomaly(limit, |row| {
                is_any = true;
                tell(row)
            })
        };
        let put_words = |put: sheet::Put| each(&mut |row| put(&words(&row, lang)));
        let columns = columns::<AnomalyRow>(lang);
        if let Some(path) = &self.report.xlsx {
            let count = sheet::workbook_of(("anomalies", &columns), path, lang, put_words)?;
            let values: [(&str, &dyn Display); 2] = [("path", &path.display()), ("count", &count)];
            self.screen.tell(&say::WRITTEN, &values)?;
        } else if self.report.csv {
            sheet::csv(&columns, self.screen.raw(), put_words)?;
        } else {
            each(&mut |row| anomaly(&row, self.screen))?;
            if !is_any {
                self.screen.tell(&say::NO_ANOMALIES, &[])?;
            }
        }
        Ok(Outcome::found(is_any))
    }

    /// What the report is about, a single name.
    fn subject(&self, example: &str) -> anyhow::Result<String> {
        match self.report.subject.as_slice() {
            [name] => Ok(name.clone()),
            _ => anyhow::bail!(self.missing(example)),
        }
    }

    /// "UBND tỉnh Hưng Yên 2021", quoted or not.
    fn agency_and_year(&self, example: &str) -> anyhow::Result<(String, Option<u16>)> {
        let mut words: Vec<&str> = self.report.subject.iter().map(String::as_str).collect();
        let is_year = |word: &&str| word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
        let year = words
            .last()
            .filter(|_| 1 < words.len())
            .filter(|it| is_year(it));
        let year = year.and_then(|year| year.parse().ok());
        if year.is_some() {
            words.pop();
        }
        if words.is_empty() {
            anyhow::bail!(self.missing(example));
        }
        Ok((words.join(" "), year))
    }

    fn missing(&self, example: &str) -> String {
        let name = example.split(' ').next().unwrap_or_default();
        let example = format!("kehoach report {example}");
        let what = match (name, self.screen.lang) {
            ("gaps", Lang::Vi) => "tên cơ quan và năm",
            ("gaps", Lang::En) => "an agency and a year",
            ("calendar", Lang::Vi) => "tên cơ quan",
            ("calendar", Lang::En) => "an agency",
            ("diff", Lang::Vi) => "hai văn bản",
            ("diff", Lang::En) => "two documents",
            (_, Lang::Vi) => "một văn bản",
            (_, Lang::En) => "one document",
        };
        let values: [(&str, &dyn Display); 3] =
            [("report", &name), ("what", &what), ("example", &example)];
        self.screen.said(&say::SUBJECT_MISSING, &values)
    }

    /// The rows, or what to say in their place.
    fn told<T>(&mut self, name: &str, found: Told<T>) -> anyhow::Result<Asked<T>> {
        match found {
            Told::Rows(rows) => return Ok(Ok(rows)),
            Told::Unknown => self.screen.note(&say::NO_SUCH_WORK, &[("name", &name)]),
            Told::Several(works) => {
                self.screen.note(&say::SEVERAL_SUBJECTS, &[("name", &name)]);
                for work in &works {
                    eprintln!("  {}  {}", work.id.0, line_of(work, self.screen));
                }
                return Ok(Err(Outcome::Trouble));
            }
        }
        Ok(Err(Outcome::NothingFound))
    }

    fn agency<T>(&mut self, name: &str, found: Told<T>) -> Asked<T> {
        match found {
            Told::Rows(rows) => Ok(rows),
            Told::Unknown | Told::Several(_) => {
                self.screen.note(&say::NO_SUCH_AGENCY, &[("name", &name)]);
                Err(Outcome::Trouble)
            }
        }
    }

    fn tell<R: Row>(
        &mut self,
        name: &'static str,
        subject: Subject,
        mut rows: Vec<R>,
    ) -> anyhow::Result<Outcome> {
        rows.truncate(self.report.limit.unwrap_or(usize::MAX));
        let is_any = !rows.is_empty();
        let outcome = Outcome::found(is_any);
        if let Some(path) = &self.report.xlsx {
            let sheet = sheet_of(name, &rows, self.screen.lang);
            sheet::workbook(&[sheet], path, self.screen.lang)?;
            let values: [(&str, &dyn Display); 2] =
                [("path", &path.display()), ("count", &rows.len())];
            self.screen.tell(&say::WRITTEN, &values)?;
        } else if self.report.csv {
            let sheet = sheet_of(name, &rows, self.screen.lang);
            sheet.csv(self.screen.raw())?;
        } else if self.screen.json {
            self.screen.json(&ReportView {
                report: name,
                subject,
                rows,
            })?;
        } else if is_any {
            self.table(&subject, &rows)?;
        } else {
            self.screen.tell(&say::NO_ROWS, &[])?;
        }
        Ok(outcome)
    }

    fn table<R: Row>(&mut self, subject: &Subject, rows: &[R]) -> anyhow::Result<()> {
        let screen = &mut *self.screen;
        for work in [&subject.work, &subject.before, &subject.after]
            .into_iter()
            .flatten()
        {
            let line = line_of(work, screen);
            screen.heading(&line)?;
        }
        if let Some(agency) = &subject.agency {
            let year = subject
                .year
                .map_or(String::new(), |year| format!(", {year}"));
            screen.heading(&format!("{agency}{year}"))?;
        }
        let lang = screen.lang;
        let headings: Vec<&str> = R::HEADINGS
            .iter()
            .map(|heading| {
                if lang == Lang::En {
                    heading.en
                } else {
                    heading.vi
                }
            })
            .collect();
        let narrow = |(_, heading): &(usize, &report::Heading)| heading.width <= 20;
        let fixed: Vec<(usize, u16)> = (R::HEADINGS.iter().enumerate())
            .filter(narrow)
            .map(|(at, heading)| (at, heading.width))
            .collect();
        let lines = rows.iter().map(|row| words(row, lang)).collect();
        screen.table(&headings, lines, &fixed)?;
        Ok(())
    }
}

fn words(row: &impl Row, lang: Lang) -> Vec<String> {
    let said = |cell: Cell| match lang {
        Lang::En => cell.en().to_owned(),
        Lang::Vi => cell.vi().to_owned(),
    };
    row.cells().into_iter().map(said).collect()
}

fn sheet_of<R: Row>(name: &str, rows: &[R], lang: Lang) -> Sheet {
    Sheet {
        name: name.to_owned(),
        columns: columns::<R>(lang),
        rows: rows.iter().map(|row| words(row, lang)).collect(),
    }
}

fn columns<R: Row>(lang: Lang) -> Vec<Column> {
    let columns = R::HEADINGS.iter().map(|heading| Column {
        title: if lang == Lang::En {
            heading.en
        } else {
            heading.vi
        }
        .to_owned(),
        width: heading.width,
    });
    columns.collect()
}

fn about_work(work: Brief) -> Subject {
    Subject {
        work: Some(work),
        ..Subject::default()
    }
}

fn about_agency(agency: kehoach::pipeline::Agency, year: u16) -> Subject {
    Subject {
        agency: Some(agency.name),
        agency_id: Some(agency.id),
        year: Some(year),
        ..Subject::default()
    }
}

fn this_year() -> u16 {
    let now = jiff::Timestamp::try_from(SystemTime::now()).unwrap_or_default();
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    now.to_zoned(zone).year().unsigned_abs()
}

fn anomaly(row: &AnomalyRow, screen: &mut Screen) -> anyhow::Result<()> {
    let subject = row.number.as_ref().or(row.files.first());
    let subject = subject.cloned().unwrap_or_default();
    let what = report::anomaly_name(&row.anomaly.code);
    let what = if screen.lang == Lang::En {
        what.en()
    } else {
        what.vi()
    };
    screen.heading(&format!("{subject}: {what}"))?;
    if let Some(quote) = &row.quote {
        screen.hang("  ", quote, None)?;
    }
    tell_anomaly(&row.anomaly, "  ", screen)?;
    Ok(())
}
