//! RSA of the `rsa` crate.

use std::fmt;

use rsa::{
    PrivateKey, PublicKey,
    pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey, EncodeRsaPrivateKey},
    pkcs8::{EncodePrivateKey, EncodePublicKey},
    traits::PublicKeyParts,
};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::random::ThreadRng;
use crate::{
    Error, Hash, RsaPadding, RsaSize, encoding,
    rsa::{UNSUPPORTED_OAEP_HASH, UNSUPPORTED_SIGNATURE_HASH, check_digest, check_oaep_plaintext},
};

const INCONSISTENT: Error = Error::InvalidKey("not a consistent RSA key");

#[derive(Debug)]
pub(super) struct Rsa;

impl crate::Rsa for Rsa {
    fn generate(&self, size: RsaSize) -> Result<Box<dyn crate::RsaKey>, Error> {
        let private = PrivateKey::new(&mut ThreadRng, size.bits()).map_err(fault)?;
        Ok(Box::new(RsaKey::new(private)?))
    }

    fn from_pkcs8(&self, der: &[u8]) -> Result<Box<dyn crate::RsaKey>, Error> {
        let inner = encoding::rsa_private_key(der)?;
        let private = PrivateKey::from_pkcs1_der(inner).map_err(|_| INCONSISTENT)?;
        // The library computes the CRT values anew without a look at those it was given.
        let encoded = private.to_pkcs1_der().map_err(|_| INCONSISTENT)?;
        if encoded.as_bytes() != inner {
            return Err(INCONSISTENT);
        }
        Ok(Box::new(RsaKey::new(private)?))
    }

    fn public_key(&self, spki: &[u8]) -> Result<Box<dyn crate::RsaPublicKey>, Error> {
        let inner = encoding::rsa_public_key(spki)?;
        let public = PublicKey::from_pkcs1_der(inner).map_err(|_| INCONSISTENT)?;
        Ok(Box::new(RsaPublicKey::new(public)?))
    }
}

struct RsaKey {
    private: PrivateKey,
    public: RsaPublicKey,
}

impl RsaKey {
    fn new(private: PrivateKey) -> Result<Self, Error> {
        let public = RsaPublicKey::new(private.to_public_key())?;
        Ok(Self { private, public })
    }
}

impl crate::RsaKey for RsaKey {
    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let document = self.private.to_pkcs8_der().map_err(|_| Error::Internal)?;
        Ok(document.to_bytes())
    }

    fn public(&self) -> &dyn crate::RsaPublicKey {
        &self.public
    }

    fn decrypt_oaep(&self, hash: Hash, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let rng = &mut ThreadRng;
        match hash {
            Hash::Sha1 => self.private.oaep_decrypt_with_rng::<Sha1, _>(rng, ciphertext),
            Hash::Sha256 => self.private.oaep_decrypt_with_rng::<Sha256, _>(rng, ciphertext),
            Hash::Sha384 | Hash::Sha512 => return Err(UNSUPPORTED_OAEP_HASH),
        }
        .map(Zeroizing::new)
        .map_err(|_| Error::Rejected)
    }

    fn sign(&self, padding: RsaPadding, hash: Hash, digest: &[u8]) -> Result<Vec<u8>, Error> {
        use RsaPadding::{Pkcs1, Pss};

        check_digest(hash, digest)?;
        let rng = &mut ThreadRng;
        let key = &self.private;
        match (padding, hash) {
            (Pss, Hash::Sha256) => key.pss_sign_prehash_with_rng::<Sha256, _>(rng, digest),
            (Pss, Hash::Sha384) => key.pss_sign_prehash_with_rng::<Sha384, _>(rng, digest),
            (Pss, Hash::Sha512) => key.pss_sign_prehash_with_rng::<Sha512, _>(rng, digest),
            (Pkcs1, Hash::Sha256) => key.pkcs1v15_sign_prehash_with_rng::<Sha256, _>(rng, digest),
            (Pkcs1, Hash::Sha384) => key.pkcs1v15_sign_prehash_with_rng::<Sha384, _>(rng, digest),
            (Pkcs1, Hash::Sha512) => key.pkcs1v15_sign_prehash_with_rng::<Sha512, _>(rng, digest),
            (_, Hash::Sha1) => return Err(UNSUPPORTED_SIGNATURE_HASH),
        }
        .map_err(fault)
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaKey").field("public", &self.public).finish_non_exhaustive()
    }
}

struct RsaPublicKey {
    key: PublicKey,
    spki: Vec<u8>,
}

impl RsaPublicKey {
    fn new(key: PublicKey) -> Result<Self, Error> {
        RsaSize::check(key.n().bit_width_vartime() as usize)?;
        let spki = key.to_public_key_der().map_err(|_| Error::Internal)?.into_vec();
        Ok(Self { key, spki })
    }
}

impl crate::RsaPublicKey for RsaPublicKey {
    fn spki(&self) -> &[u8] {
        &self.spki
    }

    fn modulus_len(&self) -> usize {
        self.key.size()
    }

    fn encrypt_oaep(&self, hash: Hash, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        check_oaep_plaintext(hash, self.key.size(), plaintext)?;
        let rng = &mut ThreadRng;
        match hash {
            Hash::Sha1 => self.key.oaep_encrypt_with_rng::<Sha1, _>(rng, plaintext),
            Hash::Sha256 => self.key.oaep_encrypt_with_rng::<Sha256, _>(rng, plaintext),
            Hash::Sha384 | Hash::Sha512 => return Err(UNSUPPORTED_OAEP_HASH),
        }
        .map_err(fault)
    }

    fn verify(
        &self,
        padding: RsaPadding,
        hash: Hash,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<(), Error> {
        use RsaPadding::{Pkcs1, Pss};

        check_digest(hash, digest)?;
        let key = &self.key;
        match (padding, hash) {
            (Pss, Hash::Sha256) => key.pss_verify_prehash::<Sha256>(digest, signature),
            (Pss, Hash::Sha384) => key.pss_verify_prehash::<Sha384>(digest, signature),
            (Pss, Hash::Sha512) => key.pss_verify_prehash::<Sha512>(digest, signature),
            (Pkcs1, Hash::Sha256) => key.pkcs1v15_verify_prehash::<Sha256>(digest, signature),
            (Pkcs1, Hash::Sha384) => key.pkcs1v15_verify_prehash::<Sha384>(digest, signature),
            (Pkcs1, Hash::Sha512) => key.pkcs1v15_verify_prehash::<Sha512>(digest, signature),
            (_, Hash::Sha1) => return Err(UNSUPPORTED_SIGNATURE_HASH),
        }
        .map_err(|_| Error::Rejected)
    }
}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaPublicKey")
            .field("modulus_len", &self.key.size())
            .finish_non_exhaustive()
    }
}

/// The error of an operation whose input was already checked.
#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn fault(error: rsa::Error) -> Error {
    match error {
        rsa::Error::Rng => Error::Random,
        _ => Error::Internal,
    }
}
