//! Bytes that must not leak.

use std::{fmt, mem};

use zeroize::Zeroizing;

/// Secret bytes that are owned: overwritten when dropped, redacted in `Debug`.
///
/// There is no `Clone`, `Serialize`, `Display` or `PartialEq`: a copy, a print or a comparison in
/// variable time has to be written out, where a reviewer sees it.
///
/// ```
/// # use strongroom_core::SecretBytes;
/// let password = SecretBytes::from(b"correct horse".to_vec());
/// assert_eq!(format!("{password:?}"), "SecretBytes(13 bytes)");
/// assert_eq!(password.expose(), b"correct horse");
/// ```
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// The bytes. Whoever holds the slice must not copy it to a place that is not overwritten.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no byte.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<u8>> for SecretBytes {
    /// Takes the vector over, and overwrites its spare capacity. Copies that it left behind while
    /// it grew are not overwritten.
    fn from(mut bytes: Vec<u8>) -> Self {
        let len = bytes.len();
        bytes.resize(bytes.capacity(), 0);
        bytes.truncate(len);
        Self(bytes)
    }
}

impl From<Zeroizing<Vec<u8>>> for SecretBytes {
    fn from(mut bytes: Zeroizing<Vec<u8>>) -> Self {
        Self::from(mem::take(&mut *bytes))
    }
}

impl Drop for SecretBytes {
    /// Overwrites by whole words: `Vec::zeroize` goes byte by byte, which takes as long as the
    /// decryption of 4 KiB.
    fn drop(&mut self) {
        self.0.fill(0);
        zeroize::optimization_barrier(self.0.as_slice());
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretBytes({} bytes)", self.len())
    }
}

/// Bytes borrowed from the caller that may be secret: redacted in `Debug`.
///
/// Request types carry plaintexts and messages in it, so that a logged request shows lengths only.
#[derive(Clone, Copy)]
pub struct SecretSlice<'a>(&'a [u8]);

impl<'a> SecretSlice<'a> {
    /// The bytes.
    pub const fn expose(self) -> &'a [u8] {
        self.0
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there is no byte.
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> From<&'a [u8]> for SecretSlice<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for SecretSlice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret_byte() {
        let secret = SecretBytes::from(b"canary".to_vec());
        assert_eq!(format!("{secret:?}"), "SecretBytes(6 bytes)");
        assert_eq!(format!("{:?}", SecretSlice::from(&b"canary"[..])), "[6 bytes]");
    }
}
