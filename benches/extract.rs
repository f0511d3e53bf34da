//! Extraction from parsed documents, one thread. Throughput is of clean text.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts};

mod stock;

fn extract(criterion: &mut Criterion) {
    let authority = Authority::bundled();
    let documents: Vec<_> = ["html", "pdf", "docx"]
        .into_iter()
        .flat_map(stock::files)
        .map(|file| (file.parse(), file.name))
        .collect();
    let bytes: usize = documents
        .iter()
        .map(|(document, _)| document.text.len())
        .sum();
    let mut group = criterion.benchmark_group("extract");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function(format!("{} documents", documents.len()), |bencher| {
        bencher.iter(|| {
            for (document, name) in &documents {
                let context = Context {
                    file: name.clone(),
                    ..Context::default()
                };
                let facts = FileFacts {
                    file: name,
                    sha256: "",
                    bytes: 0,
                };
                black_box(extract::extract(document, &context, authority, facts));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, extract);
criterion_main!(benches);
