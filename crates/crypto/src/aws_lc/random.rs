//! AWS-LC's generator behind a buffer for each thread.

use std::cell::RefCell;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::Error;

/// How many bytes are drawn at once. A longer request is filled without the buffer.
const BUFFER_LEN: usize = 1024;

thread_local! {
    static BUFFER: RefCell<Buffer> = const { RefCell::new(Buffer::EMPTY) };
}

/// Drawn bytes, of which the first `left` are not given out yet; the others are zero.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Buffer {
    bytes: [u8; BUFFER_LEN],
    left: usize,
}

impl Buffer {
    const EMPTY: Self = Self { bytes: [0; BUFFER_LEN], left: 0 };

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Error> {
        if self.left < out.len() {
            self.left = 0;
            draw(&mut self.bytes)?;
            self.left = BUFFER_LEN;
        }
        let start = self.left - out.len();
        let taken = &mut self.bytes[start..self.left];
        out.copy_from_slice(taken);
        taken.zeroize();
        self.left = start;
        Ok(())
    }
}

#[derive(Debug)]
pub(super) struct Random;

impl crate::Random for Random {
    fn fill(&self, out: &mut [u8]) -> Result<(), Error> {
        if out.len() > BUFFER_LEN {
            return draw(out);
        }
        BUFFER.with_borrow_mut(|buffer| buffer.fill(out))
    }

    fn reseed(&self) {
        BUFFER.set(Buffer::EMPTY);
    }
}

fn draw(out: &mut [u8]) -> Result<(), Error> {
    aws_lc_rs::rand::fill(out).map_err(|_| Error::Random)
}
