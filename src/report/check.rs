//! One citation of a draft held against what the library holds of the document it means.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Brief, official, stated};
use crate::authority::{Authority, KnownDocument};
use crate::extract::{Citation, Relation};
use crate::link::{Anomaly, Link, Standing, Statement, Verdict, Work, WorkId};
use crate::text::Number;

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
    /// What replaced it in the same form; null where nothing did, or not all of that is known.
    pub instead: Option<String>,
    /// Why, in sentences.
    pub evidence: Vec<String>,
    /// The documents it may mean in the same form, where it may mean several.
    pub may_be: Vec<String>,
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
    if let (Finding::WrongDate, Some(work)) = (verdict, &told) {
        held_against(citation, work, &mut evidence);
    }
    if let (Finding::Replaced | Finding::Repealed, Some(work)) = (verdict, &told) {
        let said = over(work, link).map(|said| stated(said)[0].clone());
        evidence.extend(said);
    }
    let meant = told
        .as_ref()
        .filter(|_| verdict != Finding::Unknown || known.is_some());
    Some(Judged {
        quote: citation.quote.clone(),
        verdict,
        instead: None,
        may_be: match verdict {
            Finding::Ambiguous => may_be(candidates, authority),
            _ => Vec::new(),
        },
        correct: meant.and_then(|work| official::citation(work, authority)),
        found: told.as_ref().map(correct),
        evidence,
    })
}

fn may_be(candidates: &[Work], authority: &Authority) -> Vec<String> {
    let told = |work: &Work| {
        let official = official::citation(work, authority);
        official.unwrap_or_else(|| Brief::of(work).name().to_owned())
    };
    candidates.iter().map(told).collect()
}

/// A stub that only the draft tells of has the draft's own day: what is known says another.
fn held_against(citation: &Citation, work: &Work, evidence: &mut Vec<String>) {
    let (Some(cited), Some(issued)) = (&citation.date, &work.issued_on) else {
        return;
    };
    if issued.starts_with(cited.as_str()) || evidence.iter().any(|it| it.contains("ngày khác nhau"))
    {
        return;
    }
    let spoken = |iso: &str| iso.split('-').rev().collect::<Vec<_>>().join("/");
    evidence.retain(|sentence| sentence != "cùng ngày ban hành");
    let (cited, issued) = (spoken(cited), spoken(issued));
    evidence.push(format!(
        "ngày khác nhau: viện dẫn ghi {cited}, văn bản là {issued}"
    ));
}

/// Who says that the work a citation means was replaced: the first who did.
pub fn replaced_by<'a>(work: &'a Work, link: &Link) -> Option<&'a Statement> {
    over(work, link).filter(|said| said.standing == Standing::Replaced)
}

/// The official citation of what replaced a document, where the authority file knows it.
pub fn successor(said: &Statement, authority: &Authority) -> Option<String> {
    let number = said.by.as_deref()?;
    let known = authority.known_document(number, said.on.as_deref())?;
    let work = Work {
        id: WorkId(String::new()),
        key: None,
        doc_type: Some(known.doc_type.clone()),
        number: Some(known.number.clone()),
        issued_on: Some(known.date.to_string()),
        issuer: None,
        issuer_id: Some(known.issuer.clone()),
        province: None,
        title: Some(known.title.clone()),
        stub: true,
        manifestations: Vec::new(),
        anomalies: Vec::new(),
        statements: Vec::new(),
    };
    official::citation(&work, authority)
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
    match over(work, link).map(|said| said.standing) {
        Some(Standing::Repealed) => Finding::Repealed,
        Some(Standing::Replaced) => Finding::Replaced,
        // Nobody has it, and those who cite it may all be wrong.
        Some(Standing::Amended) | None if work.stub && !is_known => Finding::Unknown,
        Some(Standing::Amended) | None => Finding::Right,
    }
}

/// A draft has no day yet: what is over by any statement is over for it. Who replaces a document
/// must cite it.
fn over<'a>(work: &'a Work, link: &Link) -> Option<&'a Statement> {
    if matches!(
        link.relation,
        Relation::Replaces | Relation::Repeals | Relation::Mention
    ) {
        return None;
    }
    let others = work.statements.iter().filter(|said| {
        let own = said.capture.as_deref() == Some(link.capture.as_str());
        !own && said.standing != Standing::Amended
    });
    others.max_by(|one, other| {
        let by_standing = one.standing.cmp(&other.standing);
        by_standing
            .then(other.on.cmp(&one.on))
            .then(other.by.cmp(&one.by))
    })
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
    // 76/NQ-CP of 2013 is not that of 2021: a number without its year is given anew every year.
    let has_year = Number::parse(number).is_some_and(|number| number.year.is_some());
    let year = citation.date.as_deref().and_then(|date| date.get(..4));
    let of_year = |known: &&KnownDocument| {
        has_year || year.is_none_or(|year| known.date.to_string().starts_with(year))
    };
    let by_number = authority.known_document(number, None).filter(of_year);
    by_number.or_else(by_day)
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
