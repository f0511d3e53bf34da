//! One group at a time: its documents become works, its citations meet them or make stubs.

use std::collections::HashMap;

use super::gather::{self, Gathered, Works, fill, year_of};
use super::keys::{self, Kind};
use super::likeness::Title;
use super::members::believed_date;
use super::standing;
use super::{
    Candidate, Decision, Link, Member, Resolved, Role, Verdict, by_hand, doubt, evidence, kin,
};
use crate::authority::Authority;
use crate::extract::Relation;

/// Resolves one group. The members are put in one order first, so that theirs cannot matter.
pub(super) fn resolve(members: &[Member], authority: &Authority) -> Resolved {
    // Where nothing is but echoes, nothing is to be told.
    if members.iter().all(|member| member.role == Role::Echo) {
        return Resolved::default();
    }
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort_by(|left, right| (&left.capture, left.role).cmp(&(&right.capture, right.role)));
    let kind = members
        .first()
        .map_or(Kind::Alone, |first| keys::kind(first.key.as_ref()));
    let (citations, documents): (Vec<&Member>, Vec<&Member>) = members
        .into_iter()
        .filter(|member| kind != Kind::Number || !is_told_elsewhere(member))
        .partition(|member| matches!(member.role, Role::Citation { .. }));
    let mut group = Group {
        authority,
        kind,
        works: Works::of(&documents, kind),
        stubs: HashMap::new(),
    };
    let meant = group.meet(&citations);
    let works = &group.works;
    let links = (citations.iter().zip(&meant))
        .filter_map(|(citation, meant)| works_link(works, citation, meant))
        .collect();
    let all = group.works.all.into_iter();
    let works = all
        .filter(|work| !work.is_echo())
        .map(Gathered::into_work)
        .collect();
    Resolved { works, links }
}

/// An echo under the very number it bears: its words contradict that number, and who means it by its
/// words cites it in the group of its serial.
fn is_told_elsewhere(member: &Member) -> bool {
    let own = member.number.as_deref().and_then(keys::of_number);
    member.role == Role::Echo && own == member.key
}

/// What a citation was found to mean, as places in [`Works::all`].
#[derive(Clone, Debug, PartialEq)]
enum Meant {
    One(usize),
    Several(Vec<usize>, Option<String>),
    None(String, Vec<usize>),
}

struct Group<'a> {
    authority: &'a Authority,
    kind: Kind,
    works: Works<'a>,
    /// Stubs by the numbering and year they are cited with.
    stubs: HashMap<(String, Option<u16>), usize>,
}

