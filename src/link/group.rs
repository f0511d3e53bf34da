//! One key group at a time: its documents become works, its citations meet them or make stubs.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::evidence;
use super::{
    Anomaly, Candidate, Key, Link, Manifestation, Member, Resolved, Role, Verdict, Work, WorkId,
};
use crate::authority::Authority;
use crate::extract::Relation;

/// Resolves one key group. The members are put in one order first, so that theirs cannot matter.
pub(super) fn resolve(members: &[Member], authority: &Authority) -> Resolved {
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort_by(|left, right| (&left.capture, left.role).cmp(&(&right.capture, right.role)));
    let mut group = Group {
        authority,
        works: Vec::new(),
    };
    members
        .iter()
        .filter(|member| is_document(member))
        .for_each(|document| group.join(document));
    let citations: Vec<&Member> = members
        .iter()
        .copied()
        .filter(|member| !is_document(member))
        .collect();
    group.make_stubs(&citations);
    let links = citations
        .iter()
        .filter_map(|citation| group.link(citation))
        .collect();
    let works = group.works.into_iter().map(Gathered::into_work).collect();
    Resolved { works, links }
}

fn is_document(member: &Member) -> bool {
    matches!(member.role, Role::Document { .. })
}

fn is_keyless(member: &Member) -> bool {
    member
        .key
        .as_ref()
        .is_none_or(|key| key.0.starts_with("capture:"))
}

/// A work while its group is being resolved.
struct Gathered {
    work: Work,
    year: Option<String>,
    /// Dates by who cites them: all who cite a work vote on its date.
    votes: BTreeMap<String, u32>,
    dissent: Vec<String>,
}

struct Group<'a> {
    authority: &'a Authority,
    works: Vec<Gathered>,
}

