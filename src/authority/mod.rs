//! Tables in, look-ups out: document types, agencies, places *on a date*, successors, known laws,
//! abbreviations and the cues of the genre. Bundled as TSV, parsed once at first use, validated by a
//! test.
//!
//! An agency is named by its place and its body: `hung-yen/ubnd`, `hung-yen/so-noi-vu`,
//! `tw/chinh-phu`, `hung-yen/khoai-chau/ubnd`. A place is a slug of its name under its parent;
//! the same slug over time is the same place (Hưng Yên before and after it took in Thái Bình),
//! and what became of an abolished place or body is an edge with a date, followed both ways.
//! A huyện has the bare slug; other kinds say what they are (`dong-thap/tp-cao-lanh`,
//! `dong-nai/xa-xuan-dong`, `hue/phuong-thuan-hoa`), because one name was often borne by several.
//! All organs of a provincial Party committee are one issuer, `hung-yen/tinh-uy`.
//!
//! Promise: a look-up answers with what the tables say or with `None`; it never guesses a province.
//! This room knows nothing of parsing or documents. Districts and communes are named by what a plan
//! says; which of the old ones became which of July 2025 is a table of its own ([`commune`]).
//!
//! Why tables and not code: a new agency, a new law or the next merger is a line that a clerk can
//! add and check.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::text::{cleaned, lookup_key};

mod body;
mod capitals;
mod collective;
mod commune;
mod derived;
mod doc_type;
mod known;
mod laws;
mod mention;
mod names;
mod phrase;
mod place;
mod spelling;
mod succession;
mod symbol;
mod table;
mod words;

pub use body::AgencyChange;
pub use commune::SmallPlace;
pub use doc_type::{CONSOLIDATED, DocType, Family};
pub use known::KnownDocument;
pub use place::{PlaceChange, Province, TWO_TIERS_FROM};
pub use words::{
    Abbreviation, Cue, CuePosition, DeadlineCue, DeadlineKind, IssuerPhrase, RelationKind,
    SectionTitle, Side, TableHeader, TaskCue, TaskRole, Term, Topic,
};

use body::Bodies;
use capitals::Capitals;
use doc_type::DocTypes;
use known::KnownDocuments;
use laws::LawNames;
use mention::Reader;
use names::Names;
use place::Places;
use table::Table;
use words::Abbreviations;

/// `hung-yen`, `hung-yen/khoai-chau`, `tw`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub String);

/// `hung-yen/so-noi-vu`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgencyId(pub String);

/// Ranks of the state and the Party, highest first; a parent's rank is never below its child's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    Central,
    Ministry,
    Province,
    Department,
    District,
    Commune,
    Unit,
}

/// A mention resolved against the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyMatch {
    pub id: AgencyId,
    /// "Sở Nội vụ tỉnh Hưng Yên".
    pub name: String,
    pub level: Level,
    /// False if the agency did not exist on the date asked for.
    pub existed: bool,
}

/// The bundled files by name, for the test that validates them.
const TABLES: &[(&str, &str)] = &[
    ("doc_types", include_str!("tables/doc_types.tsv")),
    ("places", include_str!("tables/places.tsv")),
    ("place_names", include_str!("tables/place_names.tsv")),
    ("bodies", include_str!("tables/bodies.tsv")),
    ("successions", include_str!("tables/successions.tsv")),
    ("heads", include_str!("tables/heads.tsv")),
    (
        "known_documents",
        include_str!("tables/known_documents.tsv"),
    ),
    ("law_names", include_str!("tables/law_names.tsv")),
    ("abbreviations", include_str!("tables/abbreviations.tsv")),
    ("relation_cues", include_str!("tables/relation_cues.tsv")),
    ("section_titles", include_str!("tables/section_titles.tsv")),
    ("table_headers", include_str!("tables/table_headers.tsv")),
    ("task_cues", include_str!("tables/task_cues.tsv")),
    ("deadline_cues", include_str!("tables/deadline_cues.tsv")),
    ("issuer_phrases", include_str!("tables/issuer_phrases.tsv")),
    ("topics", include_str!("tables/topics.tsv")),
    ("terms", include_str!("tables/terms.tsv")),
    ("communes", include_str!("tables/communes.tsv")),
    ("collectives", include_str!("tables/collectives.tsv")),
];

/// What is known beforehand. One value per program; every stage takes it as an argument.
#[derive(Debug)]
pub struct Authority {
    doc_types: DocTypes,
    places: Places,
    bodies: Bodies,
    capitals: Capitals,
    /// Folded titles of office.
    heads: Names<()>,
    known: KnownDocuments,
    laws: LawNames,
    abbreviations: Abbreviations,
    cues: Vec<Cue>,
    section_titles: Vec<SectionTitle>,
    /// Section roles by folded title.
    roles: HashMap<String, String>,
    table_headers: Vec<TableHeader>,
    /// Column contents by folded heading.
    fields: HashMap<String, String>,
    task_cues: Vec<TaskCue>,
    deadline_cues: Vec<DeadlineCue>,
    issuer_phrases: Vec<IssuerPhrase>,
    topics: Vec<Topic>,
    terms: Vec<Term>,
    collectives: Vec<collective::Collective>,
    /// The first day of every era but the first, in order.
    eras: Vec<Date>,
}

