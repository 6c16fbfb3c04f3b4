//! XAES-256-GCM composed of AWS-LC's AES-256 and AES-256-GCM.

use std::fmt;

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    cipher::{AES_256, EncryptingKey, UnboundCipherKey},
};
use zeroize::Zeroizing;

use crate::{
    Error, KEY_LEN, NONCE_LEN, TAG_LEN,
    xaes::{BLOCK_LEN, GCM_NONCE_LEN, Subkey, split_nonce},
};

#[derive(Debug)]
pub(super) struct Aead;

impl crate::Aead for Aead {
    fn xaes_256_gcm(&self, key: &[u8; KEY_LEN]) -> Box<dyn crate::AeadKey> {
        let cipher = UnboundCipherKey::new(&AES_256, key)
            .and_then(EncryptingKey::ecb)
            .expect("an AES-256 key is any 32 bytes");
        let mut zero = Zeroizing::new([0; BLOCK_LEN]);
        encrypt_blocks(&cipher, &mut *zero);
        Box::new(AeadKey { cipher, subkey: Subkey::new(&zero) })
    }
}

struct AeadKey {
    cipher: EncryptingKey,
    subkey: Subkey,
}

impl AeadKey {
    fn message_key(&self, nonce: &[u8; GCM_NONCE_LEN]) -> Result<LessSafeKey, Error> {
        let mut key = self.subkey.blocks(nonce);
        encrypt_blocks(&self.cipher, &mut *key);
        UnboundKey::new(&AES_256_GCM, &*key).map(LessSafeKey::new).map_err(|_| Error::Internal)
    }
}

impl crate::AeadKey for AeadKey {
    fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        plaintext: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let (derivation, nonce) = split_nonce(nonce);
        gcm_seal(&self.message_key(derivation)?, nonce, aad, plaintext, out)
    }

    fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (derivation, nonce) = split_nonce(nonce);
        gcm_open(&self.message_key(derivation)?, nonce, aad, sealed)
    }
}

/// Encrypts whole blocks, each on its own.
fn encrypt_blocks(cipher: &EncryptingKey, blocks: &mut [u8]) {
    cipher.encrypt(blocks).expect("AES encrypts any number of whole blocks");
}

fn gcm_seal(
    key: &LessSafeKey,
    nonce: &[u8; GCM_NONCE_LEN],
    aad: &[u8],
    plaintext: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let start = out.len();
    out.resize(start + plaintext.len() + TAG_LEN, 0);
    let (ciphertext, tag) = out[start..].split_at_mut(plaintext.len());
    key.seal_out_of_place_scatter(
        Nonce::assume_unique_for_key(*nonce),
        Aad::from(aad),
        plaintext,
        ciphertext,
        &[],
        tag,
    )
    .map_err(|_| {
        out.truncate(start);
        Error::InvalidInput("the plaintext is too long for AES-GCM")
    })
}

fn gcm_open(
    key: &LessSafeKey,
    nonce: &[u8; GCM_NONCE_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (ciphertext, tag) = sealed.split_last_chunk::<TAG_LEN>().ok_or(Error::Rejected)?;
    let mut plaintext = Zeroizing::new(vec![0; ciphertext.len()]);
    key.open_separate_gather(
        Nonce::assume_unique_for_key(*nonce),
        Aad::from(aad),
        ciphertext,
        tag,
        &mut plaintext,
    )
    .map_err(|_| Error::Rejected)?;
    Ok(plaintext)
}

impl fmt::Debug for AeadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AeadKey").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_wycheproof() {
        let prepare =
            |key: &[u8; KEY_LEN]| LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap());
        crate::gcm_vectors::check(prepare, gcm_seal, gcm_open);
    }
}
