//! Generated documents as entries of the index.

use kehoach::index::{Change, Entry, Op};
use kehoach::parse::{self, Hint, Limits};

use crate::generated::{Generator, Paper};

pub fn entry(paper: &Paper) -> Entry {
    let hint = Hint {
        file_name: Some(&paper.name),
        ..Hint::default()
    };
    let document = parse::parse(&paper.bytes, &hint, &Limits::default());
    Entry {
        id: paper.name.clone(),
        number: Some(paper.number.clone()),
        doc_type: paper.number.split(['/', '-']).nth(1).map(str::to_owned),
        issued_on: Some(paper.issued_on.clone()),
        year: paper.issued_on.get(..4).and_then(|year| year.parse().ok()),
        issuer: Some(paper.issuer.clone()),
        title: Some(paper.title.clone()),
        body: document.text.as_str().to_owned(),
        ..Entry::default()
    }
}

pub fn changes(generator: &Generator, range: std::ops::Range<u64>) -> Vec<Change> {
    let papers = generator.papers(range.clone());
    let entries = papers.map(|paper| entry(&paper));
    range
        .zip(entries)
        .map(|(index, entry)| Change {
            seq: index + 1,
            op: Op::Put(Box::new(entry)),
        })
        .collect()
}
