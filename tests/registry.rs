//! A register of real documents as works: its own numbers found by what its titles cite. Needs
//! `KEHOACH_REAL`; prints the counts and fifty citations drawn at random, always the same, to be judged by
//! reading.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use kehoach::authority::{Authority, PlaceId};
use kehoach::extract::{self, Context, FileFacts, Identity, Kind, Record, Relation, Status};
use kehoach::link::{self, Key, Link, Member, Resolved, Verdict, Work};
use kehoach::parse::{self, Hint};
use kehoach::text::Number;

use crate::generated::draw::Draw;

/// How many citations are printed for reading.
const SAMPLE: usize = 50;

#[test]
fn a_register_of_real_documents_is_linked_within_itself() {
    let Some(register) = register() else {
        println!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    let records: Vec<Record> = register.iter().map(record).collect();
    let resolved = resolve(&records);
    let works = resolved.iter().flat_map(|group| &group.works);
    let (stubs, held): (Vec<_>, Vec<_>) = works.partition(|work| work.stub);
    let links: Vec<&Link> = resolved
        .iter()
        .flat_map(|group| &group.links)
        .filter(|link| link.relation != Relation::Itself)
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for link in &links {
        *counts.entry(verdict(link)).or_default() += 1;
    }
    println!(
        "{} dòng, {} văn bản, {} văn bản chưa có",
        records.len(),
        held.len(),
        stubs.len()
    );
    println!("{} viện dẫn: {counts:?}", links.len());
    // A register's own row is never what the row cites.
    for link in &links {
        if let Verdict::Linked { target } = &link.verdict {
            let own = held.iter().find(|work| {
                work.manifestations
                    .iter()
                    .any(|one| one.capture == link.capture)
            });
            assert_ne!(own.map(|work| &work.id), Some(target), "{link:?}");
        }
    }
    for link in sample(&links) {
        tell(link, &records, &resolved);
    }
    // Rows that repeat a number of the year are copies of one document.
    let copies = |[_, number, day, _]: &[String; 4]| {
        let year = day.rsplit('/').next().unwrap_or_default().to_owned();
        (number.replace(' ', ""), year)
    };
    let distinct: BTreeSet<_> = register.iter().map(copies).collect();
    let apart = held.len().abs_diff(distinct.len());
    assert!(
        apart * 200 < distinct.len(),
        "{} works of {}",
        held.len(),
        distinct.len()
    );
}

/// Drawn without putting back, in order of their rows.
fn sample<'a>(links: &[&'a Link]) -> Vec<&'a Link> {
    let at = |link: &&Link| (link.capture.clone(), link.citation);
    let mut left: Vec<&Link> = links.to_vec();
    left.sort_by_key(at);
    let mut draw = Draw::new(50);
    let count = SAMPLE.min(left.len());
    let mut drawn: Vec<&Link> = (0..count)
        .map(|_| left.remove(draw.below(left.len())))
        .collect();
    drawn.sort_by_key(at);
    drawn
}

fn tell(link: &Link, records: &[Record], resolved: &[Resolved]) {
    let Some(record) = records.iter().find(|record| record.sha256 == link.capture) else {
        return;
    };
    let cited = record.citations.iter().find(|one| one.id == link.citation);
    let quote = cited.map(|it| it.quote.as_str()).unwrap_or_default();
    let number = record.identity.number.as_deref().unwrap_or_default();
    let row = u64::from_str_radix(&record.sha256, 16).unwrap_or_default();
    let row = row.saturating_sub(1);
    println!(
        "#{row} {number} {:?}: «{quote}» {:?}",
        record.identity.issued_on, link.relation
    );
    println!(
        "    trích yếu: {}",
        record.identity.title.as_deref().unwrap_or_default()
    );
    let target = match &link.verdict {
        Verdict::Linked { target } | Verdict::Unmatched { target } => Some(target),
        _ => None,
    };
    let mut works = resolved.iter().flat_map(|group| &group.works);
    let work = target.and_then(|id| works.find(|work| work.id == *id));
    println!(
        "    {} {}",
        verdict(link),
        work.map(told).unwrap_or_default()
    );
    if let Verdict::Withheld { reason, .. } = &link.verdict {
        println!("    {reason}");
    }
    let candidates = match &link.verdict {
        Verdict::Ambiguous { candidates } | Verdict::Withheld { candidates, .. } => {
            candidates.as_slice()
        }
        _ => &[],
    };
    for candidate in candidates {
        let mut works = resolved.iter().flat_map(|group| &group.works);
        let work = works.find(|work| work.id == candidate.id).map(told);
        println!(
            "      ? {} {:?}",
            work.unwrap_or_default(),
            candidate.evidence
        );
    }
    let codes: Vec<&str> = link.anomalies.iter().map(|it| it.code.as_str()).collect();
    println!("    {:?} {codes:?}", link.evidence);
}

