//! Values in, aligned text or JSON on standard output out.
//!
//! Colour only on a terminal that wants it (`NO_COLOR`, `TERM=dumb`). Widths are those of characters
//! as a terminal shows them: a letter with its marks is one column however it is encoded.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
use kehoach::config::Lang;
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::messages::Said;

/// Columns where nothing says how wide the reader's page is.
const WIDTH_DEFAULT: usize = 100;
/// Longer lines are hard to read however wide the window is.
const WIDTH_MAX: usize = 140;
/// Below this nothing can be aligned; the terminal may break the lines.
const WIDTH_MIN: usize = 40;

/// Standard output in one language, for people or for machines.
pub struct Screen {
    pub lang: Lang,
    /// `--json`: only JSON goes to standard output.
    pub json: bool,
    pub width: usize,
    colour: bool,
    out: BufWriter<Stdout>,
}

/// How a stretch of text stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Strong,
    Faint,
    /// What was searched for.
    Found,
    Good,
    Doubtful,
    Bad,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Found => "1;33",
            Ink::Good => "32",
            Ink::Doubtful => "33",
            Ink::Bad => "31",
        }
    }
}

impl Screen {
    pub fn new(lang: Lang, json: bool) -> Screen {
        let stdout = io::stdout();
        Screen {
            lang,
            json,
            width: width(),
            colour: stdout.is_terminal() && is_colour_wanted(),
            out: BufWriter::new(stdout),
        }
    }

    /// A sentence in the reader's language.
    pub fn said(&self, said: &Said, values: &[(&str, &dyn Display)]) -> String {
        said.fill(self.lang, values)
    }

    /// A word or heading that has nothing to fill in.
    pub fn word(&self, said: &Said) -> &'static str {
        said.text(self.lang)
    }

    pub fn tell(&mut self, said: &Said, values: &[(&str, &dyn Display)]) -> io::Result<()> {
        let text = self.said(said, values);
        self.line(&text)
    }

    /// A sentence beside the result: standard error, so that a pipe does not see it.
    pub fn note(&self, said: &Said, values: &[(&str, &dyn Display)]) {
        // Nobody may be reading; that is no reason to stop.
        let _ = writeln!(io::stderr(), "kehoach: {}", self.said(said, values));
    }

    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    pub fn blank(&mut self) -> io::Result<()> {
        self.line("")
    }

    /// One value on one line.
    pub fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        let line = serde_json::to_string(value)?;
        Ok(self.line(&line)?)
    }

    pub fn raw(&mut self) -> &mut impl Write {
        &mut self.out
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    pub fn ink(&self, ink: Ink, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", ink.code())
        } else {
            text.to_owned()
        }
    }

    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        let text = self.ink(Ink::Strong, text);
        self.line(&text)
    }

    /// A label and its value, values aligned and wrapped under themselves.
    pub fn field(&mut self, label: &str, value: &str) -> io::Result<()> {
        const LABEL_WIDTH: usize = 20;
        let padding = LABEL_WIDTH.saturating_sub(label.width());
        let head = format!("{}{}", self.ink(Ink::Faint, label), " ".repeat(padding));
        for (number, line) in wrap(value, self.width.saturating_sub(LABEL_WIDTH))
            .iter()
            .enumerate()
        {
            match number {
                0 => self.line(&format!("{head}{line}"))?,
                _ => self.line(&format!("{}{line}", " ".repeat(LABEL_WIDTH)))?,
            }
        }
        Ok(())
    }

    /// A paragraph after `lead`, further lines under its first letter.
    pub fn hang(&mut self, lead: &str, text: &str, ink: Option<Ink>) -> io::Result<()> {
        let indent = lead.width();
        for (number, line) in wrap(text, self.width.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            let line = ink.map_or(line.clone(), |ink| self.ink(ink, line));
            match number {
                0 => self.line(&format!("{lead}{line}"))?,
                _ => self.line(&format!("{}{line}", " ".repeat(indent)))?,
            }
        }
        Ok(())
    }

    /// Rows under headings; the columns of `fixed` are never narrowed below their width.
    pub fn table(
        &mut self,
        headings: &[&str],
        rows: Vec<Vec<String>>,
        fixed: &[(usize, u16)],
    ) -> io::Result<()> {
        const STYLE: TableStyle = TableStyle::new()
            .header_separator(LineStyle::none().fill('─').junction('─'))
            .row_separator(LineStyle::none().fill(' ').junction(' '));
        let mut table = Table::new();
        table
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(self.width).unwrap_or(u16::MAX))
            .set_header(headings)
            .add_rows(rows);
        for (column, width) in fixed {
            if let Some(column) = table.column_mut(*column) {
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(*width)));
            }
        }
        let text = table.trim_fmt();
        self.line(&text)
    }

    /// A count as the reader's language writes it: 12.345 or 12,345.
    pub fn count(&self, count: u64) -> String {
        let separator = match self.lang {
            Lang::Vi => '.',
            Lang::En => ',',
        };
        let digits = count.to_string();
        let mut written = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at != 0 && (digits.len() - at).is_multiple_of(3) {
                written.push(separator);
            }
            written.push(digit);
        }
        written
    }
}

