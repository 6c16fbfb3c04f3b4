//! SHA-1 and SHA-2.

use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::{DigestOutput, Hash};

#[derive(Debug)]
pub(super) struct Digest;

impl crate::Digest for Digest {
    fn digest(&self, hash: Hash, data: &[u8]) -> DigestOutput {
        match hash {
            Hash::Sha1 => DigestOutput::new(&Sha1::digest(data)),
            Hash::Sha256 => DigestOutput::new(&Sha256::digest(data)),
            Hash::Sha384 => DigestOutput::new(&Sha384::digest(data)),
            Hash::Sha512 => DigestOutput::new(&Sha512::digest(data)),
        }
    }
}
