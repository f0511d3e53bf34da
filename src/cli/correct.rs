//! `correct`: what a person knows better, kept with name and reason, undoable, exported as gold cases.

use std::fmt::Display;

use kehoach::config::Config;
use kehoach::link::{Decision, WorkId};
use kehoach::pipeline::{
    Belonging, CaptureId, Choice, Corrected, Correction, Library, Said, Wrong,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::arguments::Correct;
use super::messages as say;
use super::progress::{Watcher, heed_interrupts};
use super::screen::{Screen, day};
use super::upkeep::{iso, local};
use super::{Outcome, existing, read};

/// What `correct --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectedView {
    /// The number that undoes it.
    pub correction: u64,
    pub undone: bool,
}

/// What `correct --list --json` prints, one per line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectionView {
    pub correction: u64,
    /// SHA-256 of the capture, with `#` and the number of a citation in it.
    pub subject: String,
    pub field: String,
    pub value: Value,
    pub author: String,
    pub reason: String,
    pub made_at: String,
    /// False if what it is about is not found in the file as it is read now: then it changes nothing.
    pub placed: bool,
}

pub fn run(correct: &Correct, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if correct.list {
        return list(&read(config)?, screen);
    }
    if correct.gold {
        let cases = read(config)?.gold_cases()?;
        for case in &cases {
            screen.json(case)?;
        }
        return Ok(Outcome::found(!cases.is_empty()));
    }
    heed_interrupts(screen.lang)?;
    let library = existing(config)?;
    let watcher = Watcher::new(screen.lang);
    if let Some(seq) = correct.undo {
        let undone = library.undo_correction(seq, watcher.watch())?;
        drop(watcher);
        if !undone {
            screen.note(&say::NO_SUCH_CORRECTION, &[("seq", &seq)]);
            return Ok(Outcome::NothingFound);
        }
        return taken_back(seq, screen);
    }
    let name = correct.name.as_deref().unwrap_or_default();
    let Some(wrong) = wrong(correct) else {
        anyhow::bail!(screen.said(&say::NOTHING_TO_CORRECT, &[]));
    };
    let capture = match one_capture(&library, name, screen)? {
        Ok(capture) => capture,
        Err(outcome) => return Ok(outcome),
    };
    let author = correct.author.clone().unwrap_or_else(super::remove::user);
    let ended = library.correct(capture, &wrong, (&author, &correct.reason), watcher.watch())?;
    drop(watcher);
    let refused: (&say::Said, Box<dyn Display>) = match ended {
        Corrected::Kept(seq) => return kept(seq, &library, screen),
        Corrected::NoSuchWork(name) => (&say::NO_SUCH_WORK, Box::new(name)),
        Corrected::SeveralWorks(name) => (&say::SEVERAL_WORKS_CORRECT, Box::new(name)),
        Corrected::NoSuchCitation(id) => (&say::NO_SUCH_CITATION, Box::new(id)),
        Corrected::NoSuchValue(path) => (&say::NO_SUCH_VALUE, Box::new(path)),
    };
    screen.note(refused.0, &[("name", refused.1.as_ref())]);
    Ok(Outcome::Trouble)
}

/// What the words of the command line say is wrong.
fn wrong(correct: &Correct) -> Option<Wrong> {
    if let Some(citation) = correct.citation {
        let choice = match (&correct.target, &correct.not, correct.nothing) {
            (Some(name), None, false) => Choice::This(name.clone()),
            (None, Some(name), false) => Choice::Not(name.clone()),
            (None, None, true) => Choice::Nothing,
            _ => return None,
        };
        return Some(Wrong::Link { citation, choice });
    }
    if let Some(path) = &correct.field {
        let right = correct
            .value
            .as_deref()
            .map_or(Value::Null, |value| typed(path, value));
        return Some(Wrong::Value {
            path: path.clone(),
            right,
        });
    }
    match (&correct.same_as, correct.apart) {
        (Some(name), false) => Some(Wrong::Work(Belonging::To(name.clone()))),
        (None, true) => Some(Wrong::Work(Belonging::Apart)),
        _ => None,
    }
}

/// JSON where it is JSON ("[…]", "null", "true"), a day as people write it where a day is meant, or the text.
fn typed(path: &str, value: &str) -> Value {
    let is_json = value.starts_with(['[', '{', '"']) || ["null", "true", "false"].contains(&value);
    if let Some(json) = is_json.then(|| serde_json::from_str(value).ok()).flatten() {
        return json;
    }
    let is_day = path.ends_with("_on") || path.ends_with(".date") || path.ends_with(".due");
    match day(value) {
        Ok(day) if is_day => Value::String(day),
        _ => Value::String(value.to_owned()),
    }
}