/// The text in lines of at most `width` columns, broken at white space where there is any.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(WIDTH_MIN / 2);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace().map(harmless) {
        let (word, length) = (word.as_str(), word.width());
        let Some(line) = lines.last_mut() else {
            break;
        };
        if used != 0 && used + 1 + length <= width {
            line.push(' ');
            line.push_str(word);
            used += 1 + length;
        } else if used == 0 {
            line.push_str(word);
            used = length;
        } else {
            lines.push(word.to_owned());
            used = length;
        }
    }
    lines
}

/// Without what a terminal would obey: names of files and texts of strangers are only shown.
fn harmless(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).collect()
}

/// The beginning of a text in at most `columns` columns, on one line.
pub fn shorten(text: &str, columns: usize) -> String {
    let text = text
        .split_whitespace()
        .map(harmless)
        .collect::<Vec<_>>()
        .join(" ");
    if text.width() <= columns {
        return text;
    }
    let mut used = 1;
    let head: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect();
    // Between two words, unless that would leave next to nothing.
    let whole = head.rsplit_once(' ').map_or("", |(whole, _)| whole);
    let kept = if head.len() < 2 * whole.len() {
        whole
    } else {
        &head
    };
    format!("{}…", kept.trim_end())
}

/// `2021-02-02` → `02/02/2021`, `2021-02` → `02/2021`.
pub fn date(iso: &str) -> String {
    iso.split('-').rev().collect::<Vec<_>>().join("/")
}

/// A day as people type it, `2/2/2021`, `02-02-2021` or `2021-02-02`, as ISO text.
pub fn day(typed: &str) -> Result<String, String> {
    let refused = || "dd/mm/yyyy".to_owned();
    let parts: Vec<i16> = typed
        .trim()
        .split(['/', '-', '.'])
        .map(|part| part.parse().map_err(|_| refused()))
        .collect::<Result<_, _>>()?;
    let (year, month, day) = match parts[..] {
        [year, month, day] if 31 < year => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => return Err(refused()),
    };
    // "1/1/27": a deadline of this century.
    let year = if (0..100).contains(&year) {
        2000 + year
    } else {
        year
    };
    if !YEARS.contains(&year) {
        return Err(refused());
    }
    let part = |value: i16| i8::try_from(value).map_err(|_| refused());
    let date = jiff::civil::Date::new(year, part(month)?, part(day)?).map_err(|_| refused())?;
    Ok(date.to_string())
}

/// Years a deadline may have, as in a search.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

/// Bytes as people read them.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["B", "KB", "MB", "GB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while 1024.0 <= value && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    match unit {
        0 => format!("{bytes} B"),
        _ => format!("{value:.1} {}", UNITS[unit]),
    }
}

fn width() -> usize {
    let asked = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    // With the output in a pager the terminal is still where the messages go.
    let shown = || {
        terminal_size::terminal_size_of(io::stdout())
            .or_else(|| terminal_size::terminal_size_of(io::stderr()))
            .map(|(width, _)| usize::from(width.0))
    };
    shown()
        .or(asked)
        .unwrap_or(WIDTH_DEFAULT)
        .clamp(WIDTH_MIN, WIDTH_MAX)
}

/// <https://no-color.org>: any value that is not empty means no.
fn is_colour_wanted() -> bool {
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !is_refused && !is_dumb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_take_no_column_when_lines_are_broken() {
        let composed = wrap("Ủy ban nhân dân tỉnh Hưng Yên ban hành", 20);
        assert_eq!(composed, ["Ủy ban nhân dân tỉnh", "Hưng Yên ban hành"]);
        assert_eq!("Ủy".width(), "U\u{309}y".width());
    }

    #[test]
    fn a_word_longer_than_the_line_stays_whole() {
        assert_eq!(wrap(&"x".repeat(50), 30).len(), 1);
        assert_eq!(wrap("", 30), [""]);
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_shown() {
        assert_eq!(wrap("a\u{1b}[2Jb", 30), ["a[2Jb"]);
    }

    #[test]
    fn a_text_is_shortened_at_a_column() {
        assert_eq!(shorten("kế  hoạch\nnăm 2021", 80), "kế hoạch năm 2021");
        assert_eq!(shorten("kế hoạch năm 2021", 10), "kế hoạch…");
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        for typed in [
            "2/2/2021",
            "02/02/2021",
            "02-02-2021",
            "2.2.2021",
            "2021-02-02",
        ] {
            assert_eq!(day(typed).as_deref(), Ok("2021-02-02"), "{typed}");
        }
        assert_eq!(day("1/1/27").as_deref(), Ok("2027-01-01"));
        for typed in [
            "",
            "31/02/2021",
            "mai",
            "2021",
            "1/1",
            "300/1/2021",
            "1/1/270",
            "1/1/-5",
        ] {
            assert!(day(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn dates_are_shown_day_first() {
        assert_eq!(date("2021-02-03"), "03/02/2021");
        assert_eq!(date("2021-06"), "06/2021");
        assert_eq!(date("2021"), "2021");
    }
}
