//! A `ChaCha20` generator for each thread.

use std::cell::RefCell;

use chacha20::ChaCha20Rng;
use getrandom::{
    SysRng,
    rand_core::{Rng as _, SeedableRng as _, TryCryptoRng, TryRng},
};

use crate::Error;

/// How many bytes a generator puts out on one seed.
const SEED_LIFETIME: usize = 64 * 1024;

thread_local! {
    static GENERATOR: RefCell<Option<Generator>> = const { RefCell::new(None) };
}

struct Generator {
    rng: ChaCha20Rng,
    left: usize,
}

#[derive(Debug)]
pub(super) struct Random;

impl crate::Random for Random {
    fn fill(&self, out: &mut [u8]) -> Result<(), Error> {
        GENERATOR.with_borrow_mut(|slot| {
            let generator = match slot {
                Some(generator) if generator.left >= out.len() => generator,
                _ => slot.insert(Generator {
                    rng: ChaCha20Rng::try_from_rng(&mut SysRng).map_err(|_| Error::Random)?,
                    left: SEED_LIFETIME.max(out.len()),
                }),
            };
            generator.rng.fill_bytes(out);
            generator.left -= out.len();
            Ok(())
        })
    }

    fn reseed(&self) {
        GENERATOR.set(None);
    }
}

/// This thread's generator, as the libraries take it.
pub(super) struct ThreadRng;

impl TryRng for ThreadRng {
    type Error = Error;

    fn try_next_u32(&mut self) -> Result<u32, Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        crate::Random::fill(&Random, out)
    }
}

impl TryCryptoRng for ThreadRng {}
