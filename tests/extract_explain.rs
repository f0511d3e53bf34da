//! What extraction says of its own work: every value has its rule, and listening changes nothing.

use std::collections::HashSet;

use kehoach::authority::Authority;
use kehoach::extract::{self, Context, Field, FileFacts, Of, Record, Step, Verdict};
use kehoach::parse::{self, Document, Hint, Limits};

use crate::score::published_files;

#[test]
fn every_value_of_the_corpus_has_its_rule_and_listening_changes_nothing() {
    published_files(|name, bytes| {
        let document = parsed(name, bytes);
        let context = Context {
            file: name.to_owned(),
            ..Context::default()
        };
        let facts = FileFacts {
            file: name,
            sha256: "",
            bytes: bytes.len() as u64,
        };
        let heard = extract::explain(&document, &context, Authority::bundled(), facts);
        let unheard = extract::extract(&document, &context, Authority::bundled(), facts);
        if heard.0 != unheard {
            return Err("another record when somebody listens".to_owned());
        }
        stand_in_the_text(&heard.1, &document)?;
        has_its_rules(&heard.0, &heard.1)
    });
}

/// "Vì sao không?" is answered as well: what looked like work and was none says which rule refused it.
#[test]
fn what_is_no_task_says_why() {
    let text = "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\nSố: 61/KH-UBND\nHưng Yên, ngày 05 tháng 3 năm 2024\nKẾ HOẠCH\n\
        Cải cách hành chính năm 2024\nI. MỤC TIÊU\n- Giữ vững thứ hạng của tỉnh.\nII. NHIỆM VỤ\n1. Sở Nội vụ:\n\
        - Rà soát quy trình theo Kế hoạch năm 2025, xong trước ngày 30/6.\n- Trong quá trình thực hiện nếu có khó khăn, báo cáo Sở Nội vụ.\n";
    let document = parsed("ke-hoach.txt", text.as_bytes());
    let facts = FileFacts {
        file: "ke-hoach.txt",
        sha256: "",
        bytes: text.len() as u64,
    };
    let context = Context::default();
    let (record, steps) = extract::explain(&document, &context, Authority::bundled(), facts);
    assert_eq!(record.tasks.len(), 1, "{:#?}", record.tasks);
    let refused: Vec<String> = steps
        .iter()
        .filter(|step| step.of == Of::Task && step.verdict == Verdict::Refused)
        .map(|step| {
            let span = step.span.expect("a refused candidate stands somewhere");
            let rule = serde_json::to_value(step.rule).expect("JSON");
            let words = &document.text.as_str()[span.range()];
            format!("{}: {words}", rule.as_str().unwrap_or_default())
        })
        .collect();
    for expected in [
        "silent_section: Giữ vững thứ hạng của tỉnh.",
        "heading_names_agencies: Sở Nội vụ:",
        "horizon: năm 2025",
        "closing_formula: Trong quá trình thực hiện nếu có khó khăn, báo cáo Sở Nội vụ.",
    ] {
        assert!(
            refused.iter().any(|it| it == expected),
            "{expected}\n{refused:#?}"
        );
    }
    let taken = |field| {
        let step = steps.iter().find(|step| {
            step.of == Of::Task && step.field == field && step.verdict == Verdict::Taken
        });
        serde_json::to_value(step.expect("a step").rule).expect("JSON")
    };
    assert_eq!(taken(Field::Itself), "item_of_work");
    assert_eq!(taken(Field::Owners), "handed_down");
    assert_eq!(taken(Field::Deadline), "bound_day");
}

fn parsed(name: &str, bytes: &[u8]) -> Document {
    let hint = Hint {
        file_name: Some(name),
        ..Hint::default()
    };
    parse::parse(bytes, &hint, &Limits::default())
}

fn stand_in_the_text(steps: &[Step], document: &Document) -> Result<(), String> {
    let text = document.text.as_str();
    let stands = |step: &&Step| {
        step.span
            .is_some_and(|span| text.get(span.range()).is_none())
    };
    match steps.iter().find(stands) {
        Some(step) => Err(format!("a step outside the text: {step:?}")),
        None => Ok(()),
    }
}

fn has_its_rules(record: &Record, steps: &[Step]) -> Result<(), String> {
    let taken: HashSet<(Of, Option<u32>, Field)> = steps
        .iter()
        .filter(|step| step.verdict == Verdict::Taken)
        .map(|step| (step.of, step.item, step.field))
        .collect();
    let identity = &record.identity;
    let mut wanted: Vec<(Of, Option<u32>, Field)> = Vec::new();
    for (value, field) in [
        (&identity.doc_type, Field::DocType),
        (&identity.number, Field::Number),
        (&identity.issued_on, Field::IssuedOn),
        (&identity.place, Field::Place),
        (&identity.issuer, Field::Issuer),
        (&identity.title, Field::Title),
        (&identity.carrier, Field::Carrier),
    ] {
        wanted.extend(value.iter().map(|_| (Of::Identity, None, field)));
    }
    for section in &record.sections {
        wanted.push((Of::Section, Some(section.id), Field::Itself));
        let role = section.role.iter();
        wanted.extend(role.map(|_| (Of::Section, Some(section.id), Field::Role)));
    }
    for citation in &record.citations {
        wanted.push((Of::Citation, Some(citation.id), Field::Itself));
        wanted.push((Of::Citation, Some(citation.id), Field::Relation));
        let date = citation.date.iter();
        wanted.extend(date.map(|_| (Of::Citation, Some(citation.id), Field::Date)));
    }
    for task in &record.tasks {
        wanted.push((Of::Task, Some(task.id), Field::Itself));
        wanted.push((Of::Task, Some(task.id), Field::Owners));
        let deadline = task.deadline.iter();
        wanted.extend(deadline.map(|_| (Of::Task, Some(task.id), Field::Deadline)));
    }
    match wanted.iter().find(|value| !taken.contains(value)) {
        Some(value) => Err(format!("no rule gave {value:?}")),
        None => Ok(()),
    }
}
