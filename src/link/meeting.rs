//! Which document of its group a citation means: by number with issuer and year, by the day, by the title;
//! by succession where the office was renamed. What is not certain is not guessed.

use super::gathered::Gathered;
use super::group::{Group, is_self};
use super::keys::{self, Kind};
use super::likeness::Title;
use super::members::believed_date;
use super::naming::year_of;
use super::verdict::Meant;
use super::{Member, Role, doubt, kin};
use crate::extract::Relation;
use crate::text::fold;

impl Group<'_> {
    /// The document a citation means, if it is certain; or that it is certain that none is.
    pub(super) fn document(&self, citation: &Member) -> Option<Meant> {
        if is_self(citation) {
            return Some(self.own(citation));
        }
        let met = match self.kind {
            Kind::Alone => Some(Meant::None("không ghi số, ký hiệu".into(), Vec::new())),
            Kind::Title => Some(self.named(citation)),
            Kind::Serial => self.misspelt(citation).map(Meant::One),
            Kind::Number => match &citation.issuer_id {
                Some(issuer) => self.of_issuer(citation, issuer),
                // Stubs are candidates too, and they are made later.
                None => Some(self.of_day(citation)).filter(|met| matches!(met, Meant::One(_))),
            },
        };
        match met {
            Some(Meant::One(at)) if self.is_its_own(at, citation) => Some(Meant::None(
                "văn bản không căn cứ, thực hiện, sửa đổi, thay thế hay bãi bỏ chính nó".into(),
                Vec::new(),
            )),
            met => met,
        }
    }

    /// A document carries out, amends and ends others, never itself.
    fn is_its_own(&self, at: usize, citation: &Member) -> bool {
        let Role::Citation { relation, .. } = citation.role else {
            return false;
        };
        let of_others = [
            Relation::LegalBasis,
            Relation::Implements,
            Relation::Amends,
            Relation::Replaces,
            Relation::Repeals,
        ];
        of_others.contains(&relation) && self.works.all[at].carries(&citation.capture)
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
            [only] => {
                let heir = self.of_old_province(citation, issuer, *only);
                return Some(Meant::One(heir.unwrap_or(*only)));
            }
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
        let possible: Vec<usize> = documents
            .into_iter()
            .filter(|at| self.may_mean(citation, *at))
            .collect();
        match (year, possible.as_slice()) {
            (None, [only]) if citation.date.is_none() || self.is_of_cited_year(*only, citation) => {
                Some(Meant::One(*only))
            }
            (None, [_, ..]) => Some(self.one_of(citation, possible)),
            _ => None,
        }
    }

    /// A number without its year is given anew every year: undated it means no work younger than who
    /// cites it, and none of another subject than the one cited.
    pub(super) fn may_mean(&self, citation: &Member, at: usize) -> bool {
        if citation.date.is_some() || year_of(citation).is_some() {
            return true;
        }
        let work = &self.works.all[at];
        let own = citation.citing_date.as_deref();
        let issued = work.work.issued_on.as_deref().filter(|_| !work.work.stub);
        let is_younger = match (issued, own) {
            (Some(issued), Some(own)) => doubt::is_after(issued, own),
            (None, Some(_)) => keys::year(own) < work.year,
            (_, None) => false,
        };
        let title = citation.title.as_deref().map(Title::of);
        !is_younger && !title.is_some_and(|title| work.is_of_another_subject(&title))
    }

    fn is_of_cited_year(&self, at: usize, citation: &Member) -> bool {
        self.works.all[at].year == keys::year(citation.date.as_deref())
    }

    /// Several works of one issuer: the one of the cited day, or of the cited title, or of the year a
    /// date too late still says; else nothing is guessed.
    pub(super) fn one_of(&self, citation: &Member, several: Vec<usize>) -> Meant {
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
        let mut alike = documents.iter().copied().filter(|at| {
            let work = &self.works.all[*at];
            work.is_titled(&title) && !work.carries(&citation.capture)
        });
        alike.next().filter(|_| alike.next().is_none())
    }

    /// "UBND tỉnh" in a merged province may be any of those it was made of: where the day is not that of its
    /// own document and is that of one of theirs, theirs is meant.
    fn of_old_province(&self, citation: &Member, issuer: &str, own: usize) -> Option<usize> {
        let day = citation.date.as_deref().filter(|day| day.len() == 10);
        let words = citation.issuer.as_deref()?;
        // Nearly every citation is of its own day: that is asked first.
        if day.is_none() || self.works.all[own].is_of_day(day) {
            return None;
        }
        if self.authority.province_in(words).is_some() {
            return None;
        }
        let other = self.inherited(citation, issuer)?;
        self.works.all[other].is_of_day(day).then_some(other)
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
    pub(super) fn of_day(&self, citation: &Member) -> Meant {
        let home = citation.province.as_deref();
        let possible = self.possible(citation);
        let reason = match &citation.issuer {
            Some(issuer) if home.is_none() => {
                format!("ghi «{issuer}» nhưng văn bản không nêu tỉnh, thành phố nào")
            }
            Some(issuer) => format!("chưa xác định được cơ quan «{issuer}»"),
            None => "không ghi cơ quan ban hành".to_owned(),
        };
        let found = match &citation.issuer {
            None => self.without_issuer(citation, &possible),
            Some(issuer) => self.unlisted(issuer, home, &possible),
        };
        if let Some(at) = found {
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

    /// An office no list has, such as a steering committee, is the one that calls itself so in the same
    /// province.
    fn unlisted(&self, issuer: &str, home: Option<&str>, possible: &[usize]) -> Option<usize> {
        let called = fold(issuer);
        let is_same = |at: &&usize| {
            let work = &self.works.all[**at].work;
            let own = work.issuer.as_deref().map(fold).unwrap_or_default();
            let shorter = called.len().min(own.len());
            let is_told = 2 < called.matches(' ').count().min(own.matches(' ').count());
            let alike = is_told && called.get(..shorter) == own.get(..shorter);
            let is_near = home.is_some() && work.province.as_deref() == home;
            alike && is_near && work.issuer_id.is_none()
        };
        let mut found = possible.iter().filter(is_same);
        found.next().copied().filter(|_| found.next().is_none())
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
}