/// The one capture a name means; a number that several captures carry names none.
fn one_capture(
    library: &Library,
    name: &str,
    screen: &mut Screen,
) -> anyhow::Result<Result<CaptureId, Outcome>> {
    let captures = library.captures_of(name)?;
    Ok(match captures.as_slice() {
        [] => {
            screen.note(&say::NO_SUCH_CAPTURE, &[("name", &name)]);
            Err(Outcome::NothingFound)
        }
        [only] => Ok(*only),
        several => {
            screen.note(&say::SEVERAL_CAPTURES, &[("name", &name)]);
            for capture in several {
                let files: Vec<String> = library
                    .provenance(*capture)?
                    .into_iter()
                    .map(|known| known.context.file)
                    .collect();
                eprintln!("  {capture}  {}", files.join(", "));
            }
            Err(Outcome::Trouble)
        }
    })
}

fn taken_back(seq: u64, screen: &mut Screen) -> anyhow::Result<Outcome> {
    match screen.json {
        true => screen.json(&CorrectedView {
            correction: seq,
            undone: true,
        })?,
        false => screen.tell(&say::CORRECTION_UNDONE, &[("seq", &seq)])?,
    }
    Ok(Outcome::Done)
}

fn kept(seq: u64, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if screen.json {
        screen.json(&CorrectedView {
            correction: seq,
            undone: false,
        })?;
        return Ok(Outcome::Done);
    }
    let corrections = library.corrections()?;
    let what = match corrections.iter().find(|one| one.seq == seq) {
        Some(one) => sentence(one, library, screen)?,
        None => String::new(),
    };
    screen.tell(&say::CORRECTION_KEPT, &[("seq", &seq), ("what", &what)])?;
    Ok(Outcome::Done)
}

/// What a correction says, as a person would.
fn sentence(one: &Correction, library: &Library, screen: &Screen) -> anyhow::Result<String> {
    let name = |id: &WorkId| -> anyhow::Result<String> {
        let known = library.brief(id)?;
        Ok(known.map_or_else(|| id.0.clone(), |work| work.name().to_owned()))
    };
    let names = |ids: &[WorkId]| -> anyhow::Result<String> {
        let names = ids.iter().map(name);
        Ok(names.collect::<anyhow::Result<Vec<_>>>()?.join(", "))
    };
    let said = |said: &say::Said, quote: &str, work: &str| {
        screen.said(said, &[("quote", &quote), ("work", &work)])
    };
    Ok(match Said::by(one) {
        Said::OfCitation(quote, decision) => match decision {
            Decision::Means { work } => said(&say::SAID_MEANS, &quote, &name(&work)?),
            Decision::NotMeans { works } => said(&say::SAID_NOT, &quote, &names(&works)?),
            Decision::MeansNothing | Decision::Is { .. } | Decision::Apart => {
                said(&say::SAID_NOTHING, &quote, "")
            }
        },
        Said::OfWork(Decision::Is { work, .. }) => said(&say::SAID_IS, "", &name(&work)?),
        Said::OfWork(_) => screen.word(&say::SAID_APART).to_owned(),
        Said::OfValue(field, Value::Null) => screen.said(&say::SAID_NONE, &[("field", &field)]),
        Said::OfValue(field, value) => {
            let value = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            screen.said(&say::SAID_VALUE, &[("field", &field), ("value", &value)])
        }
    })
}

/// The names a capture was given under, or its hash.
fn files(subject: &str, library: &Library) -> anyhow::Result<String> {
    let hash = subject.split('#').next().unwrap_or(subject);
    let Ok(capture) = hash.parse::<CaptureId>() else {
        return Ok(subject.to_owned());
    };
    let known = library.provenance(capture)?.into_iter();
    let files: Vec<String> = known.map(|known| known.context.file).collect();
    Ok(match files.is_empty() {
        true => subject.to_owned(),
        false => files.join(", "),
    })
}

fn list(library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let corrections = library.corrections()?;
    let misplaced = library.misplaced_corrections()?;
    for one in &corrections {
        let placed = !misplaced.contains(&one.seq);
        if screen.json {
            screen.json(&CorrectionView {
                correction: one.seq,
                subject: one.made.subject.clone(),
                field: one.made.field.clone(),
                value: one.made.value.clone(),
                author: one.made.author.clone(),
                reason: one.made.reason.clone(),
                made_at: iso(one.made_at),
                placed,
            })?;
            continue;
        }
        let heading = format!("{}. {}", one.seq, sentence(one, library, screen)?);
        screen.heading(&heading)?;
        screen.hang("  ", &files(&one.made.subject, library)?, None)?;
        let author = match one.made.author.as_str() {
            "" => screen.word(&say::SOMEBODY),
            author => author,
        };
        let who = format!("{author}, {}: {}", local(one.made_at), one.made.reason);
        screen.hang("  ", &who, None)?;
        if !placed {
            let lost = screen.said(&say::CORRECTION_WITHOUT_PLACE, &[("seq", &one.seq)]);
            screen.hang("  ", &lost, None)?;
        }
    }
    if corrections.is_empty() && !screen.json {
        screen.tell(&say::NO_CORRECTIONS, &[])?;
    }
    Ok(Outcome::found(!corrections.is_empty()))
}
