//! Faults in signatures and public keys.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use getrandom::SysRng;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::pss;
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _, Verifier as _};
use sha2::Sha256;
use strongroom_core::request::{CreateKeyRequest, PublicKeyRequest, SignRequest, VerifyRequest};
use strongroom_core::response::{PublicKey, Signature};
use strongroom_core::{
    Algorithm, Capabilities, Error, ErrorKind, KeyArn, KeySpec, KeyStore as _, KeyUsage,
    MessageType, Result, SigningAlgorithm,
};

use crate::sabotage::{Good, Memory, mutants};

/// The key that made a signature.
type Signers = Memory<BTreeMap<Vec<u8>, KeyArn>>;

const fn pkcs1_for(algorithm: SigningAlgorithm) -> SigningAlgorithm {
    match algorithm {
        SigningAlgorithm::RsassaPssSha256 => SigningAlgorithm::RsassaPkcs1V15Sha256,
        SigningAlgorithm::RsassaPssSha384 => SigningAlgorithm::RsassaPkcs1V15Sha384,
        SigningAlgorithm::RsassaPssSha512 => SigningAlgorithm::RsassaPkcs1V15Sha512,
        other => other,
    }
}

/// The numbers r and s of an ECDSA signature in DER, one after the other (IEEE P1363).
fn p1363(der: &[u8]) -> Vec<u8> {
    let mut numbers = Vec::new();
    let mut rest = &der[2..];
    while let [0x02, len, tail @ ..] = rest {
        let (number, tail) = tail.split_at(usize::from(*len));
        let number = number.strip_prefix(&[0]).unwrap_or(number);
        numbers.extend_from_slice(number);
        rest = tail;
    }
    numbers
}

const fn is_ecdsa(algorithm: SigningAlgorithm) -> bool {
    matches!(algorithm, SigningAlgorithm::EcdsaSha256 | SigningAlgorithm::EcdsaSha384)
}

/// What [`OwnKey`] does.
const OWN: SigningAlgorithm = SigningAlgorithm::RsassaPssSha256;
/// The length of its signatures.
const OWN_LEN: usize = 256;

/// An RSA key of 2048 bits of the fault itself, for what the good store does not do.
#[derive(Default)]
struct OwnKey(OnceLock<rsa::PrivateKey>);

impl OwnKey {
    const SALT_LEN: usize = 20;

    fn private(&self) -> rsa::PrivateKey {
        let make = || rsa::PrivateKey::new(&mut SysRng, 2048).expect("the system has random bytes");
        self.0.get_or_init(make).clone()
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        pss::SigningKey::<Sha256>::new_with_salt_len(self.private(), Self::SALT_LEN)
            .try_sign_with_rng(&mut SysRng, message)
            .expect("the system has random bytes")
            .to_vec()
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<()> {
        let public = self.private().to_public_key();
        let key = pss::VerifyingKey::<Sha256>::new_with_salt_len(public, Self::SALT_LEN);
        signature
            .try_into()
            .and_then(|signature| key.verify(message, &signature))
            .map_err(|_| Error::new(ErrorKind::InvalidSignature, "the signature does not verify"))
    }

    fn der(&self) -> Vec<u8> {
        let der = self.private().to_public_key().to_public_key_der();
        der.expect("a public key has a form in DER").into_vec()
    }
}

impl fmt::Debug for OwnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnKey")
    }
}

