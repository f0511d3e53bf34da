//! Who was told to carry a directive out, who has issued a plan of its own, and how late.
//!
//! Told are the owners of a task that asks for a plan ("xây dựng kế hoạch … gửi về trước ngày …"),
//! and the recipients below the issuer, a collective being every agency of it that existed on the
//! day ("các sở, ban, ngành"). Who issued a plan without being told is listed too, as such. An agency
//! that was merged is answered for by whom it became, from the day it did.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::brief::{self, Brief};
use super::laid::last_day;
use super::table::{Cell, Heading, Row, day, heading};
use crate::authority::{AgencyId, AgencyMatch, Authority, PlaceId};
use crate::extract::{Record, Task};
use crate::link::{self, Work};
use crate::text::fold;

/// One agency that must answer a directive, or answered it unasked.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CoverageRow {
    pub agency: String,
    pub agency_id: Option<String>,
    /// The words of the directive that mean it; null for who issued a plan unasked.
    pub told_by: Option<String>,
    /// True if a plan of its own is in the library.
    pub has: bool,
    pub work: Option<Brief>,
    /// The last day on which its plan is in time.
    pub due: Option<String>,
    /// Days its plan was late, 0 for in time; null where a day is not known.
    pub days_late: Option<i32>,
}

/// Who is told, by which words, until when.
struct Told {
    agency: AgencyMatch,
    words: String,
    due: Option<Date>,
}

/// The answers to a directive: `below` are the works that implement it. Of one nobody has handed in there is no
/// record, and who answers it is known all the same.
pub fn coverage(
    directive: &Work,
    record: Option<&Record>,
    below: &[Work],
    authority: &Authority,
) -> Vec<CoverageRow> {
    let told = record.map_or(Vec::new(), |record| told(directive, record, authority));
    let mut answered: Vec<&Work> = Vec::new();
    let mut rows: Vec<CoverageRow> = Vec::new();
    for told in &told {
        let work = answer(&told.agency.id, below, authority);
        answered.extend(work);
        rows.push(row(told, work));
    }
    let unasked = below
        .iter()
        .filter(|work| !answered.iter().any(|it| it.id == work.id));
    // A second plan of an agency that has answered is no row of its own.
    let unasked = unasked.filter(|work| {
        let issuer = work.issuer_id.as_deref();
        !told.iter().any(|told| {
            issuer.is_some_and(|it| link::is_one_office(&told.agency.id.0, it, authority))
        })
    });
    rows.extend(unasked.map(|work| CoverageRow {
        agency: work.issuer.clone().unwrap_or_default(),
        agency_id: work.issuer_id.clone(),
        told_by: None,
        has: true,
        work: Some(Brief::of(work)),
        due: None,
        days_late: None,
    }));
    rows
}

fn row(told: &Told, work: Option<&Work>) -> CoverageRow {
    let issued: Option<Date> = work.and_then(|work| work.issued_on.as_deref()?.parse().ok());
    let late = |issued: Date, due: Date| issued.since(due).ok().map(|late| late.get_days().max(0));
    CoverageRow {
        agency: told.agency.name.clone(),
        agency_id: Some(told.agency.id.0.clone()),
        told_by: Some(told.words.clone()),
        has: work.is_some(),
        work: work.map(Brief::of),
        due: told.due.map(|due| due.to_string()),
        days_late: issued
            .zip(told.due)
            .and_then(|(issued, due)| late(issued, due)),
    }
}

/// Its first plan below the directive.
fn answer<'a>(agency: &AgencyId, below: &'a [Work], authority: &Authority) -> Option<&'a Work> {
    let own = below.iter().filter(|work| {
        let issuer = work.issuer_id.as_deref();
        let on = work.issued_on.as_deref().and_then(|day| day.parse().ok());
        let is_own = |issuer: &str| link::is_one_office_on(&agency.0, issuer, on, authority);
        !work.stub && issuer.is_some_and(is_own)
    });
    own.min_by(|one, other| (&one.issued_on, &one.id).cmp(&(&other.issued_on, &other.id)))
}

