//! Cryptography outside the store, to check what the store says by other means.

use p256::ecdsa::signature::Verifier as _;
use p256::pkcs8::DecodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use strongroom_core::{EncryptionAlgorithm, KeySpec, SigningAlgorithm};

use crate::verdict::Failure;

/// A public key that left its store.
#[derive(Debug)]
pub(crate) enum PublicKey {
    Rsa(rsa::PublicKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
}

impl PublicKey {
    /// Reads `SubjectPublicKeyInfo` in DER for a key spec.
    pub(crate) fn read(spec: KeySpec, der: &[u8]) -> Result<Self, Failure> {
        let key = match spec {
            KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => {
                rsa::PublicKey::from_public_key_der(der).map(Self::Rsa)
            }
            KeySpec::EccNistP256 => {
                p256::ecdsa::VerifyingKey::from_public_key_der(der).map(Self::P256)
            }
            KeySpec::EccNistP384 => {
                p384::ecdsa::VerifyingKey::from_public_key_der(der).map(Self::P384)
            }
            _ => return Err(Failure::new(format_args!("{spec} has no public key"))),
        };
        key.map_err(|error| {
            Failure::new(format_args!("no SubjectPublicKeyInfo of {spec}: {error}"))
        })
    }

    /// The length of an RSA modulus in bits, or of a field element.
    pub(crate) fn bits(&self) -> u32 {
        match self {
            Self::Rsa(key) => key.n().bit_width_vartime(),
            Self::P256(_) => 256,
            Self::P384(_) => 384,
        }
    }

    /// Verifies the signature of a message: PSS with a salt as long as the hash, ECDSA in DER.
    pub(crate) fn verify(
        &self,
        algorithm: SigningAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Failure> {
        use rsa::{pkcs1v15, pss};

        let valid = match (self, algorithm) {
            (Self::Rsa(key), SigningAlgorithm::RsassaPssSha256) => {
                let key = pss::VerifyingKey::<Sha256>::new_with_salt_len(key.clone(), 32);
                signature.try_into().and_then(|signature| key.verify(message, &signature))
            }
            (Self::Rsa(key), SigningAlgorithm::RsassaPssSha384) => {
                let key = pss::VerifyingKey::<Sha384>::new_with_salt_len(key.clone(), 48);
                signature.try_into().and_then(|signature| key.verify(message, &signature))
            }
            (Self::Rsa(key), SigningAlgorithm::RsassaPssSha512) => {
                let key = pss::VerifyingKey::<Sha512>::new_with_salt_len(key.clone(), 64);
                signature.try_into().and_then(|signature| key.verify(message, &signature))
            }
            (Self::Rsa(key), SigningAlgorithm::RsassaPkcs1V15Sha256) => {
                let key = pkcs1v15::VerifyingKey::<Sha256>::new(key.clone());
                signature.try_into().and_then(|signature| key.verify(message, &signature))
            }
            (Self::Rsa(key), SigningAlgorithm::RsassaPkcs1V15Sha384) => {
                let key = pkcs1v15::VerifyingKey::<Sha384>::new(key.clone());
                signature.try_into().and_then(|signature| key.verify(message, &signature))
            }
            (Self::Rsa(key), SigningAlgorithm::RsassaPkcs1V15Sha512) => {
                let key = pkcs1v15::VerifyingKey::<Sha512>::new(key.clone());
                signature.try_into().and_then(|signature| key.verify(message, &signature))
            }
            (Self::P256(key), SigningAlgorithm::EcdsaSha256) => {
                p256::ecdsa::DerSignature::from_bytes(signature)
                    .and_then(|signature| key.verify(message, &signature))
            }
            (Self::P384(key), SigningAlgorithm::EcdsaSha384) => {
                p384::ecdsa::DerSignature::from_bytes(signature)
                    .and_then(|signature| key.verify(message, &signature))
            }
            _ => {
                return Err(Failure::new(format_args!("{algorithm} does not go with the key")));
            }
        };
        valid.map_err(|_| {
            Failure::new(format_args!("a {algorithm} signature does not verify outside the store"))
        })
    }

    /// Encrypts with RSAES-OAEP.
    pub(crate) fn encrypt(
        &self,
        algorithm: EncryptionAlgorithm,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let rng = &mut getrandom::SysRng;
        match (self, algorithm) {
            (Self::Rsa(key), EncryptionAlgorithm::RsaesOaepSha1) => {
                key.oaep_encrypt_with_rng::<Sha1, _>(rng, plaintext)
            }
            (Self::Rsa(key), EncryptionAlgorithm::RsaesOaepSha256) => {
                key.oaep_encrypt_with_rng::<Sha256, _>(rng, plaintext)
            }
            _ => return Err(Failure::new(format_args!("{algorithm} does not go with the key"))),
        }
        .map_err(|error| Failure::new(format_args!("cannot encrypt outside the store: {error}")))
    }
}

/// The digest that a signing algorithm takes.
pub(crate) fn digest(algorithm: SigningAlgorithm, message: &[u8]) -> Vec<u8> {
    match algorithm.digest_len() {
        32 => Sha256::digest(message).to_vec(),
        48 => Sha384::digest(message).to_vec(),
        _ => Sha512::digest(message).to_vec(),
    }
}