impl<'a> Group<'a> {
    /// What every citation means. Documents are met first; what meets none makes stubs, and then all
    /// who mean a work vote on it.
    fn meet(&mut self, citations: &[&'a Member]) -> Vec<Meant> {
        let documents = self.works.all.len();
        let met: Vec<Option<Meant>> = citations
            .iter()
            .map(|citation| self.document(citation))
            .collect();
        let strays: Vec<&'a Member> = (citations.iter().zip(&met))
            .filter(|(citation, met)| met.is_none() && founds(citation))
            .map(|(citation, _)| *citation)
            .collect();
        self.make_stubs(&strays);
        let meant: Vec<Meant> = (citations.iter().zip(met))
            .map(|(citation, met)| met.unwrap_or_else(|| self.stub(citation, documents)))
            .collect();
        let decided = |(citation, meant)| self.decided(citation, meant);
        let meant: Vec<Meant> = citations.iter().copied().zip(meant).map(decided).collect();
        for (citation, meant) in citations.iter().zip(&meant) {
            if let Meant::One(at) = meant
                && !is_self(citation)
            {
                self.vote(*at, citation);
            }
        }
        for work in &mut self.works.all {
            work.settle();
            work.work
                .statements
                .extend(standing::known(&work.work, self.authority));
        }
        meant
    }

    /// What a person said of it before what was found.
    fn decided(&self, citation: &Member, meant: Meant) -> Meant {
        let works = &self.works.all;
        match citation.by_hand.as_ref().map(|it| &it.decision) {
            Some(Decision::Means { work }) => {
                let here = works.iter().position(|it| it.work.id == *work);
                // A work of another group: the verdict names it, and nothing of this group is meant.
                return here.map_or(Meant::None(String::new(), Vec::new()), Meant::One);
            }
            Some(Decision::MeansNothing) => return Meant::None(String::new(), Vec::new()),
            _ => {}
        }
        let rejected = by_hand::rejected(citation);
        let is_left = |at: &usize| {
            works
                .get(*at)
                .is_some_and(|it| !rejected.contains(&it.work.id))
        };
        match meant {
            Meant::One(at) if !is_left(&at) => {
                Meant::None("văn bản tìm được đã bị bác".into(), Vec::new())
            }
            Meant::Several(mut several, reason) => {
                several.retain(is_left);
                match several.as_slice() {
                    [only] if !rejected.is_empty() => Meant::One(*only),
                    _ => Meant::Several(several, reason),
                }
            }
            other => other,
        }
    }

    /// The document a citation means, if it is certain; or that it is certain that none is.
    fn document(&self, citation: &Member) -> Option<Meant> {
        if is_self(citation) {
            return Some(self.own(citation));
        }
        match self.kind {
            Kind::Alone => Some(Meant::None("không ghi số, ký hiệu".into(), Vec::new())),
            Kind::Title => Some(self.named(citation)),
            Kind::Serial => self.misspelt(citation).map(Meant::One),
            Kind::Number => match &citation.issuer_id {
                Some(issuer) => self.of_issuer(citation, issuer),
                // Stubs are candidates too, and they are made later.
                None => Some(self.of_day(citation)).filter(|met| matches!(met, Meant::One(_))),
            },
        }
    }

    /// A mention of the document's own number.
    fn own(&self, citation: &Member) -> Meant {
        let own = self.works.all.iter().position(|work| {
            let mut carriers = work.work.manifestations.iter();
            carriers.any(|carrier| carrier.capture == citation.capture)
        });
        let reason = || "tự nhắc đến chính văn bản, số để trống hoặc khác".to_owned();
        own.map_or_else(|| Meant::None(reason(), Vec::new()), Meant::One)
    }

    /// A plan named without its number: the one of its issuer and year whose title that is.
    fn named(&self, citation: &Member) -> Meant {
        let title = citation.title.as_deref().map(Title::of).unwrap_or_default();
        let alike = self.works_where(|work| work.is_titled(&title));
        match alike.as_slice() {
            [only] => Meant::One(*only),
            [] => Meant::None("không ghi số, ký hiệu".into(), Vec::new()),
            _ => Meant::Several(alike, Some("không ghi số, ký hiệu".into())),
        }
    }

    /// A number whose symbol its own words contradict: of the documents with this serial, of this
    /// issuer and year, the one whose day or title is cited. Of two, the one whose number is as written.
    fn misspelt(&self, citation: &Member) -> Option<usize> {
        let title = citation.title.as_deref().map(Title::of);
        let cited = citation.number.as_deref().and_then(keys::of_number);
        let weigh = |work: &Gathered| {
            let day = work.is_of_day(citation.date.as_deref());
            let titled = title.as_ref().is_some_and(|title| work.is_titled(title));
            let as_written = work.work.key == cited;
            let types = (citation.doc_type.as_deref(), work.work.doc_type.as_deref());
            let other_type = matches!(types, (Some(one), Some(other)) if one != other);
            match (day, titled) {
                (true, true) => 4 + u8::from(as_written),
                (true, false) if other_type => 0,
                (true, false) | (false, true) => 2 + u8::from(as_written),
                (false, false) if as_written && !other_type => 1,
                (false, false) => 0,
            }
        };
        let weights: Vec<u8> = self.works.all.iter().map(weigh).collect();
        let most = weights.iter().max().copied().filter(|most| 0 < *most)?;
        let mut best = (0..weights.len()).filter(|at| weights[*at] == most);
        best.next().filter(|_| best.next().is_none())
    }

    /// The issuer is known: its document of the year; by a slip of the year, the one whose title and
    /// day are cited; by succession, the one of whom it came from or became.
    fn of_issuer(&self, citation: &Member, issuer: &str) -> Option<Meant> {
        let year = year_of(citation);
        let documents: Vec<usize> = self.works.of_issuer(issuer).to_vec();
        let of_year: Vec<usize> = documents
            .iter()
            .copied()
            .filter(|at| {
                let work = self.works.all[*at].year;
                year.is_some() && (work == year || work.is_none())
            })
            .collect();
        match of_year.as_slice() {
            [only] => return Some(Meant::One(*only)),
            [] => {}
            _ => return Some(self.one_of(citation, of_year)),
        }
        if let Some(at) = self.slipped(citation, &documents) {
            return Some(Meant::One(at));
        }
        if let Some(at) = self.inherited(citation, issuer) {
            return Some(Meant::One(at));
        }
        // A date later than the citing document says no year: of one candidate that is old enough
        // nothing but the year is doubtful, of several everything.
        match (year, documents.as_slice()) {
            (None, [only]) if citation.date.is_none() || self.is_of_cited_year(*only, citation) => {
                Some(Meant::One(*only))
            }
            (None, [_, ..]) => Some(self.one_of(citation, documents)),
            _ => None,
        }
    }

    fn is_of_cited_year(&self, at: usize, citation: &Member) -> bool {
        self.works.all[at].year == keys::year(citation.date.as_deref())
    }

    /// Several works of one issuer: the one of the cited day, or of the cited title, or of the year a
    /// date too late still says; else nothing is guessed.
    fn one_of(&self, citation: &Member, several: Vec<usize>) -> Meant {
        let title = citation.title.as_deref().map(Title::of);
        let own = citation.citing_date.as_deref();
        let works = |at: &usize| &self.works.all[*at];
        let is_older = |at: &usize| {
            let issued = works(at).work.issued_on.as_deref();
            !matches!((issued, own), (Some(issued), Some(own)) if doubt::is_after(issued, own))
        };
        let tests: [&dyn Fn(&usize) -> bool; 3] = [
            &|at| works(at).is_of_day(citation.date.as_deref()),
            &|at| {
                title
                    .as_ref()
                    .is_some_and(|title| works(at).is_titled(title))
            },
            &|at| is_older(at) && self.is_of_cited_year(*at, citation),
        ];
        for test in tests {
            let left: Vec<usize> = several.iter().copied().filter(|at| test(at)).collect();
            if let [only] = left.as_slice() {
                return Meant::One(*only);
            }
        }
        Meant::Several(several, None)
    }

    /// The year is wrong and the rest is right: same number, issuer and title.
    fn slipped(&self, citation: &Member, documents: &[usize]) -> Option<usize> {
        citation.date.as_ref()?;
        let title = Title::of(citation.title.as_deref()?);
        let mut alike = documents
            .iter()
            .copied()
            .filter(|at| self.works.all[*at].is_titled(&title));
        alike.next().filter(|_| alike.next().is_none())
    }

    /// Cited under the name of whoever came before or after its issuer: day or title must say so too.
    fn inherited(&self, citation: &Member, issuer: &str) -> Option<usize> {
        let title = citation.title.as_deref().map(Title::of);
        let year = year_of(citation);
        let agreeing = self.works_where(|work| {
            let titled = || title.as_ref().is_some_and(|title| work.is_titled(title));
            work.is_of_day(citation.date.as_deref()) || (work.year == year && titled())
        });
        if agreeing.is_empty() {
            return None;
        }
        let kin = kin::of(issuer, self.authority);
        let is_kin = |at: &usize| {
            let own = self.works.all[*at]
                .work
                .issuer_id
                .as_deref()
                .map(kin::numbering);
            kin.iter()
                .any(|agency| Some(kin::numbering(&agency.0)) == own)
        };
        let mut found = agreeing.into_iter().filter(is_kin);
        found.next().filter(|_| found.next().is_none())
    }

    /// The issuer is not written, or written without its place: a document of the cited day, or of the
    /// cited title, in the province the citing document speaks from.
    fn of_day(&self, citation: &Member) -> Meant {
        let home = citation.province.as_deref();
        let possible = self.possible(citation);
        let reason = match &citation.issuer {
            Some(issuer) if home.is_none() => {
                format!("ghi «{issuer}» nhưng văn bản không nêu tỉnh, thành phố nào")
            }
            Some(issuer) => format!("chưa xác định được cơ quan «{issuer}»"),
            None => "không ghi cơ quan ban hành".to_owned(),
        };
        if citation.issuer.is_none()
            && let Some(at) = self.without_issuer(citation, &possible)
        {
            return Meant::One(at);
        }
        let near: Vec<usize> = possible
            .iter()
            .copied()
            .filter(|at| home.is_some() && self.works.all[*at].work.province.as_deref() == home)
            .collect();
        if citation.issuer.is_none() && !near.is_empty() {
            return Meant::Several(near, Some(reason));
        }
        Meant::None(reason, possible)
    }

    fn without_issuer(&self, citation: &Member, possible: &[usize]) -> Option<usize> {
        let title = citation.title.as_deref().map(Title::of);
        let home = citation.province.as_deref();
        let titled = |at: &usize| {
            let work = &self.works.all[*at];
            title.as_ref().is_some_and(|title| work.is_titled(title))
        };
        let day = |at: &usize| self.works.all[*at].is_of_day(believed_date(citation));
        let reach = |at: &usize| {
            let province = self.works.all[*at].work.province.as_deref();
            province.is_none() || home.is_some() && province == home
        };
        let tests: [&dyn Fn(&usize) -> bool; 3] = [
            &|at| day(at) && titled(at) && reach(at),
            &|at| day(at) && reach(at),
            &|at| titled(at) && reach(at),
        ];
        for test in tests {
            let left: Vec<usize> = possible.iter().copied().filter(|at| test(at)).collect();
            match left.as_slice() {
                [only] => return Some(*only),
                [] => {}
                _ => return None,
            }
        }
        None
    }

    /// Works that number and year allow.
    fn possible(&self, citation: &Member) -> Vec<usize> {
        let year = year_of(citation);
        self.works_where(|work| year.is_none() || work.year.is_none() || work.year == year)
    }

    fn works_where(&self, test: impl Fn(&Gathered) -> bool) -> Vec<usize> {
        let all = self.works.all.iter().enumerate();
        all.filter(|(_, work)| test(work))
            .map(|(at, _)| at)
            .collect()
    }

    /// One stub for each issuer and year that is cited and not there. Who names the issuer founds it; an
    /// undated citation founds one only where no other work of the issuer is.
    fn make_stubs(&mut self, strays: &[&'a Member]) {
        let named = |citation: &&&Member| citation.issuer_id.is_some();
        let (dated, undated): (Vec<&Member>, Vec<&Member>) = strays
            .iter()
            .filter(named)
            .copied()
            .partition(|citation| year_of(citation).is_some());
        for citation in dated {
            self.found(citation, year_of(citation));
        }
        for citation in undated {
            let issuer = citation.issuer_id.as_deref().unwrap_or_default();
            if self.works.of_issuer(issuer).is_empty() {
                self.found(citation, None);
            }
        }
    }

    fn found(&mut self, citation: &'a Member, year: Option<u16>) {
        let issuer = citation.issuer_id.as_deref().unwrap_or_default();
        // In a serial group the symbols differ.
        let symbol = match self.kind {
            Kind::Serial => citation.number.as_deref().and_then(keys::of_number),
            _ => None,
        };
        let symbol = symbol.map(|key| key.0).unwrap_or_default();
        let key = (format!("{}{symbol}", kin::numbering(issuer)), year);
        if let std::collections::hash_map::Entry::Vacant(slot) = self.stubs.entry(key) {
            slot.insert(self.works.add(Gathered::founded(citation, "")));
        }
    }

    /// The stub a citation means that met no document.
    fn stub(&self, citation: &Member, documents: usize) -> Meant {
        let Some(issuer) = &citation.issuer_id else {
            return self.of_day(citation);
        };
        let of_issuer: Vec<usize> = self.works.of_issuer(issuer).to_vec();
        let stubs: Vec<usize> = of_issuer
            .into_iter()
            .filter(|at| documents <= *at)
            .collect();
        let year = year_of(citation);
        let cited = citation.number.as_deref().and_then(keys::of_number);
        let left: Vec<usize> = stubs
            .into_iter()
            .filter(|at| {
                let work = &self.works.all[*at];
                let same = self.kind != Kind::Serial || work.work.key == cited;
                same && (year.is_none() || work.year == year)
            })
            .collect();
        match left.as_slice() {
            [only] => Meant::One(*only),
            [] => Meant::None("chưa xác định được văn bản".into(), Vec::new()),
            _ => self.one_of(citation, left),
        }
    }

    fn vote(&mut self, at: usize, citation: &Member) {
        let work = &mut self.works.all[at];
        if work.work.stub {
            fill(&mut work.work, citation);
        }
        match (believed_date(citation), &citation.date) {
            (Some(date), _) => *work.votes.entry(date.to_owned()).or_default() += 1,
            (None, Some(date)) => work.dissent.push(date.clone()),
            (None, None) => {}
        }
        work.work.statements.extend(standing::stated(citation));
    }
}

fn works_link(works: &Works, citation: &Member, meant: &Meant) -> Option<Link> {
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

fn candidates(works: &Works, several: &[usize], citation: &Member) -> Vec<Candidate> {
    let shown = several.iter().take(CANDIDATES_MAX);
    shown
        .map(|at| &works.all[*at])
        .map(|work| Candidate {
            id: work.work.id.clone(),
            evidence: work.sentences(citation),
        })
        .collect()
}

/// A stub is founded by what is read; by what a person decided, only if that very stub was chosen.
fn founds(citation: &Member) -> bool {
    match citation.by_hand.as_ref().map(|it| &it.decision) {
        None => true,
        Some(Decision::Means { work }) => gather::name_of(citation, "") == *work,
        Some(_) => false,
    }
}

fn is_self(citation: &Member) -> bool {
    let Role::Citation { relation, .. } = citation.role else {
        return false;
    };
    relation == Relation::Itself
}
