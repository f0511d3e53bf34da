//! Cases are `fixtures/extract/identity/cases.txt`: a document as text or HTML, `=>`, its type,
//! number, day and issuer on one line, its title on the next; "từ PLACE", "mã ISSUER_ID" or "ký CAPACITY · POSITION · NAME"
//! on a third where the case is about that.

use super::*;
use crate::parse::{self, Hint, Limits};

#[test]
fn every_case_gives_its_identity() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/extract/identity/cases.txt"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<&str> = text.split("\n--- ").skip(1).collect();
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for case in cases {
        let (name, rest) = case.split_once('\n').unwrap();
        let (source, expected) = rest.split_once("\n=>\n").unwrap();
        let found = said(source, expected);
        if found != expected.trim() {
            wrong.push(format!(
                "{name}\n  found    {found}\n  expected {}",
                expected.trim()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn said(source: &str, expected: &str) -> String {
    let is_page = source.starts_with('<');
    let hint = Hint {
        file_name: Some(if is_page { "trang.html" } else { "van-ban.txt" }),
        ..Hint::default()
    };
    let document = parse::parse(source.as_bytes(), &hint, &Limits::default());
    let stream = Stream::read(document.text.as_str());
    let found = read(
        (&document, &stream),
        &Context::default(),
        Authority::bundled(),
        &mut Trace::default(),
    );
    let identity = found.identity;
    let part = |value: &Option<String>| value.clone().unwrap_or("-".to_owned());
    let place = match expected.contains("\ntừ ") {
        true => format!("\ntừ {}", part(&identity.place)),
        false => String::new(),
    };
    let id = match expected.contains("\nmã ") {
        true => format!("\nmã {}", part(&identity.issuer_id)),
        false => String::new(),
    };
    let signer = identity.signer.filter(|_| expected.contains("\nký "));
    let signer = signer.map_or(String::new(), |signer| {
        let said = [signer.capacity, signer.position, signer.name];
        format!("\nký {}", said.each_ref().map(part).join(" · "))
    });
    format!(
        "{} · {} · {} · {}\n{}{place}{id}{signer}",
        part(&identity.doc_type),
        part(&identity.number),
        part(&identity.issued_on),
        part(&identity.issuer),
        part(&identity.title)
    )
}
