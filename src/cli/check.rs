//! `check`: every citation of a draft held against the library, with the right one ready to copy.

use kehoach::config::Config;
use kehoach::pipeline::{Library, Reader};
use kehoach::report::{Finding, Judged};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::arguments::Check;
use super::messages::{self as say, Said};
use super::progress::Watcher;
use super::screen::{Ink, Screen};

/// What `--json` prints, one line for each file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckView {
    pub file: String,
    pub citations: Vec<Judged>,
}

pub fn run(
    check: &Check,
    config: Config,
    library: &Library,
    screen: &mut Screen,
) -> anyhow::Result<Outcome> {
    let watcher = Watcher::beside_output(screen.lang);
    let given = check.origin.given();
    let mut any = false;
    let draft = std::slice::from_ref(&check.draft);
    let examined = Reader::new(config)?.extract(draft, &given, watcher.watch(), &mut |record| {
        let view = CheckView {
            citations: library.check(&record, &given)?,
            file: record.file,
        };
        any |= !view.citations.is_empty();
        tell(&view, screen)
    })?;
    screen.flush()?;
    drop(watcher);
    for failure in &examined.failures {
        let said: [(&str, &dyn std::fmt::Display); 2] =
            [("file", &failure.file), ("reason", &failure.reason)];
        screen.note(&say::ONE_FAILURE, &said);
    }
    match examined.failures.is_empty() {
        true => Ok(Outcome::found(any)),
        false => Ok(Outcome::Trouble),
    }
}

fn tell(view: &CheckView, screen: &mut Screen) -> anyhow::Result<()> {
    if screen.json {
        return screen.json(view);
    }
    if view.citations.is_empty() {
        screen.tell(&say::NO_CITATIONS_TO_CHECK, &[("file", &view.file)])?;
    }
    for judged in &view.citations {
        let verdict = screen.word(word(judged.verdict));
        screen.heading(&format!("{verdict}: {}", judged.quote))?;
        if judged.verdict == Finding::Right {
            continue;
        }
        for sentence in &judged.evidence {
            screen.hang("  - ", sentence, None)?;
        }
        for one in &judged.may_be {
            let label = format!("  {}: ", screen.word(&say::MAY_BE));
            screen.hang(&label, one, Some(Ink::Strong))?;
        }
        if let Some(correct) = &judged.correct {
            let label = format!("  {}: ", screen.word(&say::CORRECT_CITATION));
            screen.hang(&label, correct, Some(Ink::Strong))?;
        }
        if let Some(instead) = &judged.instead {
            let label = format!("  {}: ", screen.word(&say::CITE_INSTEAD));
            screen.hang(&label, instead, Some(Ink::Strong))?;
        }
    }
    Ok(())
}

fn word(finding: Finding) -> &'static Said {
    match finding {
        Finding::Right => &say::FINDING_RIGHT,
        Finding::WrongDate => &say::FINDING_WRONG_DATE,
        Finding::WrongType => &say::FINDING_WRONG_TYPE,
        Finding::WrongSymbol => &say::FINDING_WRONG_SYMBOL,
        Finding::Replaced => &say::FINDING_REPLACED,
        Finding::Repealed => &say::FINDING_REPEALED,
        Finding::Unknown => &say::FINDING_UNKNOWN,
        Finding::Ambiguous => &say::FINDING_AMBIGUOUS,
    }
}
