//! Records in, works and verdicts out, as cases a clerk can write (`fixtures/link/*.txt`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use kehoach::authority::Authority;
use kehoach::extract::{
    Citation, Context, Form, Identity, Kind, Record, Relation, SCHEMA_VERSION, Status, TextQuality,
};
use kehoach::link::{self, Key, Member, Resolved, Verdict};
use kehoach::text::Span;

#[test]
fn every_written_case_links_as_written() {
    let mut wrong = Vec::new();
    for (name, given, expected) in cases() {
        let found = show(&resolve(members(&given)));
        if found != expected {
            wrong.push(format!("--- {name}\nexpected:\n{expected}found:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_in_which_captures_came_changes_nothing() {
    for (name, given, _) in cases() {
        let in_order = members(&given);
        let straight = show(&resolve(in_order.clone()));
        let mut turned = in_order;
        for _ in 0..4 {
            turned.reverse();
            let middle = turned.len() / 3;
            turned.rotate_left(middle);
            assert_eq!(straight, show(&resolve(turned.clone())), "{name}");
        }
    }
}

/// Name, the documents given, the verdicts and works expected.
fn cases() -> Vec<(String, String, String)> {
    let mut files: Vec<_> = fs::read_dir("fixtures/link")
        .expect("the link fixtures are there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a fixture can be read");
        for case in text.split("\n--- ").skip(1) {
            let (name, rest) = case.split_once('\n').expect("a case has a name");
            let (given, expected) = rest
                .split_once("\n=>\n")
                .expect("a case has an expectation");
            let expected: String = expected
                .trim()
                .lines()
                .map(|line| format!("{line}\n"))
                .collect();
            cases.push((name.to_owned(), given.to_owned(), expected));
        }
    }
    cases
}

/// `doc b: KH 551/KH-SVHTTDL 2021-02-09 «issuer» [province X] [title «…»]`, then its citations, each
/// `  implements KH 21/KH-UBND 2021-02-02 «UBND tỉnh»`; `-` for what is not written.
fn members(given: &str) -> Vec<Member> {
    let mut records: Vec<(Record, Context)> = Vec::new();
    for line in given.lines().filter(|line| !line.trim().is_empty()) {
        match line.strip_prefix("doc ") {
            Some(document) => records.push(record(document)),
            None => {
                let (record, _) = records
                    .last_mut()
                    .expect("a citation stands under a document");
                let id = record.citations.len() as u32;
                record.citations.push(citation(id, line.trim()));
            }
        }
    }
    let authority = Authority::bundled();
    records
        .iter()
        .flat_map(|(record, context)| link::members(record, context, authority))
        .collect()
}

struct Fields<'a> {
    words: Vec<&'a str>,
    quoted: Vec<&'a str>,
    province: Option<&'a str>,
}

fn fields(line: &str) -> Fields<'_> {
    let quoted = line
        .split('«')
        .skip(1)
        .filter_map(|part| part.split('»').next())
        .collect();
    let plain = line.split('«').next().unwrap_or_default();
    let province = line
        .split("[province ")
        .nth(1)
        .and_then(|rest| rest.split(']').next());
    Fields {
        words: plain.split_whitespace().collect(),
        quoted,
        province,
    }
}

fn written(word: Option<&&str>) -> Option<String> {
    word.filter(|word| **word != "-")
        .map(|word| (*word).to_owned())
}

fn record(line: &str) -> (Record, Context) {
    let (name, rest) = line.split_once(": ").expect("a document has a name");
    let fields = fields(rest);
    let number = written(fields.words.get(1)).filter(|number| !number.starts_with('/'));
    let draft = fields
        .words
        .get(1)
        .is_some_and(|word| word.starts_with('/'));
    let identity = Identity {
        doc_type: written(fields.words.first()),
        number,
        issued_on: written(fields.words.get(2)),
        issuer: written(fields.quoted.first()),
        title: written(fields.quoted.get(1)),
        status: Some(if draft { Status::Draft } else { Status::Issued }),
        ..Identity::default()
    };
    let record = Record {
        schema_version: SCHEMA_VERSION,
        file: format!("{name}.pdf"),
        media_type: "application/pdf".into(),
        sha256: name.to_owned(),
        bytes: 1,
        kind: Kind::Document,
        identity,
        posted_on: None,
        text_quality: TextQuality {
            source: "text_layer".into(),
            score: None,
            readings: Vec::new(),
        },
        sections: Vec::new(),
        citations: Vec::new(),
        tasks: Vec::new(),
        attachments: Vec::new(),
        diagnostics: Vec::new(),
    };
    let context = Context {
        province: fields.province.map(str::to_owned),
        ..Context::default()
    };
    (record, context)
}

fn citation(id: u32, line: &str) -> Citation {
    let fields = fields(line);
    let relation = match fields.words[0] {
        "implements" => Relation::Implements,
        "legal_basis" => Relation::LegalBasis,
        "self" => Relation::Itself,
        "replaces" => Relation::Replaces,
        "proposed_by" => Relation::ProposedBy,
        _ => Relation::Mention,
    };
    Citation {
        id,
        form: Form::Full,
        quote: line.to_owned(),
        span: Span::new(0, 1),
        doc_type: written(fields.words.get(1)),
        number: written(fields.words.get(2)),
        canonical_number: None,
        date: written(fields.words.get(3)),
        issuer: written(fields.quoted.first()),
        issuer_id: None,
        name: None,
        title: written(fields.quoted.get(1)),
        pinpoint: None,
        relation,
        nested_in: None,
        antecedent: None,
        inherited: Vec::new(),
    }
}

fn resolve(members: Vec<Member>) -> Resolved {
    let mut groups: BTreeMap<Option<Key>, Vec<Member>> = BTreeMap::new();
    for member in members {
        groups.entry(member.key.clone()).or_default().push(member);
    }
    let mut all = Resolved::default();
    for members in groups.values() {
        let found = link::resolve(members, Authority::bundled());
        all.works.extend(found.works);
        all.links.extend(found.links);
    }
    all
}

/// One line for each verdict, then one for each stub and each work with an anomaly.
fn show(resolved: &Resolved) -> String {
    let mut out = String::new();
    let work = |id: &link::WorkId| {
        let work = resolved.works.iter().find(|work| work.id == *id);
        work.map_or("?".to_owned(), |work| {
            let number = work.number.as_deref().unwrap_or("-");
            format!("{number} {}", work.issuer_id.as_deref().unwrap_or("-"))
        })
    };
    let mut links: Vec<_> = resolved.links.iter().collect();
    links.sort_by(|left, right| {
        (&left.capture, left.citation).cmp(&(&right.capture, right.citation))
    });
    for link in links {
        let verdict = match &link.verdict {
            Verdict::Linked { target } => format!("linked {}", work(target)),
            Verdict::Unmatched { target } => format!("unmatched {}", work(target)),
            Verdict::Ambiguous { candidates } => format!("ambiguous {}", candidates.len()),
            Verdict::Withheld { candidates, .. } => format!("withheld {}", candidates.len()),
        };
        let anomalies: String = link
            .anomalies
            .iter()
            .map(|anomaly| format!(" !{}", anomaly.code))
            .collect();
        let _ = writeln!(
            out,
            "{}#{} {verdict}{anomalies}",
            link.capture, link.citation
        );
    }
    let mut works: Vec<_> = resolved
        .works
        .iter()
        .filter(|work| work.stub || !work.anomalies.is_empty() || work.manifestations.len() > 1)
        .collect();
    works.sort_by(|left, right| {
        (&left.number, &left.issuer_id, &left.issued_on).cmp(&(
            &right.number,
            &right.issuer_id,
            &right.issued_on,
        ))
    });
    for found in works {
        let kind = if found.stub { "stub" } else { "work" };
        let date = found.issued_on.as_deref().unwrap_or("-");
        let anomalies: String = found
            .anomalies
            .iter()
            .map(|anomaly| format!(" !{}", anomaly.code))
            .collect();
        let carried = if found.manifestations.len() > 1 {
            format!(" ×{}", found.manifestations.len())
        } else {
            String::new()
        };
        let _ = writeln!(out, "{kind} {} {date}{carried}{anomalies}", work(&found.id));
    }
    out
}
