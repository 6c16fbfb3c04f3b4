//! XAES-256-GCM composed of the `aes` and `aes-gcm` crates.

use std::fmt;

use aes_gcm::{
    AeadInOut, AesGcm, KeyInit,
    aead::consts::U12,
    aes::{Aes256Enc, cipher::BlockCipherEncrypt},
};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    Error, KEY_LEN, NONCE_LEN, TAG_LEN,
    xaes::{BLOCK_LEN, GCM_NONCE_LEN, Subkey, split_nonce},
};

/// AES-256-GCM without the key schedule for decrypting blocks, which GCM never does.
type Aes256Gcm = AesGcm<Aes256Enc, U12>;

#[derive(Debug)]
pub(super) struct Aead;

impl crate::Aead for Aead {
    fn xaes_256_gcm(&self, key: &[u8; KEY_LEN]) -> Box<dyn crate::AeadKey> {
        let cipher = Aes256Enc::new(key.into());
        let mut zero = Zeroizing::new([0; BLOCK_LEN]);
        cipher.encrypt_block((&mut *zero).into());
        Box::new(AeadKey { cipher, subkey: Subkey::new(&zero) })
    }
}

struct AeadKey {
    cipher: Aes256Enc,
    subkey: Subkey,
}

impl AeadKey {
    fn message_key(&self, nonce: &[u8; GCM_NONCE_LEN]) -> Aes256Gcm {
        let mut key = self.subkey.blocks(nonce);
        let (blocks, _) = key.as_chunks_mut::<BLOCK_LEN>();
        for block in blocks {
            self.cipher.encrypt_block(block.into());
        }
        Aes256Gcm::new((&*key).into())
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
        gcm_seal(&self.message_key(derivation), nonce, aad, plaintext, out)
    }

    fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (derivation, nonce) = split_nonce(nonce);
        gcm_open(&self.message_key(derivation), nonce, aad, sealed)
    }
}

fn gcm_seal(
    key: &Aes256Gcm,
    nonce: &[u8; GCM_NONCE_LEN],
    aad: &[u8],
    plaintext: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let start = out.len();
    out.reserve(plaintext.len() + TAG_LEN);
    out.extend_from_slice(plaintext);
    let sealed = key.encrypt_inout_detached(nonce.into(), aad, (&mut out[start..]).into());
    if let Ok(tag) = sealed {
        out.extend_from_slice(&tag);
        Ok(())
    } else {
        out[start..].zeroize();
        out.truncate(start);
        Err(Error::InvalidInput("the plaintext is too long for AES-GCM"))
    }
}

fn gcm_open(
    key: &Aes256Gcm,
    nonce: &[u8; GCM_NONCE_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (ciphertext, tag) = sealed.split_last_chunk::<TAG_LEN>().ok_or(Error::Rejected)?;
    let mut plaintext = Zeroizing::new(ciphertext.to_vec());
    key.decrypt_inout_detached(nonce.into(), aad, plaintext.as_mut_slice().into(), tag.into())
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
        crate::gcm_vectors::check(|key| Aes256Gcm::new(key.into()), gcm_seal, gcm_open);
    }
}