fn told(work: &Work) -> String {
    let number = work.number.as_deref().unwrap_or("-");
    let title = work.title.as_deref().unwrap_or("-");
    format!("{number} {:?} {:?} {title}", work.issued_on, work.issuer_id)
}

fn verdict(link: &Link) -> &'static str {
    match link.verdict {
        Verdict::Linked { .. } => "linked",
        Verdict::Ambiguous { .. } => "ambiguous",
        Verdict::Unmatched { .. } => "unmatched",
        Verdict::Withheld { .. } => "withheld",
    }
}

fn resolve(records: &[Record]) -> Vec<Resolved> {
    let context = Context {
        province: Some("Bình Dương".to_owned()),
        ..Context::default()
    };
    let authority = Authority::bundled();
    let mut groups: BTreeMap<Option<Key>, Vec<Member>> = BTreeMap::new();
    for record in records {
        for member in link::members(record, &context, authority) {
            groups.entry(member.key.clone()).or_default().push(member);
        }
    }
    groups
        .values()
        .map(|members| link::resolve(members, authority))
        .collect()
}

/// Number, day (`20/07/2022`) and title of each row.
fn register() -> Option<Vec<[String; 4]>> {
    let folder = PathBuf::from(std::env::var_os("KEHOACH_REAL")?);
    let text = fs::read(folder.join("eval/sets/registry_binhduong_vbcddh.csv")).ok()?;
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let rows = reader.records().filter_map(Result::ok);
    let cell = |row: &csv::StringRecord, at: usize| row.get(at).unwrap_or_default().to_owned();
    Some(
        rows.map(|row| [cell(&row, 0), cell(&row, 1), cell(&row, 2), cell(&row, 3)])
            .collect(),
    )
}

/// The register has its titles in small letters; agencies have capitals where anybody writes them.
fn with_capitals(title: &str) -> String {
    const NAMES: [&str; 9] = [
        "UBND",
        "Ủy ban nhân dân",
        "HĐND",
        "Hội đồng nhân dân",
        "Thủ tướng Chính phủ",
        "Chính phủ",
        "Ban Thường vụ Tỉnh ủy",
        "Tỉnh ủy",
        "Bình Dương",
    ];
    let written = |title: String, name: &&str| title.replace(&name.to_lowercase(), name);
    NAMES.iter().fold(title.to_owned(), written)
}

/// A row as extraction would have made it: the particulars by the register, citations read in the title.
fn record([row, number, day, title]: &[String; 4]) -> Record {
    let authority = Authority::bundled();
    let text = format!("Về việc {}\n", with_capitals(title));
    let hint = Hint {
        file_name: Some("trich-yeu.txt"),
        content_type: Some("text/plain"),
        base: None,
    };
    let document = parse::parse(text.as_bytes(), &hint, &parse::Limits::default());
    let sha256 = format!("{:064x}", row.parse::<u64>().unwrap_or_default() + 1);
    let facts = FileFacts {
        file: "trich-yeu.txt",
        sha256: &sha256,
        bytes: text.len() as u64,
    };
    let context = Context::default();
    let read = extract::extract(&document, &context, authority, facts);
    let parsed = Number::parse(number);
    let home = PlaceId("binh-duong".to_owned());
    let issued: Vec<&str> = day.split('/').rev().collect();
    let issued_on = Some(issued.join("-")).filter(|day| day.len() == 10);
    let on = issued_on.as_deref().and_then(|day| day.parse().ok());
    let symbol = parsed
        .as_ref()
        .map(|number| number.symbol.clone())
        .unwrap_or_default();
    let issuer = authority.agency_of_symbol(&symbol, Some(&home), on);
    Record {
        kind: Kind::Document,
        identity: Identity {
            doc_type: authority
                .doc_type_of_symbol(&symbol)
                .map(|it| it.code.clone()),
            number: Some(number.clone()).filter(|it| !it.is_empty()),
            issued_on,
            issuer: issuer.map(|it| it.name),
            title: Some(title.clone()),
            status: Some(Status::Issued),
            ..Identity::default()
        },
        ..read
    }
}
