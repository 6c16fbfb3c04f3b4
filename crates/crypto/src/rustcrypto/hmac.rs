//! HMAC with SHA-2.

use std::fmt;

use hmac::{EagerHash, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};

use crate::{Error, Hash};

#[derive(Debug)]
pub(super) struct Hmac;

impl crate::Hmac for Hmac {
    fn key(&self, hash: Hash, key: &[u8]) -> Result<Box<dyn crate::HmacKey>, Error> {
        match hash {
            Hash::Sha256 => HmacKey::<Sha256>::boxed(hash, key),
            Hash::Sha384 => HmacKey::<Sha384>::boxed(hash, key),
            Hash::Sha512 => HmacKey::<Sha512>::boxed(hash, key),
            Hash::Sha1 => Err(crate::hmac::UNSUPPORTED_HASH),
        }
    }
}

/// The state after the padded key has been hashed, ready for a message.
struct HmacKey<D: EagerHash> {
    hash: Hash,
    state: hmac::Hmac<D>,
}

impl<D> HmacKey<D>
where
    D: EagerHash,
    hmac::Hmac<D>: Mac + KeyInit + Clone + Send + Sync + 'static,
{
    fn boxed(hash: Hash, key: &[u8]) -> Result<Box<dyn crate::HmacKey>, Error> {
        crate::hmac::check_key(key)?;
        let state = <hmac::Hmac<D> as KeyInit>::new_from_slice(key).map_err(|_| Error::Internal)?;
        Ok(Box::new(Self { hash, state }))
    }
}

impl<D> crate::HmacKey for HmacKey<D>
where
    D: EagerHash,
    hmac::Hmac<D>: Mac + Clone + Send + Sync + 'static,
{
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.state.clone().chain_update(message).finalize().into_bytes().to_vec()
    }

    fn verify(&self, message: &[u8], mac: &[u8]) -> Result<(), Error> {
        self.state.clone().chain_update(message).verify_slice(mac).map_err(|_| Error::Rejected)
    }
}

impl<D: EagerHash> fmt::Debug for HmacKey<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HmacKey").field("hash", &self.hash).finish_non_exhaustive()
    }
}