impl Group<'_> {
    /// A document joins the work of the same issuer and year, or founds its own.
    fn join(&mut self, document: &Member) {
        let found = if is_keyless(document) {
            None
        } else {
            self.same_work(document)
        };
        let at = found.unwrap_or_else(|| {
            self.works
                .push(found_work(document, document.capture.as_str()));
            self.works.len() - 1
        });
        let work = &mut self.works[at].work;
        work.stub = false;
        fill(work, document);
        work.manifestations.push(manifestation(document));
        work.manifestations.sort_by(|left, right| {
            (rank(&left.role), &left.file, &left.capture).cmp(&(
                rank(&right.role),
                &right.file,
                &right.capture,
            ))
        });
        let year = year(document.date.as_deref());
        self.works[at].year = self.works[at].year.take().or(year);
    }

    /// The work a document is another manifestation of: nothing contradicts, and issuer and year say so,
    /// or, where one of them is silent, the titles do.
    fn same_work(&self, document: &Member) -> Option<usize> {
        let candidates: Vec<usize> = (0..self.works.len())
            .filter(|at| {
                let work = &self.works[*at];
                compatible(
                    document.issuer_id.as_deref(),
                    work.work.issuer_id.as_deref(),
                ) && compatible(
                    year(document.date.as_deref()).as_deref(),
                    work.year.as_deref(),
                )
            })
            .collect();
        let [only] = candidates.as_slice() else {
            return None;
        };
        let work = &self.works[*only];
        let issuer = document.issuer_id.is_some() && document.issuer_id == work.work.issuer_id;
        let year = year(document.date.as_deref());
        let same_year = year.is_some() && year == work.year;
        let alike = evidence::likeness(document.title.as_deref(), work.work.title.as_deref())
            >= evidence::ALIKE;
        ((issuer && same_year) || alike).then_some(*only)
    }

    /// One stub for each issuer and year that is cited and not there. Who names the issuer founds it; all vote.
    fn make_stubs(&mut self, citations: &[&Member]) {
        for citation in citations
            .iter()
            .filter(|citation| !is_keyless(citation) && !is_self(citation))
        {
            if citation.issuer_id.is_none() || !self.candidates(citation).is_empty() {
                continue;
            }
            if believed_date(citation).is_some() || !self.has_issuer(citation) {
                self.works.push(found_work(citation, ""));
            }
        }
        self.merge_undated();
        for citation in citations.iter().filter(|citation| !is_self(citation)) {
            if let [only] = self.candidates(citation).as_slice() {
                self.vote(*only, citation);
            }
        }
        self.works.iter_mut().for_each(Gathered::settle);
    }

    fn has_issuer(&self, citation: &Member) -> bool {
        self.works
            .iter()
            .any(|work| work.work.issuer_id == citation.issuer_id)
    }

    /// A stub founded by an undated citation is the dated one of the same issuer, if there is just one.
    fn merge_undated(&mut self) {
        let dated: Vec<Option<String>> = self
            .works
            .iter()
            .filter(|work| work.year.is_some())
            .map(|work| work.work.issuer_id.clone())
            .collect();
        self.works.retain(|work| {
            let twins = dated
                .iter()
                .filter(|issuer| **issuer == work.work.issuer_id)
                .count();
            !(work.work.stub && work.year.is_none() && twins == 1)
        });
    }

    fn vote(&mut self, at: usize, citation: &Member) {
        let work = &mut self.works[at];
        if work.work.stub {
            fill(&mut work.work, citation);
        }
        match (believed_date(citation), &citation.date) {
            (Some(date), _) => *work.votes.entry(date.to_owned()).or_default() += 1,
            (None, Some(date)) => work.dissent.push(date.clone()),
            (None, None) => {}
        }
    }

    /// The works a citation can mean: nothing written contradicts them.
    fn candidates(&self, citation: &Member) -> Vec<usize> {
        let cited = year(believed_date(citation));
        (0..self.works.len())
            .filter(|at| {
                let work = &self.works[*at];
                let issuer =
                    citation.issuer_id.is_some() && citation.issuer_id == work.work.issuer_id;
                issuer && compatible(cited.as_deref(), work.year.as_deref())
            })
            .collect()
    }

    /// Works that the number alone allows, for a citation whose issuer has no place.
    fn possible(&self, citation: &Member) -> Vec<usize> {
        let cited = year(believed_date(citation));
        (0..self.works.len())
            .filter(|at| compatible(cited.as_deref(), self.works[*at].year.as_deref()))
            .collect()
    }

    fn link(&self, citation: &Member) -> Option<Link> {
        let Role::Citation { id, relation } = citation.role else {
            return None;
        };
        let (verdict, evidence) = self.verdict(citation, relation);
        let anomalies = match &verdict {
            Verdict::Linked { target } | Verdict::Unmatched { target }
                if relation != Relation::Itself =>
            {
                self.anomalies(citation, target)
            }
            _ => Vec::new(),
        };
        Some(Link {
            capture: citation.capture.clone(),
            citation: id,
            relation,
            verdict,
            evidence,
            anomalies,
        })
    }

    fn verdict(&self, citation: &Member, relation: Relation) -> (Verdict, Vec<String>) {
        if relation == Relation::Itself {
            return self.own(citation);
        }
        if is_keyless(citation) {
            return withheld("không ghi số, ký hiệu", Vec::new());
        }
        match self.candidates(citation).as_slice() {
            [only] => self.certain(*only, citation),
            [] => self.without_issuer(citation),
            several => (
                Verdict::Ambiguous {
                    candidates: self.as_candidates(several, citation),
                },
                Vec::new(),
            ),
        }
    }

    fn certain(&self, at: usize, citation: &Member) -> (Verdict, Vec<String>) {
        let work = &self.works[at].work;
        let evidence = evidence::sentences(citation, work);
        let target = work.id.clone();
        let verdict = if work.stub {
            Verdict::Unmatched { target }
        } else {
            Verdict::Linked { target }
        };
        (verdict, evidence)
    }

    /// The issuer is not written, or written without its place: only a whole date that agrees can single one out.
    fn without_issuer(&self, citation: &Member) -> (Verdict, Vec<String>) {
        let possible = self.possible(citation);
        let home = citation.province.as_deref();
        let same_day: Vec<usize> = possible
            .iter()
            .copied()
            .filter(|at| {
                let work = &self.works[*at].work;
                let date = believed_date(citation).filter(|date| date.len() == 10);
                citation.issuer.is_none()
                    && date.is_some()
                    && work.issued_on.as_deref() == date
                    && (work.province.is_none()
                        || home.is_some() && work.province.as_deref() == home)
            })
            .collect();
        if let [only] = same_day.as_slice() {
            return self.certain(*only, citation);
        }
        let reason = match &citation.issuer {
            Some(issuer) if home.is_none() => {
                format!("ghi «{issuer}» nhưng văn bản không nêu tỉnh, thành phố nào")
            }
            Some(issuer) => format!("chưa xác định được cơ quan «{issuer}»"),
            None => "không ghi cơ quan ban hành".to_owned(),
        };
        if citation.issuer.is_none() && home.is_some() {
            let near: Vec<usize> = possible
                .iter()
                .copied()
                .filter(|at| self.works[*at].work.province.as_deref() == home)
                .collect();
            if !near.is_empty() {
                return (
                    Verdict::Ambiguous {
                        candidates: self.as_candidates(&near, citation),
                    },
                    vec![reason],
                );
            }
        }
        withheld(&reason, self.as_candidates(&possible, citation))
    }

    /// A mention of the document's own number.
    fn own(&self, citation: &Member) -> (Verdict, Vec<String>) {
        let own = self.works.iter().find(|work| {
            work.work
                .manifestations
                .iter()
                .any(|manifestation| manifestation.capture == citation.capture)
        });
        match own {
            Some(work) => (
                Verdict::Linked {
                    target: work.work.id.clone(),
                },
                vec!["tự nhắc đến chính văn bản".to_owned()],
            ),
            None => withheld(
                "tự nhắc đến chính văn bản, số để trống hoặc khác",
                Vec::new(),
            ),
        }
    }

    fn as_candidates(&self, works: &[usize], citation: &Member) -> Vec<Candidate> {
        works
            .iter()
            .map(|at| &self.works[*at].work)
            .map(|work| Candidate {
                id: work.id.clone(),
                evidence: evidence::sentences(citation, work),
            })
            .collect()
    }

    fn anomalies(&self, citation: &Member, target: &WorkId) -> Vec<Anomaly> {
        let Some(work) = self.works.iter().find(|work| work.work.id == *target) else {
            return Vec::new();
        };
        evidence::anomalies(citation, &work.work, self.authority)
    }
}

