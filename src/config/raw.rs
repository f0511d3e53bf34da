//! The file as it is written, and how each of its values is checked.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::{Error, JOBS_MAX, Lang, Limits, Ocr, read};

/// A configuration file with the text it was read from, so that an error knows its line.
#[derive(Default)]
pub(super) struct File {
    path: PathBuf,
    text: String,
    raw: Raw,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    data: Option<PathBuf>,
    jobs: Option<Spanned<i64>>,
    lang: Option<Spanned<String>>,
    ocr: Option<Spanned<String>>,
    #[serde(default)]
    limits: RawLimits,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimits {
    file_mib_max: Option<Spanned<i64>>,
    inflated_mib_max: Option<Spanned<i64>>,
    text_mib_max: Option<Spanned<i64>>,
    pages_max: Option<Spanned<i64>>,
    batch_files_max: Option<Spanned<i64>>,
    batch_mib_max: Option<Spanned<i64>>,
    worker_mib_max: Option<Spanned<i64>>,
    worker_seconds_max: Option<Spanned<i64>>,
}

/// Largest limit in MiB: spans are 32-bit, so nothing longer could be pointed at.
const MIB_MAX: i64 = 4_095;

impl File {
    pub(super) fn read(path: &Path) -> Result<File, Error> {
        let text = read(path)?;
        let raw = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(&text, span.start));
            Error::line(path, line, error.message().trim())
        })?;
        Ok(File {
            path: path.to_owned(),
            text,
            raw,
        })
    }

    /// Where the file says the data is, from its own folder. A file found *in* a data folder
    /// (`named` is `None`) cannot move it elsewhere.
    pub(super) fn data(&self, named: Option<&Path>) -> Option<PathBuf> {
        let folder = named?.parent().unwrap_or(Path::new(""));
        self.raw.data.as_ref().map(|data| folder.join(data))
    }

    pub(super) fn jobs(&self) -> Result<Option<NonZeroUsize>, Error> {
        let jobs = self.between(&self.raw.jobs, "jobs", 1, JOBS_MAX as i64)?;
        Ok(jobs.and_then(|jobs| NonZeroUsize::new(jobs as usize)))
    }

    pub(super) fn lang(&self) -> Result<Option<Lang>, Error> {
        let Some(lang) = &self.raw.lang else {
            return Ok(None);
        };
        match Lang::parse(lang.get_ref()) {
            Some(lang) => Ok(Some(lang)),
            None => Err(self.wrong(lang, "lang phải là \"vi\" hoặc \"en\"".to_owned())),
        }
    }

    pub(super) fn ocr(&self) -> Result<Option<Ocr>, Error> {
        let Some(ocr) = &self.raw.ocr else {
            return Ok(None);
        };
        match Ocr::parse(ocr.get_ref()) {
            Some(ocr) => Ok(Some(ocr)),
            None => Err(self.wrong(
                ocr,
                "ocr phải là \"auto\", \"never\" hoặc \"always\"".to_owned(),
            )),
        }
    }

    pub(super) fn limits(&self) -> Result<Limits, Error> {
        let defaults = Limits::default();
        let raw = &self.raw.limits;
        let bytes = |value, name, default| {
            let mib = self.between(value, name, 1, MIB_MAX)?;
            Ok::<u64, Error>(mib.map_or(default, |mib| mib << 20))
        };
        let count = |value, name, default, max| {
            let count = self.between(value, name, 1, max)?;
            Ok::<usize, Error>(count.map_or(default, |count| count as usize))
        };
        Ok(Limits {
            file_bytes_max: bytes(&raw.file_mib_max, "file_mib_max", defaults.file_bytes_max)?,
            inflated_bytes_max: bytes(
                &raw.inflated_mib_max,
                "inflated_mib_max",
                defaults.inflated_bytes_max,
            )?,
            text_bytes_max: bytes(&raw.text_mib_max, "text_mib_max", defaults.text_bytes_max)?,
            pages_max: count(&raw.pages_max, "pages_max", defaults.pages_max, 1_000_000)?,
            batch_files_max: count(
                &raw.batch_files_max,
                "batch_files_max",
                defaults.batch_files_max,
                10_000,
            )?,
            batch_bytes_max: bytes(
                &raw.batch_mib_max,
                "batch_mib_max",
                defaults.batch_bytes_max,
            )?,
            worker_bytes_max: bytes(
                &raw.worker_mib_max,
                "worker_mib_max",
                defaults.worker_bytes_max,
            )?,
            worker_seconds_max: count(
                &raw.worker_seconds_max,
                "worker_seconds_max",
                defaults.worker_seconds_max as usize,
                86_400,
            )? as u64,
        })
    }

    fn between(
        &self,
        value: &Option<Spanned<i64>>,
        name: &str,
        min: i64,
        max: i64,
    ) -> Result<Option<u64>, Error> {
        match value {
            Some(value) if (min..=max).contains(value.get_ref()) => {
                Ok(Some(value.get_ref().unsigned_abs()))
            }
            Some(value) => Err(self.wrong(value, format!("{name} phải từ {min} đến {max}"))),
            None => Ok(None),
        }
    }

    fn wrong<T>(&self, value: &Spanned<T>, message: String) -> Error {
        Error::line(&self.path, line_at(&self.text, value.span().start), message)
    }
}

/// The line, from 1, on which a byte stands.
fn line_at(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}
