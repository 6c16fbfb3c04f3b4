//! Generators and oracles of the fuzz targets.
//!
//! Each module is one [`Target`]: a generator turns arbitrary bytes into a case, and an oracle
//! compares what Strongroom does with it to something written by other means. Where they differ,
//! it panics. The fuzz targets beside this crate are calls of [`Target::run`]; the tests of this
//! crate make the same calls, on stable Rust, with the checked-in corpora and with random bytes.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod blob_decode;
mod block_on;
pub mod context_encoding;
pub mod decrypt_arbitrary;
pub mod decrypt_mutated;
pub mod decrypt_rsa;
mod deterministic;
pub mod key_identifier;
pub mod operations;
mod sealed;
pub mod store_url;

use arbitrary::{Arbitrary, Unstructured};

/// All targets.
pub const TARGETS: [Target; 8] = [
    blob_decode::TARGET,
    context_encoding::TARGET,
    decrypt_arbitrary::TARGET,
    decrypt_mutated::TARGET,
    decrypt_rsa::TARGET,
    key_identifier::TARGET,
    operations::TARGET,
    store_url::TARGET,
];

/// What is fuzzed.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of the target and of its corpus.
    pub name: &'static str,
    run: fn(&[u8]),
    seeds: fn() -> Vec<Vec<u8>>,
}

impl Target {
    /// Tries one input.
    ///
    /// # Panics
    ///
    /// If the oracle finds a fault.
    pub fn run(&self, bytes: &[u8]) {
        (self.run)(bytes);
    }

    /// The inputs that a run starts from. They are the same at every call.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        (self.seeds)()
    }
}

/// The case that bytes stand for, if they are enough for one.
fn generated<'a, T: Arbitrary<'a>>(bytes: &'a [u8]) -> Option<T> {
    T::arbitrary_take_rest(Unstructured::new(bytes)).ok()
}