fn is_self(citation: &Member) -> bool {
    matches!(
        citation.role,
        Role::Citation {
            relation: Relation::Itself,
            ..
        }
    )
}

fn withheld(reason: &str, candidates: Vec<Candidate>) -> (Verdict, Vec<String>) {
    (
        Verdict::Withheld {
            reason: reason.to_owned(),
            candidates,
        },
        Vec::new(),
    )
}

/// The date a citation gives, unless it is later than the citing document: then it is a slip and does not vote.
fn believed_date(citation: &Member) -> Option<&str> {
    let date = citation.date.as_deref()?;
    let later = citation.citing_date.as_deref().is_some_and(|own| {
        let length = own.len().min(date.len());
        date[..length] > own[..length]
    });
    (!later).then_some(date)
}

fn year(date: Option<&str>) -> Option<String> {
    date.and_then(|date| date.get(..4)).map(str::to_owned)
}

fn compatible(left: Option<&str>, right: Option<&str>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}

/// A new work; its name comes from key, issuer and year, so that a stub keeps it when the document arrives.
/// A document that tells neither issuer nor year is named by its capture.
fn found_work(member: &Member, capture: &str) -> Gathered {
    let year = year(believed_date(member));
    let issuer = member.issuer_id.clone();
    let known = !is_keyless(member) && (issuer.is_some() && year.is_some() || capture.is_empty());
    let parts = if known {
        [
            key_text(member),
            issuer.as_deref().unwrap_or_default(),
            year.as_deref().unwrap_or_default(),
        ]
    } else {
        [key_text(member), capture, ""]
    };
    let work = Work {
        id: work_id(&parts),
        key: member
            .key
            .clone()
            .filter(|key| !key.0.starts_with("capture:")),
        doc_type: member.doc_type.clone(),
        number: member.number.clone(),
        issued_on: None,
        issuer: member.issuer.clone(),
        issuer_id: issuer,
        province: member.province.clone(),
        title: member.title.clone(),
        stub: true,
        manifestations: Vec::new(),
        anomalies: Vec::new(),
    };
    Gathered {
        work,
        year,
        votes: BTreeMap::new(),
        dissent: Vec::new(),
    }
}

