//! Words typed in; text for people, JSON for machines and an exit code out.
//!
//! The one place that prints. Standard output carries what was asked for, standard error progress
//! and trouble, so that a pipe sees only the former. Exit codes: 0 done, 1 nothing found, 2 trouble.
//! A run that Ctrl-C ended early is trouble: the command did not do what it was asked to, and a
//! script that goes on after it would go on with half. A second Ctrl-C ends at once, with 130.
//!
//! This room knows no rule of any other: it calls [`kehoach::pipeline::Library`] and says what came
//! back. All words it uses of its own are data in [`messages`] and [`help`], Vietnamese and English
//! side by side, so that there is one path of code and no way to forget a language.

mod again;
mod allocator;
mod arguments;
mod check;
mod correct;
mod crawl;
mod demo;
mod explain;
mod export;
mod extract;
mod follow;
mod help;
mod ingest;
mod messages;
mod progress;
mod province;
mod remove;
mod report;
mod schema;
mod screen;
mod search;
mod serve;
mod sheet;
mod shell;
mod show;
mod tasks;
mod text;
mod trouble;
mod upkeep;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use kehoach::config::{self, Config, Lang};
use kehoach::parse::worker;
use kehoach::pipeline::{self, Access, Library};
use kehoach::store;

use arguments::{Arguments, Command};
use screen::Screen;

/// How a command ended; the number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done = 0,
    NothingFound = 1,
    Trouble = 2,
}

impl Outcome {
    /// Looking for something and not finding it is told apart from finding it.
    fn found(any: bool) -> Outcome {
        if any {
            Outcome::Done
        } else {
            Outcome::NothingFound
        }
    }
}

/// Runs the program on its own arguments.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    if words.get(1).is_some_and(|word| word == worker::WORD) {
        return work(&words[2..]);
    }
    let outcome = match arguments::parse(&words, typed_lang(&words)) {
        Ok(arguments) => run(arguments),
        Err(refusal) => refusal.print(),
    };
    ExitCode::from(outcome as u8)
}

/// A hidden command: this program started by itself, for one job in a process of its own.
fn work(words: &[OsString]) -> ExitCode {
    let words: Vec<String> = words
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let code = match words.first() {
        Some(word) if word == pipeline::REHEARSE => pipeline::rehearsal(),
        _ => worker::serve(&words),
    };
    ExitCode::from(code as u8)
}

fn run(arguments: Arguments) -> Outcome {
    let lang = arguments.global.lang.unwrap_or_else(environment_lang);
    let config = match config::load(&arguments.flags(), |name| std::env::var(name).ok()) {
        Ok(config) => Config {
            worker: this_program(),
            ..config
        },
        Err(error) => return trouble::tell(&error.into(), lang),
    };
    let lang = config.lang;
    let mut screen = Screen::new(lang, arguments.global.json);
    let ended = dispatch(arguments.command, config, &mut screen).and_then(|outcome| {
        screen.flush()?;
        Ok(outcome)
    });
    ended.unwrap_or_else(|error| trouble::tell(&error, lang))
}

/// By the name under which the system keeps it: an upgrade may have replaced the file meanwhile.
fn this_program() -> Option<PathBuf> {
    let kept = PathBuf::from("/proc/self/exe");
    match kept.exists() {
        true => Some(kept),
        false => std::env::current_exe().ok(),
    }
}

fn dispatch(command: Command, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    match command {
        Command::Demo(demo) => demo::run(&demo, config, screen),
        Command::Ingest(ingest) => match pipeline::nothing_there(&ingest.paths) {
            Some(summary) => ingest::tell(&summary, screen),
            None => ingest::run(&ingest, &write(config)?, screen),
        },
        Command::Crawl(crawl) => crawl::run(&crawl, &write(config)?, screen),
        Command::Extract(extract) => extract::run(&extract, config, screen),
        Command::Text(text) => text::run(&text, config, screen),
        Command::Search(search) => search::run(&search, &read(config)?, screen),
        Command::Follow(follow) => follow::run(&follow, config, screen),
        Command::Show(name) => show::run(&name, &read(config)?, screen),
        Command::Tree(name) => show::tree(&name, &read(config)?, screen),
        Command::Tasks(tasks) => tasks::run(&tasks, &read(config)?, screen),
        Command::Check(check) => check::run(&check, config.clone(), &read(config)?, screen),
        Command::Report(report) => report::run(&report, &read(config)?, screen),
        Command::Export(export) => export::run(&export, &read(config)?, screen),
        Command::Serve(serve) => serve::run(&serve, read(config)?, screen),
        Command::Correct(correct) => correct::run(&correct, config, screen),
        Command::Remove(remove) => remove::run(&remove, config, screen),
        Command::Status(status) => upkeep::status(&status, &read(config)?, screen),
        Command::Reprocess => upkeep::reprocess(&existing(config)?, screen),
        Command::Reindex => upkeep::reindex(&existing(config)?, screen),
        Command::Verify => upkeep::verify(&read(config)?, screen),
        Command::Backup(backup) => upkeep::backup(&backup, &read(config)?, screen),
        Command::Schema(schema) => schema::run(&schema, screen),
        Command::Completions(completions) => shell::completions(&completions, screen),
        Command::Man(man) => shell::man(&man, screen),
    }
}

fn read(config: Config) -> anyhow::Result<Library> {
    Ok(Library::open(config, Access::Read)?)
}

fn write(config: Config) -> anyhow::Result<Library> {
    Ok(Library::open(config, Access::Write)?)
}

/// For writing commands that make no sense without data: a mistyped `--data` must not become an
/// empty data folder.
fn existing(config: Config) -> anyhow::Result<Library> {
    match Library::open(config.clone(), Access::Read) {
        Err(error) if !is_older(&error) => Err(error.into()),
        _ => write(config),
    }
}

/// An older schema is what a writer brings up to date.
fn is_older(error: &pipeline::Error) -> bool {
    match error.kind() {
        pipeline::Kind::Store(error) => matches!(error.kind(), store::Kind::OlderSchema { .. }),
        _ => false,
    }
}

/// The language typed on the command line, known before the command line is understood: even a
/// refusal of it has a language.
fn typed_lang(words: &[OsString]) -> Lang {
    let mut words = words.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some(("--lang", value)) => Some(value),
            _ if word == "--lang" => words.next(),
            _ => None,
        };
        if let Some(lang) = value.and_then(Lang::parse) {
            return lang;
        }
    }
    environment_lang()
}

fn environment_lang() -> Lang {
    std::env::var("KEHOACH_LANG")
        .ok()
        .and_then(|value| Lang::parse(&value))
        .unwrap_or_default()
}
