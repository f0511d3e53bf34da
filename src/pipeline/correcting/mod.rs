//! What a person says is right: kept apart from what is read, and put over it every time it is read.
//!
//! A correction names its capture by hash, and what it is about in it by words as well as by place: when
//! another version of the program counts citations or tasks otherwise, the words still find it ([`seen`]).
//! Where they do not, nothing is put right, and the record says so.

mod applied;

use std::collections::BTreeSet;
use std::time::SystemTime;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::extract::Record;
use crate::link::{self, Decision, Particulars};
use crate::store::{CaptureId, Correction, NewCorrection, Store};

use super::asking::works_named;
use super::{Library, Result, Summary, Watch, indexing, linking, seen};

pub(super) use applied::apply;
use applied::{with_value, without_place};

/// What is to be corrected in a capture.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// A value of the record, by its path: `identity.issued_on`, `tasks.3.deadline.due`.
    Value { path: String, right: Value },
    /// What a citation means.
    Link { citation: u32, choice: Choice },
    /// Which work the capture carries.
    Work(Belonging),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The work of this number or id.
    This(String),
    /// Not this one.
    Not(String),
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Belonging {
    /// The work of this number or id.
    To(String),
    /// A work of its own.
    Apart,
}

/// What a correction says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// What the citation of these words means.
    OfCitation(String, Decision),
    OfWork(Decision),
    /// A value, by its path in the record; null where there is none.
    OfValue(String, Value),
}

impl Said {
    pub fn by(correction: &Correction) -> Said {
        let made = &correction.made;
        let value = || Said::OfValue(made.field.clone(), made.value.clone());
        match made.field.as_str() {
            LINK => match serde_json::from_value::<KeptLink>(made.value.clone()) {
                Ok(kept) => Said::OfCitation(kept.quote, kept.decision),
                Err(_) => value(),
            },
            WORK => match serde_json::from_value(made.value.clone()) {
                Ok(decision) => Said::OfWork(decision),
                Err(_) => value(),
            },
            _ => value(),
        }
    }
}

/// How a correction ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Corrected {
    /// Kept under this number.
    Kept(u64),
    /// No work is called that.
    NoSuchWork(String),
    /// Several are; the person must choose by id.
    SeveralWorks(String),
    NoSuchCitation(u32),
    /// The record has no such value, or one of another kind.
    NoSuchValue(String),
}

/// A correction in force with what it is about: a case to measure reading and linking by.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GoldCase {
    pub seq: u64,
    pub sha256: String,
    pub files: Vec<String>,
    pub field: String,
    pub value: Value,
    /// The words of the citation or task it is about.
    pub quote: Option<String>,
    pub author: String,
    pub reason: String,
    pub made_at: String,
}

/// What is kept of a decision about a link.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptLink {
    quote: String,
    decision: Decision,
}

/// Fields of decisions; every other field is a path in the record.
const LINK: &str = "link";
const WORK: &str = "work";

impl Library {
    /// Keeps a correction of a capture and puts everything right that follows from it.
    pub fn correct(
        &self,
        capture: CaptureId,
        wrong: &Wrong,
        (author, reason): (&str, &str),
        watch: Watch,
    ) -> Result<Corrected> {
        let mut store = self.write()?;
        let made = match said(&store, capture, wrong)? {
            Ok(said) => NewCorrection {
                author: author.to_owned(),
                reason: reason.to_owned(),
                ..said
            },
            Err(refused) => return Ok(refused),
        };
        let seq = store.correct(&made, SystemTime::now())?;
        self.again(&mut store, capture, &watch)?;
        Ok(Corrected::Kept(seq))
    }

    /// Takes a correction back. False if none of this number is in force.
    pub fn undo_correction(&self, seq: u64, watch: Watch) -> Result<bool> {
        let mut store = self.write()?;
        let known = store
            .all_corrections()?
            .into_iter()
            .find(|one| one.seq == seq);
        let Some(known) = known else {
            return Ok(false);
        };
        let undone = store.undo_correction(seq, SystemTime::now())?;
        if let Some(capture) = capture_of(&known.made.subject) {
            self.again(&mut store, capture, &watch)?;
        }
        Ok(undone)
    }

