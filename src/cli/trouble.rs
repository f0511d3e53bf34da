//! What went wrong in, one sentence that says what to do out.

use std::fmt::Display;
use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use kehoach::config::{self, Lang};
use kehoach::{index, pipeline, serve, store};

use super::Outcome;
use super::messages::{self as say, Said};

/// Says on standard error what happened. A reader that closed its pipe (`| head`) has what it
/// wanted: that is no trouble and nothing is said.
pub fn tell(error: &anyhow::Error, lang: Lang) -> Outcome {
    if error.chain().any(is_closed_pipe) {
        return Outcome::Done;
    }
    let _ = writeln!(io::stderr(), "kehoach: {}", sentence(error, lang));
    Outcome::Trouble
}

fn is_closed_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    let io = cause.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn sentence(error: &anyhow::Error, lang: Lang) -> String {
    for cause in error.chain() {
        if let Some(error) = cause.downcast_ref::<pipeline::Error>() {
            return of_pipeline(error, lang);
        }
        if let Some(error) = cause.downcast_ref::<store::Error>() {
            return of_store(error, lang);
        }
        if let Some(error) = cause.downcast_ref::<config::Error>() {
            return of_config(error, lang);
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return of_output(error, lang);
        }
    }
    format!("{error:#}")
}

fn of_pipeline(error: &pipeline::Error, lang: Lang) -> String {
    use pipeline::Kind;
    match error.kind() {
        Kind::Store(error) => of_store(error, lang),
        Kind::Index(error) => of_index(error, lang),
        Kind::Fetch(error) => say::FETCH_TROUBLE.fill(lang, &[("message", error)]),
        Kind::Threads { message } => say::THREADS_TROUBLE.fill(lang, &[("message", message)]),
        Kind::ReadOnly => say::READ_ONLY.text(lang).to_owned(),
        _ => error.to_string(),
    }
}

fn of_index(error: &index::Error, lang: Lang) -> String {
    use index::ErrorKind;
    let said = match error.kind() {
        ErrorKind::OtherVersion => &say::INDEX_OTHER_VERSION,
        ErrorKind::Missing => &say::INDEX_MISSING,
        ErrorKind::Damaged => &say::INDEX_DAMAGED,
        ErrorKind::Locked => &say::LOCKED,
        ErrorKind::DiskFull => &say::DISK_FULL,
        ErrorKind::ReadOnly => &say::READ_ONLY,
        ErrorKind::Query(refused) => {
            return say::QUESTION_TROUBLE.fill(lang, &[("message", refused)]);
        }
        ErrorKind::TooBroad => &say::QUESTION_TOO_BROAD,
        _ => &say::INDEX_TROUBLE,
    };
    // The index is a folder of the data folder, which is what commands are told.
    let data = error.path().parent().unwrap_or(error.path());
    said.fill(
        lang,
        &[
            ("path", &error.path().display()),
            ("data", &data.display()),
            ("message", error),
        ],
    )
}

fn of_store(error: &store::Error, lang: Lang) -> String {
    use store::Kind;
    let path = error.path().display();
    let fill = |said: &Said, values: &[(&str, &dyn Display)]| {
        let mut all: Vec<(&str, &dyn Display)> = vec![("path", &path)];
        all.extend_from_slice(values);
        said.fill(lang, &all)
    };
    match error.kind() {
        Kind::Locked { pid: Some(pid) } => fill(&say::LOCKED_BY, &[("pid", pid)]),
        Kind::Locked { pid: None } => fill(&say::LOCKED, &[]),
        Kind::DiskFull => fill(&say::DISK_FULL, &[]),
        Kind::Damaged { what } => fill(&say::DAMAGED, &[("what", what)]),
        Kind::NewerSchema { found, known } => {
            fill(&say::NEWER_SCHEMA, &[("found", found), ("known", known)])
        }
        Kind::OlderSchema { found, known } => {
            fill(&say::OLDER_SCHEMA, &[("found", found), ("known", known)])
        }
        Kind::Missing => fill(&say::NO_DATA, &[]),
        Kind::ReadOnly => fill(&say::MAY_NOT_WRITE, &[]),
        Kind::Taken => fill(&say::STORE_TAKEN, &[]),
        Kind::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            fill(&say::MAY_NOT_READ, &[])
        }
        Kind::Busy => fill(&say::BUSY, &[]),
        Kind::LeaseLost => fill(&say::LEASE_LOST, &[]),
        Kind::Io(error) => fill(&say::IO_TROUBLE, &[("reason", &reason(error, lang))]),
        Kind::Engine { message } => fill(&say::ENGINE_TROUBLE, &[("message", message)]),
        _ => error.to_string(),
    }
}

fn of_config(error: &config::Error, lang: Lang) -> String {
    match lang {
        // The room's own sentences are Vietnamese; what they name (file, line, key) needs no language.
        Lang::Vi => error.to_string(),
        Lang::En => say::CONFIG_TROUBLE.fill(lang, &[("message", error)]),
    }
}

/// An I/O error that names no file is of standard output.
fn of_output(error: &io::Error, lang: Lang) -> String {
    say::OUTPUT_TROUBLE.fill(lang, &[("reason", &reason(error, lang))])
}

/// What the operating system said, in words.
pub fn reason(error: &io::Error, lang: Lang) -> String {
    let said = match error.kind() {
        io::ErrorKind::NotFound => &say::REASON_NOT_FOUND,
        io::ErrorKind::PermissionDenied => &say::REASON_PERMISSION,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => &say::REASON_FULL,
        io::ErrorKind::ReadOnlyFilesystem => &say::REASON_READ_ONLY,
        io::ErrorKind::NotADirectory => &say::REASON_NOT_A_FOLDER,
        io::ErrorKind::AlreadyExists => &say::REASON_EXISTS,
        io::ErrorKind::IsADirectory => &say::REASON_A_FOLDER,
        _ => return error.to_string(),
    };
    said.text(lang).to_owned()
}

