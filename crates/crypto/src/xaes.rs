//! How XAES-256-GCM derives the key of a message, apart from the block cipher
//! ([C2SP](https://c2sp.org/XAES-256-GCM)).
//!
//! The derivation is CMAC-AES-256 in the counter mode of NIST SP 800-108r1, whose two inputs
//! `M1 = 0x0001 || "X" || 0x00 || N[:12]` and `M2 = 0x0002 || …` are each one whole block. A CMAC
//! of one whole block is one AES encryption, of the block masked with the subkey K1.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{KEY_LEN, NONCE_LEN};

/// Length of an AES block in bytes.
pub(crate) const BLOCK_LEN: usize = 16;

/// Length of a GCM nonce in bytes: half of the XAES nonce.
pub(crate) const GCM_NONCE_LEN: usize = NONCE_LEN / 2;

/// The CMAC subkey K1 of a long-term key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Subkey(u128);

impl Subkey {
    /// Doubles `zero`, the encryption of the zero block, in GF(2¹²⁸) (NIST SP 800-38B,
    /// section 6.1).
    pub(crate) fn new(zero: &[u8; BLOCK_LEN]) -> Self {
        let zero = u128::from_be_bytes(*zero);
        let reduction = (zero >> 127) * 0b1000_0111;
        Self((zero << 1) ^ reduction)
    }

    /// The two blocks, masked, whose encryptions are the halves of the message's key.
    pub(crate) fn blocks(&self, nonce: &[u8; GCM_NONCE_LEN]) -> Zeroizing<[u8; KEY_LEN]> {
        let mut blocks = Zeroizing::new([0; KEY_LEN]);
        let (halves, _) = blocks.as_chunks_mut();
        for (half, counter) in halves.iter_mut().zip([1, 2]) {
            let mut input = [0; BLOCK_LEN];
            input[..4].copy_from_slice(&[0, counter, b'X', 0]);
            input[4..].copy_from_slice(nonce);
            *half = (u128::from_be_bytes(input) ^ self.0).to_be_bytes();
        }
        blocks
    }
}

/// Splits a nonce into the half that derives the message's key and the half that is the GCM nonce.
pub(crate) fn split_nonce(nonce: &[u8; NONCE_LEN]) -> (&[u8; GCM_NONCE_LEN], &[u8; GCM_NONCE_LEN]) {
    let (halves, _) = nonce.as_chunks();
    (&halves[0], &halves[1])
}