fn told(directive: &Work, record: &Record, authority: &Authority) -> Vec<Told> {
    let own = directive.issuer_id.as_deref();
    let home = own.map(|issuer| AgencyId(issuer.to_owned()).place());
    let home = home.filter(|place| place.0 != "tw");
    let on: Option<Date> = directive
        .issued_on
        .as_deref()
        .and_then(|it| it.parse().ok());
    let speaks = Speaks {
        own,
        home: home.as_ref(),
        on,
        authority,
    };
    let mut told: Vec<Told> = Vec::new();
    let mut asked_by: Option<Date> = None;
    for task in record.tasks.iter().filter(|task| asks_for_a_plan(task)) {
        let deadline = task.deadline.as_ref();
        let due = deadline.and_then(|deadline| last_day(deadline, on));
        asked_by = asked_by.or(due);
        for owner in &task.owners {
            speaks.tell(owner, due, &mut told);
        }
    }
    // A day is set to those the sentence asks; to all who receive it, where it names nobody.
    let due = asked_by.filter(|_| told.is_empty());
    for recipient in &record.identity.recipients {
        speaks.tell(recipient, due, &mut told);
    }
    told
}

/// Who tells, where and when.
struct Speaks<'a> {
    own: Option<&'a str>,
    home: Option<&'a PlaceId>,
    on: Option<Date>,
    authority: &'a Authority,
}

impl Speaks<'_> {
    /// Adds the agencies that some words mean; the first words that mean an agency stay.
    fn tell(&self, words: &str, due: Option<Date>, told: &mut Vec<Told>) {
        for agency in self.meant(words) {
            if told.iter().any(|known| known.agency.id == agency.id) {
                continue;
            }
            told.push(Told {
                agency,
                words: words.trim().trim_end_matches([';', '.']).to_owned(),
                due,
            });
        }
    }

    fn meant(&self, words: &str) -> Vec<AgencyMatch> {
        let words = words.trim_start_matches(['-', '–', '+', ' ']).trim();
        let many = self
            .on
            .map(|on| self.authority.expand(words, self.home, on));
        let many = many.filter(|many| !many.is_empty());
        let found = many.unwrap_or_else(|| {
            // "Sở Nội vụ (để thực hiện);"
            let name = words.split(['(', ';']).next().unwrap_or(words);
            let one = self.authority.agency(name.trim(), self.home, self.on);
            one.into_iter().collect()
        });
        found.into_iter().filter(|it| self.is_below(it)).collect()
    }

    /// Who stands beside or above the issuer is sent a copy and told nothing.
    fn is_below(&self, agency: &AgencyMatch) -> bool {
        let own = self.own.and_then(|own| self.authority.level_of(own));
        own.is_none_or(|own| own < agency.level)
    }
}

/// "Xây dựng, ban hành kế hoạch thực hiện …": a task that a plan answers.
fn asks_for_a_plan(task: &Task) -> bool {
    let text = fold(&task.text);
    let product = task.product.as_deref().map(fold).unwrap_or_default();
    let makes = [
        "xay dung",
        "ban hanh",
        "lap ke hoach",
        "trien khai ke hoach",
    ];
    let asked = text.contains("ke hoach") && makes.iter().any(|make| text.contains(make));
    asked || product.starts_with("ke hoach")
}

impl Row for CoverageRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Cơ quan", "Agency", 34),
        heading("Đã có kế hoạch", "Has a plan", 12),
        heading("Số, ký hiệu", "Number", 18),
        heading("Ngày ban hành", "Issued on", 13),
        heading("Hạn", "Due", 13),
        heading("Chậm (ngày)", "Days late", 10),
        heading("Được giao bởi", "Told by", 34),
    ];

    fn cells(&self) -> Vec<Cell> {
        let issued = self
            .work
            .as_ref()
            .and_then(|work| work.issued_on.as_deref());
        let has = match (self.has, &self.told_by) {
            (true, Some(_)) => Cell::Word("có", "yes"),
            (true, None) => Cell::Word("có, không được giao", "yes, unasked"),
            (false, _) => Cell::Word("chưa", "no"),
        };
        vec![
            self.agency.clone().into(),
            has,
            brief::name(self.work.as_ref()),
            day(issued),
            day(self.due.as_deref()),
            self.days_late
                .map_or(String::new(), |days| days.to_string())
                .into(),
            self.told_by.as_deref().into(),
        ]
    }
}
