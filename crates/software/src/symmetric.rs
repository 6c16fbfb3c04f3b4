//! Encryption with symmetric keys, and what both kinds of encryption require of a key.

use strongroom_core::{
    Algorithm, EncryptionAlgorithm, EncryptionContext, KeyUsage, Operation, Result,
};
use strongroom_crypto::Provider;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::blob::{Blob, HEADER_LEN, Header, OVERHEAD};
use crate::error;
use crate::key::Key;
use crate::material::Parsed;

/// Refuses a key that cannot encrypt with this algorithm now.
pub(crate) fn require(
    key: &Key,
    operation: Operation,
    algorithm: EncryptionAlgorithm,
) -> Result<()> {
    key.require(operation, KeyUsage::EncryptDecrypt, Algorithm::Encryption(algorithm))
}

pub(crate) fn seal(
    provider: Provider,
    key: &Key,
    context: &EncryptionContext,
    plaintext: &[u8],
) -> Result<Vec<u8>> {
    let Parsed::Symmetric(aead) = key.parsed(provider)? else {
        return Err(error::wrong_key_type(&key.arn, Operation::Encrypt));
    };
    let mut nonce = [0; 24];
    provider.random.fill(&mut nonce).map_err(error::internal)?;
    let header = Header { key_id: key.id, material_id: key.current()?.id, nonce }.encode();
    let mut blob = Vec::with_capacity(OVERHEAD + plaintext.len());
    blob.extend_from_slice(&header);
    with_aad(&header, context, |aad| aead.seal(&nonce, aad, plaintext, &mut blob))
        .map_err(error::internal)?;
    Ok(blob)
}

pub(crate) fn open(
    provider: Provider,
    key: &Key,
    context: &EncryptionContext,
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>> {
    let blob = Blob::parse(ciphertext).ok_or_else(error::decryption_failed)?;
    if blob.header.key_id != key.id {
        return Err(error::incorrect_key());
    }
    let material = key.material(&blob.header.material_id).ok_or_else(error::decryption_failed)?;
    let Parsed::Symmetric(aead) = material.parsed(provider, key.spec)? else {
        return Err(error::wrong_key_type(&key.arn, Operation::Decrypt));
    };
    with_aad(blob.header_bytes, context, |aad| aead.open(&blob.header.nonce, aad, blob.sealed))
        .map_err(|_| error::decryption_failed())
}

/// The key that a ciphertext names.
pub(crate) fn key_id(ciphertext: &[u8]) -> Result<Uuid> {
    let blob = Blob::parse(ciphertext).ok_or_else(error::decryption_failed)?;
    Ok(blob.header.key_id)
}

/// Hands on the associated data: the header, then the canonical context.
fn with_aad<T>(
    header: &[u8; HEADER_LEN],
    context: &EncryptionContext,
    then: impl FnOnce(&[u8]) -> T,
) -> T {
    if context.is_empty() {
        return then(header);
    }
    let mut aad = Vec::with_capacity(HEADER_LEN + context.encoded_len());
    aad.extend_from_slice(header);
    context.encode_into(&mut aad);
    then(&aad)
}
