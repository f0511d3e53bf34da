//! What LibreOffice exports as plain text of a Word file, against what is read of it here: the same
//! words in the same order, but for white space, list labels and what neither calls the text.
//!
//! LibreOffice leaves out text boxes and footnotes and writes the number of a note behind its word;
//! it knows no charset of before Unicode, so its text is decoded before it is compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kehoach::parse::{BlockKind, Document, TextSource};
use kehoach::text::legacy::{Charset, Face, decode};

use super::{files, read, real};

mod rich;

/// Tokens compared after a difference before both sides are taken to have met again.
const MEETING: usize = 3;

/// How far ahead a meeting is looked for.
const AHEAD: usize = 600;

/// Differences of the real files in a thousand tokens. Those there are: words deleted by tracked
/// changes (one draft has hundreds), signs of the Symbol font, soft hyphens typed twice for one "ư", and
/// a merged cell that is read in its first row.
const REAL_PER_THOUSAND_MAX: usize = 1;

#[test]
fn word_files_read_as_libreoffice_exports_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(office) = Office::found(folder.path()) else {
        eprintln!("bỏ qua: máy này không có soffice");
        return;
    };
    let ours = own(&office);
    let real: Vec<PathBuf> = real("real")
        .into_iter()
        .chain(real("seeds"))
        .filter(|path| is_word(path))
        .collect();
    let compared = compare_all(&office, &[ours.clone(), real].concat());
    let (ours, real) = compared.split_at(ours.len());
    for (name, group) in [("own", ours), ("real", real)] {
        let tokens: usize = group.iter().map(|found| found.tokens).sum();
        let told: Vec<&String> = group.iter().flat_map(|found| &found.told).collect();
        println!(
            "{} {name} files, {tokens} tokens, {} differences",
            group.len(),
            told.len()
        );
        told.iter().for_each(|line| println!("  {line}"));
        let allowed = if name == "own" {
            0
        } else {
            tokens * REAL_PER_THOUSAND_MAX / 1000
        };
        assert!(told.len() <= allowed, "{told:#?}");
    }
    assert!(20 <= ours.len());
}

fn compare_all(office: &Office, paths: &[PathBuf]) -> Vec<Compared> {
    let texts = office.convert("txt:Text (encoded):UTF8", paths);
    let compare = |path: &PathBuf| {
        let document = read(&std::fs::read(path).expect("a file can be read"));
        let exported = std::fs::read_to_string(&texts[path]).expect("an export");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        differences(&name, &document, &exported)
    };
    paths.iter().map(compare).collect()
}

/// The corpus and a file of everything Word can do, each in four formats.
fn own(office: &Office) -> Vec<PathBuf> {
    let rich = office.folder.join("moi-thu.docx");
    std::fs::write(&rich, rich::document()).expect("a file");
    let mut sources = files(Path::new("corpus/portals"), "docx");
    sources.push(rich);
    let mut found = sources.clone();
    for format in ["doc", "odt", "rtf"] {
        found.extend(office.convert(format, &sources).into_values());
    }
    found
}

fn is_word(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    matches!(&*extension, "doc" | "docx" | "odt" | "rtf")
}

/// A LibreOffice that keeps its settings in a folder of ours.
struct Office<'a> {
    folder: &'a Path,
}