fn key_text(member: &Member) -> &str {
    member.key.as_ref().map_or("", |Key(key)| key.as_str())
}

fn work_id(parts: &[&str]) -> WorkId {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let hex: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    WorkId(format!("w{hex}"))
}

/// Takes from a member what the work does not know yet; a document's own words come before any citation's.
fn fill(work: &mut Work, member: &Member) {
    let own = is_document(member);
    let take = |slot: &mut Option<String>, value: &Option<String>| {
        if slot.is_none()
            || (own
                && value.is_some()
                && slot.as_deref().map_or(0, str::len) < value.as_deref().map_or(0, str::len))
        {
            *slot = value.clone();
        }
    };
    take(&mut work.title, &member.title);
    take(&mut work.issuer, &member.issuer);
    if work.doc_type.is_none() {
        work.doc_type.clone_from(&member.doc_type);
    }
    if work.number.is_none() {
        work.number.clone_from(&member.number);
    }
    if work.issuer_id.is_none() {
        work.issuer_id.clone_from(&member.issuer_id);
    }
    if work.province.is_none() {
        work.province.clone_from(&member.province);
    }
    if own
        && work.issued_on.as_deref().map_or(0, str::len)
            < member.date.as_deref().map_or(0, str::len)
    {
        work.issued_on.clone_from(&member.date);
    }
}

fn manifestation(document: &Member) -> Manifestation {
    let Role::Document { draft, page } = document.role else {
        return Manifestation {
            capture: document.capture.clone(),
            file: document.file.clone(),
            kind: "other".into(),
            role: "other".into(),
        };
    };
    let extension = document
        .file
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let role = match (draft, page, extension.as_str()) {
        (true, _, _) => "draft",
        (false, true, _) => "page",
        (false, false, "pdf") => "pdf",
        (false, false, "doc" | "docx" | "odt" | "rtf") => "word",
        (false, false, "html" | "htm" | "aspx") => "page",
        (false, false, _) => "text",
    };
    let kind = if page { "page" } else { "document" };
    Manifestation {
        capture: document.capture.clone(),
        file: document.file.clone(),
        kind: kind.into(),
        role: role.into(),
    }
}

/// The order in which manifestations are shown: the signed file first, what is said about it last.
fn rank(role: &str) -> usize {
    ["pdf", "word", "text", "page", "draft", "other"]
        .iter()
        .position(|known| *known == role)
        .unwrap_or(9)
}

impl Gathered {
    /// A stub's date is its voters' majority; on a tie it is unknown, and all are shown.
    fn settle(&mut self) {
        let most = self.votes.values().max().copied().unwrap_or(0);
        let mut winners = self
            .votes
            .iter()
            .filter(|(_, votes)| **votes == most)
            .map(|(date, _)| date);
        let (winner, second) = (winners.next(), winners.next());
        if self.work.stub {
            self.work.issued_on = if second.is_none() {
                winner.cloned()
            } else {
                None
            };
        }
        let shown = self.work.issued_on.clone();
        let mut others: Vec<String> = self
            .votes
            .keys()
            .chain(&self.dissent)
            .filter(|date| {
                shown.as_deref() != Some(date.as_str())
                    && !shown
                        .as_deref()
                        .is_some_and(|shown| shown.starts_with(date.as_str()))
            })
            .cloned()
            .collect();
        others.sort();
        others.dedup();
        if !others.is_empty() && (shown.is_some() || others.len() > 1) {
            self.work
                .anomalies
                .push(evidence::dates_disagree(shown.as_deref(), &others));
        }
    }

    fn into_work(mut self) -> Work {
        self.work
            .anomalies
            .sort_by(|left, right| (&left.code, &left.message).cmp(&(&right.code, &right.message)));
        self.work
    }
}
