//! Documents become works: one plan, however many captures carry it.
//!
//! Documents that say most come first, so that what says less meets the works there are: a page
//! without its issuer joins a plan, and no plan joins a page. Two documents whose numbers, issuers
//! or years contradict are never one work.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::keys::{self, Kind};
use super::likeness::{self, Title};
use super::members::believed_date;
use super::{
    Anomaly, ByHand, Decision, Key, Manifestation, Member, Role, Work, WorkId, evidence, kin,
};
use crate::text::Number;

/// A work while its group is being resolved.
pub(super) struct Gathered<'a> {
    pub(super) work: Work,
    pub(super) year: Option<u16>,
    /// The documents that carry it, or their echoes.
    documents: Vec<&'a Member>,
    pub(super) titles: Vec<Title>,
    /// Days the documents themselves give.
    dates: Vec<&'a str>,
    /// Dates by who cites them: all who cite a work vote on its date.
    pub(super) votes: BTreeMap<String, u32>,
    pub(super) dissent: Vec<String>,
    /// How far its title is believed.
    trust: Trust,
    /// A person said that it is a work of its own: nothing joins it unasked.
    apart: bool,
}

/// Whose words a title is, the surest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    #[default]
    Cited,
    /// A headline.
    Retold,
    /// A draft may still be renamed.
    Drafted,
    TitleBlock,
}

impl Trust {
    fn of(document: &Member) -> Trust {
        match document.role {
            Role::Citation { .. } => Trust::Cited,
            _ if document.retold => Trust::Retold,
            Role::Document { draft: true, .. } => Trust::Drafted,
            Role::Document { .. } | Role::Echo => Trust::TitleBlock,
        }
    }
}

