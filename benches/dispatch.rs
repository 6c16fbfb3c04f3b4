//! What does dynamic dispatch cost, and what the checks of `Store`?
//!
//! Bare: the driver's method by its type. `dyn`: the same method by `dyn KeyStore`. `store`: the
//! builder of [`Store`], with its checks and its span.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use strongroom_benches::runtime;
use strongroom_core::request::{EncryptRequest, RandomRequest};
use strongroom_core::{KeyRef, KeyStore, Store};
use strongroom_software::{Settings, SoftwareStore};

fn dispatch(criterion: &mut Criterion) {
    let runtime = runtime();
    let driver = SoftwareStore::memory(Settings::default());
    let dynamic: &dyn KeyStore = &driver;
    let mut group = criterion.benchmark_group("dispatch of random");
    let request = RandomRequest::new(32);
    group.bench_function(BenchmarkId::new("bare", 32), |bencher| {
        bencher.to_async(&runtime).iter(|| driver.generate_random(black_box(&request)));
    });
    group.bench_function(BenchmarkId::new("dyn", 32), |bencher| {
        bencher.to_async(&runtime).iter(|| dynamic.generate_random(black_box(&request)));
    });
    group.finish();

    let store = Store::new(SoftwareStore::memory(Settings::default()));
    let key = runtime.block_on(store.create_key().into_future()).expect("a key").arn;
    let secret = [7; 32];
    let request = EncryptRequest::new(KeyRef::from(&key), &secret);
    let mut group = criterion.benchmark_group("dispatch of encrypt");
    group.bench_function(BenchmarkId::new("bare", 32), |bencher| {
        bencher.to_async(&runtime).iter(|| store.driver().encrypt(black_box(&request)));
    });
    group.bench_function(BenchmarkId::new("store", 32), |bencher| {
        bencher.to_async(&runtime).iter(|| store.encrypt(black_box(&key), &secret).into_future());
    });
    group.finish();
}

criterion_group!(benches, dispatch);
criterion_main!(benches);
