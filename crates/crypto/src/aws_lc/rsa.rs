//! RSA of AWS-LC.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{
        KeyPair, KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm,
        OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey,
        PublicEncryptingKey,
    },
    signature::{self, RsaEncoding, RsaParameters, VerificationAlgorithm},
};
use zeroize::Zeroizing;

use super::digest;
use crate::{
    Error, Hash, RsaPadding, RsaSize, encoding,
    rsa::{UNSUPPORTED_OAEP_HASH, UNSUPPORTED_SIGNATURE_HASH, check_digest, check_oaep_plaintext},
};

const INCONSISTENT: Error = Error::InvalidKey("not a consistent RSA key");

#[derive(Debug)]
pub(super) struct Rsa;

impl crate::Rsa for Rsa {
    fn generate(&self, size: RsaSize) -> Result<Box<dyn crate::RsaKey>, Error> {
        let size = match size {
            RsaSize::Rsa2048 => KeySize::Rsa2048,
            RsaSize::Rsa3072 => KeySize::Rsa3072,
            RsaSize::Rsa4096 => KeySize::Rsa4096,
        };
        let signing = KeyPair::generate(size).map_err(|_| Error::Internal)?;
        Ok(Box::new(RsaKey::new(signing)?))
    }

    fn from_pkcs8(&self, der: &[u8]) -> Result<Box<dyn crate::RsaKey>, Error> {
        encoding::rsa_private_key(der)?;
        let signing = KeyPair::from_pkcs8(der).map_err(|_| INCONSISTENT)?;
        Ok(Box::new(RsaKey::new(signing)?))
    }

    fn public_key(&self, spki: &[u8]) -> Result<Box<dyn crate::RsaPublicKey>, Error> {
        encoding::rsa_public_key(spki)?;
        let public = PublicEncryptingKey::from_der(spki).map_err(|_| INCONSISTENT)?;
        Ok(Box::new(RsaPublicKey::new(public)?))
    }
}

/// One key in the two types the library has for it.
struct RsaKey {
    signing: KeyPair,
    decrypting: OaepPrivateDecryptingKey,
    public: RsaPublicKey,
}

impl RsaKey {
    fn new(signing: KeyPair) -> Result<Self, Error> {
        let pkcs8 = to_pkcs8(&signing)?;
        let decrypting = PrivateDecryptingKey::from_pkcs8(&pkcs8).map_err(|_| INCONSISTENT)?;
        Ok(Self {
            signing,
            public: RsaPublicKey::new(decrypting.public_key())?,
            decrypting: OaepPrivateDecryptingKey::new(decrypting).map_err(|_| Error::Internal)?,
        })
    }
}

impl crate::RsaKey for RsaKey {
    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        to_pkcs8(&self.signing)
    }

    fn public(&self) -> &dyn crate::RsaPublicKey {
        &self.public
    }

    fn decrypt_oaep(&self, hash: Hash, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let algorithm = oaep(hash)?;
        if ciphertext.len() != self.decrypting.key_size_bytes() {
            return Err(Error::Rejected);
        }
        let mut plaintext = Zeroizing::new(vec![0; self.decrypting.min_output_size()]);
        let len = self
            .decrypting
            .decrypt(algorithm, ciphertext, &mut plaintext, None)
            .map_err(|_| Error::Rejected)?
            .len();
        plaintext.truncate(len);
        Ok(plaintext)
    }

    fn sign(&self, padding: RsaPadding, hash: Hash, digest: &[u8]) -> Result<Vec<u8>, Error> {
        use RsaPadding::{Pkcs1, Pss};

        check_digest(hash, digest)?;
        let encoding: &dyn RsaEncoding = match (padding, hash) {
            (Pss, Hash::Sha256) => &signature::RSA_PSS_SHA256,
            (Pss, Hash::Sha384) => &signature::RSA_PSS_SHA384,
            (Pss, Hash::Sha512) => &signature::RSA_PSS_SHA512,
            (Pkcs1, Hash::Sha256) => &signature::RSA_PKCS1_SHA256,
            (Pkcs1, Hash::Sha384) => &signature::RSA_PKCS1_SHA384,
            (Pkcs1, Hash::Sha512) => &signature::RSA_PKCS1_SHA512,
            (_, Hash::Sha1) => return Err(UNSUPPORTED_SIGNATURE_HASH),
        };
        let mut signature = vec![0; self.signing.public_modulus_len()];
        self.signing
            .sign_digest(encoding, &digest::import(hash, digest)?, &mut signature)
            .map_err(|_| Error::Internal)?;
        Ok(signature)
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaKey").field("public", &self.public).finish_non_exhaustive()
    }
}

struct RsaPublicKey {
    key: OaepPublicEncryptingKey,
    spki: Vec<u8>,
}

impl RsaPublicKey {
    fn new(key: PublicEncryptingKey) -> Result<Self, Error> {
        RsaSize::check(key.key_size_bits())?;
        let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(&key).map_err(|_| Error::Internal)?;
        Ok(Self {
            spki: spki.as_ref().to_vec(),
            key: OaepPublicEncryptingKey::new(key).map_err(|_| Error::Internal)?,
        })
    }
}

impl crate::RsaPublicKey for RsaPublicKey {
    fn spki(&self) -> &[u8] {
        &self.spki
    }

    fn modulus_len(&self) -> usize {
        self.key.key_size_bytes()
    }

    fn encrypt_oaep(&self, hash: Hash, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        let algorithm = oaep(hash)?;
        check_oaep_plaintext(hash, self.key.key_size_bytes(), plaintext)?;
        let mut ciphertext = vec![0; self.key.ciphertext_size()];
        self.key
            .encrypt(algorithm, plaintext, &mut ciphertext, None)
            .map_err(|_| Error::Internal)?;
        Ok(ciphertext)
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
        let parameters: &RsaParameters = match (padding, hash) {
            (Pss, Hash::Sha256) => &signature::RSA_PSS_2048_8192_SHA256,
            (Pss, Hash::Sha384) => &signature::RSA_PSS_2048_8192_SHA384,
            (Pss, Hash::Sha512) => &signature::RSA_PSS_2048_8192_SHA512,
            (Pkcs1, Hash::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Pkcs1, Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Pkcs1, Hash::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (_, Hash::Sha1) => return Err(UNSUPPORTED_SIGNATURE_HASH),
        };
        parameters
            .verify_digest_sig(&self.spki, &digest::import(hash, digest)?, signature)
            .map_err(|_| Error::Rejected)
    }
}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaPublicKey")
            .field("modulus_len", &self.key.key_size_bytes())
            .finish_non_exhaustive()
    }
}

fn oaep(hash: Hash) -> Result<&'static OaepAlgorithm, Error> {
    match hash {
        Hash::Sha1 => Ok(&OAEP_SHA1_MGF1SHA1),
        Hash::Sha256 => Ok(&OAEP_SHA256_MGF1SHA256),
        Hash::Sha384 | Hash::Sha512 => Err(UNSUPPORTED_OAEP_HASH),
    }
}

fn to_pkcs8(key: &KeyPair) -> Result<Zeroizing<Vec<u8>>, Error> {
    let der = AsDer::<Pkcs8V1Der<'_>>::as_der(key).map_err(|_| Error::Internal)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}
