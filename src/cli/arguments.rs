//! The words of the command line. What they mean to a person is in [`super::help`].

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use kehoach::config::{Flags, Lang, Ocr};
use kehoach::pipeline::Given;

use super::help;
use super::trouble::Refusal;

#[derive(Debug, Parser)]
#[command(
    name = "kehoach",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Accepted before and after the subcommand.
#[derive(Debug, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    #[arg(long, global = true)]
    pub json: bool,
    #[arg(long, global = true, value_name = "vi|en", value_parser = lang)]
    pub lang: Option<Lang>,
    #[arg(long, global = true, value_name = "N")]
    pub jobs: Option<usize>,
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    pub version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(Demo),
    Ingest(Ingest),
    Crawl(Crawl),
    Extract(Extract),
    Text(Text),
    Search(Search),
    Follow(Follow),
    Show(Named),
    Tree(Named),
    Tasks(Tasks),
    Check(Check),
    Report(Report),
    Export(Export),
    Serve(Serve),
    Correct(Correct),
    Remove(Remove),
    Status(Status),
    Reprocess,
    Reindex,
    Verify,
    Backup(Backup),
    Schema(Schema),
    Completions(Completions),
    Man(Man),
}

#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub corpus: PathBuf,
    #[arg(long)]
    pub once: bool,
}

#[derive(Debug, Args)]
pub struct Ingest {
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub origin: Origin,
    #[arg(long, value_name = "auto|never|always", value_parser = ocr)]
    pub ocr: Option<Ocr>,
}

/// Where files come from, as a portal's profile would say it.
#[derive(Debug, Args)]
pub struct Origin {
    #[arg(long, value_name = "P", value_parser = super::province::known)]
    pub province: Option<String>,
    #[arg(long, value_name = "A")]
    pub agency: Option<String>,
}

#[derive(Debug, Args)]
pub struct Crawl {
    #[arg(required = true, value_name = "PROFILE")]
    pub profiles: Vec<PathBuf>,
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
}

#[derive(Debug, Args)]
pub struct Extract {
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub origin: Origin,
    #[arg(long, value_name = "auto|never|always", value_parser = ocr)]
    pub ocr: Option<Ocr>,
}

#[derive(Debug, Args)]
pub struct Text {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, conflicts_with_all = ["json", "png"])]
    pub layout: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub page: Option<u32>,
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub png: Option<PathBuf>,
    #[arg(long, value_name = "auto|never|always", value_parser = ocr)]
    pub ocr: Option<Ocr>,
}

#[derive(Debug, Args)]
pub struct Search {
    #[arg(required_unless_present = "like", value_name = "QUERY")]
    pub query: Vec<String>,
    #[arg(long, value_name = "NUMBER|ID", conflicts_with_all = ["query", "suggest"])]
    pub like: Option<String>,
    #[arg(long)]
    pub suggest: bool,
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    #[arg(long, value_name = "NEXT")]
    pub after: Option<String>,
}

#[derive(Debug, Args)]
pub struct Follow {
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[arg(long, value_name = "NAME", requires = "query")]
    pub name: Option<String>,
    #[arg(long, conflicts_with = "query")]
    pub seen: bool,
    #[arg(long, conflicts_with_all = ["query", "seen"])]
    pub list: bool,
    #[arg(long, value_name = "NAME", conflicts_with_all = ["query", "seen", "list"])]
    pub stop: Option<String>,
}

/// A work named by number, id, file name or SHA-256.
#[derive(Debug, Args)]
pub struct Named {
    #[arg(value_name = "NUMBER|ID")]
    pub name: String,
}

#[derive(Debug, Args)]
pub struct Tasks {
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    #[arg(long, value_name = "NUMBER|ID")]
    pub plan: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = super::screen::day)]
    pub due_from: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = super::screen::day)]
    pub due_to: Option<String>,
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[arg(long, conflicts_with_all = ["json", "xlsx"])]
    pub csv: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub xlsx: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Check {
    #[arg(value_name = "FILE")]
    pub draft: PathBuf,
    #[command(flatten)]
    pub origin: Origin,
}

#[derive(Debug, Args)]
pub struct Report {
    #[arg(value_name = "REPORT")]
    pub report: ReportName,
    #[arg(value_name = "SUBJECT")]
    pub subject: Vec<String>,
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[arg(long, conflicts_with_all = ["json", "xlsx", "ics"])]
    pub csv: bool,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "ics"])]
    pub xlsx: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub ics: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportName {
    Coverage,
    Gaps,
    Wanted,
    Calendar,
    Diff,
    Series,
    Matrix,
    Anomalies,
}

#[derive(Debug, Args)]
pub struct Export {
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub format: Format,
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Jsonl,
    Csv,
    Xlsx,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    pub listen: String,
    #[arg(long)]
    pub correctable: bool,
}