mutants! {
    /// Every signature verifies.
    VerifyAlwaysSucceeds => "SR-VER-03" {
        async fn verify(&self, _good: &Good, _request: &VerifyRequest<'_>) -> Result<()> {
            Ok(())
        }
    }

    /// Every signature of the right length verifies.
    VerifyChecksLength => "SR-VER-02" {
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            let own = SignRequest::new(request.key.reborrow(), request.algorithm, b"x");
            if good.sign(&own).await?.bytes.len() == request.signature.len() {
                return Ok(());
            }
            good.verify(request).await
        }
    }

    /// The key that verifies is the one that signed, whichever is named.
    VerifyIgnoresKey => "SR-VER-04" remembers { signers: Signers } {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            let signature = good.sign(request).await?;
            self.signers.lock().insert(signature.bytes.clone(), signature.key.clone());
            Ok(signature)
        }
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            let signer = self.signers.lock().get(request.signature).cloned();
            let mut request = request.clone();
            if let Some(signer) = &signer {
                request.key = signer.into();
            }
            good.verify(&request).await
        }
    }

    /// A signature verifies if it is one by any algorithm of the key.
    VerifyIgnoresAlgorithm => "SR-VER-05" {
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            let mut result = good.verify(request).await;
            for algorithm in SigningAlgorithm::ALL {
                if result.as_ref().is_err_and(|error| error.kind() == ErrorKind::InvalidSignature) {
                    let mut request = request.clone();
                    request.algorithm = *algorithm;
                    if good.verify(&request).await.is_ok() {
                        result = Ok(());
                    }
                }
            }
            result
        }
    }

    /// Verification takes what it is given for a message and for a digest.
    VerifyTakesEither => "SR-VER-06" {
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            let result = good.verify(request).await;
            for message_type in [MessageType::Raw, MessageType::Digest] {
                if good.verify(&request.clone().message_type(message_type)).await.is_ok() {
                    return Ok(());
                }
            }
            result
        }
    }

    /// A digest is hashed again, on both sides.
    DigestHashedAgain => "SR-SIG-03" {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            good.sign(&request.clone().message_type(MessageType::Raw)).await
        }
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            good.verify(&request.clone().message_type(MessageType::Raw)).await
        }
    }

    /// The signature of a digest does not verify for its message.
    DigestOfItsOwn => "SR-VER-01" {
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            good.verify(&request.clone().message_type(MessageType::Raw)).await
        }
    }

    /// PSS is PKCS #1 v1.5 in truth, on both sides.
    PssIsPkcs1 => "SR-SIG-02" {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            let mut request = request.clone();
            let asked = request.algorithm;
            request.algorithm = pkcs1_for(asked);
            let signature = good.sign(&request).await?;
            Ok(Signature::new(signature.key, asked, signature.bytes))
        }
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            let mut request = request.clone();
            request.algorithm = pkcs1_for(request.algorithm);
            good.verify(&request).await
        }
    }

    /// The salt of PSS has 20 bytes, whatever the hash, on both sides.
    PssWithShortSalt => "SR-SIG-02" remembers { key: OwnKey } {
        fn capabilities(&self, good: &Capabilities) -> Capabilities {
            let mut capabilities = good.clone();
            if let Some(usages) = capabilities.keys.get_mut(&KeySpec::Rsa2048) {
                usages.insert(KeyUsage::SignVerify, [Algorithm::Signing(OWN)].into());
            }
            capabilities
        }
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            let mut signature = good.sign(request).await?;
            if signature.bytes.len() == OWN_LEN {
                if signature.algorithm != OWN {
                    return Err(Error::unsupported(signature.algorithm));
                }
                signature.bytes = self.key.sign(request.message.expose());
            }
            Ok(signature)
        }
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            if request.algorithm == OWN && request.signature.len() == OWN_LEN {
                return self.key.verify(request.message.expose(), request.signature);
            }
            good.verify(request).await
        }
        async fn public_key(
            &self,
            good: &Good,
            request: &PublicKeyRequest<'_>,
        ) -> Result<PublicKey> {
            let mut key = good.public_key(request).await?;
            if (key.metadata.spec, key.metadata.usage) == (KeySpec::Rsa2048, KeyUsage::SignVerify) {
                key.der = self.key.der();
            }
            Ok(key)
        }
    }

    /// ECDSA signatures are P1363 and not DER, on both sides.
    EcdsaIsNotDer => "SR-SIG-02" remembers { der: Memory<BTreeMap<Vec<u8>, Vec<u8>>> } {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            let mut signature = good.sign(request).await?;
            if is_ecdsa(signature.algorithm) {
                let der = std::mem::take(&mut signature.bytes);
                signature.bytes = p1363(&der);
                self.der.lock().insert(signature.bytes.clone(), der);
            }
            Ok(signature)
        }
        async fn verify(&self, good: &Good, request: &VerifyRequest<'_>) -> Result<()> {
            let der = self.der.lock().get(request.signature).cloned();
            let mut request = request.clone();
            if let Some(der) = &der {
                request.signature = der;
            }
            good.verify(&request).await
        }
    }

    /// The public key is that of another key.
    PublicKeyOfAnother => "SR-SIG-02" {
        async fn public_key(
            &self,
            good: &Good,
            request: &PublicKeyRequest<'_>,
        ) -> Result<PublicKey> {
            let own = good.public_key(request).await?;
            let other = CreateKeyRequest::new(own.metadata.spec, own.metadata.usage);
            let other = good.create_key(&other).await?.arn;
            let other = good.public_key(&PublicKeyRequest::new((&other).into())).await?;
            Ok(PublicKey::new(own.metadata, other.der))
        }
    }

    /// The public key is without its SubjectPublicKeyInfo.
    PublicKeyBare => "SR-PUB-01" {
        async fn public_key(
            &self,
            good: &Good,
            request: &PublicKeyRequest<'_>,
        ) -> Result<PublicKey> {
            let mut key = good.public_key(request).await?;
            key.der.drain(..24);
            Ok(key)
        }
    }
}
