//! Hash functions.

use std::fmt::Debug;

/// A hash function of NIST FIPS 180-4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hash {
    /// SHA-1, for RSAES-OAEP alone: it resists no collisions.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// Length of the hash in bytes.
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// Computes hashes.
pub trait Digest: Send + Sync + Debug + 'static {
    /// The hash of `data`.
    fn digest(&self, hash: Hash, data: &[u8]) -> DigestOutput;
}

/// A hash, held in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestOutput {
    bytes: [u8; Self::MAX_LEN],
    len: usize,
}

impl DigestOutput {
    /// Length in bytes of the longest hash, that of SHA-512.
    pub const MAX_LEN: usize = 64;

    /// Takes over a hash that a library computed.
    ///
    /// # Panics
    ///
    /// If `hash` is longer than [`Self::MAX_LEN`].
    pub fn new(hash: &[u8]) -> Self {
        let mut bytes = [0; Self::MAX_LEN];
        bytes[..hash.len()].copy_from_slice(hash);
        Self { bytes, len: hash.len() }
    }
}

impl AsRef<[u8]> for DigestOutput {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}
