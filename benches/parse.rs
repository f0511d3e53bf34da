//! Parsing by kind of file, one thread. Throughput is of the bytes as published, so figures of
//! compressed kinds (PDF, DOCX) and plain ones (HTML) do not compare.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

mod stock;

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(20);
    for kind in ["html", "pdf", "docx"] {
        let files = stock::files(kind);
        group.throughput(Throughput::Bytes(stock::bytes(&files)));
        group.bench_function(format!("{kind}, {} files", files.len()), |bencher| {
            bencher.iter(|| {
                for file in &files {
                    black_box(file.parse());
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
