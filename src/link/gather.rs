//! Documents become works: one plan, however many captures carry it.
//!
//! Documents that say most come first, so that what says less meets the works there are: a page
//! without its issuer joins a plan, and no plan joins a page. Two documents whose numbers, issuers
//! or years contradict are never one work.

use std::collections::HashMap;

use super::gathered::Gathered;
use super::keys::Kind;
use super::likeness::Title;
use super::naming::{decision, name_of, name_of_capture, year_of};
use super::{Member, Role, WorkId, bands, kin};

/// The works of one group, found by issuer.
#[derive(Default)]
pub(super) struct Works<'a> {
    pub(super) all: Vec<Gathered<'a>>,
    by_issuer: HashMap<String, Vec<usize>>,
    by_name: HashMap<WorkId, usize>,
}

impl<'a> Works<'a> {
    /// The works that documents and echoes of a group make.
    pub(super) fn of(documents: &[&'a Member], kind: Kind) -> Works<'a> {
        let mut works = Works::default();
        let mut ordered: Vec<&Member> = documents.to_vec();
        ordered.sort_by_key(|document| {
            let guest = kind == Kind::Number && document.role == Role::Echo;
            (
                guest,
                completeness(document, kind),
                &document.capture,
                document.role,
            )
        });
        for document in ordered {
            works.join(document, kind);
        }
        works
    }

    pub(super) fn add(&mut self, work: Gathered<'a>) -> usize {
        let at = self.all.len();
        if let Some(issuer) = &work.work.issuer_id {
            let issuer = kin::numbering(issuer).to_owned();
            self.by_issuer.entry(issuer).or_default().push(at);
        }
        self.by_name.entry(work.work.id.clone()).or_insert(at);
        self.all.push(work);
        at
    }

    /// The work of this name.
    pub(super) fn named(&self, id: &WorkId) -> Option<usize> {
        self.by_name.get(id).copied()
    }

    /// Works of an issuer, by the numbering it shares.
    pub(super) fn of_issuer(&self, issuer: &str) -> &[usize] {
        let found = self.by_issuer.get(kin::numbering(issuer));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    fn join(&mut self, document: &'a Member, kind: Kind) {
        let found = match kind {
            // A person said which work it is.
            _ if decision(document).is_some() => self.same_name(document),
            Kind::Alone if document.role == Role::Echo && !bands::is_lost_guest(document) => {
                self.same_name(document)
            }
            Kind::Alone => self.same_text(document),
            Kind::Number => self.same_number(document),
            _ if document.role == Role::Echo => self.same_name(document),
            Kind::Serial => self
                .same_name(document)
                .or_else(|| self.same_words(document)),
            Kind::Title => self.same_words(document),
        };
        let (at, why) = match found {
            Some(at) => (at, self.all[at].agreement(document)),
            None => (self.found(document), Vec::new()),
        };
        self.all[at].take_in(document, why);
    }

    /// A work of its own. Where another has its number, issuer and year and is not it, it is told apart by
    /// its capture.
    fn found(&mut self, document: &'a Member) -> usize {
        let mut work = Gathered::founded(document, &document.capture);
        let is_free = decision(document).is_some() || document.role == Role::Echo;
        if !is_free && self.named(&work.work.id).is_some() {
            work.work.id = name_of_capture(document);
        }
        self.add(work)
    }

    /// In a group of one number: the work of the same issuer and year; where the document is silent
    /// on either, the one work whose day or title is its own.
    fn same_number(&self, document: &Member) -> Option<usize> {
        let candidates: Vec<usize> = match document.issuer_id.as_deref() {
            Some(issuer) => self.of_issuer(issuer).to_vec(),
            None => (0..self.all.len()).collect(),
        };
        let year = year_of(document);
        let title = document.title.as_deref().map(Title::of);
        let agreeing: Vec<usize> = candidates
            .into_iter()
            .filter(|at| {
                let work = &self.all[*at];
                if work.apart {
                    return false;
                }
                let same_year = year.is_some() && year == work.year;
                let sure = document.issuer_id.is_some() && same_year;
                let is_possible = year.is_none() || work.year.is_none() || same_year;
                let is_another = sure && work.is_another(document, title.as_ref());
                let alike = title.as_ref().is_some_and(|title| work.is_titled(title));
                let same_day = work.is_of_day(document.date.as_deref());
                is_possible && !is_another && (sure || alike || same_day)
            })
            .collect();
        match agreeing.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// An echo of a work that is there by another capture of it.
    fn same_name(&self, document: &Member) -> Option<usize> {
        self.named(&name_of(document, &document.capture))
    }

    /// The one work whose title or words the document has: it has no number to be told by. Two that
    /// come near each other tell nothing.
    fn same_words(&self, document: &Member) -> Option<usize> {
        self.most(document, Gathered::likeness)
    }

    /// The one work a document is a copy of that says neither number nor issuer.
    fn same_text(&self, document: &Member) -> Option<usize> {
        self.most(document, Gathered::copied)
    }

    /// The work that scores highest by far.
    fn most(
        &self,
        document: &Member,
        likeness: impl Fn(&Gathered<'a>, &Member, Option<&Title>) -> Option<f64>,
    ) -> Option<usize> {
        /// How much more alike the one meant must be than the next.
        const LEAD: f64 = 0.1;
        let title = document.title.as_deref().map(Title::of);
        let score = |work: &Gathered<'a>| {
            let open = !work.apart;
            open.then(|| likeness(work, document, title.as_ref()))
                .flatten()
        };
        let mut scored: Vec<(f64, usize)> = (self.all.iter().enumerate())
            .filter_map(|(at, work)| Some((score(work)?, at)))
            .collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        match scored.as_slice() {
            [] => None,
            [first, second, ..] if first.0 - second.0 < LEAD => None,
            [first, ..] => Some(first.1),
        }
    }
}

/// What says most comes first: issuer, day and number; the document itself before what is told of it. What
/// meets in each other's groups has one order in all of them.
fn completeness(document: &Member, kind: Kind) -> (bool, bool, bool, bool) {
    let page = matches!(document.role, Role::Document { page: true, .. }) && kind != Kind::Alone;
    let no_day = document.date.as_deref().is_none_or(|date| date.len() < 10);
    // Echoes are of numbered documents: in their groups they found the works.
    let late = document.number.is_none();
    (late, document.issuer_id.is_none(), no_day, page)
}
