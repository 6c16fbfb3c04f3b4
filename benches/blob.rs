//! What does the blob codec cost beside a copy of the blob?

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use strongroom_software::blob::{Blob, Header};
use uuid::Uuid;

fn blob(criterion: &mut Criterion) {
    let header = Header { key_id: Uuid::nil(), material_id: [1; 32], nonce: [2; 24] };
    let blob = [&header.encode()[..], &[3; 4112]].concat();
    let mut group = criterion.benchmark_group("blob codec");
    group.bench_function(BenchmarkId::new("bare copy", 4096), |bencher| {
        bencher.iter(|| black_box(&blob).clone());
    });
    group.bench_function(BenchmarkId::new("encode", 4096), |bencher| {
        bencher.iter(|| black_box(&header).encode());
    });
    group.bench_function(BenchmarkId::new("parse", 4096), |bencher| {
        bencher.iter(|| Blob::parse(black_box(&blob)).is_some());
    });
    group.finish();
}

criterion_group!(benches, blob);
criterion_main!(benches);
