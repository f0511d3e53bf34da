//! Files and folders in, a summary out.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::config::Limits;
use crate::extract::Context;
use crate::store::Validators;

use super::intake::Arrival;
use super::walk::{self, Found, walk};
use super::{Failure, Library, Result, Stage, Summary, Watch};

/// Where the files come from, as a portal's profile would say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub province: Option<String>,
    pub agency: Option<String>,
}

/// What an ingest of `paths` comes to if none of them is there: no data folder is made for it.
pub fn nothing_there(paths: &[PathBuf]) -> Option<Summary> {
    let missing = |path: &&PathBuf| path.symlink_metadata().is_err();
    if paths.is_empty() || !paths.iter().all(|path| missing(&path)) {
        return None;
    }
    let failures = walk(paths, Path::new("")).failures;
    Some(Summary {
        files: failures.len() as u64,
        failed: failures.len() as u64,
        failures,
        ..Summary::default()
    })
}

impl Library {
    /// Takes in every file under `paths`, then links and indexes. A file that is here already, in
    /// the same context, is left as it is. Asked to stop, it ends after the current batch and says
    /// so; the next run does the rest.
    pub fn ingest(&self, paths: &[PathBuf], given: &Given, watch: Watch) -> Result<Summary> {
        let mut run = self.run(watch)?;
        let walked = walk(paths, &self.config.data);
        let total = Some((walked.found.len() + walked.failures.len()) as u64);
        run.expect(total);
        walked
            .failures
            .into_iter()
            .for_each(|failure| run.fail(failure));
        watch.at(Stage::Reading, run.done(), total);
        for batch in batches(&walked.found, self.config.limits) {
            if run.must_stop() {
                break;
            }
            let mut arrivals = Vec::with_capacity(batch.len());
            for had in self.read_files(batch, given) {
                match had {
                    Ok(arrival) => arrivals.push(arrival),
                    Err(failure) => run.fail(failure),
                }
            }
            run.take(&arrivals, Vec::new())?;
        }
        run.finish()
    }

    fn read_files(
        &self,
        batch: &[Found],
        given: &Given,
    ) -> Vec<std::result::Result<Arrival, Failure>> {
        let limit = self.config.limits.file_bytes_max;
        self.pool.install(|| {
            batch
                .par_iter()
                .map(|found| match read_file(found, limit) {
                    Ok(bytes) => Ok(arrival(found, bytes, given)),
                    Err(error) => Err(Failure {
                        file: found.name.clone(),
                        reason: walk::reason(&error),
                    }),
                })
                .collect()
        })
    }
}

/// Stretches of `found` that fit the limits of a batch; a file over the limit is alone.
pub(super) fn batches(found: &[Found], limits: Limits) -> impl Iterator<Item = &[Found]> {
    let mut rest = found;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fitting = rest
            .iter()
            .take(limits.batch_files_max)
            .take_while(|found| {
                bytes += found.bytes;
                bytes <= limits.batch_bytes_max
            });
        let count = fitting.count().max(1).min(rest.len());
        let (batch, after) = rest.split_at(count);
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

fn arrival(found: &Found, bytes: Vec<u8>, given: &Given) -> Arrival {
    Arrival {
        bytes,
        context: context(found, given),
        validators: Validators::default(),
        fetched_at: SystemTime::now(),
    }
}

pub(super) fn context(found: &Found, given: &Given) -> Context {
    Context {
        file: found.name.clone(),
        province: given.province.clone(),
        agency: given.agency.clone(),
        ..Context::default()
    }
}

/// The whole file, or why not. A file that grew past the limit since it was listed is refused too.
pub(super) fn read_file(found: &Found, limit: u64) -> io::Result<Vec<u8>> {
    let too_large = || {
        let mib = limit >> 20;
        io::Error::other(format!(
            "tệp lớn hơn {mib} MiB, hãy tăng limits.file_mib_max nếu thật cần"
        ))
    };
    if found.bytes > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.bytes).unwrap_or_default());
    File::open(&found.path)?
        .take(limit + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok(bytes)
}