    /// The corrections in force, oldest first.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        self.ask(|store| Ok(store.all_corrections()?))
    }

    /// Numbers of the corrections in force that find no place in what is read now.
    pub fn misplaced_corrections(&self) -> Result<BTreeSet<u64>> {
        self.ask(|store| {
            let mut misplaced = BTreeSet::new();
            for one in store.all_corrections()? {
                let record = match capture_of(&one.made.subject) {
                    Some(capture) => store.record(capture)?,
                    None => None,
                };
                let lost = without_place(&one);
                if record.is_some_and(|record| record.diagnostics.contains(&lost)) {
                    misplaced.insert(one.seq);
                }
            }
            Ok(misplaced)
        })
    }

    /// The corrections in force as gold cases.
    pub fn gold_cases(&self) -> Result<Vec<GoldCase>> {
        self.ask(|store| {
            let corrections = store.all_corrections()?.into_iter();
            let cases = corrections.filter_map(|one| gold(store, one).transpose());
            cases.collect()
        })
    }

    /// Reads one capture again and settles what it touches.
    fn again(&self, store: &mut Store, capture: CaptureId, watch: &Watch) -> Result<()> {
        if let Some(known) = store.capture(capture)? {
            self.reread(store, &[known], &mut Summary::default(), &|| {})?;
        }
        linking::settle(self, store, watch)?;
        indexing::catch_up(self, store, watch)?;
        Ok(())
    }
}

/// What will be kept of a correction, its author and reason apart; or why there is none.
fn said(
    store: &Store,
    capture: CaptureId,
    wrong: &Wrong,
) -> Result<std::result::Result<NewCorrection, Corrected>> {
    let record = store.record(capture)?;
    let about = |subject: String, field: &str, value: Value| NewCorrection {
        subject,
        field: field.to_owned(),
        value,
        seen: Value::Null,
        author: String::new(),
        reason: String::new(),
    };
    Ok(match wrong {
        Wrong::Value { path, right } => {
            let fits = |record: &Record| with_value(record, path, right).is_some();
            match record.filter(fits) {
                Some(record) => Ok(NewCorrection {
                    seen: json(&seen::look(&json(&record), path)),
                    ..about(capture.to_string(), path, right.clone())
                }),
                None => Err(Corrected::NoSuchValue(path.clone())),
            }
        }
        Wrong::Link { citation, choice } => {
            let cited = record.iter().flat_map(|record| &record.citations);
            let cited = cited.into_iter().find(|one| one.id == *citation);
            let Some(cited) = cited else {
                return Ok(Err(Corrected::NoSuchCitation(*citation)));
            };
            let decision = match choice {
                Choice::Nothing => Ok(Decision::MeansNothing),
                Choice::This(name) => {
                    one_work(store, name)?.map(|work| Decision::Means { work: work.id })
                }
                Choice::Not(name) => one_work(store, name)?.map(|work| Decision::NotMeans {
                    works: vec![work.id],
                }),
            };
            decision.map(|decision| {
                let kept = KeptLink {
                    quote: cited.quote.clone(),
                    decision,
                };
                about(format!("{capture}#{citation}"), LINK, json(&kept))
            })
        }
        Wrong::Work(Belonging::Apart) => {
            Ok(about(capture.to_string(), WORK, json(&Decision::Apart)))
        }
        Wrong::Work(Belonging::To(name)) => one_work(store, name)?.map(|work| {
            let known = Particulars {
                number: work.number,
                issuer_id: work.issuer_id,
                issued_on: work.issued_on,
                doc_type: work.doc_type,
            };
            let decision = Decision::Is {
                work: work.id,
                known,
            };
            about(capture.to_string(), WORK, json(&decision))
        }),
    })
}

fn one_work(store: &Store, name: &str) -> Result<std::result::Result<link::Work, Corrected>> {
    let mut works = works_named(store, name)?;
    Ok(match (works.len(), works.pop()) {
        (_, None) => Err(Corrected::NoSuchWork(name.to_owned())),
        (1, Some(work)) => Ok(work),
        _ => Err(Corrected::SeveralWorks(name.to_owned())),
    })
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn gold(store: &Store, one: Correction) -> Result<Option<GoldCase>> {
    let Some(capture) = capture_of(&one.made.subject) else {
        return Ok(None);
    };
    let kept: Option<KeptLink> = serde_json::from_value(one.made.value.clone()).ok();
    let seen = seen::quote(&one.made.seen);
    let files = store.provenance(capture)?.into_iter();
    Ok(Some(GoldCase {
        seq: one.seq,
        sha256: capture.to_string(),
        files: files.map(|known| known.context.file).collect(),
        field: one.made.field,
        quote: kept.map(|kept| kept.quote).or(seen),
        value: one.made.value,
        author: one.made.author,
        reason: one.made.reason,
        made_at: jiff::Timestamp::try_from(one.made_at)
            .unwrap_or_default()
            .to_string(),
    }))
}

/// `<sha256>` of `<sha256>#<citation>`.
fn capture_of(subject: &str) -> Option<CaptureId> {
    subject.split('#').next()?.parse().ok()
}
