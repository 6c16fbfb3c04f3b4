//! How much more than the bare RSA call does a store take?
//!
//! Bare: the provider's own call with a key that is parsed. The store looks the key up and works on
//! another thread, so that the async runtime goes on.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use strongroom_benches::{PROVIDERS, memory, runtime};
use strongroom_core::request::{DecryptRequest, EncryptRequest, SignRequest};
use strongroom_core::{EncryptionAlgorithm, KeyRef, KeySpec, KeyUsage, SigningAlgorithm};
use strongroom_crypto::{Hash, RsaPadding, RsaSize};

const SECRET: &[u8] = &[5; 64];

fn asymmetric(criterion: &mut Criterion) {
    let runtime = runtime();
    for provider in PROVIDERS {
        let store = memory(provider);
        let driver = store.driver();
        let bare = provider.rsa.generate(RsaSize::Rsa2048).expect("a key");
        let create = |usage| {
            let created = store.create_key().spec(KeySpec::Rsa2048, usage).into_future();
            runtime.block_on(created).expect("a key").arn
        };

        let mut group = criterion.benchmark_group(format!("OAEP decrypt {}", provider.name));
        let sealed = bare.public().encrypt_oaep(Hash::Sha256, SECRET).expect("a ciphertext");
        group.bench_function(BenchmarkId::new("bare", 2048), |bencher| {
            bencher.iter(|| bare.decrypt_oaep(Hash::Sha256, black_box(&sealed)));
        });
        let key = create(KeyUsage::EncryptDecrypt);
        let algorithm = EncryptionAlgorithm::RsaesOaepSha256;
        let request = EncryptRequest::new(KeyRef::from(&key), SECRET).algorithm(algorithm);
        let sealed = runtime.block_on(driver.encrypt(&request)).expect("a ciphertext");
        let request =
            DecryptRequest::new(KeyRef::from(&key), &sealed.ciphertext).algorithm(algorithm);
        group.bench_function(BenchmarkId::new("memory", 2048), |bencher| {
            bencher.to_async(&runtime).iter(|| driver.decrypt(black_box(&request)));
        });
        group.finish();

        let mut group = criterion.benchmark_group(format!("PSS sign {}", provider.name));
        group.bench_function(BenchmarkId::new("bare", 2048), |bencher| {
            bencher.iter(|| {
                let digest = provider.digest.digest(Hash::Sha256, black_box(SECRET));
                bare.sign(RsaPadding::Pss, Hash::Sha256, digest.as_ref())
            });
        });
        let key = create(KeyUsage::SignVerify);
        let algorithm = SigningAlgorithm::RsassaPssSha256;
        let request = SignRequest::new(KeyRef::from(&key), algorithm, SECRET);
        group.bench_function(BenchmarkId::new("memory", 2048), |bencher| {
            bencher.to_async(&runtime).iter(|| driver.sign(black_box(&request)));
        });
        group.finish();
    }
}

criterion_group!(benches, asymmetric);
criterion_main!(benches);
