//! A draft in, each of its citations judged out; nothing is kept of it.
//!
//! The draft's citations join the groups they belong to as if it were ingested, each group is
//! resolved in memory, and what the library alone knew of it is held against what comes out: a stub
//! that only the draft makes is nobody's knowledge.

use std::collections::BTreeMap;

use crate::extract::{Context, Record};
use crate::link::{self, Key, Link, Member, Role, Statement, Verdict, Work, WorkId};
use crate::report::{self, Finding, Judged};
use crate::store::{Group, Store};

use super::asking::target;
use super::{Given, Library, Result};

impl Library {
    /// Judges the citations of a draft, in their order; `given` says where the draft comes from.
    pub fn check(&self, draft: &Record, given: &Given) -> Result<Vec<Judged>> {
        let context = Context {
            file: draft.file.clone(),
            province: given.province.clone(),
            agency: given.agency.clone(),
            ..Context::default()
        };
        let mut groups: BTreeMap<Key, Vec<Member>> = BTreeMap::new();
        for member in link::members(draft, &context, self.authority) {
            if let (Role::Citation { .. }, Some(key)) = (member.role, member.key.clone()) {
                groups.entry(key).or_default().push(member);
            }
        }
        self.ask(|store| {
            let mut judged: BTreeMap<u32, Judged> = BTreeMap::new();
            for (key, own) in &groups {
                self.check_group(store, draft, (key, own), &mut judged)?;
            }
            Ok(judged.into_values().collect())
        })
    }

    fn check_group(
        &self,
        store: &Store,
        draft: &Record,
        (key, own): (&Key, &[Member]),
        judged: &mut BTreeMap<u32, Judged>,
    ) -> Result<()> {
        let mut members = store.members(&Group::keyed(key))?;
        // A draft that was ingested is no witness of itself.
        members.retain(|member| member.capture != draft.sha256);
        let before = link::resolve(&members, self.authority).works;
        members.extend(own.iter().cloned());
        let resolved = link::resolve(&members, self.authority);
        let work = |id: &WorkId| -> Result<Option<Work>> {
            let known = before.iter().find(|work| work.id == *id);
            match known {
                Some(work) => Ok(Some(work.clone())),
                None => Ok(store.work(id)?),
            }
        };
        let links = resolved.links.iter();
        for link in links.filter(|link| link.capture == draft.sha256) {
            let Some(citation) = draft.citations.iter().find(|it| it.id == link.citation) else {
                continue;
            };
            let fresh = |id: &WorkId| resolved.works.iter().find(|work| work.id == *id).cloned();
            let meant = match target(&link.verdict) {
                // Of laws and decrees the authority file knows enough without the library.
                Some(id) => work(id)?.or_else(|| {
                    let stub = fresh(id)?;
                    report::is_known(citation, &stub, self.authority).then_some(stub)
                }),
                None => None,
            };
            let candidates = candidates(link).map(work);
            let candidates: Vec<Option<Work>> = candidates.collect::<Result<_>>()?;
            let candidates: Vec<Work> = candidates.into_iter().flatten().collect();
            let mut found =
                report::judge(citation, link, meant.as_ref(), &candidates, self.authority);
            if let (Some(found), Some(meant)) = (&mut found, &meant)
                && found.verdict == Finding::Replaced
                && let Some(said) = report::replaced_by(meant, link)
            {
                found.instead = self.successor(store, said)?;
            }
            judged.extend(found.map(|found| (link.citation, found)));
        }
        Ok(())
    }
}

impl Library {
    /// The official citation of the document that says it replaces another.
    fn successor(&self, store: &Store, said: &Statement) -> Result<Option<String>> {
        let capture = said.capture.as_deref().and_then(|it| it.parse().ok());
        let works = match capture {
            Some(capture) => store.works_of_capture(capture)?,
            None => Vec::new(),
        };
        let own = works.iter().find(|work| work.number == said.by);
        let told = own.and_then(|work| report::official_citation(work, self.authority));
        Ok(told.or_else(|| report::successor(said, self.authority)))
    }
}

fn candidates(link: &Link) -> impl Iterator<Item = &WorkId> {
    let candidates = match &link.verdict {
        Verdict::Ambiguous { candidates } | Verdict::Withheld { candidates, .. } => {
            candidates.as_slice()
        }
        Verdict::Linked { .. } | Verdict::Unmatched { .. } => &[],
    };
    candidates.iter().map(|candidate| &candidate.id)
}
