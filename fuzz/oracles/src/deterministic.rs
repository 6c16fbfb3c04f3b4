//! Bytes that look random and are the same in every process, so that a corpus can hold
//! ciphertexts, and a finding can be repeated.

use std::cell::Cell;

use strongroom_crypto::{Error, Provider, Random, rustcrypto};

/// RustCrypto with a generator that starts anew at each [`Random::reseed`].
pub(crate) const PROVIDER: Provider = Provider { random: &Deterministic, ..rustcrypto::PROVIDER };

thread_local! {
    static STATE: Cell<u64> = const { Cell::new(0) };
}

#[derive(Debug)]
struct Deterministic;

impl Random for Deterministic {
    fn fill(&self, out: &mut [u8]) -> Result<(), Error> {
        for chunk in out.chunks_mut(8) {
            chunk.copy_from_slice(&next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }

    fn reseed(&self) {
        STATE.set(0);
    }
}

/// `count` inputs of `len` bytes, to start from.
pub(crate) fn inputs(count: usize, len: usize) -> Vec<Vec<u8>> {
    Deterministic.reseed();
    (0..count).map(|_| (0..len).map(|_| next().to_le_bytes()[0]).collect()).collect()
}

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
fn next() -> u64 {
    let state = STATE.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
    STATE.set(state);
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