#[derive(Debug, Args)]
pub struct Remove {
    #[arg(value_name = "NAME", required_unless_present = "list")]
    pub names: Vec<String>,
    #[arg(long)]
    pub undo: bool,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    #[arg(long, conflicts_with_all = ["names", "undo"])]
    pub list: bool,
}

#[derive(Debug, Args)]
pub struct Correct {
    #[arg(value_name = "NAME", required_unless_present_any = ["list", "undo", "gold"])]
    pub name: Option<String>,
    #[arg(long, value_name = "FIELD")]
    pub field: Option<String>,
    #[arg(long, value_name = "VALUE", requires = "field")]
    pub value: Option<String>,
    #[arg(long, value_name = "N", conflicts_with = "field")]
    pub citation: Option<u32>,
    #[arg(long, value_name = "NUMBER|ID", requires = "citation")]
    pub target: Option<String>,
    #[arg(long, value_name = "NUMBER|ID", requires = "citation")]
    pub not: Option<String>,
    #[arg(long, requires = "citation")]
    pub nothing: bool,
    #[arg(long, value_name = "NUMBER|ID", conflicts_with_all = ["citation", "field"])]
    pub same_as: Option<String>,
    #[arg(long, conflicts_with_all = ["citation", "field", "same_as"])]
    pub apart: bool,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    #[arg(long, value_name = "N", conflicts_with_all = ["name", "list"])]
    pub undo: Option<u64>,
    #[arg(long, conflicts_with = "name")]
    pub list: bool,
    #[arg(long, conflicts_with_all = ["name", "list", "undo"])]
    pub gold: bool,
}

#[derive(Debug, Args)]
pub struct Backup {
    #[arg(value_name = "DIR")]
    pub to: PathBuf,
}

#[derive(Debug, Args)]
pub struct Status {
    #[arg(long)]
    pub unread: bool,
}

#[derive(Debug, Args)]
pub struct Schema {
    #[arg(value_name = "NAME", default_value = "record")]
    pub name: super::schema::Name,
}

#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct Man {
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

impl Arguments {
    pub fn flags(&self) -> Flags {
        let ocr = match &self.command {
            Command::Ingest(ingest) => ingest.ocr,
            Command::Extract(extract) => extract.ocr,
            Command::Text(text) => text.ocr,
            _ => None,
        };
        Flags {
            ocr,
            ..self.global.flags()
        }
    }
}

impl Global {
    fn flags(&self) -> Flags {
        Flags {
            config: self.config.clone(),
            data: self.data.clone(),
            jobs: self.jobs,
            lang: self.lang,
            ocr: None,
        }
    }
}

impl Origin {
    pub fn given(&self) -> Given {
        Given {
            province: self.province.clone(),
            agency: self.agency.clone(),
        }
    }
}

/// Understands the command line, or says in `lang` what is wrong with it.
pub fn parse(words: &[OsString], lang: Lang) -> Result<Arguments, Refusal> {
    let mut program = help::command(lang);
    let is_command = |word: &&str| program.find_subcommand(word).is_some();
    let mut typed = words.iter().skip(1).filter_map(|word| word.to_str());
    let command = typed.find(is_command).map(str::to_owned);
    let words = match command.as_deref() {
        Some("search" | "follow") => exclusions_last(words),
        _ => words.to_vec(),
    };
    program
        .try_get_matches_from_mut(words)
        .and_then(|matches| Arguments::from_arg_matches(&matches))
        .map_err(|error| Refusal {
            error,
            command,
            lang,
        })
}

/// A search as it is typed, `papi -dự -loai:QĐ --limit 3`, with what it excludes behind `--`, so that it
/// is not taken for options. The order of exclusions means nothing.
fn exclusions_last(words: &[OsString]) -> Vec<OsString> {
    const SHORT_OPTIONS: [&str; 2] = ["-h", "-V"];
    if words.iter().any(|word| word == "--") {
        return words.to_vec();
    }
    let is_exclusion = |word: &OsString| {
        word.to_str().is_some_and(|word| {
            let excluded = word.strip_prefix('-').unwrap_or_default();
            !SHORT_OPTIONS.contains(&word) && !excluded.is_empty() && !excluded.starts_with('-')
        })
    };
    let (excluded, mut ordered): (Vec<OsString>, Vec<OsString>) =
        words.iter().cloned().partition(is_exclusion);
    if !excluded.is_empty() {
        ordered.push("--".into());
        ordered.extend(excluded);
    }
    ordered
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "vi, en".to_owned())
}

fn ocr(text: &str) -> Result<Ocr, String> {
    Ocr::parse(text).ok_or_else(|| "auto, never, always".to_owned())
}
