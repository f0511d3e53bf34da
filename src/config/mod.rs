//! One file, the environment and the flags in; one validated [`Config`] out.
//!
//! Flags win over the environment (`KEHOACH_DATA`, `KEHOACH_CONFIG`, `KEHOACH_JOBS`,
//! `KEHOACH_LANG`), the environment over the file, the file over the defaults. The file is the one
//! named by `--config`, or `kehoach.toml` in the data folder if it is there. A key it does not know
//! is an error with its line: a misspelt limit that is silently ignored is worse than none.
//!
//! This room knows no other room: a limit is a number here and gets its meaning where it is used.
//! The environment is an argument, so that a test has its own.

mod error;
mod raw;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

pub use error::{Error, Kind};

/// The name of the file looked for in the data folder.
pub const FILE_NAME: &str = "kehoach.toml";

const DATA_DEFAULT: &str = "kehoach-data";

/// What was typed on the command line; `None` where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub data: Option<PathBuf>,
    pub jobs: Option<usize>,
    pub lang: Option<Lang>,
    pub ocr: Option<Ocr>,
}

/// Everything that can be set, checked once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Threads that read documents.
    pub jobs: NonZeroUsize,
    pub lang: Lang,
    pub ocr: Ocr,
    pub limits: Limits,
    /// The program whose hidden command `worker` runs the readers that may abort, in a process of
    /// their own. `None` for a program that has no such command: they then run in it.
    pub worker: Option<PathBuf>,
}

/// Whether pictures of text are read by tesseract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ocr {
    /// Where a page has no text that reads.
    #[default]
    Auto,
    Never,
    Always,
}

impl Ocr {
    pub fn parse(text: &str) -> Option<Ocr> {
        match text {
            "auto" => Some(Ocr::Auto),
            "never" => Some(Ocr::Never),
            "always" => Some(Ocr::Always),
            _ => None,
        }
    }
}

/// The language of messages. Data is Vietnamese either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

/// How much of anything we take at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest file that is taken in. The longest real one seen is a 90 MB scan.
    pub file_bytes_max: u64,
    /// Bytes that the streams and parts of one file may inflate to, in all.
    pub inflated_bytes_max: u64,
    /// Bytes of clean text of one document: a thousand pages are 4 MB, and reading 16 takes two seconds.
    pub text_bytes_max: u64,
    pub pages_max: usize,
    /// Files acknowledged together: more saves syncs, fewer loses less work in a kill.
    pub batch_files_max: usize,
    /// Bytes of files held in memory together. One file may exceed it alone.
    pub batch_bytes_max: u64,
    /// Address space of a worker process. Drawing a page of A3 at 400 dpi takes 500 MB, and the
    /// allocator reserves one gigabyte before it gives any.
    pub worker_bytes_max: u64,
    /// Seconds of one job of a worker: drawing a page, decoding a picture, unpacking an archive.
    /// Half a gigabyte unpacks in five.
    pub worker_seconds_max: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes_max: 256 << 20,
            inflated_bytes_max: 512 << 20,
            text_bytes_max: 16 << 20,
            pages_max: 5_000,
            batch_files_max: 64,
            batch_bytes_max: 64 << 20,
            worker_bytes_max: 3 << 30,
            worker_seconds_max: 120,
        }
    }
}

impl Config {
    /// A configuration that only says where the data is.
    pub fn in_folder(data: impl Into<PathBuf>) -> Config {
        Config {
            data: data.into(),
            jobs: available_jobs(),
            lang: Lang::default(),
            ocr: Ocr::default(),
            limits: Limits::default(),
            worker: None,
        }
    }
}

impl Lang {
    pub fn parse(text: &str) -> Option<Lang> {
        match text {
            "vi" => Some(Lang::Vi),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// Puts flags, environment and file together.
pub fn load(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Config, Error> {
    let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
    let named = flags
        .config
        .clone()
        .or_else(|| variable("KEHOACH_CONFIG").map(PathBuf::from));
    let said = flags
        .data
        .clone()
        .or_else(|| variable("KEHOACH_DATA").map(PathBuf::from));
    let beside = said
        .clone()
        .unwrap_or_else(|| DATA_DEFAULT.into())
        .join(FILE_NAME);
    let file = match &named {
        Some(path) => raw::File::read(path)?,
        None if beside.is_file() => raw::File::read(&beside)?,
        None => raw::File::default(),
    };
    let jobs = match flags.jobs {
        Some(jobs) => Some(jobs_of("--jobs", &jobs.to_string())?),
        None => variable("KEHOACH_JOBS")
            .map(|text| jobs_of("KEHOACH_JOBS", &text))
            .transpose()?,
    };
    let lang = match flags.lang {
        Some(lang) => Some(lang),
        None => variable("KEHOACH_LANG")
            .map(|text| lang_of(&text))
            .transpose()?,
    };
    Ok(Config {
        data: said
            .or_else(|| file.data(named.as_deref()))
            .unwrap_or_else(|| DATA_DEFAULT.into()),
        jobs: jobs.or(file.jobs()?).unwrap_or_else(available_jobs),
        lang: lang.or(file.lang()?).unwrap_or_default(),
        ocr: flags.ocr.or(file.ocr()?).unwrap_or_default(),
        limits: file.limits()?,
        worker: None,
    })
}

/// Most threads we start: beyond this the one writer is what everything waits for.
const JOBS_MAX: usize = 512;

fn jobs_of(source: &'static str, text: &str) -> Result<NonZeroUsize, Error> {
    text.trim()
        .parse()
        .ok()
        .filter(|jobs: &NonZeroUsize| jobs.get() <= JOBS_MAX)
        .ok_or_else(|| {
            Error::value(
                source,
                format!("«{text}» phải là một số từ 1 đến {JOBS_MAX}"),
            )
        })
}

fn lang_of(text: &str) -> Result<Lang, Error> {
    Lang::parse(text)
        .ok_or_else(|| Error::value("KEHOACH_LANG", format!("«{text}» phải là vi hoặc en")))
}

fn available_jobs() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::io(path, error))
}

#[cfg(test)]
mod tests;
