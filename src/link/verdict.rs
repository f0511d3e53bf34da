//! What a citation was found to mean, told: the verdict with its sentences and what is odd.

use super::gather::Works;
use super::gathered::Gathered;
use super::{Candidate, Link, Member, Role, Verdict, by_hand, evidence, standing};
use crate::extract::Relation;

/// What a citation was found to mean, as places in [`Works::all`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meant {
    One(usize),
    Several(Vec<usize>, Option<String>),
    None(String, Vec<usize>),
}

/// The verdict on one citation; `None` for a member that is none.
pub(super) fn link(works: &Works, citation: &Member, meant: &Meant) -> Option<Link> {
    let Role::Citation { id, relation } = citation.role else {
        return None;
    };
    let own = relation == Relation::Itself;
    let (verdict, evidence) = match meant {
        Meant::One(at) => {
            let work = &works.all[*at].work;
            let target = work.id.clone();
            let evidence = match own {
                true => vec!["tự nhắc đến chính văn bản".to_owned()],
                false => works.all[*at].sentences(citation),
            };
            match work.stub {
                true => (Verdict::Unmatched { target }, evidence),
                false => (Verdict::Linked { target }, evidence),
            }
        }
        Meant::Several(several, reason) => {
            let candidates = candidates(works, several, citation);
            let evidence = reason.iter().cloned().collect();
            (Verdict::Ambiguous { candidates }, evidence)
        }
        Meant::None(reason, possible) => {
            let reason = reason.clone();
            let candidates = candidates(works, possible, citation);
            (Verdict::Withheld { reason, candidates }, Vec::new())
        }
    };
    let anomalies = match meant {
        _ if own => Vec::new(),
        Meant::One(at) => {
            let work = &works.all[*at].work;
            let mut found = evidence::anomalies(citation, work);
            found.extend(standing::outlived(citation, &work.statements));
            found
        }
        Meant::Several(..) | Meant::None(..) => citation.doubts.clone(),
    };
    let found = Link {
        capture: citation.capture.clone(),
        citation: id,
        relation,
        verdict,
        evidence,
        anomalies,
    };
    Some(by_hand::overrule(citation, found))
}

/// Candidates a person is shown; beyond these a list helps nobody.
const CANDIDATES_MAX: usize = 20;

/// Documents before stubs, the latest first: an order that does not depend on how they were found.
fn candidates(works: &Works, several: &[usize], citation: &Member) -> Vec<Candidate> {
    let mut all: Vec<&Gathered> = several.iter().map(|at| &works.all[*at]).collect();
    all.sort_by(|one, other| {
        let (one, other) = (&one.work, &other.work);
        let latest = other.issued_on.cmp(&one.issued_on);
        one.stub
            .cmp(&other.stub)
            .then(latest)
            .then(one.id.cmp(&other.id))
    });
    all.truncate(CANDIDATES_MAX);
    all.into_iter()
        .map(|work| Candidate {
            id: work.work.id.clone(),
            evidence: work.sentences(citation),
        })
        .collect()
}
