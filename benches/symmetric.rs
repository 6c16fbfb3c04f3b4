//! How much more than the bare AEAD call does a symmetric call of a store take?
//!
//! Bare: AES-256-GCM of the same library with a key that is prepared, a fixed nonce and the same
//! associated data, from plaintext to a new vector and back. The store looks the key up, derives a
//! key for the message and makes a blob.

use std::hint::black_box;

use aes_gcm::aead::{AeadInOut, KeyInit};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use strongroom_benches::{PROVIDERS, file, memory, runtime};
use strongroom_core::KeyRef;
use strongroom_core::request::{DecryptRequest, EncryptRequest};
use strongroom_software::blob::HEADER_LEN;

const SIZES: [usize; 3] = [32, 1024, 4096];
const NONCE: [u8; 12] = [1; 12];
const AAD: [u8; HEADER_LEN] = [2; HEADER_LEN];

/// The bare call of one library.
trait Bare {
    fn seal(&self, plaintext: &[u8]) -> Vec<u8>;
    fn open(&self, sealed: &[u8]) -> Vec<u8>;
}

struct RustCrypto(aes_gcm::Aes256Gcm);

impl Bare for RustCrypto {
    fn seal(&self, plaintext: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(plaintext.len() + 16);
        out.extend_from_slice(plaintext);
        self.0.encrypt_in_place(&NONCE.into(), &AAD, &mut out).expect("a ciphertext");
        out
    }

    fn open(&self, sealed: &[u8]) -> Vec<u8> {
        let mut out = sealed.to_vec();
        self.0.decrypt_in_place(&NONCE.into(), &AAD, &mut out).expect("a plaintext");
        out
    }
}

struct AwsLc(aws_lc_rs::aead::LessSafeKey);

impl Bare for AwsLc {
    fn seal(&self, plaintext: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(plaintext.len() + 16);
        out.extend_from_slice(plaintext);
        let nonce = aws_lc_rs::aead::Nonce::assume_unique_for_key(NONCE);
        let aad = aws_lc_rs::aead::Aad::from(AAD);
        self.0.seal_in_place_append_tag(nonce, aad, &mut out).expect("a ciphertext");
        out
    }

    fn open(&self, sealed: &[u8]) -> Vec<u8> {
        let mut out = sealed.to_vec();
        let nonce = aws_lc_rs::aead::Nonce::assume_unique_for_key(NONCE);
        let aad = aws_lc_rs::aead::Aad::from(AAD);
        let len = self.0.open_in_place(nonce, aad, &mut out).expect("a plaintext").len();
        out.truncate(len);
        out
    }
}

fn bare(provider: &str) -> Box<dyn Bare> {
    let key = [3; 32];
    if provider == "aws-lc" {
        let key = aws_lc_rs::aead::UnboundKey::new(&aws_lc_rs::aead::AES_256_GCM, &key);
        return Box::new(AwsLc(aws_lc_rs::aead::LessSafeKey::new(key.expect("a key"))));
    }
    Box::new(RustCrypto(aes_gcm::Aes256Gcm::new(&key.into())))
}

fn symmetric(criterion: &mut Criterion) {
    let runtime = runtime();
    for provider in PROVIDERS {
        let directory = tempfile::tempdir().expect("a directory");
        let stores = [
            ("memory", memory(provider)),
            ("file", runtime.block_on(file(provider, directory.path()))),
        ]
        .map(|(name, store)| {
            let key = runtime.block_on(store.create_key().into_future()).expect("a key").arn;
            (name, store, key)
        });
        let bare = bare(provider.name);

        let mut group = criterion.benchmark_group(format!("encrypt {}", provider.name));
        for size in SIZES {
            let plaintext = vec![4; size];
            group.throughput(Throughput::Bytes(size as u64));
            group.bench_function(BenchmarkId::new("bare", size), |bencher| {
                bencher.iter(|| bare.seal(black_box(&plaintext)));
            });
            for (name, store, key) in &stores {
                let (driver, key) = (store.driver(), KeyRef::from(key));
                let request = EncryptRequest::new(key, &plaintext);
                group.bench_function(BenchmarkId::new(*name, size), |bencher| {
                    bencher.to_async(&runtime).iter(|| driver.encrypt(black_box(&request)));
                });
            }
        }
        group.finish();

        let mut group = criterion.benchmark_group(format!("decrypt {}", provider.name));
        for size in SIZES {
            let plaintext = vec![4; size];
            let sealed = bare.seal(&plaintext);
            group.throughput(Throughput::Bytes(size as u64));
            group.bench_function(BenchmarkId::new("bare", size), |bencher| {
                bencher.iter(|| bare.open(black_box(&sealed)));
            });
            for (name, store, key) in &stores {
                let (driver, key) = (store.driver(), KeyRef::from(key));
                let request = EncryptRequest::new(key.clone(), &plaintext);
                let sealed = runtime.block_on(driver.encrypt(&request)).expect("a ciphertext");
                let request = DecryptRequest::new(key, &sealed.ciphertext);
                group.bench_function(BenchmarkId::new(*name, size), |bencher| {
                    bencher.to_async(&runtime).iter(|| driver.decrypt(black_box(&request)));
                });
            }
        }
        group.finish();
    }
}

criterion_group!(benches, symmetric);
criterion_main!(benches);