/// The works of one group, found by issuer.
#[derive(Default)]
pub(super) struct Works<'a> {
    pub(super) all: Vec<Gathered<'a>>,
    by_issuer: HashMap<String, Vec<usize>>,
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
                completeness(document),
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
        self.all.push(work);
        at
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
            Kind::Alone => None,
            Kind::Number => self.same_number(document),
            _ if document.role == Role::Echo => self.same_name(document),
            Kind::Serial => self
                .same_name(document)
                .or_else(|| self.same_words(document)),
            Kind::Title => self.same_words(document),
        };
        let at = found.unwrap_or_else(|| self.add(Gathered::founded(document, &document.capture)));
        self.all[at].take_in(document);
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
        let name = name_of(document, &document.capture);
        self.all.iter().position(|work| work.work.id == name)
    }

    /// The one work whose title or words the document has: it has no number to be told by. Two that
    /// come near each other tell nothing.
    fn same_words(&self, document: &Member) -> Option<usize> {
        /// How much more alike the one meant must be than the next.
        const LEAD: f64 = 0.1;
        let title = document.title.as_deref().map(Title::of);
        let score = |work: &Gathered| {
            let open = !work.apart;
            open.then(|| work.likeness(document, title.as_ref()))
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

impl<'a> Gathered<'a> {
    /// A new work, known so far by what one member says.
    pub(super) fn founded(member: &'a Member, capture: &str) -> Gathered<'a> {
        let key = member.number.as_deref().and_then(keys::of_number);
        let work = Work {
            id: name_of(member, capture),
            key,
            doc_type: member.doc_type.clone(),
            number: member.number.clone(),
            issued_on: None,
            issuer: member.issuer.clone(),
            issuer_id: member.issuer_id.clone(),
            province: member.province.clone(),
            title: member.title.clone(),
            stub: true,
            manifestations: Vec::new(),
            anomalies: Vec::new(),
            statements: Vec::new(),
        };
        Gathered {
            work,
            year: year_of(member),
            documents: Vec::new(),
            titles: Vec::new(),
            dates: Vec::new(),
            votes: BTreeMap::new(),
            dissent: Vec::new(),
            trust: Trust::default(),
            apart: matches!(decision(member), Some(Decision::Apart)),
        }
    }

    fn take_in(&mut self, document: &'a Member) {
        self.work.stub = false;
        let trust = Trust::of(document);
        if document.title.is_some() && self.trust < trust {
            self.work.title.clone_from(&document.title);
            self.trust = trust;
        }
        let title = self.work.title.clone();
        fill(&mut self.work, document);
        if trust < self.trust {
            self.work.title = title;
        }
        self.work.issued_on = self.day_of(document);
        self.year = self.year.or_else(|| year_of(document));
        self.documents.push(document);
        self.titles.extend(document.title.as_deref().map(Title::of));
        self.dates.extend(document.date.as_deref());
        if document.role != Role::Echo {
            self.work.manifestations.push(manifestation(document));
            self.work.manifestations.sort_by(|left, right| {
                (rank(&left.role), &left.file, &left.capture).cmp(&(
                    rank(&right.role),
                    &right.file,
                    &right.capture,
                ))
            });
        }
    }

    /// The day most of its documents give; of as many, the one that came first, which says most.
    fn day_of(&self, document: &Member) -> Option<String> {
        let all = || self.dates.iter().copied().chain(document.date.as_deref());
        let longest = all().map(str::len).max()?;
        let mut best: Option<(usize, &str)> = None;
        for date in all().filter(|date| date.len() == longest) {
            let count = all().filter(|other| *other == date).count();
            if best.is_none_or(|(most, _)| most < count) {
                best = Some((count, date));
            }
        }
        best.map(|(_, date)| date.to_owned())
    }

    /// Known here only by echoes: another group tells of it.
    pub(super) fn is_echo(&self) -> bool {
        !self.work.stub && self.work.manifestations.is_empty()
    }

    pub(super) fn is_titled(&self, title: &Title) -> bool {
        self.titles.iter().any(|own| own.is_alike(title))
    }

    pub(super) fn is_of_day(&self, date: Option<&str>) -> bool {
        date.is_some_and(|date| date.len() == 10 && self.dates.contains(&date))
    }

    /// Why a citation may mean it.
    pub(super) fn sentences(&self, citation: &Member) -> Vec<String> {
        let title = citation
            .title
            .as_deref()
            .filter(|_| !self.titles.is_empty());
        let alike = title.is_some_and(|title| self.is_titled(&Title::of(title)));
        evidence::sentences(citation, &self.work, alike)
    }

    /// The same number by a slip of the pen or of a scan: another day and nothing in common in the title.
    fn is_another(&self, document: &Member, title: Option<&Title>) -> bool {
        /// Titles of two plans of one agency share up to a third of their syllables.
        const UNLIKE: f64 = 0.3;
        let whole = |date: &str| date.len() == 10;
        let date = document.date.as_deref().filter(|date| whole(date));
        let other_day = date.is_some_and(|date| {
            self.dates.iter().any(|own| whole(own)) && !self.dates.contains(&date)
        });
        let (Some(title), true) = (title, other_day) else {
            return false;
        };
        !self.titles.is_empty() && self.titles.iter().all(|own| own.likeness(title) < UNLIKE)
    }

    /// How surely a document without a number is this work, 0.7 to 2; `None` where it is not.
    fn likeness(&self, document: &Member, title: Option<&Title>) -> Option<f64> {
        let types = (document.doc_type.as_deref(), self.work.doc_type.as_deref());
        let other_type = matches!(types, (Some(one), Some(other)) if one != other);
        let other_serial = document.number.is_some()
            && serial(document.number.as_deref()) != serial(self.work.number.as_deref());
        let figures = title.is_some_and(|title| {
            !self.titles.is_empty() && self.titles.iter().all(|own| own.contradicts(title))
        });
        if other_type || other_serial || figures || self.is_other_day(document) {
            return None;
        }
        let titled = title.map_or(0.0, |title| {
            let alike = self.titles.iter().filter(|own| own.is_alike(title));
            alike
                .map(|own| own.likeness(title).max(likeness::ALIKE))
                .fold(0.0, f64::max)
        });
        let texts = self
            .documents
            .iter()
            .filter_map(|own| likeness::of_texts(own, document));
        let text = texts.fold(None, |best: Option<f64>, one| {
            Some(best.map_or(one, |it| it.max(one)))
        });
        match text {
            // Titles of one issuer repeat; texts do not.
            Some(text) if text < likeness::TEXT_ALIKE => None,
            Some(text) => Some(1.0 + text),
            None if titled < likeness::ALIKE => None,
            None => Some(titled),
        }
    }

    /// Both say a whole day, and not the same.
    fn is_other_day(&self, document: &Member) -> bool {
        let date = document.date.as_deref().filter(|date| date.len() == 10);
        let mut own = self.dates.iter().filter(|own| own.len() == 10).peekable();
        date.is_some_and(|date| own.peek().is_some() && own.all(|own| *own != date))
    }

    /// A stub's date is its voters' majority; on a tie it is unknown, and all are shown.
    pub(super) fn settle(&mut self) {
        // "năm 2022" is no vote against 20/01/2022.
        let is_part = |date: &str| {
            let mut dates = self.votes.keys();
            dates.any(|other| other.len() > date.len() && other.starts_with(date))
        };
        let whole: Vec<(&String, &u32)> = self
            .votes
            .iter()
            .filter(|(date, _)| !is_part(date))
            .collect();
        let most = whole.iter().map(|(_, votes)| **votes).max().unwrap_or(0);
        let mut winners = whole
            .into_iter()
            .filter(|(_, votes)| **votes == most)
            .map(|(date, _)| date);
        let (winner, second) = (winners.next(), winners.next());
        if self.work.stub {
            self.work.issued_on = winner.filter(|_| second.is_none()).cloned();
        }
        let shown = self.work.issued_on.clone();
        let agrees = |date: &str| {
            let shown = shown.as_deref();
            shown.is_some_and(|shown| shown.starts_with(date) || date.starts_with(shown))
        };
        let mut others: Vec<String> = self
            .votes
            .keys()
            .chain(&self.dissent)
            .cloned()
            .chain(self.dates.iter().map(|date| (*date).to_owned()))
            .filter(|date| !agrees(date))
            .collect();
        others.sort();
        others.dedup();
        if !others.is_empty() && (shown.is_some() || others.len() > 1) {
            let anomaly = evidence::dates_disagree(shown.as_deref(), &others);
            self.work.anomalies.push(anomaly);
        }
    }

    pub(super) fn into_work(mut self) -> Work {
        let (number, date) = (self.work.number.clone(), self.work.issued_on.clone());
        // What one capture leaves blank another may fill.
        let doubts = self.documents.iter().flat_map(|document| &document.doubts);
        let filled = doubts.map(|doubt| {
            let known = match doubt.code.as_str() {
                "number_unfilled" => number.clone(),
                "date_unfilled" => date
                    .as_deref()
                    .filter(|date| date.len() == 10)
                    .map(evidence::spoken),
                _ => None,
            };
            let suggestion = known.map(|known| format!("bản khác ghi {known}"));
            Anomaly {
                suggestion: suggestion.or_else(|| doubt.suggestion.clone()),
                ..doubt.clone()
            }
        });
        self.work.anomalies.extend(filled);
        self.work
            .anomalies
            .sort_by(|left, right| (&left.code, &left.message).cmp(&(&right.code, &right.message)));
        self.work.anomalies.dedup();
        self.work.statements.sort();
        self.work.statements.dedup();
        self.work
    }
}

/// What says most comes first: issuer, day and number; the document itself before what is told of it.
fn completeness(document: &Member) -> (bool, bool, bool, bool) {
    let page = matches!(document.role, Role::Document { page: true, .. });
    let no_day = document.date.as_deref().is_none_or(|date| date.len() < 10);
    // Echoes are of numbered documents: in their groups they found the works.
    let late = document.role != Role::Echo && document.number.is_none();
    (late, document.issuer_id.is_none(), no_day, page)
}

/// The year a member's document is of: a normative number says it, or its date does.
pub(super) fn year_of(member: &Member) -> Option<u16> {
    let of_number = member.number.as_deref().and_then(year_of_number);
    of_number
        .or_else(|| keys::year(believed_date(member)))
        .or_else(|| {
            keys::year(
                member
                    .full_date
                    .as_deref()
                    .filter(|_| member.date.is_none()),
            )
        })
}

/// `30/2020/NĐ-CP`: only what has a part between two slashes is worth reading.
fn year_of_number(number: &str) -> Option<u16> {
    let parts = number.split('/').count();
    if parts < 3 {
        return None;
    }
    Number::parse(number)?.year
}

/// A work's name comes from number, issuer and year, so that a stub keeps it when the document arrives. A
/// document that tells neither issuer nor year is named by its capture.
pub(super) fn name_of(member: &Member, capture: &str) -> WorkId {
    match decision(member) {
        Some(Decision::Is { work, .. }) => return work.clone(),
        Some(Decision::Apart) => return name(&["apart", &member.capture, ""]),
        _ => {}
    }
    let key = member.number.as_deref().and_then(keys::of_number);
    let issuer = member.issuer_id.as_deref();
    let year = year_of(member).map(|year| year.to_string());
    match (&key, issuer, &year) {
        (Some(Key(key)), Some(issuer), Some(year)) => name(&[key, kin::numbering(issuer), year]),
        (Some(Key(key)), issuer, year) if capture.is_empty() => {
            let issuer = issuer.map(kin::numbering).unwrap_or_default();
            name(&[key, issuer, year.as_deref().unwrap_or_default()])
        }
        (Some(Key(key)), ..) => name(&[key, capture, ""]),
        (None, ..) => name(&[&format!("capture:{}", member.capture), capture, ""]),
    }
}

/// What a person decided of a document.
fn decision(member: &Member) -> Option<&Decision> {
    let by_hand: &ByHand = member.by_hand.as_ref()?;
    let is_document = !matches!(member.role, Role::Citation { .. });
    is_document.then_some(&by_hand.decision)
}

fn name(parts: &[&str]) -> WorkId {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let bytes = digest.iter().take(8);
    let hex: String = bytes.map(|byte| format!("{byte:02x}")).collect();
    WorkId(format!("w{hex}"))
}

fn serial(number: Option<&str>) -> Option<String> {
    Some(Number::parse(number?)?.serial?.key())
}

/// Takes from a member what the work does not know yet; a document's own words come before any citation's.
pub(super) fn fill(work: &mut Work, member: &Member) {
    let own = !matches!(member.role, Role::Citation { .. });
    let take = |slot: &mut Option<String>, value: &Option<String>| {
        let longer = || slot.as_deref().map_or(0, str::len) < value.as_deref().map_or(0, str::len);
        if slot.is_none() || (own && value.is_some() && longer()) {
            *slot = value.clone();
        }
    };
    take(&mut work.title, &member.title);
    take(&mut work.issuer, &member.issuer);
    let missing = |slot: &mut Option<String>, value: &Option<String>| {
        if slot.is_none() {
            slot.clone_from(value);
        }
    };
    missing(&mut work.doc_type, &member.doc_type);
    missing(&mut work.number, &member.number);
    missing(&mut work.issuer_id, &member.issuer_id);
    missing(&mut work.province, &member.province);
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
