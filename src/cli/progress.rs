//! Where a run is, on standard error: bars on a terminal, lines in a pipe.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

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
        let progress: Box<dyn Progress> = if io::stderr().is_terminal() {
            Box::new(Bar::new(lang))
        } else {
            Box::new(Lines::new(lang))
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
        Stage::Reading => &say::STAGE_READING,
        Stage::Storing => &say::STAGE_STORING,
        Stage::Linking => &say::STAGE_LINKING,
        Stage::Indexing => &say::STAGE_INDEXING,
        Stage::Checking => &say::STAGE_CHECKING,
    };
    said.text(lang)
}

/// One bar that says which stage it is of. Batches are written between two stretches of reading:
/// that moves the bar and does not change it.
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
        let bar = step.total.map_or_else(ProgressBar::no_length, ProgressBar::new);
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
        if let Some((Stage::Reading, bar)) = &*shown
            && step.stage == Stage::Storing
        {
            bar.set_position(step.done);
            return;
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

/// Items between two lines of one stage: a run of a million files stays readable.
const LINE_EVERY: u64 = 1_000;

/// A line when a stage begins and after every thousand of its items.
struct Lines {
    lang: Lang,
    /// Per stage: how far the last line told.
    told: Mutex<[Option<u64>; 5]>,
}

impl Lines {
    fn new(lang: Lang) -> Lines {
        Lines {
            lang,
            told: Mutex::new([None; 5]),
        }
    }

    fn is_due(&self, step: Step) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let last = &mut told[step.stage as usize];
        let is_due = match *last {
            None => true,
            // A later round of the same stage begins anew at zero, which alone is no news.
            Some(last) => last / LINE_EVERY < step.done / LINE_EVERY,
        };
        if is_due || last.is_some_and(|last| step.done < last) {
            *last = Some(step.done);
        }
        is_due
    }
}

impl Progress for Lines {
    fn at(&self, step: Step) {
        if !self.is_due(step) {
            return;
        }
        let name = name(step.stage, self.lang);
        // Nobody may be reading: a closed pipe is no reason to stop.
        let _ = match step.total {
            Some(total) => writeln!(io::stderr(), "{name}: {}/{total}", step.done),
            None => writeln!(io::stderr(), "{name}: {}", step.done),
        };
    }
}
