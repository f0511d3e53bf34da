//! Where a run is, on standard error: bars on a terminal, lines in a pipe.
//!
//! In a pipe a stage says when it begins, and how far it is every ten seconds. With `KEHOACH_PROGRESS=steps`
//! it says every step, for programs that must know what was acknowledged (the kill test).

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use kehoach::config::Lang;
use kehoach::pipeline::{Progress, Silent, Stage, Step, Watch};

use super::messages as say;

/// Set by Ctrl-C, SIGTERM and SIGHUP: runs end after what they are acknowledging.
pub static STOP: AtomicBool = AtomicBool::new(false);

/// Exit code of a program that Ctrl-C ended at once, by the custom of shells.
const INTERRUPTED: i32 = 130;

/// Lets Ctrl-C end the run cleanly; the second one ends it at once, which loses nothing acknowledged.
pub fn heed_interrupts(lang: Lang) -> anyhow::Result<()> {
    ctrlc::set_handler(move || {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
        let _ = writeln!(io::stderr(), "\nkehoach: {}", say::STOPPING.text(lang));
    })?;
    Ok(())
}

/// Who watches the runs of one command.
pub struct Watcher {
    progress: Box<dyn Progress>,
}

impl Watcher {
    pub fn new(lang: Lang) -> Watcher {
        let is_every_step =
            std::env::var_os("KEHOACH_PROGRESS").is_some_and(|value| value == "steps");
        let progress: Box<dyn Progress> = if is_every_step {
            Box::new(Lines::new(lang, Duration::ZERO))
        } else if io::stderr().is_terminal() {
            Box::new(Bar::new(lang))
        } else {
            Box::new(Lines::new(lang, LINE_EVERY))
        };
        Watcher { progress }
    }

    /// For results that stream to the terminal a bar would be drawn on.
    pub fn beside_output(lang: Lang) -> Watcher {
        if io::stdout().is_terminal() {
            return Watcher {
                progress: Box::new(Silent),
            };
        }
        Watcher::new(lang)
    }

    pub fn watch(&self) -> Watch<'_> {
        Watch {
            progress: self.progress.as_ref(),
            stop: &STOP,
        }
    }
}

fn name(stage: Stage, lang: Lang) -> &'static str {
    let said = match stage {
        Stage::Fetching => &say::STAGE_FETCHING,
        Stage::Reading => &say::STAGE_READING,
        Stage::Storing => &say::STAGE_STORING,
        Stage::Linking => &say::STAGE_LINKING,
        Stage::Indexing => &say::STAGE_INDEXING,
        Stage::Gathering => &say::STAGE_GATHERING,
        Stage::Checking => &say::STAGE_CHECKING,
    };
    said.text(lang)
}

/// One bar that says which stage it is of. Batches are written between two stretches of fetching or
/// reading: that does not change the bar.
struct Bar {
    lang: Lang,
    shown: Mutex<Option<(Stage, ProgressBar)>>,
}

impl Bar {
    fn new(lang: Lang) -> Bar {
        Bar {
            lang,
            shown: Mutex::new(None),
        }
    }

    fn draw(&self, step: Step) -> ProgressBar {
        let template = match step.total {
            Some(_) => "{prefix:14} {bar:30} {pos}/{len}  {elapsed}",
            None => "{prefix:14} {spinner} {pos}  {elapsed}",
        };
        let bar = step
            .total
            .map_or_else(ProgressBar::no_length, ProgressBar::new);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━━─"));
        }
        bar.set_prefix(name(step.stage, self.lang));
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

impl Progress for Bar {
    fn at(&self, step: Step) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*shown, step.stage) {
            (Some((Stage::Reading, bar)), Stage::Storing) => return bar.set_position(step.done),
            (Some((Stage::Fetching, _)), Stage::Storing) => return,
            _ => {}
        }
        match &*shown {
            Some((stage, bar)) if *stage == step.stage => bar.set_position(step.done),
            _ => {
                if let Some((_, bar)) = shown.take() {
                    bar.finish_and_clear();
                }
                let bar = self.draw(step);
                bar.set_position(step.done);
                *shown = Some((step.stage, bar));
            }
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bar)) = shown.take() {
            bar.finish_and_clear();
        }
    }
}

/// Between two lines of a stage: slow work shows that it lives, quick work stays readable.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// A line when a stage begins, and how far it is every so often.
struct Lines {
    lang: Lang,
    every: Duration,
    /// Per stage: when it last said something.
    said: Mutex<[Option<Instant>; STAGES]>,
}

/// How many [`Stage`]s there are.
const STAGES: usize = Stage::Checking as usize + 1;

impl Lines {
    fn new(lang: Lang, every: Duration) -> Lines {
        Lines {
            lang,
            every,
            said: Mutex::new([None; STAGES]),
        }
    }

    fn is_due(&self, stage: Stage) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let last = &mut said[stage as usize];
        let is_due = last.is_none_or(|last| last.elapsed() >= self.every);
        if is_due {
            *last = Some(Instant::now());
        }
        is_due
    }
}

impl Progress for Lines {
    fn at(&self, step: Step) {
        if !self.is_due(step.stage) {
            return;
        }
        let name = name(step.stage, self.lang);
        // Nobody may be reading: a closed pipe is no reason to stop.
        let _ = match (step.done, step.total) {
            (0, None) => writeln!(io::stderr(), "{name} …"),
            (done, None) => writeln!(io::stderr(), "{name}: {done}"),
            (done, Some(total)) => writeln!(io::stderr(), "{name}: {done}/{total}"),
        };
    }
}
