//! The words of the genre that other rooms look for: cues, headings, headers, abbreviations, topics.

use std::collections::HashMap;

use crate::text::lookup_key;

use super::table::Table;

/// The nine relations a citation can have; `extract` has the same nine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelationKind {
    LegalBasis,
    Implements,
    Amends,
    Replaces,
    Repeals,
    IssuedBy,
    ProposedBy,
    Mention,
    Itself,
}

/// Where a cue is at home. It may stand elsewhere; then it is weaker evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CuePosition {
    Preamble,
    Title,
    Body,
    /// The final provisions.
    Final,
    /// What a portal writes around a document.
    Web,
}

#[derive(Clone, Debug)]
pub struct Cue {
    /// "Căn cứ", as written at the start of a sentence.
    pub phrase: String,
    pub relation: RelationKind,
    /// The finer relation behind it: `follows`, `attached_to`, `amended_by`, `anaphora_prev`, …
    pub detail: String,
    /// How much it speaks for the cited document being the parent, 0 to 1.
    pub parent_weight: f32,
    pub position: CuePosition,
    /// True where the relation runs from the cited document to the one named before it
    /// ("được sửa đổi, bổ sung bởi").
    pub is_reverse: bool,
}

/// A heading and the role of its section: `purpose`, `tasks`, `implementation`, `funding`, …
#[derive(Clone, Debug)]
pub struct SectionTitle {
    pub title: String,
    pub role: String,
}

/// A column heading and what the column holds: `task`, `owner`, `coordinator`, `deadline`, …
#[derive(Clone, Debug)]
pub struct TableHeader {
    pub header: String,
    pub field: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskRole {
    Owner,
    /// "đề nghị": asks a body outside the hierarchy.
    Request,
    Coordinator,
    /// The verb a task begins with.
    Verb,
    Report,
    Product,
    Funding,
    Target,
    /// Closing formulas: no tasks.
    Boilerplate,
    /// "các sở, ban, ngành": an owner that stands for many.
    Group,
}

/// On which side of a cue its agency stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Before,
    After,
}

#[derive(Clone, Debug)]
pub struct TaskCue {
    pub phrase: String,
    pub role: TaskRole,
    pub agency: Option<Side>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeadlineKind {
    /// "trước ngày": the day itself is too late.
    Before,
    AtLatest,
    Within,
    /// "đến năm 2030": a horizon.
    Target,
    Recurring,
    Continuous,
    OnDemand,
    /// "theo quy định": somebody else's schedule.
    External,
    Relative,
}

#[derive(Clone, Debug)]
pub struct DeadlineCue {
    pub phrase: String,
    pub kind: DeadlineKind,
    /// `weekly`, `monthly`, `quarterly`, `half-yearly`, `yearly`.
    pub recurrence: Option<String>,
    /// RFC 5545, without `DTSTART`.
    pub rrule: Option<String>,
}

/// The words an issuer begins with after "của".
#[derive(Clone, Debug)]
pub struct IssuerPhrase {
    pub phrase: String,
    /// `central`, `province`, `district`, `commune`, `local` (any of them) or `joint`.
    pub level: String,
}

#[derive(Clone, Debug)]
pub struct Abbreviation {
    pub abbr: String,
    /// More than one if it is ambiguous.
    pub expansions: Vec<String>,
    pub domain: String,
    pub is_ambiguous: bool,
}

#[derive(Clone, Debug)]
pub struct Topic {
    pub id: String,
    pub parent: Option<String>,
    pub name: String,
    pub keywords: Vec<String>,
    /// Numbers of the instruments that plans of this topic carry out.
    pub anchors: Vec<String>,
}

/// A term of office: of the National Assembly (`quoc-hoi`), the Party (`dai-hoi`), local councils
/// (`hdnd`). Dates are `2021` or `2021-07`.
#[derive(Clone, Debug)]
pub struct Term {
    pub body: String,
    pub label: String,
    pub symbol: String,
    pub from: String,
    pub to: String,
}

#[derive(Debug)]
pub(super) struct Abbreviations {
    pub(super) all: Vec<Abbreviation>,
    exact: HashMap<String, usize>,
    folded: HashMap<String, usize>,
    by_expansion: HashMap<String, Vec<usize>>,
}

impl Abbreviations {
    pub(super) fn read(table: &Table) -> Abbreviations {
        let all: Vec<Abbreviation> = table
            .rows()
            .map(|row| Abbreviation {
                abbr: row.owned("abbr"),
                expansions: row.list("expansions"),
                domain: row.owned("domain"),
                is_ambiguous: row.flag("ambiguous"),
            })
            .collect();
        let (mut exact, mut folded) = (HashMap::new(), HashMap::new());
        let mut by_expansion: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, abbreviation) in all.iter().enumerate() {
            exact.insert(abbreviation.abbr.clone(), at);
            folded.entry(lookup_key(&abbreviation.abbr)).or_insert(at);
            for expansion in &abbreviation.expansions {
                by_expansion
                    .entry(lookup_key(expansion))
                    .or_default()
                    .push(at);
            }
        }
        Abbreviations {
            all,
            exact,
            folded,
            by_expansion,
        }
    }

