//! RSA and elliptic curve keys.

use std::sync::Arc;

use strongroom_core::request::{SignRequest, VerifyRequest};
use strongroom_core::{
    Algorithm, EncryptionAlgorithm, Error, KeyUsage, MessageType, Operation, Result,
    SigningAlgorithm,
};
use strongroom_crypto::{Hash, Provider, RsaPadding};
use zeroize::Zeroizing;

use crate::error;
use crate::key::Key;
use crate::material::Parsed;
use crate::offload::offload;

pub(crate) fn encrypt(
    provider: Provider,
    key: &Key,
    algorithm: EncryptionAlgorithm,
    plaintext: &[u8],
) -> Result<Vec<u8>> {
    let Parsed::Rsa(rsa) = key.parsed(provider)? else {
        return Err(error::wrong_key_type(&key.arn, Operation::Encrypt));
    };
    let most = algorithm.max_plaintext_len(key.spec).unwrap_or(0);
    if plaintext.len() > most {
        return Err(error::invalid_input(format!(
            "plaintext of {} bytes is over the limit of {most} bytes of {algorithm} with {}",
            plaintext.len(),
            key.spec
        ))
        .with_hint("encrypt larger data under a data key of a symmetric key"));
    }
    rsa.public().encrypt_oaep(oaep_hash(algorithm)?, plaintext).map_err(error::internal)
}

pub(crate) async fn decrypt(
    provider: Provider,
    key: &Arc<Key>,
    algorithm: EncryptionAlgorithm,
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>> {
    let hash = oaep_hash(algorithm)?;
    let key = Arc::clone(key);
    let ciphertext = ciphertext.to_vec();
    offload(move || {
        let Parsed::Rsa(rsa) = key.parsed(provider)? else {
            return Err(error::wrong_key_type(&key.arn, Operation::Decrypt));
        };
        rsa.decrypt_oaep(hash, &ciphertext).map_err(|_| error::decryption_failed())
    })
    .await
}

pub(crate) async fn sign(
    provider: Provider,
    key: &Arc<Key>,
    request: &SignRequest<'_>,
) -> Result<Vec<u8>> {
    let algorithm = request.algorithm;
    require(key, Operation::Sign, algorithm)?;
    let digest = Message::of(provider, algorithm, request.message_type, request.message.expose());
    match key.parsed(provider)? {
        Parsed::Ecdsa(ecdsa) => ecdsa.sign(digest.as_ref()).map_err(error::internal),
        Parsed::Rsa(_) => {
            let key = Arc::clone(key);
            let (padding, hash) = rsa_scheme(algorithm)?;
            let digest = digest.as_ref().to_vec();
            offload(move || match key.parsed(provider)? {
                Parsed::Rsa(rsa) => rsa.sign(padding, hash, &digest).map_err(error::internal),
                _ => Err(error::wrong_key_type(&key.arn, Operation::Sign)),
            })
            .await
        }
        _ => Err(error::wrong_key_type(&key.arn, Operation::Sign)),
    }
}

pub(crate) fn verify(provider: Provider, key: &Key, request: &VerifyRequest<'_>) -> Result<()> {
    let algorithm = request.algorithm;
    require(key, Operation::Verify, algorithm)?;
    let digest = Message::of(provider, algorithm, request.message_type, request.message.expose());
    let verified = match key.parsed(provider)? {
        Parsed::Ecdsa(ecdsa) => ecdsa.public().verify(digest.as_ref(), request.signature),
        Parsed::Rsa(rsa) => {
            let (padding, hash) = rsa_scheme(algorithm)?;
            rsa.public().verify(padding, hash, digest.as_ref(), request.signature)
        }
        _ => return Err(error::wrong_key_type(&key.arn, Operation::Verify)),
    };
    verified.map_err(|_| error::invalid_signature())
}

/// `SubjectPublicKeyInfo` in DER.
pub(crate) fn public_key(provider: Provider, key: &Key) -> Result<Vec<u8>> {
    key.require_enabled()?;
    match key.parsed(provider)? {
        Parsed::Rsa(rsa) => Ok(rsa.public().spki().to_vec()),
        Parsed::Ecdsa(ecdsa) => Ok(ecdsa.public().spki().to_vec()),
        Parsed::Symmetric(_) | Parsed::Hmac(_) => {
            Err(error::wrong_key_type(&key.arn, Operation::GetPublicKey))
        }
    }
}

fn require(key: &Key, operation: Operation, algorithm: SigningAlgorithm) -> Result<()> {
    key.require(operation, KeyUsage::SignVerify, Algorithm::Signing(algorithm))
}

/// The digest that is signed: of the message, or the message itself.
enum Message<'a> {
    Hashed(strongroom_crypto::DigestOutput),
    Digest(&'a [u8]),
}

impl<'a> Message<'a> {
    fn of(
        provider: Provider,
        algorithm: SigningAlgorithm,
        message_type: MessageType,
        message: &'a [u8],
    ) -> Self {
        if message_type == MessageType::Digest {
            return Self::Digest(message);
        }
        let hash = match algorithm.digest_len() {
            48 => Hash::Sha384,
            64 => Hash::Sha512,
            _ => Hash::Sha256,
        };
        Self::Hashed(provider.digest.digest(hash, message))
    }
}

impl AsRef<[u8]> for Message<'_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Hashed(digest) => digest.as_ref(),
            Self::Digest(digest) => digest,
        }
    }
}

fn oaep_hash(algorithm: EncryptionAlgorithm) -> Result<Hash> {
    match algorithm {
        EncryptionAlgorithm::RsaesOaepSha1 => Ok(Hash::Sha1),
        EncryptionAlgorithm::RsaesOaepSha256 => Ok(Hash::Sha256),
        other => Err(Error::unsupported(other)),
    }
}

fn rsa_scheme(algorithm: SigningAlgorithm) -> Result<(RsaPadding, Hash)> {
    match algorithm {
        SigningAlgorithm::RsassaPssSha256 => Ok((RsaPadding::Pss, Hash::Sha256)),
        SigningAlgorithm::RsassaPssSha384 => Ok((RsaPadding::Pss, Hash::Sha384)),
        SigningAlgorithm::RsassaPssSha512 => Ok((RsaPadding::Pss, Hash::Sha512)),
        SigningAlgorithm::RsassaPkcs1V15Sha256 => Ok((RsaPadding::Pkcs1, Hash::Sha256)),
        SigningAlgorithm::RsassaPkcs1V15Sha384 => Ok((RsaPadding::Pkcs1, Hash::Sha384)),
        SigningAlgorithm::RsassaPkcs1V15Sha512 => Ok((RsaPadding::Pkcs1, Hash::Sha512)),
        other => Err(Error::unsupported(other)),
    }
}