impl<'a> Office<'a> {
    fn found(folder: &'a Path) -> Option<Office<'a>> {
        let mut asked = Command::new("soffice");
        asked
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        asked
            .status()
            .is_ok_and(|status| status.success())
            .then_some(Office { folder })
    }

    /// Converts all files in one call; each with what was made of it.
    fn convert(&self, format: &str, sources: &[PathBuf]) -> BTreeMap<PathBuf, PathBuf> {
        let extension = format.split(':').next().unwrap_or_default();
        let into = self.folder.join(format!("thanh-{extension}"));
        let from = self.folder.join(format!("tu-{extension}"));
        std::fs::create_dir_all(&from).expect("a folder");
        let mut made = BTreeMap::new();
        let mut copies = Vec::new();
        for (at, source) in sources.iter().enumerate() {
            let ending = source.extension().unwrap_or_default().to_string_lossy();
            let stem = source.file_stem().unwrap_or_default().to_string_lossy();
            let copy = from.join(format!("{at:02}-{stem}.{ending}"));
            std::fs::copy(source, &copy).expect("a copy");
            made.insert(
                source.clone(),
                into.join(format!("{at:02}-{stem}.{extension}")),
            );
            copies.push(copy);
        }
        let mut command = Command::new("soffice");
        command
            .arg(format!(
                "-env:UserInstallation=file://{}/ho-so",
                self.folder.display()
            ))
            .args(["--headless", "--convert-to", format, "--outdir"])
            .arg(&into)
            .args(&copies)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        assert!(command.status().is_ok_and(|status| status.success()));
        made
    }
}

struct Compared {
    tokens: usize,
    told: Vec<String>,
}

/// A word or a sign, and whether a paragraph starts with it.
#[derive(Clone, Debug)]
struct Token {
    text: String,
    starts: bool,
}

fn differences(name: &str, document: &Document, exported: &str) -> Compared {
    let ours = tokens_of(document);
    let readings = match document.quality.source {
        TextSource::LegacyCharset => Charset::ALL
            .map(|charset| decoded(exported, charset))
            .to_vec(),
        _ => vec![exported.to_owned()],
    };
    let is_legacy = 1 < readings.len();
    let compared = readings.iter().map(|reading| {
        let theirs = tokens(reading.lines());
        compare(&theirs, &ours, is_legacy)
    });
    let told = compared.min_by_key(Vec::len).unwrap_or_default();
    Compared {
        tokens: ours.len(),
        told: told.iter().map(|line| format!("{name}: {line}")).collect(),
    }
}

/// Each paragraph as the charset reads it, unless it is Unicode.
fn decoded(exported: &str, charset: Charset) -> String {
    let lines = exported
        .lines()
        .map(|line| match kehoach::text::legacy::is_unicode(line) {
            true => line.to_owned(),
            false => decode(line, charset, Face::Plain),
        });
    lines.collect::<Vec<_>>().join("\n")
}

fn tokens_of(document: &Document) -> Vec<Token> {
    let is_text = |kind: BlockKind| !matches!(kind, BlockKind::Furniture | BlockKind::Footnote);
    let blocks = document.blocks.iter().filter(|block| is_text(block.kind));
    tokens(blocks.map(|block| &document.text[block.span.range()]))
}

fn tokens<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Vec<Token> {
    let mut found = Vec::new();
    for paragraph in paragraphs {
        let clean = kehoach::text::clean(paragraph);
        let mut starts = true;
        let mut rest = clean.as_str();
        while let Some(first) = rest.chars().next() {
            let word = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            let len = word.max(first.len_utf8());
            if !first.is_whitespace() {
                let text = rest[..len].to_owned();
                found.push(Token { text, starts });
                starts = false;
            }
            rest = &rest[len..];
        }
    }
    found
}

/// Differences, one line each: what LibreOffice has, what we have, and the words before.
fn compare(theirs: &[Token], ours: &[Token], fold: bool) -> Vec<String> {
    let same = |a: &Token, b: &Token| is_same(&a.text, &b.text, fold);
    let (mut i, mut j) = (0, 0);
    let mut told = Vec::new();
    while i < theirs.len() || j < ours.len() {
        if let (Some(a), Some(b)) = (theirs.get(i), ours.get(j))
            && same(a, b)
        {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (skip_theirs, skip_ours) = meeting(&theirs[i..], &ours[j..], same);
        let (lost, found) = (&theirs[i..i + skip_theirs], &ours[j..j + skip_ours]);
        let is_box = lost.is_empty() && is_whole(ours, j, skip_ours);
        let is_labels = is_label(lost) && is_label(found);
        if !is_box && !is_labels {
            let before = words(&ours[j.saturating_sub(4)..j]);
            told.push(format!("… {before} [{}] [{}]", words(lost), words(found)));
        }
        (i, j) = (i + skip_theirs, j + skip_ours);
    }
    told
}

/// How much to pass over on each side until the two agree for a while; the least there is.
fn meeting(
    theirs: &[Token],
    ours: &[Token],
    same: impl Fn(&Token, &Token) -> bool,
) -> (usize, usize) {
    let agree = |a: usize, b: usize| {
        let wanted = MEETING.min(theirs.len() - a).min(ours.len() - b);
        let at_the_end = theirs.len() == a && ours.len() == b;
        at_the_end || 0 < wanted && (0..wanted).all(|at| same(&theirs[a + at], &ours[b + at]))
    };
    for both in 1..AHEAD {
        for a in 0..=both.min(theirs.len()) {
            let b = both - a;
            if b <= ours.len() && agree(a, b) {
                return (a, b);
            }
        }
    }
    (theirs.len(), ours.len())
}

/// A note's number stands behind its word in the export.
fn is_same(theirs: &str, ours: &str, fold: bool) -> bool {
    let noted = |ours: &str, theirs: &str| {
        let number = theirs.strip_prefix(ours);
        number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
            && ours.ends_with(char::is_alphabetic)
    };
    theirs == ours || noted(ours, theirs) || fold && theirs.to_lowercase() == ours.to_lowercase()
}

/// "1.", "a)", "II.", "-", "•" at the head of a paragraph, or nothing.
fn is_label(tokens: &[Token]) -> bool {
    let is_sign = |text: &str| text.chars().all(|c| !c.is_alphanumeric());
    let is_count = |text: &str| {
        text.len() <= 4
            && (text.parse::<u32>().is_ok() || text.chars().all(|c| c.is_ascii_alphabetic()))
    };
    tokens.first().is_none_or(|token| token.starts)
        && tokens.len() <= 6
        && tokens
            .iter()
            .all(|token| is_sign(&token.text) || is_count(&token.text))
}

/// Whole blocks that only we read: text boxes.
fn is_whole(ours: &[Token], from: usize, count: usize) -> bool {
    let starts = |at: usize| ours.get(at).is_none_or(|token| token.starts);
    0 < count && starts(from) && starts(from + count)
}

fn words(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens
        .iter()
        .map(|token| token.text.as_str())
        .take(30)
        .collect();
    words.join(" ")
}
