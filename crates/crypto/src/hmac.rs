//! Message authentication codes: HMAC.

use std::fmt::Debug;

use crate::{Error, Hash};

/// HMAC (RFC 2104, NIST FIPS 198-1) with SHA-256, SHA-384 or SHA-512.
pub trait Hmac: Send + Sync + Debug + 'static {
    /// Prepares a key of any length from one byte up.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`] if the key is empty, [`Error::Unsupported`] for SHA-1.
    fn key(&self, hash: Hash, key: &[u8]) -> Result<Box<dyn HmacKey>, Error>;
}

/// A prepared HMAC key.
pub trait HmacKey: Send + Sync + Debug + 'static {
    /// The code of `message`, as long as the hash.
    fn sign(&self, message: &[u8]) -> Vec<u8>;

    /// Checks in constant time that `mac` is the whole code of `message`.
    ///
    /// # Errors
    ///
    /// [`Error::Rejected`] if it is not; a truncated code is refused like a wrong one.
    fn verify(&self, message: &[u8], mac: &[u8]) -> Result<(), Error>;
}

/// Refuses an empty key.
pub(crate) fn check_key(key: &[u8]) -> Result<(), Error> {
    if key.is_empty() {
        return Err(Error::InvalidKey("an HMAC key must not be empty"));
    }
    Ok(())
}

/// The error for a hash that HMAC here does not use.
pub(crate) const UNSUPPORTED_HASH: Error =
    Error::Unsupported("HMAC takes SHA-256, SHA-384 or SHA-512");
