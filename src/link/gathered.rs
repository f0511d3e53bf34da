//! A work while its group is being resolved: the documents that carry it, and what all who cite it say.

use super::carried::{fill, manifestation, rank};
use super::likeness::{self, Title};
use super::more::Known;
use super::naming::{decision, name_of, serial, year_of};
use super::tally::Tally;
use super::{Anomaly, Decision, Member, Role, Work, evidence, keys, kin};
use crate::text::Number;

/// Likeness of two captures of one text; plans of neighbours written from one model share less.
const SAME_TEXT: f64 = 0.8;

/// The same where neither day nor place says that they belong together.
const NEARLY_SAME_TEXT: f64 = 0.9;

/// The same where one has lost its title.
const VERY_SAME_TEXT: f64 = 0.95;

/// A work while its group is being resolved.
pub(super) struct Gathered<'a> {
    pub(super) work: Work,
    pub(super) year: Option<u16>,
    /// The documents that carry it, or their echoes.
    documents: Vec<&'a Member>,
    pub(super) titles: Vec<Title>,
    /// Of a stub, the titles it is cited with, where somebody asks.
    pub(super) cited: Vec<Title>,
    /// Days the documents themselves give.
    dates: Vec<&'a str>,
    /// What all who cite it say.
    pub(super) tally: Tally,
    /// How far its title is believed.
    trust: Trust,
    /// A person said that it is a work of its own: nothing joins it unasked.
    pub(super) apart: bool,
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
            cited: Vec::new(),
            dates: Vec::new(),
            tally: Tally::of_stub(year_of(member)),
            trust: Trust::default(),
            apart: matches!(decision(member), Some(Decision::Apart)),
        }
    }

    /// A stub as it was told before.
    pub(super) fn restored(known: &Known) -> Gathered<'a> {
        Gathered {
            work: Work {
                anomalies: Vec::new(),
                ..known.work.clone()
            },
            year: known.tally.stub_year(),
            documents: Vec::new(),
            titles: Vec::new(),
            cited: Vec::new(),
            dates: Vec::new(),
            tally: known.tally.clone(),
            trust: Trust::default(),
            apart: false,
        }
    }

    pub(super) fn take_in(&mut self, document: &'a Member, why: Vec<String>) {
        self.work.stub = false;
        self.tally = Tally::default();
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
            self.work.manifestations.push(manifestation(document, why));
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

    /// This capture, or its echo, is one of its documents.
    pub(super) fn carries(&self, capture: &str) -> bool {
        self.documents.iter().any(|it| it.capture == capture)
    }

    /// Known here only by echoes: another group tells of it.
    pub(super) fn is_echo(&self) -> bool {
        !self.work.stub && self.work.manifestations.is_empty()
    }

    pub(super) fn is_titled(&self, title: &Title) -> bool {
        self.titles.iter().any(|own| own.is_alike(title))
    }

    /// All titles known of it are of another subject.
    pub(super) fn is_of_another_subject(&self, title: &Title) -> bool {
        let mut known = self.titles.iter().chain(&self.cited).peekable();
        known.peek().is_some() && known.all(|own| own.is_unlike(title))
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

    /// Why a document is this work: what both say alike.
    pub(super) fn agreement(&self, document: &Member) -> Vec<String> {
        if let Some(by_hand) = &document.by_hand {
            return vec![by_hand.sentence("xếp vào văn bản này")];
        }
        let mut said = Vec::new();
        let mut say = |is: bool, what: &str| said.extend(is.then(|| what.to_owned()));
        let own = document.number.as_deref().and_then(keys::of_number);
        say(own.is_some() && own == self.work.key, "cùng số, ký hiệu");
        let issuer = document.issuer_id.as_deref().map(kin::numbering);
        let same = self.work.issuer_id.as_deref().map(kin::numbering) == issuer;
        say(issuer.is_some() && same, "cùng cơ quan ban hành");
        let same_day = self.is_of_day(document.date.as_deref());
        let year = year_of(document);
        say(same_day, "cùng ngày ban hành");
        say(
            !same_day && year.is_some() && year == self.year,
            "cùng năm ban hành",
        );
        let title = document.title.as_deref().map(Title::of);
        say(
            title.is_some_and(|title| self.is_titled(&title)),
            "trích yếu giống nhau",
        );
        if let Some(text) = self
            .text_likeness(document)
            .filter(|it| likeness::TEXT_ALIKE <= *it)
        {
            said.push(format!("nội dung giống nhau {:.0} %", 100.0 * text));
        }
        said
    }

    /// Its number, issuer and year are known.
    fn is_certain(&self) -> bool {
        self.work.key.is_some() && self.work.issuer_id.is_some() && self.year.is_some()
    }

    /// Two of which neither says number and issuer are one only by title and text together; where neither
    /// day nor province is the same the text must be the more so. A title alone is every neighbour's.
    fn is_one_text(
        &self,
        document: &Member,
        title: Option<&Title>,
        (same_day, placed): (bool, bool),
    ) -> bool {
        let Some(text) = self.text_likeness(document) else {
            return false;
        };
        let titled = title.is_some_and(|title| self.is_titled(title));
        let untitled = title.is_none() || self.titles.is_empty();
        let least = match same_day || placed {
            true => SAME_TEXT,
            false => NEARLY_SAME_TEXT,
        };
        !self.is_of_others(document)
            && (titled && least <= text || untitled && same_day && VERY_SAME_TEXT <= text)
    }

    /// Symbol or issuer, as far as they are written, are another's.
    fn is_of_others(&self, document: &Member) -> bool {
        let symbol =
            |number: Option<&str>| Some(crate::text::fold(&Number::parse(number?)?.symbol));
        let symbols = (
            symbol(self.work.number.as_deref()),
            symbol(document.number.as_deref()),
        );
        let other_symbol = matches!(&symbols, (Some(one), Some(other)) if one != other);
        let written = |issuer: Option<&str>| issuer.map(crate::text::fold);
        let issuers = (
            written(self.work.issuer.as_deref()),
            written(document.issuer.as_deref()),
        );
        let other_issuer = matches!(&issuers, (Some(one), Some(other))
            if !one.contains(other.as_str()) && !other.contains(one.as_str()));
        let listed = self.work.issuer_id.is_some() && document.issuer_id.is_some();
        other_symbol || other_issuer && !listed
    }

    /// How surely a document that says neither number nor issuer is a copy of it; `None` where it is not
    /// sure. Plans of neighbours are copied from one another, so a title alone says nothing, and a text
    /// must be nearly the same.
    pub(super) fn copied(&self, document: &Member, title: Option<&Title>) -> Option<f64> {
        let alike = self.likeness(document, title)?;
        let same = |one: Option<&str>, other: Option<&str>| Some(one? == other?);
        let issuer = same(
            self.work.issuer_id.as_deref().map(kin::numbering),
            document.issuer_id.as_deref().map(kin::numbering),
        );
        let province = same(self.work.province.as_deref(), document.province.as_deref());
        let other_year =
            matches!((self.year, year_of(document)), (Some(one), Some(other)) if one != other);
        if issuer == Some(false) || province == Some(false) || other_year {
            return None;
        }
        let same_day = self.is_of_day(document.date.as_deref());
        let placed = issuer == Some(true) || province == Some(true);
        let titled = title.is_some_and(|title| self.is_titled(title));
        let dated = title.is_some_and(|title| {
            let mut own = self.titles.iter();
            own.any(|own| own.has_same_figures(title))
        });
        let text = self.text_likeness(document);
        let is_sure = match text {
            _ if !self.is_certain() => self.is_one_text(document, title, (same_day, placed)),
            Some(text) if SAME_TEXT <= text && (titled || same_day || placed) => true,
            Some(text) if VERY_SAME_TEXT <= text => title.is_none(),
            Some(_) => titled && same_day && placed,
            None => titled && placed && (same_day || dated && issuer == Some(true)),
        };
        is_sure.then_some(alike)
    }

    /// The greatest likeness of its texts to the document's; `None` where one has too few words.
    pub(super) fn text_likeness(&self, document: &Member) -> Option<f64> {
        let own = self.documents.iter();
        let texts = own.filter_map(|own| likeness::of_texts(own, document));
        texts.reduce(f64::max)
    }

    /// The same number by a slip of the pen or of a scan: another day and nothing in common in the title.
    pub(super) fn is_another(&self, document: &Member, title: Option<&Title>) -> bool {
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
    pub(super) fn likeness(&self, document: &Member, title: Option<&Title>) -> Option<f64> {
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
        match self.text_likeness(document) {
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

    /// A stub is what its voters' majority says; whose dates differ is told of any work.
    pub(super) fn settle(&mut self) {
        self.tally.tell(&mut self.work);
        let shown = self.work.issued_on.as_deref();
        let doubt = self.tally.disagreeing(shown, &self.dates);
        self.work.anomalies.extend(doubt);
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
