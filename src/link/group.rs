//! One group at a time: its documents become works, its citations meet them or make stubs.

use std::collections::HashMap;

use super::gather::Works;
use super::gathered::Gathered;
use super::keys::{self, Kind};
use super::likeness::Title;
use super::naming::{name_of, year_of};
use super::verdict::{self, Meant};
use super::{Decision, Member, Resolved, Role, by_hand, kin, standing};
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
    let mut group = Group::of(Works::of(&documents, kind), kind, authority);
    let meant = group.meet(&citations);
    let works = &group.works;
    let links = (citations.iter().zip(&meant))
        .filter_map(|(citation, meant)| verdict::link(works, citation, meant))
        .collect();
    let all = group.works.all.into_iter();
    let told = all.filter(|work| !work.is_echo()).map(|mut work| {
        let tally = std::mem::take(&mut work.tally);
        (work.into_work(), tally)
    });
    let (works, tallies) = told.unzip();
    Resolved {
        works,
        links,
        tallies,
    }
}

/// An echo under the very number it bears: its words contradict that number, and who means it by its
/// words cites it in the group of its serial.
pub(super) fn is_told_elsewhere(member: &Member) -> bool {
    let own = member.number.as_deref().and_then(keys::of_number);
    member.role == Role::Echo && own == member.key
}

pub(super) struct Group<'a> {
    pub(super) authority: &'a Authority,
    pub(super) kind: Kind,
    pub(super) works: Works<'a>,
    /// Stubs by the numbering and year they are cited with.
    stubs: HashMap<(String, Option<u16>), usize>,
}

impl<'a> Group<'a> {
    pub(super) fn of(works: Works<'a>, kind: Kind, authority: &'a Authority) -> Group<'a> {
        Group {
            authority,
            kind,
            works,
            stubs: HashMap::new(),
        }
    }

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
        self.hear(citations, &meant);
        meant
    }

    /// All who mean a work vote on it and say what became of it.
    pub(super) fn hear(&mut self, citations: &[&Member], meant: &[Meant]) {
        for (citation, meant) in citations.iter().zip(meant) {
            if let Meant::One(at) = meant
                && !is_self(citation)
            {
                let work = &mut self.works.all[*at];
                work.tally.hear(citation);
                work.work.statements.extend(standing::stated(citation));
            }
        }
        for work in &mut self.works.all {
            work.settle();
            work.work
                .statements
                .extend(standing::known(&work.work, self.authority));
        }
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

    /// One stub for each issuer and year that is cited and not there. Who names the issuer founds it; an
    /// undated citation founds one only where no other work of the issuer is.
    fn make_stubs(&mut self, strays: &[&'a Member]) {
        let named = |citation: &&&Member| citation.issuer_id.is_some();
        let (dated, undated): (Vec<&Member>, Vec<&Member>) = strays
            .iter()
            .filter(named)
            .copied()
            .partition(|citation| year_of(citation).is_some());
        let is_asked = undated.iter().any(|citation| citation.title.is_some());
        for citation in dated {
            let stub = self.found(citation, year_of(citation));
            let title = citation.title.as_deref().filter(|_| is_asked);
            let cited = &mut self.works.all[stub].cited;
            cited.extend(title.map(Title::of));
        }
        for citation in undated {
            let issuer = citation.issuer_id.as_deref().unwrap_or_default();
            if self.works.of_issuer(issuer).is_empty() {
                self.found(citation, None);
            }
        }
    }

    fn found(&mut self, citation: &'a Member, year: Option<u16>) -> usize {
        let issuer = citation.issuer_id.as_deref().unwrap_or_default();
        // In a serial group the symbols differ.
        let symbol = match self.kind {
            Kind::Serial => citation.number.as_deref().and_then(keys::of_number),
            _ => None,
        };
        let symbol = symbol.map(|key| key.0).unwrap_or_default();
        let key = (format!("{}{symbol}", kin::numbering(issuer)), year);
        let add = || self.works.add(Gathered::founded(citation, ""));
        *self.stubs.entry(key).or_insert_with(add)
    }

    /// A stub that was founded before.
    pub(super) fn restore(&mut self, stub: Gathered<'a>) {
        let issuer = stub.work.issuer_id.as_deref().unwrap_or_default();
        let key = (kin::numbering(issuer).to_owned(), stub.year);
        let at = self.works.add(stub);
        self.stubs.insert(key, at);
    }

    pub(super) fn has_stub(&self, numbering: &str, year: Option<u16>) -> bool {
        self.stubs.contains_key(&(numbering.to_owned(), year))
    }

    /// The stub a citation means that met no document.
    pub(super) fn stub(&self, citation: &Member, documents: usize) -> Meant {
        let Some(issuer) = &citation.issuer_id else {
            return self.of_day(citation);
        };
        let of_issuer: Vec<usize> = self.works.of_issuer(issuer).to_vec();
        if year_of(citation).is_none()
            && !of_issuer.is_empty()
            && !of_issuer.iter().any(|at| self.may_mean(citation, *at))
        {
            let reason = "số này mỗi năm được cấp lại; viện dẫn không ghi ngày và không hợp với văn bản nào đã biết mang số ấy";
            return Meant::None(reason.into(), of_issuer);
        }
        let stubs: Vec<usize> = of_issuer
            .into_iter()
            .filter(|at| documents <= *at && self.may_mean(citation, *at))
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
}

/// A stub is founded by what is read; by what a person decided, only if that very stub was chosen.
fn founds(citation: &Member) -> bool {
    match citation.by_hand.as_ref().map(|it| &it.decision) {
        None => true,
        Some(Decision::Means { work }) => name_of(citation, "") == *work,
        Some(_) => false,
    }
}

pub(super) fn is_self(citation: &Member) -> bool {
    let Role::Citation { relation, .. } = citation.role else {
        return false;
    };
    relation == Relation::Itself
}
