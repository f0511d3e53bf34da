//! The authored documents as stock: titles, lines that cite central directives, sections.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::draw::Draw;
use super::issue::Issue;

pub struct Source {
    pub title: String,
    /// The place its letterhead names: what is exchanged for another.
    place: Option<String>,
    year: Regex,
    /// Opening lines that cite Government, Prime Minister or a ministry.
    pub central: Vec<String>,
    pub sections: Vec<Section>,
}

/// What stands between one roman number and the next.
pub struct Section {
    /// Without its number.
    pub heading: String,
    pub lines: Vec<String>,
}

pub fn read_all(folder: &Path) -> Vec<Source> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .filter_map(|text| read(&text))
        .collect()
}

/// `None` for what has no title or no sections: a news item, a page of another kind.
fn read(text: &str) -> Option<Source> {
    let (_, body) = text.split_once("\n---\n")?;
    let place = place(block(body, "letterhead"));
    let mut title = block(body, "title").skip(1);
    let title = title.next()?.to_owned();
    let mut central = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    let is_note = |line: &&str| line.starts_with("[^");
    for line in block(body, "body").filter(|line| !is_note(line)) {
        let line = without_marks(line);
        if let Some(heading) = heading(&line) {
            sections.push(Section {
                heading: heading.to_owned(),
                lines: Vec::new(),
            });
        } else if let Some(section) = sections.last_mut() {
            section.lines.push(line);
        } else if is_central(&line) {
            central.push(line);
        }
    }
    sections.retain(|section| !section.lines.is_empty());
    let year = Regex::new(r"\b20[12]\d\b").ok()?;
    (!sections.is_empty()).then_some(Source {
        title,
        place,
        year,
        central,
        sections,
    })
}

/// The lines of the first block of a name.
fn block<'a>(body: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    const NAMES: [&str; 5] = ["#letterhead", "#title", "#body", "#signature", "#annex"];
    body.lines()
        .skip_while(move |line| line.strip_prefix('#') != Some(name))
        .skip(1)
        .take_while(|line| !NAMES.contains(&line.trim_end()))
        .filter(|line| !line.trim().is_empty())
}

fn place<'a>(mut letterhead: impl Iterator<Item = &'a str>) -> Option<String> {
    letterhead.find_map(|line| {
        let right = line.split_once('|')?.1;
        let (place, _) = right.split_once(", ngày")?;
        Some(place.trim().to_owned())
    })
}

/// `II. NHIỆM VỤ` → `NHIỆM VỤ`.
fn heading(line: &str) -> Option<&str> {
    let (roman, heading) = line.split_once(". ")?;
    let is_roman = !roman.is_empty() && roman.chars().all(|c| "IVX".contains(c));
    is_roman.then_some(heading)
}

fn is_central(line: &str) -> bool {
    let central = [
        "của Chính phủ",
        "của Thủ tướng",
        "của Bộ ",
        "của Bộ Chính trị",
    ];
    line.starts_with("Căn cứ") && central.iter().any(|issuer| line.contains(issuer))
}

/// Without footnote marks and the brackets around what a clerk stamped.
fn without_marks(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[^") {
        out.push_str(before);
        rest = after.split_once(']').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.replace(['«', '»'], "")
}

impl Source {
    /// The line with another province and year in it.
    pub fn localize(&self, line: &str, issue: &Issue) -> String {
        let line = match &self.place {
            Some(place) => line
                .replace(place.as_str(), &issue.province)
                .replace(&place.to_uppercase(), &issue.province.to_uppercase()),
            None => line.to_owned(),
        };
        // Only the document's own year moves: dates of what it cites are facts.
        let shown = issue.year().to_string();
        let own = self.year.find_iter(&line).last().map(|it| it.range());
        match own.filter(|range| !line[..range.start].ends_with('/')) {
            Some(range) => format!("{}{shown}{}", &line[..range.start], &line[range.end..]),
            None => line,
        }
    }
}

/// Another order for bullets that stand together and for the rows of a table without merged cells.
pub fn shuffle_tasks(lines: &mut [String], draw: &mut Draw) {
    let kind = |line: &String| match line.as_bytes().first() {
        Some(b'-') => 1,
        Some(b'|') if !line.contains("| ^") && !line.contains("| <") => 2,
        _ => 0,
    };
    for run in lines.chunk_by_mut(|a, b| kind(a) == kind(b)) {
        match run.first().map(kind) {
            Some(1) => draw.shuffle(run),
            // The heading row stays.
            Some(2) => draw.shuffle(&mut run[1..]),
            _ => {}
        }
    }
}
