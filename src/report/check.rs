//! One citation of a draft held against what the library holds of the document it means.

use schemars::JsonSchema;
use serde::Serialize;

use super::official;
use crate::authority::{Authority, KnownDocument};
use crate::extract::{Citation, Relation};
use crate::link::{Anomaly, Link, Standing, Statement, Verdict, Work, WorkId};

/// What is to be said of a citation; of several faults the first that hinders finding the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    Right,
    WrongDate,
    WrongType,
    WrongSymbol,
    /// Rightly written, and somebody says it was replaced.
    Replaced,
    Repealed,
    /// Nobody has the document it means.
    Unknown,
    /// It may mean several documents.
    Ambiguous,
}

/// What is known of the document a citation means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Correct {
    pub id: WorkId,
    pub doc_type: Option<String>,
    pub number: Option<String>,
    pub date: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    /// Nobody has it; this is what others who cite it say.
    pub stub: bool,
}

/// A citation judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Judged {
    pub quote: String,
    pub verdict: Finding,
    pub found: Option<Correct>,
    /// The citation in its official form, ready to copy; null where not all of it is known.
    pub correct: Option<String>,
    /// Why, in sentences.
    pub evidence: Vec<String>,
}

/// Judges one citation. `work` is what it was found to mean, unless only this draft tells of it;
/// `candidates` are the works it may mean. `None` for a mention of the draft itself.
pub fn judge(
    citation: &Citation,
    link: &Link,
    work: Option<&Work>,
    candidates: &[Work],
    authority: &Authority,
) -> Option<Judged> {
    if citation.relation == Relation::Itself {
        return None;
    }
    let known = known(citation, work, authority);
    let told = work.map(|work| told_better(work, known));
    let mut evidence = link.evidence.clone();
    evidence.extend(link.anomalies.iter().map(|it| it.message.clone()));
    let verdict = match (&link.verdict, &told) {
        // Whatever is meant: the words beside the number contradict it.
        (_, None) if has(link, &SLIPS).is_some() => slipped(link),
        (Verdict::Ambiguous { .. }, _) => Finding::Ambiguous,
        (Verdict::Withheld { reason, .. }, _) => {
            evidence.push(reason.clone());
            match candidates.len() {
                0 | 1 => Finding::Unknown,
                _ => Finding::Ambiguous,
            }
        }
        (_, None) => {
            evidence =
                vec!["trong kho chưa có văn bản này và chưa văn bản nào khác viện dẫn".into()];
            Finding::Unknown
        }
        (_, Some(work)) => finding(citation, link, work, known.is_some()),
    };
    let meant = told
        .as_ref()
        .filter(|_| verdict != Finding::Unknown || known.is_some());
    Some(Judged {
        quote: citation.quote.clone(),
        verdict,
        correct: meant.and_then(|work| official::citation(work, authority)),
        found: told.as_ref().map(correct),
        evidence,
    })
}

/// True if the authority file knows the document a citation names.
pub fn is_known(citation: &Citation, work: &Work, authority: &Authority) -> bool {
    known(citation, Some(work), authority).is_some()
}

/// What the words beside a number may say against it.
const SLIPS: [&str; 2] = ["symbol_issuer_mismatch", "type_mismatch"];

fn slipped(link: &Link) -> Finding {
    match has(link, &SLIPS[..1]) {
        Some(_) => Finding::WrongSymbol,
        None => Finding::WrongType,
    }
}

fn has<'a>(link: &'a Link, codes: &[&str]) -> Option<&'a Anomaly> {
    let mut anomalies = link.anomalies.iter();
    anomalies.find(|anomaly| codes.contains(&anomaly.code.as_str()))
}

fn finding(citation: &Citation, link: &Link, work: &Work, is_known: bool) -> Finding {
    let has = |codes: &[&str]| has(link, codes).is_some();
    let other_day = match (&citation.date, &work.issued_on) {
        (Some(cited), Some(issued)) => {
            !issued.starts_with(cited.as_str()) && !cited.starts_with(issued.as_str())
        }
        _ => false,
    };
    if other_day || has(&["date_impossible", "date_after_document"]) {
        return Finding::WrongDate;
    }
    if has(&["symbol_issuer_mismatch"]) {
        return Finding::WrongSymbol;
    }
    if has(&["type_mismatch"]) {
        return Finding::WrongType;
    }
    match ended(&work.statements, link) {
        Some(Standing::Repealed) => Finding::Repealed,
        Some(Standing::Replaced) => Finding::Replaced,
        // Nobody has it, and those who cite it may all be wrong.
        Some(Standing::Amended) | None if work.stub && !is_known => Finding::Unknown,
        Some(Standing::Amended) | None => Finding::Right,
    }
}

/// A draft has no day yet: what is over by any statement is over for it. Who replaces a document
/// must cite it.
fn ended(statements: &[Statement], link: &Link) -> Option<Standing> {
    if matches!(
        link.relation,
        Relation::Replaces | Relation::Repeals | Relation::Mention
    ) {
        return None;
    }
    let others = statements
        .iter()
        .filter(|said| said.capture.as_deref() != Some(link.capture.as_str()));
    let over = others.map(|said| said.standing);
    over.filter(|standing| *standing != Standing::Amended).max()
}

/// What the authority file holds of it: a law need not be in the library to be known.
fn known<'a>(
    citation: &Citation,
    work: Option<&Work>,
    authority: &'a Authority,
) -> Option<&'a KnownDocument> {
    let number = work.and_then(|work| work.number.as_deref());
    let number = number.or(citation.number.as_deref())?;
    let by_day = || authority.known_document(number, Some(citation.date.as_deref()?));
    authority.known_document(number, None).or_else(by_day)
}

/// A stub with what the authority file knows of it, which is more than those who cite it say.
fn told_better(work: &Work, known: Option<&KnownDocument>) -> Work {
    let mut told = work.clone();
    if let (true, Some(known)) = (work.stub, known) {
        told.issued_on = Some(known.date.to_string());
        told.title = Some(known.title.clone());
        told.doc_type = Some(known.doc_type.clone());
        told.issuer_id = Some(known.issuer.clone());
    }
    told
}

fn correct(work: &Work) -> Correct {
    Correct {
        id: work.id.clone(),
        doc_type: work.doc_type.clone(),
        number: work.number.clone(),
        date: work.issued_on.clone(),
        issuer: work.issuer.clone(),
        title: work.title.clone(),
        stub: work.stub,
    }
}