/// A file that could not be written, named: the operating system does not.
pub fn writing(path: &std::path::Path, error: &io::Error, lang: Lang) -> anyhow::Error {
    let values: [(&str, &dyn Display); 2] =
        [("path", &path.display()), ("reason", &reason(error, lang))];
    anyhow::Error::msg(say::WRITING_TROUBLE.fill(lang, &values))
}

/// An address that cannot be served at.
pub fn serving(error: &serve::Error, address: &str, lang: Lang) -> anyhow::Error {
    let said = match error.io().map(io::Error::kind) {
        Some(io::ErrorKind::AddrInUse) => &say::PORT_TAKEN,
        Some(io::ErrorKind::PermissionDenied) => &say::PORT_FORBIDDEN,
        Some(io::ErrorKind::AddrNotAvailable) => &say::ADDRESS_NOT_OURS,
        _ => &say::SERVE_TROUBLE,
    };
    anyhow::Error::msg(said.fill(lang, &[("address", &address), ("message", error)]))
}

/// A command line that was not understood, or a wish for help, which clap tells the same way.
pub struct Refusal {
    pub error: clap::Error,
    /// The command that was typed, if it is one.
    pub command: Option<String>,
    pub lang: Lang,
}

impl Refusal {
    pub fn print(&self) -> Outcome {
        match self.error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                // A closed pipe is no trouble here either.
                let _ = writeln!(io::stdout(), "{}", self.page());
                Outcome::Done
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let _ = writeln!(io::stderr(), "{}", self.page());
                Outcome::Trouble
            }
            _ => {
                let _ = writeln!(io::stderr(), "kehoach: {}", self.sentence());
                Outcome::Trouble
            }
        }
    }

    fn page(&self) -> String {
        self.error.render().to_string().trim_end().to_owned()
    }

    fn sentence(&self) -> String {
        let argument = || self.context(ContextKind::InvalidArg);
        let value = || self.context(ContextKind::InvalidValue);
        let (said, values): (&Said, Vec<(&str, String)>) = match self.error.kind() {
            ErrorKind::InvalidSubcommand => (
                &say::UNKNOWN_COMMAND,
                vec![("word", self.context(ContextKind::InvalidSubcommand))],
            ),
            ErrorKind::UnknownArgument => (&say::UNKNOWN_ARGUMENT, vec![("word", argument())]),
            ErrorKind::MissingRequiredArgument => {
                (&say::MISSING_ARGUMENT, vec![("word", argument())])
            }
            ErrorKind::InvalidValue if value().is_empty() => {
                (&say::MISSING_VALUE, vec![("word", argument())])
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => (
                &say::WRONG_VALUE,
                vec![
                    ("word", argument()),
                    ("value", value()),
                    ("right", self.right()),
                ],
            ),
            ErrorKind::ArgumentConflict => (
                &say::CONFLICT,
                vec![
                    ("word", argument()),
                    ("other", self.context(ContextKind::PriorArg)),
                ],
            ),
            _ => (&say::NOT_UNDERSTOOD, vec![("message", self.first_line())]),
        };
        let values: Vec<(&str, &dyn Display)> = values
            .iter()
            .map(|(name, value)| (*name, value as &dyn Display))
            .collect();
        format!(
            "{}{}; {}",
            said.fill(self.lang, &values),
            self.suggestion(),
            self.see()
        )
    }

    /// What would have been right: the possible values, or what the parser of the value says.
    fn right(&self) -> String {
        let possible = self.context(ContextKind::ValidValue);
        if !possible.is_empty() {
            return possible;
        }
        let source = std::error::Error::source(&self.error).map(ToString::to_string);
        match source {
            // Numbers are the only values whose parser speaks English.
            Some(text)
                if text.contains("digit") || text.contains("number") || text.contains("empty") =>
            {
                say::A_NUMBER.text(self.lang).to_owned()
            }
            Some(text) => text,
            None => self.first_line(),
        }
    }

    fn suggestion(&self) -> String {
        let kinds = [
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedArg,
            ContextKind::SuggestedValue,
        ];
        let suggested = kinds
            .into_iter()
            .map(|kind| self.context(kind))
            .find(|text| !text.is_empty());
        suggested.map_or(String::new(), |text| {
            // Several stand in quotation marks each.
            let between = match self.lang {
                Lang::Vi => "», «",
                Lang::En => "', '",
            };
            let words = text.replace(", ", between);
            say::DID_YOU_MEAN.fill(self.lang, &[("word", &words)])
        })
    }

    /// Which help to read: that of the command, if one was typed.
    fn see(&self) -> String {
        let command = self.command.as_ref();
        let command = command.map_or(String::new(), |command| format!(" {command}"));
        say::SEE_HELP.fill(self.lang, &[("command", &command)])
    }

    fn context(&self, kind: ContextKind) -> String {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => text.clone(),
            Some(ContextValue::Strings(texts)) => texts.join(", "),
            Some(ContextValue::StyledStr(text)) => text.to_string(),
            Some(ContextValue::StyledStrs(texts)) => texts
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
            Some(ContextValue::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn first_line(&self) -> String {
        let text = self.error.to_string();
        let line = text.lines().next().unwrap_or_default();
        line.trim_start_matches("error: ").to_owned()
    }
}
