//! Searching an index of five thousand documents, with snippets and facets as the web page asks.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kehoach::index::{Access, Index, Page, Question};

mod entries;
mod generated;
mod stock;

const DOCUMENTS: u64 = 5_000;

const QUESTIONS: [(&str, &str); 5] = [
    ("words without marks", "ke hoach papi"),
    ("words with marks", "kế hoạch cải cách hành chính năm 2021"),
    ("a number", "21/KH-UBND"),
    ("a phrase", "\"một cửa liên thông\""),
    ("words and a filter", "chuyển đổi số nam:2022"),
];

fn search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let index = filled(folder.path());
    let mut group = criterion.benchmark_group("search");
    for (name, typed) in QUESTIONS {
        let question = Question::parse(typed).expect("a question");
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let answer = index.search(black_box(&question), &Page::default());
                answer.expect("an answer")
            });
        });
    }
    group.bench_function("a half-typed line", |bencher| {
        bencher.iter(|| index.suggest(black_box("cai cach h")).expect("suggestions"));
    });
    group.finish();
}

fn filled(folder: &std::path::Path) -> Index {
    const AT_ONCE: u64 = 500;
    let generator = generated::Generator::new(stock::root(), generated::SEED);
    let mut index = Index::open(folder, Access::Write).expect("opens");
    for first in (0..DOCUMENTS).step_by(AT_ONCE as usize) {
        let changes = entries::changes(&generator, first..first + AT_ONCE);
        index.apply(&changes).expect("applies");
    }
    index.commit().expect("commits");
    index
}

criterion_group!(benches, search);
criterion_main!(benches);
