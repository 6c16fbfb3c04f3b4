//! HMAC with SHA-2.

use aws_lc_rs::hmac;

use crate::{
    Error, Hash,
    hmac::{UNSUPPORTED_HASH, check_key},
};

#[derive(Debug)]
pub(super) struct Hmac;

impl crate::Hmac for Hmac {
    fn key(&self, hash: Hash, key: &[u8]) -> Result<Box<dyn crate::HmacKey>, Error> {
        let algorithm = match hash {
            Hash::Sha256 => hmac::HMAC_SHA256,
            Hash::Sha384 => hmac::HMAC_SHA384,
            Hash::Sha512 => hmac::HMAC_SHA512,
            Hash::Sha1 => return Err(UNSUPPORTED_HASH),
        };
        check_key(key)?;
        Ok(Box::new(HmacKey(hmac::Key::new(algorithm, key))))
    }
}

/// The library's `Debug` of a key shows its algorithm alone.
#[derive(Debug)]
struct HmacKey(hmac::Key);

impl crate::HmacKey for HmacKey {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        hmac::sign(&self.0, message).as_ref().to_vec()
    }

    fn verify(&self, message: &[u8], mac: &[u8]) -> Result<(), Error> {
        hmac::verify(&self.0, message, mac).map_err(|_| Error::Rejected)
    }
}
