//! Indexing: a thousand documents into an empty index and one commit.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kehoach::index::{Access, Change, Index, Op};

mod entries;
mod generated;
mod stock;

const DOCUMENTS: u64 = 1_000;

fn index(criterion: &mut Criterion) {
    let generator = generated::Generator::new(stock::root(), generated::SEED);
    let changes = entries::changes(&generator, 0..DOCUMENTS);
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(body_bytes(&changes)));
    group.bench_function(format!("{DOCUMENTS} documents and a commit"), |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().expect("a folder"),
            |folder| {
                let mut index = Index::open(folder.path(), Access::Write).expect("opens");
                index.apply(&changes).expect("applies");
                index.commit().expect("commits");
                index.close().expect("closes");
                folder
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn body_bytes(changes: &[Change]) -> u64 {
    let bytes = |change: &Change| match &change.op {
        Op::Put(entry) => entry.body.len() as u64,
        _ => 0,
    };
    changes.iter().map(bytes).sum()
}

criterion_group!(benches, index);
criterion_main!(benches);
