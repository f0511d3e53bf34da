//! What a person decided of a document or a citation. It outweighs everything that was read, and says
//! who said so.

use serde::{Deserialize, Serialize};

use super::{Link, Member, Role, Verdict, WorkId};

/// A decision with its author.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByHand {
    pub decision: Decision,
    pub author: String,
    /// ISO day.
    pub on: String,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Decision {
    /// The citation means this work.
    Means { work: WorkId },
    /// The citation does not mean these works; what else it may mean is still asked.
    NotMeans { works: Vec<WorkId> },
    /// The citation means nothing the library knows.
    MeansNothing,
    /// The document is this work, known by these particulars.
    Is { work: WorkId, known: Particulars },
    /// The document is a work of its own.
    Apart,
}

/// By which a document is put where the work is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Particulars {
    pub number: Option<String>,
    pub issuer_id: Option<String>,
    pub issued_on: Option<String>,
    pub doc_type: Option<String>,
}

impl ByHand {
    /// "Nguyễn Văn A chọn ngày 02/02/2026: …".
    pub(super) fn sentence(&self, what: &str) -> String {
        let on = super::evidence::spoken(&self.on);
        match self.reason.is_empty() {
            true => format!("{} {what} ngày {on}", self.author),
            false => format!("{} {what} ngày {on}: {}", self.author, self.reason),
        }
    }
}

/// Puts a decision on the members of a record it is about: `citation` of them, or the document.
pub fn decide(members: &mut Vec<Member>, citation: Option<u32>, by_hand: &ByHand) {
    match (&by_hand.decision, citation) {
        (Decision::Is { known, .. }, None) => {
            // Where it is now, nothing else of it may stand.
            members.retain(|member| member.role != Role::Echo);
            let own = document(members);
            own.into_iter().for_each(|member| {
                member.number.clone_from(&known.number);
                member.issuer_id.clone_from(&known.issuer_id);
                member.province = super::home::province_of(known.issuer_id.as_deref());
                if known.issued_on.is_some() {
                    member.date.clone_from(&known.issued_on);
                }
                let key = known.number.as_deref().and_then(super::keys::of_number);
                member.key = key.or(member.key.take());
                member.by_hand = Some(by_hand.clone());
            });
        }
        (Decision::Apart, None) => {
            members.retain(|member| member.role != Role::Echo);
            document(members)
                .into_iter()
                .for_each(|it| it.by_hand = Some(by_hand.clone()));
        }
        (_, Some(wanted)) => {
            let is_it = |role: Role| matches!(role, Role::Citation { id, .. } if id == wanted);
            let found = members.iter_mut().find(|member| is_it(member.role));
            found.into_iter().for_each(|it| {
                let before = rejected(it).to_vec();
                let by_hand = it.by_hand.insert(by_hand.clone());
                // Who rejects a second work still rejects the first.
                if let Decision::NotMeans { works } = &mut by_hand.decision {
                    works.extend(before);
                    works.sort();
                    works.dedup();
                }
            });
        }
        (_, None) => {}
    }
}

fn document(members: &mut [Member]) -> Option<&mut Member> {
    members
        .iter_mut()
        .find(|member| matches!(member.role, Role::Document { .. }))
}

/// The verdict a person gave, where it differs from the one that was found.
pub(super) fn overrule(citation: &Member, mut link: Link) -> Link {
    let Some(by_hand) = &citation.by_hand else {
        return link;
    };
    match &by_hand.decision {
        Decision::Means { work } => {
            let met = match &link.verdict {
                Verdict::Linked { target } | Verdict::Unmatched { target } => target == work,
                Verdict::Ambiguous { .. } | Verdict::Withheld { .. } => false,
            };
            if !met {
                link.verdict = Verdict::Linked {
                    target: work.clone(),
                };
                link.evidence.clear();
                link.anomalies.clone_from(&citation.doubts);
            }
            link.evidence
                .insert(0, by_hand.sentence("chọn văn bản này"));
        }
        Decision::MeansNothing => {
            link.verdict = Verdict::Withheld {
                reason: by_hand.sentence("bác mọi văn bản đã biết"),
                candidates: Vec::new(),
            };
            link.evidence.clear();
            link.anomalies.clone_from(&citation.doubts);
        }
        Decision::NotMeans { .. } => {
            link.evidence
                .insert(0, by_hand.sentence("bác văn bản đã nối"));
        }
        Decision::Is { .. } | Decision::Apart => {}
    }
    link
}

/// Works a person said a citation does not mean.
pub(super) fn rejected(citation: &Member) -> &[WorkId] {
    match citation.by_hand.as_ref().map(|it| &it.decision) {
        Some(Decision::NotMeans { works }) => works,
        _ => &[],
    }
}
