//! Authenticated encryption: XAES-256-GCM.

use std::fmt::Debug;

use zeroize::Zeroizing;

use crate::Error;

/// Length of an XAES-256-GCM key in bytes.
pub const KEY_LEN: usize = 32;
/// Length of an XAES-256-GCM nonce in bytes: long enough to be drawn at random for 2⁸⁰ messages.
pub const NONCE_LEN: usize = 24;
/// Length in bytes of the tag that ends every sealed message.
pub const TAG_LEN: usize = 16;

/// XAES-256-GCM, as specified by [C2SP](https://c2sp.org/XAES-256-GCM).
///
/// Every message is encrypted with AES-256-GCM (NIST SP 800-38D) under its own key, derived with
/// CMAC-AES-256 (NIST SP 800-108r1) from the first half of the nonce; the second half is the GCM
/// nonce.
pub trait Aead: Send + Sync + Debug + 'static {
    /// Prepares a key: its AES key schedule and the CMAC subkey are computed once.
    fn xaes_256_gcm(&self, key: &[u8; KEY_LEN]) -> Box<dyn AeadKey>;
}

/// A prepared XAES-256-GCM key.
pub trait AeadKey: Send + Sync + Debug + 'static {
    /// Appends the ciphertext of `plaintext` and its tag to `out`: [`TAG_LEN`] bytes more than
    /// the plaintext.
    ///
    /// A nonce must never be used twice with one key. On an error `out` is as it was.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the plaintext is longer than 2³⁶ − 32 bytes.
    fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        plaintext: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Error>;

    /// Returns the plaintext of `sealed`, a ciphertext followed by its tag.
    ///
    /// # Errors
    ///
    /// [`Error::Rejected`] if it was not sealed with this key, nonce and `aad`.
    fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error>;
}
