//! Readers that may abort, run in a process of their own.
//!
//! In: a [`Job`] and the bytes it is done on. Out: what it came to, or why there is nothing. The
//! process is this very program, started with the hidden words `worker JOB …`: one job, bounded in
//! address space, processor time and time by the clock, then gone. So a stack that overflows, an
//! allocation that cannot be had or a loop without end in a library that reads hostile files costs
//! the page or the file it was about, and the batch goes on.
//!
//! Where there is no program to start (a library user, a unit test) the same job is done where it is
//! asked for, within the same limits of pixels, bytes and depth, but with nothing around an abort.
//!
//! Why a process per job and not one that is kept: starting one takes some milliseconds, drawing a
//! page some hundred; and a process that has read only one thing needs no resetting.

mod job;
mod serve;
mod wire;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::process::{self, Bounds, Ended};

pub(super) use job::{Job, Purpose};
pub use serve::serve;
pub(super) use wire::{Frames, Raw};

/// The word that makes a worker of the program.
pub const WORD: &str = "worker";

/// How a worker is started, and what one job may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// A program that hands its arguments after [`WORD`] to [`serve`].
    pub program: PathBuf,
    /// By the clock; processor time has the same bound.
    pub time_max: Duration,
    /// Bytes of address space. Drawing A3 at 400 dpi takes 500 MB, and the allocator reserves one
    /// gigabyte before it gives any.
    pub memory_max: u64,
}

impl Worker {
    pub fn new(program: impl Into<PathBuf>) -> Worker {
        Worker {
            program: program.into(),
            time_max: Duration::from_secs(120),
            memory_max: 3 << 30,
        }
    }

    /// Has the program do what `words` say on `input`, which is no job of this room, and tells what
    /// harm it came to. An end of its own, with whatever code, is none.
    pub fn harm(&self, words: &[String], input: &[u8]) -> Option<Harm> {
        match self.run(words, input, 0) {
            Ok(_) | Err(Ended::Refused { .. } | Ended::TooLong) => None,
            Err(Ended::TimedOut) => Some(Harm::TimedOut),
            Err(Ended::Missing | Ended::NotStarted | Ended::Crashed) => Some(Harm::Aborted),
        }
    }

    /// Does one job on `input`.
    pub(super) fn ask(&self, job: &Job, input: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.run(&job.words(), input, job.answer_max())
            .map_err(|ended| match ended {
                Ended::Refused { code, .. } if code == serve::NOTHING => Trouble::Nothing,
                Ended::TimedOut => Trouble::TimedOut,
                Ended::Missing
                | Ended::NotStarted
                | Ended::Crashed
                | Ended::TooLong
                | Ended::Refused { .. } => Trouble::Crashed,
            })
    }

    fn run(&self, words: &[String], input: &[u8], answer: u64) -> Result<Vec<u8>, Ended> {
        let mut command = Command::new(&self.program);
        command.arg(WORD).args(words);
        let bounds = Bounds {
            clock: self.time_max,
            cpu_seconds: self.time_max.as_secs().max(1),
            memory: self.memory_max,
            answer,
        };
        process::run(&mut command, input, bounds)
    }
}

/// What became of a process that did not end by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It aborted, overflowed its stack or was out of memory; or it could not be started.
    Aborted,
    TimedOut,
}

/// Why a job came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It was done, and there is nothing to be had.
    Nothing,
    TimedOut,
    /// The process aborted or could not be started.
    Crashed,
}
