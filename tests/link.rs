//! Records in, works and verdicts out, as cases a clerk can write (`fixtures/link/*.txt`). With
//! `KEHOACH_REVIEW=1` what was found becomes what is expected: read the difference before keeping it.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use kehoach::authority::Authority;
use kehoach::extract::{
    Canonical, Citation, Context, Deadline, Form, Identity, Kind, Record, Relation, SCHEMA_VERSION,
    Status, Task, TaskSource, TextQuality,
};
use kehoach::link::{self, Edge, Member, Resolved, Standing, Verdict};
use kehoach::text::Span;

#[test]
fn every_written_case_links_as_written() {
    let mut wrong = Vec::new();
    for file in files() {
        let mut reviewed = String::new();
        let text = fs::read_to_string(&file).expect("a fixture can be read");
        reviewed.push_str(text.split("\n--- ").next().unwrap_or_default().trim_end());
        for (name, given, expected) in cases_of(&text) {
            let resolved = resolve(members(&given));
            let mut found = show(&resolved);
            if name.starts_with("parent") {
                found = parents(&given, &resolved);
            }
            let _ = write!(
                reviewed,
                "\n\n--- {name}\n{given}\n=>\n{}",
                found.trim_end()
            );
            if found != expected {
                wrong.push(format!("--- {name}\nexpected:\n{expected}found:\n{found}"));
            }
        }
        if std::env::var_os("KEHOACH_REVIEW").is_some_and(|value| value == "1") {
            fs::write(&file, reviewed + "\n").expect("a fixture can be written");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn there_are_cases_of_every_rule() {
    assert!(120 <= cases().len(), "{} cases", cases().len());
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

#[test]
fn a_title_block_is_believed_before_a_longer_headline() {
    let given = "doc a: KH 61/KH-UBND 2024-03-05 «UBND tỉnh Hưng Yên» «UBND tỉnh Hưng Yên ban hành kế hoạch cải cách hành chính năm 2024 với nhiều điểm mới» [page]\n\
                 doc b: KH 61/KH-UBND 2024-03-05 «UBND tỉnh Hưng Yên» «Cải cách hành chính năm 2024»";
    let found = resolve(members(given));
    let titles: Vec<_> = found.works.iter().map(|work| &work.title).collect();
    assert_eq!(titles, [&Some("Cải cách hành chính năm 2024".to_owned())]);
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir("fixtures/link")
        .expect("the link fixtures are there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    files
}

fn cases() -> Vec<(String, String, String)> {
    let text = |file: PathBuf| fs::read_to_string(file).expect("a fixture can be read");
    files()
        .into_iter()
        .flat_map(|it| cases_of(&text(it)))
        .collect()
}

/// Name, the documents given, the verdicts and works expected.
fn cases_of(text: &str) -> Vec<(String, String, String)> {
    let case = |case: &str| {
        let (name, rest) = case.split_once('\n').expect("a case has a name");
        let (given, expected) = rest.split_once("\n=>").expect("a case has an expectation");
        let lines = expected.trim().lines().filter(|line| !line.is_empty());
        let expected: String = lines.map(|line| format!("{line}\n")).collect();
        (name.to_owned(), given.to_owned(), expected)
    };
    text.split("\n--- ").skip(1).map(case).collect()
}

/// `doc b: KH 551/KH-SVHTTDL 2021-02-09 «issuer» «title» [province X] [place X] [page] [posted DAY] [to
/// ADDRESSEE] [due DAY] [says WORDS]`, then its citations, each `  implements KH 21/KH-UBND 2021-02-02
/// «UBND tỉnh» «title» [part] [nested CITATION] [named] [canonical NUMBER]`; `-` or `«»` for what is not written. A
/// number that begins with a slash is left blank.
fn records(given: &str) -> Vec<(Record, Context)> {
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
    records
}

fn members(given: &str) -> Vec<Member> {
    let authority = Authority::bundled();
    records(given)
        .iter()
        .flat_map(|(record, context)| link::members(record, context, authority))
        .collect()
}

/// `a below 21/KH-UBND hung-yen/ubnd above 76/NQ-CP tw/chinh-phu`: the parent of each document and what is
/// above besides. Only cases whose name begins with "parent" tell it.
fn parents(given: &str, resolved: &Resolved) -> String {
    let mut out = String::new();
    let named = |id: &link::WorkId| resolved.works.iter().find(|work| work.id == *id);
    let told = |id: &link::WorkId| {
        let number = named(id).and_then(|work| work.number.clone());
        let issuer = named(id).and_then(|work| work.issuer_id.clone());
        format!(
            "{} {}",
            number.unwrap_or("-".into()),
            issuer.unwrap_or("-".into())
        )
    };
    for (record, _) in records(given) {
        let carries = |work: &&link::Work| {
            let mut carriers = work.manifestations.iter();
            carriers.any(|one| one.capture == record.sha256)
        };
        let Some(work) = resolved.works.iter().find(carries) else {
            continue;
        };
        let edges: Vec<Edge> = resolved
            .links
            .iter()
            .filter(|link| link.capture == record.sha256)
            .filter_map(|link| {
                let (Verdict::Linked { target } | Verdict::Unmatched { target }) = &link.verdict
                else {
                    return None;
                };
                Some(Edge {
                    citation: record.citations.iter().find(|it| it.id == link.citation)?,
                    target: named(target)?,
                })
            })
            .collect();
        let Some(parent) = link::nearest_parent(work, &edges, Authority::bundled()) else {
            continue;
        };
        assert!(!parent.evidence.is_empty(), "every choice says why");
        let _ = write!(out, "{} below {}", record.sha256, told(&parent.work));
        for further in &parent.further {
            let _ = write!(out, " above {}", told(&further.work));
        }
        out.push('\n');
    }
    out
}

struct Fields<'a> {
    words: Vec<&'a str>,
    quoted: Vec<&'a str>,
    line: &'a str,
}

impl<'a> Fields<'a> {
    /// The value of `[name value]`, empty for `[name]`.
    fn mark(&self, name: &str) -> Option<&'a str> {
        let marks = self.line.split('[').skip(1);
        let mut marks = marks.filter_map(|rest| rest.split(']').next());
        let mark = marks.find(|mark| mark.split(' ').next() == Some(name))?;
        Some(mark[name.len()..].trim())
    }
}

fn fields(line: &str) -> Fields<'_> {
    let quoted = line
        .split('«')
        .skip(1)
        .filter_map(|part| part.split('»').next())
        .collect();
    let plain = line.split(['«', '[']).next().unwrap_or_default();
    Fields {
        words: plain.split_whitespace().collect(),
        quoted,
        line,
    }
}

fn written(word: Option<&&str>) -> Option<String> {
    word.filter(|word| !["-", ""].contains(*word))
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
        place: fields.mark("place").map(str::to_owned),
        recipients: fields.mark("to").map(str::to_owned).into_iter().collect(),
        status: Some(if draft { Status::Draft } else { Status::Issued }),
        ..Identity::default()
    };
    let record = Record {
        schema_version: SCHEMA_VERSION,
        file: format!("{name}.pdf"),
        media_type: "application/pdf".into(),
        sha256: name.to_owned(),
        bytes: 1,
        kind: match fields.mark("page") {
            Some(_) => Kind::Page,
            None => Kind::Document,
        },
        identity,
        posted_on: fields.mark("posted").map(str::to_owned),
        text_quality: TextQuality {
            source: "text_layer".into(),
            score: None,
            readings: Vec::new(),
        },
        sections: Vec::new(),
        citations: Vec::new(),
        tasks: tasks(&fields),
        attachments: Vec::new(),
        diagnostics: Vec::new(),
    };
    let context = Context {
        province: fields.mark("province").map(str::to_owned),
        ..Context::default()
    };
    (record, context)
}

/// Words of the body, and a deadline, as tasks.
fn tasks(fields: &Fields) -> Vec<Task> {
    let task = |text: &str, due: Option<&str>| Task {
        id: 0,
        text: text.to_owned(),
        span: Span::new(0, 1),
        section: None,
        source: TaskSource::Prose,
        owners: Vec::new(),
        owner_ids: Vec::new(),
        coordinators: Vec::new(),
        coordinator_ids: Vec::new(),
        deadline: due.map(|due| Deadline {
            text: due.to_owned(),
            due: Some(due.to_owned()),
            ..Deadline::default()
        }),
        product: None,
        targets: Vec::new(),
    };
    let said = fields.mark("says").map(|text| task(text, None));
    let due = fields.mark("due").map(|due| task("Báo cáo", Some(due)));
    let since = fields.mark("since").map(|since| {
        let mut task = task("Rà soát văn bản ban hành", Some(since));
        if let Some(deadline) = &mut task.deadline {
            deadline.text = format!("từ ngày {since}");
        }
        task
    });
    said.into_iter().chain(due).chain(since).collect()
}

fn citation(id: u32, line: &str) -> Citation {
    let fields = fields(line);
    let relation = match fields.words[0] {
        "implements" => Relation::Implements,
        "legal_basis" => Relation::LegalBasis,
        "self" => Relation::Itself,
        "replaces" => Relation::Replaces,
        "repeals" => Relation::Repeals,
        "amends" => Relation::Amends,
        "issued_by" => Relation::IssuedBy,
        "proposed_by" => Relation::ProposedBy,
        _ => Relation::Mention,
    };
    Citation {
        id,
        form: match fields.mark("named") {
            Some(_) => Form::Named,
            None => Form::Full,
        },
        quote: line.to_owned(),
        span: Span::new(0, 1),
        doc_type: written(fields.words.get(1)),
        number: written(fields.words.get(2)),
        canonical_number: fields.mark("canonical").map(|number| Canonical {
            number: number.to_owned(),
            reason: "tên".to_owned(),
        }),
        date: written(fields.words.get(3)),
        issuer: written(fields.quoted.first()),
        issuer_id: None,
        name: written(fields.quoted.get(1)).filter(|_| fields.mark("named").is_some()),
        title: written(fields.quoted.get(1)),
        pinpoint: fields.mark("part").map(str::to_owned),
        relation,
        nested_in: fields.mark("nested").map(|at| at.parse().unwrap_or(0)),
        antecedent: None,
        inherited: Vec::new(),
    }
}

fn resolve(members: Vec<Member>) -> Resolved {
    let mut all = Resolved::default();
    for members in link::groups(members) {
        let found = link::resolve(&members, Authority::bundled());
        for work in found.works {
            // A work is told by every group one of its captures stands in.
            match all.works.iter_mut().find(|known| known.id == work.id) {
                Some(known) if !known.stub || work.stub => {
                    known.manifestations.extend(work.manifestations);
                    known.anomalies.extend(work.anomalies);
                    known.statements.extend(work.statements);
                }
                _ => all.works.push(work),
            }
        }
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
    let day = |id: &link::WorkId| {
        let works = resolved.works.iter().filter(|work| work.id == *id);
        let mut days = works.filter_map(|work| work.issued_on.as_deref());
        days.next().unwrap_or("-")
    };
    let mut links: Vec<_> = resolved.links.iter().collect();
    links.sort_by(|left, right| {
        (&left.capture, left.citation).cmp(&(&right.capture, right.citation))
    });
    for link in links {
        let verdict = match &link.verdict {
            Verdict::Linked { target } => format!("linked {} {}", work(target), day(target)),
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
        .filter(|work| {
            let told = !work.anomalies.is_empty() || !work.statements.is_empty();
            work.stub || told || work.manifestations.len() > 1
        })
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
        for said in &found.statements {
            let standing = match said.standing {
                Standing::Amended => "amended",
                Standing::Replaced => "replaced",
                Standing::Repealed => "repealed",
            };
            let by = said.by.as_deref().unwrap_or("-");
            let on = said.on.as_deref().unwrap_or("-");
            let _ = writeln!(out, "  {standing} by {by} {on}");
        }
    }
    out
}
