//! Cases are files under `fixtures/extract/citations`: a text, `=>`, one line a citation. `⏎` is a line break
//! inside a block.

use std::fmt::Write as _;
use std::path::Path;

use crate::authority::Authority;
use crate::extract::task::tests::document;
use crate::extract::{Citation, Context, FileFacts, Form, Relation, extract};

#[test]
fn every_form_of_citation_is_read_as_the_cases_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/extract/citations");
    let mut wrong = String::new();
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the cases are there") {
        let path = entry.expect("an entry").path();
        let cases = std::fs::read_to_string(&path).expect("cases are text");
        for case in cases.split("--- ").skip(1) {
            let (name, rest) = case.split_once('\n').expect("a case has a name");
            let (text, expected) = rest.split_once("\n=>\n").expect("a case has =>");
            count += 1;
            let found = told(text);
            if found.trim() != expected.trim() {
                let _ = write!(
                    wrong,
                    "\n{name}\n{text}\n=> expected\n{expected}\n=> found\n{found}"
                );
            }
        }
    }
    assert!(60 <= count, "only {count} cases in {}", folder.display());
    assert!(wrong.is_empty(), "{wrong}");
}

fn citations(text: &str) -> Vec<Citation> {
    let document = document(text);
    let facts = FileFacts {
        file: "văn bản",
        sha256: "",
        bytes: 0,
    };
    let record = extract(&document, &Context::default(), Authority::bundled(), facts);
    for citation in &record.citations {
        let stands = &document.text.as_str()[citation.span.range()];
        let words: Vec<&str> = stands.split_whitespace().collect();
        assert_eq!(
            citation.quote,
            words.join(" "),
            "the quote stands at the span"
        );
    }
    record.citations
}

fn told(text: &str) -> String {
    let mut out = String::new();
    for citation in citations(text) {
        out.push_str(&line(&citation));
        out.push('\n');
    }
    out
}

fn line(citation: &Citation) -> String {
    let form = match citation.form {
        Form::Full => "đủ",
        Form::Short => "tắt",
        Form::Named => "tên",
        Form::BackReference => "nhắc",
        Form::Unfilled => "trống",
    };
    let or_dash = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let mut line = format!(
        "{form} {} {}",
        or_dash(&citation.doc_type),
        or_dash(&citation.number)
    );
    if let Some(canonical) = &citation.canonical_number {
        let _ = write!(line, " ⇒ {}", canonical.number);
    }
    let parts = [
        ("ngày", &citation.date),
        ("của", &citation.issuer),
        ("tên", &citation.name),
        ("về", &citation.title),
        ("tại", &citation.pinpoint),
    ];
    for (word, value) in parts {
        if let Some(value) = value {
            let _ = write!(line, " ‖ {word} {value}");
        }
    }
    if citation.relation != Relation::Mention {
        let relation = serde_json::to_value(citation.relation).unwrap_or_default();
        let _ = write!(line, " ‖ {}", relation.as_str().unwrap_or_default());
    }
    if let Some(outer) = citation.nested_in {
        let _ = write!(line, " ‖ trong {outer}");
    }
    if let Some(earlier) = citation.antecedent {
        let _ = write!(line, " ‖ thay {earlier}");
    }
    if !citation.inherited.is_empty() {
        let _ = write!(line, " ‖ chung {}", citation.inherited.join(" "));
    }
    line
}