    /// As written first: "CTĐ" and "CTD" differ where both are known.
    pub(super) fn get(&self, text: &str) -> Option<&Abbreviation> {
        let text = text.trim();
        let at = self
            .exact
            .get(text)
            .or_else(|| self.folded.get(&lookup_key(text)))?;
        self.all.get(*at)
    }

    pub(super) fn of(&self, expansion: &str) -> impl Iterator<Item = &Abbreviation> {
        let found = self
            .by_expansion
            .get(&lookup_key(expansion))
            .map(Vec::as_slice);
        found
            .unwrap_or_default()
            .iter()
            .filter_map(|&at| self.all.get(at))
    }
}

pub(super) fn cues(table: &Table) -> Vec<Cue> {
    let rows = table.rows().map(|row| Cue {
        phrase: row.owned("cue"),
        relation: relation(row.text("relation")),
        detail: row.owned("detail"),
        parent_weight: row.text("parent_weight").parse().unwrap_or_default(),
        position: match row.text("position") {
            "preamble" => CuePosition::Preamble,
            "title" => CuePosition::Title,
            "final" => CuePosition::Final,
            "web" => CuePosition::Web,
            _ => CuePosition::Body,
        },
        is_reverse: row.text("direction") == "reverse",
    });
    rows.collect()
}

fn relation(word: &str) -> RelationKind {
    match word {
        "legal_basis" => RelationKind::LegalBasis,
        "implements" => RelationKind::Implements,
        "amends" => RelationKind::Amends,
        "replaces" => RelationKind::Replaces,
        "repeals" => RelationKind::Repeals,
        "issued_by" => RelationKind::IssuedBy,
        "proposed_by" => RelationKind::ProposedBy,
        "self" => RelationKind::Itself,
        _ => RelationKind::Mention,
    }
}

pub(super) fn section_titles(table: &Table) -> Vec<SectionTitle> {
    let rows = table.rows().map(|row| SectionTitle {
        title: row.owned("title"),
        role: row.owned("role"),
    });
    rows.collect()
}

pub(super) fn table_headers(table: &Table) -> Vec<TableHeader> {
    let rows = table.rows().map(|row| TableHeader {
        header: row.owned("header"),
        field: row.owned("field"),
    });
    rows.collect()
}

pub(super) fn task_cues(table: &Table) -> Vec<TaskCue> {
    let rows = table.rows().map(|row| TaskCue {
        phrase: row.owned("cue"),
        role: task_role(row.text("role")),
        agency: match row.text("agency") {
            "before" => Some(Side::Before),
            "after" => Some(Side::After),
            _ => None,
        },
    });
    rows.collect()
}

fn task_role(word: &str) -> TaskRole {
    match word {
        "owner" => TaskRole::Owner,
        "request" => TaskRole::Request,
        "coordinator" => TaskRole::Coordinator,
        "report" => TaskRole::Report,
        "product" => TaskRole::Product,
        "funding" => TaskRole::Funding,
        "target" => TaskRole::Target,
        "boilerplate" => TaskRole::Boilerplate,
        "group" => TaskRole::Group,
        _ => TaskRole::Verb,
    }
}

pub(super) fn deadline_cues(table: &Table) -> Vec<DeadlineCue> {
    let rows = table.rows().map(|row| DeadlineCue {
        phrase: row.owned("cue"),
        kind: match row.text("kind") {
            "before" => DeadlineKind::Before,
            "at_latest" => DeadlineKind::AtLatest,
            "target" => DeadlineKind::Target,
            "recurring" => DeadlineKind::Recurring,
            "continuous" => DeadlineKind::Continuous,
            "on_demand" => DeadlineKind::OnDemand,
            "external" => DeadlineKind::External,
            "relative" => DeadlineKind::Relative,
            _ => DeadlineKind::Within,
        },
        recurrence: row.option("recurrence"),
        rrule: row.option("rrule"),
    });
    rows.collect()
}

pub(super) fn issuer_phrases(table: &Table) -> Vec<IssuerPhrase> {
    let rows = table.rows().map(|row| IssuerPhrase {
        phrase: row.owned("phrase"),
        level: row.owned("level"),
    });
    rows.collect()
}

pub(super) fn topics(table: &Table) -> Vec<Topic> {
    let rows = table.rows().map(|row| Topic {
        id: row.owned("id"),
        parent: row.option("parent"),
        name: row.owned("name"),
        keywords: row.list("keywords"),
        anchors: row.list("anchors"),
    });
    rows.collect()
}

pub(super) fn terms(table: &Table) -> Vec<Term> {
    let rows = table.rows().map(|row| Term {
        body: row.owned("body"),
        label: row.owned("label"),
        symbol: row.owned("symbol"),
        from: row.owned("from"),
        to: row.owned("to"),
    });
    rows.collect()
}
