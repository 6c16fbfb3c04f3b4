//! ECDSA of the `p256` and `p384` crates.

use std::fmt;

use p256::{
    ecdsa::signature::hazmat::{PrehashVerifier, RandomizedPrehashSigner},
    elliptic_curve::Generate,
    pkcs8::{EncodePrivateKey, EncodePublicKey},
};
use zeroize::Zeroizing;

use super::random::ThreadRng;
use crate::{
    Curve, Error,
    encoding::{self, NOT_THE_CURVE},
};

#[derive(Debug)]
pub(super) struct Ecdsa;

impl crate::Ecdsa for Ecdsa {
    fn generate(&self, curve: Curve) -> Result<Box<dyn crate::EcdsaKey>, Error> {
        let private = match curve {
            Curve::P256 => Generate::try_generate_from_rng(&mut ThreadRng).map(Private::P256),
            Curve::P384 => Generate::try_generate_from_rng(&mut ThreadRng).map(Private::P384),
        }?;
        Ok(Box::new(EcdsaKey::new(private)?))
    }

    fn from_pkcs8(&self, curve: Curve, der: &[u8]) -> Result<Box<dyn crate::EcdsaKey>, Error> {
        let inner = encoding::ec_private_key(curve, der)?;
        let private = match curve {
            Curve::P256 => p256::SecretKey::try_from(inner).map(|key| Private::P256(key.into())),
            Curve::P384 => p384::SecretKey::try_from(inner).map(|key| Private::P384(key.into())),
        }
        .map_err(|_| NOT_THE_CURVE)?;
        Ok(Box::new(EcdsaKey::new(private)?))
    }

    fn public_key(
        &self,
        curve: Curve,
        spki: &[u8],
    ) -> Result<Box<dyn crate::EcdsaPublicKey>, Error> {
        let point = encoding::ec_public_key(curve, spki)?;
        let key = match curve {
            Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map(Public::P256),
            Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).map(Public::P384),
        }
        .map_err(|_| NOT_THE_CURVE)?;
        Ok(Box::new(EcdsaPublicKey::new(key)?))
    }
}

enum Private {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
}

struct EcdsaKey {
    private: Private,
    public: EcdsaPublicKey,
}

impl EcdsaKey {
    fn new(private: Private) -> Result<Self, Error> {
        let public = EcdsaPublicKey::new(match &private {
            Private::P256(key) => Public::P256(*key.verifying_key()),
            Private::P384(key) => Public::P384(*key.verifying_key()),
        })?;
        Ok(Self { private, public })
    }
}

impl crate::EcdsaKey for EcdsaKey {
    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        match &self.private {
            Private::P256(key) => key.to_pkcs8_der(),
            Private::P384(key) => key.to_pkcs8_der(),
        }
        .map(|document| document.to_bytes())
        .map_err(|_| Error::Internal)
    }

    fn public(&self) -> &dyn crate::EcdsaPublicKey {
        &self.public
    }

    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, Error> {
        self.public.curve().check_digest(digest)?;
        let rng = &mut ThreadRng;
        match &self.private {
            Private::P256(key) => key
                .sign_prehash_with_rng(rng, digest)
                .map(|signature: p256::ecdsa::DerSignature| signature.as_bytes().to_vec()),
            Private::P384(key) => key
                .sign_prehash_with_rng(rng, digest)
                .map(|signature: p384::ecdsa::DerSignature| signature.as_bytes().to_vec()),
        }
        .map_err(|_| Error::Random)
    }
}

impl fmt::Debug for EcdsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcdsaKey").field("public", &self.public).finish_non_exhaustive()
    }
}

enum Public {
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
}

struct EcdsaPublicKey {
    key: Public,
    spki: Vec<u8>,
}

impl EcdsaPublicKey {
    fn new(key: Public) -> Result<Self, Error> {
        let document = match &key {
            Public::P256(key) => key.to_public_key_der(),
            Public::P384(key) => key.to_public_key_der(),
        }
        .map_err(|_| Error::Internal)?;
        Ok(Self { key, spki: document.into_vec() })
    }

    fn curve(&self) -> Curve {
        match self.key {
            Public::P256(_) => Curve::P256,
            Public::P384(_) => Curve::P384,
        }
    }
}

impl crate::EcdsaPublicKey for EcdsaPublicKey {
    fn spki(&self) -> &[u8] {
        &self.spki
    }

    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), Error> {
        self.curve().check_digest(digest)?;
        match &self.key {
            Public::P256(key) => p256::ecdsa::Signature::from_der(signature)
                .and_then(|signature| key.verify_prehash(digest, &signature)),
            Public::P384(key) => p384::ecdsa::Signature::from_der(signature)
                .and_then(|signature| key.verify_prehash(digest, &signature)),
        }
        .map_err(|_| Error::Rejected)
    }
}

impl fmt::Debug for EcdsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcdsaPublicKey").field("curve", &self.curve()).finish_non_exhaustive()
    }
}
