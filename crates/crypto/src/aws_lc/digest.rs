//! SHA-1 and SHA-2.

use aws_lc_rs::digest;

use crate::{DigestOutput, Error, Hash};

#[derive(Debug)]
pub(super) struct Digest;

impl crate::Digest for Digest {
    fn digest(&self, hash: Hash, data: &[u8]) -> DigestOutput {
        DigestOutput::new(digest::digest(algorithm(hash), data).as_ref())
    }
}

/// The library's name of a hash.
pub(super) fn algorithm(hash: Hash) -> &'static digest::Algorithm {
    match hash {
        Hash::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        Hash::Sha256 => &digest::SHA256,
        Hash::Sha384 => &digest::SHA384,
        Hash::Sha512 => &digest::SHA512,
    }
}

/// A hash from elsewhere in the library's type.
pub(super) fn import(hash: Hash, digest: &[u8]) -> Result<digest::Digest, Error> {
    digest::Digest::import_less_safe(digest, algorithm(hash)).map_err(|_| Error::Internal)
}
