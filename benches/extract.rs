//! Extraction from parsed documents, one thread. Throughput is of clean text: the corpus by file, the generated corpus,
//! one document of each length, and a line made to hurt.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts};
use kehoach::parse::{self, Document, Hint, Limits};

#[path = "../src/cli/allocator.rs"]
mod allocator;
#[path = "generated/mod.rs"]
mod generated;
mod per_pattern;
mod stock;

/// Bytes of the single documents: each ten times the one before.
const LENGTHS: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

fn corpus(criterion: &mut Criterion) {
    let files = ["html", "pdf", "docx"].into_iter().flat_map(stock::files);
    let published: Vec<Document> = files.map(|file| file.parse()).collect();
    let generator = generated::Generator::new(stock::root(), generated::SEED);
    let papers = generator.papers(0..300);
    let generated: Vec<Document> = papers
        .map(|paper| parsed(&paper.bytes, &paper.name))
        .collect();
    let mut group = criterion.benchmark_group("extract");
    group.sample_size(10);
    for (name, documents) in [("corpus", published), ("generated", generated)] {
        let bytes: usize = documents.iter().map(|it| it.text.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(format!("{} {name} documents", documents.len()), |bencher| {
            bencher.iter(|| documents.iter().for_each(extract));
        });
        let patterns = per_pattern::PerPattern::new();
        group.bench_function(format!("one expression a pattern, {name}"), |bencher| {
            bencher.iter(|| {
                let texts = documents.iter().map(|it| it.text.as_str());
                texts.for_each(|text| {
                    black_box(patterns.find(text));
                });
            });
        });
    }
    group.finish();
}

fn lengths(criterion: &mut Criterion) {
    let sources = stock::sources();
    let mut group = criterion.benchmark_group("extract by length");
    group.sample_size(10);
    for length in LENGTHS {
        let text: String = sources.chars().cycle().take(length).collect();
        let document = parsed(text.as_bytes(), "dai.txt");
        group.throughput(Throughput::Bytes(document.text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(length), |bencher| {
            bencher.iter(|| extract(&document));
        });
    }
    for length in [50_000, 500_000, 5_000_000] {
        let line = "số 1/".repeat(length / "số 1/".len());
        let document = parsed(line.as_bytes(), "mot-dong.txt");
        group.throughput(Throughput::Bytes(document.text.len() as u64));
        group.bench_function(
            BenchmarkId::new("một dòng «số 1/»", length),
            |bencher| {
                bencher.iter(|| extract(&document));
            },
        );
    }
    group.finish();
}

fn parsed(bytes: &[u8], name: &str) -> Document {
    let hint = Hint {
        file_name: Some(name),
        ..Hint::default()
    };
    parse::parse(bytes, &hint, &Limits::default())
}

fn extract(document: &Document) {
    let facts = FileFacts {
        file: "",
        sha256: "",
        bytes: 0,
    };
    let record = extract::extract(document, &Context::default(), Authority::bundled(), facts);
    black_box(record);
}

criterion_group!(benches, corpus, lengths);
criterion_main!(benches);
