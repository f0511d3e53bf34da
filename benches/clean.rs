//! Cleaning: text as it should be, which is copied, and text that must be mended throughout.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use icu_normalizer::DecomposingNormalizerBorrowed;
use kehoach::text;

mod stock;

fn clean(criterion: &mut Criterion) {
    let sources = stock::sources();
    let decomposed = DecomposingNormalizerBorrowed::new_nfd()
        .normalize(&sources)
        .into_owned();
    let mut group = criterion.benchmark_group("clean");
    for (name, text) in [("composed", &sources), ("decomposed", &decomposed)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| text::clean(black_box(text)))
        });
    }
    group.throughput(Throughput::Bytes(sources.len() as u64));
    group.bench_function("fold", |bencher| {
        bencher.iter(|| text::fold(black_box(&sources)))
    });
    group.finish();
}

criterion_group!(benches, clean);
criterion_main!(benches);