impl Authority {
    /// The tables that come with the program.
    pub fn bundled() -> &'static Authority {
        static BUNDLED: LazyLock<Authority> = LazyLock::new(Authority::read);
        &BUNDLED
    }

    fn read() -> Authority {
        let section_titles = words::section_titles(&table("section_titles"));
        let table_headers = words::table_headers(&table("table_headers"));
        let role = |known: &SectionTitle| (lookup_key(&known.title), known.role.clone());
        let field = |known: &TableHeader| (lookup_key(&known.header), known.field.clone());
        let places = Places::read(&table("places"), &table("place_names"));
        let bodies = Bodies::read(&table("bodies"), &table("successions"));
        let names = bodies.all.iter().flat_map(body::Body::writings);
        let provinces = places.all.iter().map(|province| &province.name);
        let heads = table("heads");
        let titles: Vec<&str> = heads.rows().map(|row| row.text("title")).collect();
        let spelled: Vec<(String, ())> = titles
            .iter()
            .map(|title| (place::compact(title), ()))
            .collect();
        let names = names.chain(provinces).map(String::as_str).chain(titles);
        Authority {
            eras: succession::eras(&bodies, &places),
            capitals: Capitals::of(names),
            roles: section_titles.iter().map(role).collect(),
            fields: table_headers.iter().map(field).collect(),
            doc_types: DocTypes::read(&table("doc_types")),
            places,
            bodies,
            heads: Names::new(spelled),
            known: KnownDocuments::read(&table("known_documents")),
            laws: LawNames::read(&table("law_names")),
            abbreviations: Abbreviations::read(&table("abbreviations")),
            cues: words::cues(&table("relation_cues")),
            section_titles,
            table_headers,
            task_cues: words::task_cues(&table("task_cues")),
            deadline_cues: words::deadline_cues(&table("deadline_cues")),
            issuer_phrases: words::issuer_phrases(&table("issuer_phrases")),
            topics: words::topics(&table("topics")),
            terms: words::terms(&table("terms")),
            collectives: collective::read(&table("collectives")),
        }
    }

    pub fn doc_types(&self) -> &[DocType] {
        &self.doc_types.all
    }

    /// By name or abbreviation, marks and case aside: "kế hoạch", "KH", "QÐ". Where several types
    /// share a name the state's general one is given.
    pub fn doc_type(&self, name: &str) -> Option<&DocType> {
        self.doc_types.named(name)
    }

    /// The type a symbol names: "KH-UBND" a plan, "QĐ-TTg" the Prime Minister's decision, "NQ/TW"
    /// the Party's resolution, "UBND-VX" a công văn. `None` for "QH15", which laws and resolutions
    /// share.
    pub fn doc_type_of_symbol(&self, symbol: &str) -> Option<&DocType> {
        self.doc_types.of_symbol(symbol)
    }

    /// Every province there was, those that were merged included.
    pub fn provinces(&self) -> &[Province] {
        &self.places.all
    }

    /// A province by any name it had ("tỉnh Thái Bình", "TP. HCM", "Bà Rịa – Vũng Tàu").
    pub fn province(&self, name: &str) -> Option<PlaceId> {
        self.places.named(name).map(|province| province.id.clone())
    }

    /// The province a place belongs to on a date: `thai-binh` is in `hung-yen` from 1 July 2025.
    pub fn province_on(&self, place: &PlaceId, on: Date) -> Option<PlaceId> {
        self.places.province_on(place, on).map(|it| it.id.clone())
    }

    /// "tỉnh Hưng Yên", "thành phố Huế": the full name of a province on a date, or the latest.
    pub fn province_name(&self, place: &PlaceId, on: Option<Date>) -> Option<String> {
        let (kind, name) = self.places.kind_and_name(&place.province(), on)?;
        Some(format!("{kind} {name}"))
    }

    /// True if the place was a centrally run city on a date, or is one now.
    pub fn is_city(&self, place: &PlaceId, on: Option<Date>) -> bool {
        self.places.is_city(place, on)
    }

    /// The agency a mention names *on a date*; "UBND tỉnh" and "Sở Nội vụ" need the `home` province.
    /// `None` where the mention names none or the home is needed and unknown.
    ///
    /// All of the mention must be the agency; [`Authority::agency_at`] finds where it ends.
    pub fn agency(
        &self,
        mention: &str,
        home: Option<&PlaceId>,
        on: Option<Date>,
    ) -> Option<AgencyMatch> {
        self.reader(home, on).read(&cleaned(mention))
    }

    /// The id alone of [`Authority::agency`], of a mention from a clean text.
    pub fn agency_id(
        &self,
        mention: &str,
        home: Option<&PlaceId>,
        on: Option<Date>,
    ) -> Option<AgencyId> {
        self.reader(home, on).read_id(mention)
    }

    /// The longest agency that clean `text` begins with, and the bytes it takes: "UBND tỉnh Hưng Yên
    /// về việc …" → 21 bytes. Commas inside names are no end ("Sở Văn hóa, Thể thao và Du lịch").
    pub fn agency_at(
        &self,
        text: &str,
        home: Option<&PlaceId>,
        on: Option<Date>,
    ) -> Option<(usize, AgencyMatch)> {
        self.reader(home, on).read_prefix(text)
    }

    /// The bytes alone of [`Authority::agency_at`].
    pub fn agency_reach(
        &self,
        text: &str,
        home: Option<&PlaceId>,
        on: Option<Date>,
    ) -> Option<usize> {
        self.reader(home, on).reach(text)
    }

    fn reader<'a>(&'a self, home: Option<&'a PlaceId>, on: Option<Date>) -> Reader<'a> {
        Reader {
            bodies: &self.bodies,
            places: &self.places,
            heads: &self.heads,
            home,
            on,
        }
    }

    /// A name in a letterhead's capitals, as running text writes it: "SỞ NỘI VỤ TỈNH HƯNG YÊN" →
    /// "Sở Nội vụ tỉnh Hưng Yên". Words no table knows keep a capital.
    pub fn lowered(&self, capitals: &str) -> String {
        self.capitals.lowered(capitals)
    }

    /// Instruments that bear a number or a name ("18-NQ/TW", "Luật Đất đai", "Đề án 06"), in order
    /// of the table.
    pub fn known_documents<'a>(
        &'a self,
        number_or_name: &'a str,
    ) -> impl Iterator<Item = &'a KnownDocument> {
        self.known.find(number_or_name)
    }

    /// The one instrument meant. `dated` is what is written beside it ("2015-06-19", "2018"); with
    /// it, the dates must agree. `None` where several remain: a name alone never chooses.
    pub fn known_document(
        &self,
        number_or_name: &str,
        dated: Option<&str>,
    ) -> Option<&KnownDocument> {
        let mut agreeing = self.known.find(number_or_name).filter(|document| {
            dated.is_none_or(|dated| document.date.to_string().starts_with(dated))
        });
        let first = agreeing.next()?;
        let chosen = dated.is_some() || !first.recurs;
        (chosen && agreeing.next().is_none()).then_some(first)
    }

    /// The longest beginning of `text`, up to a blank or a comma, that names one instrument whenever it is dated, and the
    /// bytes it takes.
    pub fn known_name_at(&self, text: &str) -> Option<(usize, &KnownDocument)> {
        self.known.longest(text)
    }

    /// Bytes of the longest beginning of `text` that is the name of a law, without its type word.
    pub fn law_name_at(&self, text: &str) -> Option<usize> {
        self.laws.longest(text)
    }

    pub fn all_known_documents(&self) -> &[KnownDocument] {
        &self.known.all
    }

    /// "CCHC" → "cải cách hành chính". Text that defines its own abbreviations wins over this.
    pub fn abbreviation(&self, text: &str) -> Option<&Abbreviation> {
        self.abbreviations.get(text)
    }

    /// The abbreviations of an expansion: "cải cách hành chính" → "CCHC".
    pub fn abbreviations_of(&self, expansion: &str) -> impl Iterator<Item = &Abbreviation> {
        self.abbreviations.of(expansion)
    }

    pub fn abbreviations(&self) -> &[Abbreviation] {
        &self.abbreviations.all
    }

    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    pub fn section_titles(&self) -> &[SectionTitle] {
        &self.section_titles
    }

    /// The role of a section by its title, marks and case aside; the whole title must match.
    pub fn section_role(&self, title: &str) -> Option<&str> {
        self.roles.get(&lookup_key(title)).map(String::as_str)
    }

    pub fn table_headers(&self) -> &[TableHeader] {
        &self.table_headers
    }

    /// What a column holds, by its heading, marks and case aside; the whole heading must match.
    pub fn table_field(&self, header: &str) -> Option<&str> {
        self.fields.get(&lookup_key(header)).map(String::as_str)
    }

    pub fn task_cues(&self) -> &[TaskCue] {
        &self.task_cues
    }

    pub fn deadline_cues(&self) -> &[DeadlineCue] {
        &self.deadline_cues
    }

    pub fn issuer_phrases(&self) -> &[IssuerPhrase] {
        &self.issuer_phrases
    }

    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

fn table(name: &'static str) -> Table {
    let found = TABLES.iter().find(|(candidate, _)| *candidate == name);
    Table::read(name, found.map(|(_, tsv)| *tsv).unwrap_or_default())
}
