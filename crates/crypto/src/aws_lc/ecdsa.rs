//! ECDSA of AWS-LC.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    signature::{
        ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1,
        ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
        EcdsaVerificationAlgorithm, KeyPair, ParsedPublicKey,
    },
};
use zeroize::Zeroizing;

use super::digest;
use crate::{
    Curve, Error,
    encoding::{self, NOT_THE_CURVE},
};

#[derive(Debug)]
pub(super) struct Ecdsa;

impl crate::Ecdsa for Ecdsa {
    fn generate(&self, curve: Curve) -> Result<Box<dyn crate::EcdsaKey>, Error> {
        let pair = EcdsaKeyPair::generate(signing(curve)).map_err(|_| Error::Internal)?;
        Ok(Box::new(EcdsaKey::new(curve, pair)?))
    }

    fn from_pkcs8(&self, curve: Curve, der: &[u8]) -> Result<Box<dyn crate::EcdsaKey>, Error> {
        let scalar = encoding::ec_private_key(curve, der)?.private_key;
        // A pair parsed without its point is also encoded without it, unlike one put together.
        let pair = EcdsaKeyPair::from_pkcs8(signing(curve), der)
            .and_then(|parsed| {
                let point = parsed.public_key().as_ref();
                EcdsaKeyPair::from_private_key_and_public_key(signing(curve), scalar, point)
            })
            .map_err(|_| NOT_THE_CURVE)?;
        Ok(Box::new(EcdsaKey::new(curve, pair)?))
    }

    fn public_key(
        &self,
        curve: Curve,
        spki: &[u8],
    ) -> Result<Box<dyn crate::EcdsaPublicKey>, Error> {
        encoding::ec_public_key(curve, spki)?;
        Ok(Box::new(EcdsaPublicKey::new(curve, spki)?))
    }
}

struct EcdsaKey {
    pair: EcdsaKeyPair,
    public: EcdsaPublicKey,
}

impl EcdsaKey {
    fn new(curve: Curve, pair: EcdsaKeyPair) -> Result<Self, Error> {
        let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key())
            .map_err(|_| Error::Internal)?;
        let public = EcdsaPublicKey::new(curve, spki.as_ref())?;
        Ok(Self { pair, public })
    }
}

impl crate::EcdsaKey for EcdsaKey {
    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let document = self.pair.to_pkcs8v1().map_err(|_| Error::Internal)?;
        Ok(Zeroizing::new(document.as_ref().to_vec()))
    }

    fn public(&self) -> &dyn crate::EcdsaPublicKey {
        &self.public
    }

    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, Error> {
        let curve = self.public.curve;
        curve.check_digest(digest)?;
        self.pair
            .sign_digest(&digest::import(curve.hash(), digest)?)
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| Error::Internal)
    }
}

impl fmt::Debug for EcdsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcdsaKey").field("public", &self.public).finish_non_exhaustive()
    }
}

struct EcdsaPublicKey {
    curve: Curve,
    key: ParsedPublicKey,
}

impl EcdsaPublicKey {
    fn new(curve: Curve, spki: &[u8]) -> Result<Self, Error> {
        let key = ParsedPublicKey::new(verifying(curve), spki).map_err(|_| NOT_THE_CURVE)?;
        Ok(Self { curve, key })
    }
}

impl crate::EcdsaPublicKey for EcdsaPublicKey {
    fn spki(&self) -> &[u8] {
        self.key.as_ref()
    }

    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), Error> {
        self.curve.check_digest(digest)?;
        self.key
            .verify_digest_sig(&digest::import(self.curve.hash(), digest)?, signature)
            .map_err(|_| Error::Rejected)
    }
}

impl fmt::Debug for EcdsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcdsaPublicKey").field("curve", &self.curve).finish_non_exhaustive()
    }
}

fn signing(curve: Curve) -> &'static EcdsaSigningAlgorithm {
    match curve {
        Curve::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
        Curve::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
    }
}

fn verifying(curve: Curve) -> &'static EcdsaVerificationAlgorithm {
    match curve {
        Curve::P256 => &ECDSA_P256_SHA256_ASN1,
        Curve::P384 => &ECDSA_P384_SHA384_ASN1,
    }
}
