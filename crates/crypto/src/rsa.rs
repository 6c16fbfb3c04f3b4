//! RSA: encryption with OAEP, signatures with PSS and PKCS#1 v1.5 (RFC 8017).

use std::fmt::Debug;

use zeroize::Zeroizing;

use crate::{Error, Hash};

/// The modulus lengths in use. A key of any other is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RsaSize {
    /// 2048 bits.
    Rsa2048,
    /// 3072 bits.
    Rsa3072,
    /// 4096 bits.
    Rsa4096,
}

impl RsaSize {
    /// Length of the modulus in bits.
    pub const fn bits(self) -> usize {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
        }
    }

    /// Refuses a modulus of another length.
    pub(crate) fn check(modulus_bits: usize) -> Result<(), Error> {
        [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096]
            .into_iter()
            .any(|size| size.bits() == modulus_bits)
            .then_some(())
            .ok_or(Error::InvalidKey("an RSA modulus must have 2048, 3072 or 4096 bits"))
    }
}

/// How a signature pads the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RsaPadding {
    /// RSASSA-PSS, with a salt as long as the digest and MGF1 of the same hash.
    Pss,
    /// RSASSA-PKCS1-v1_5.
    Pkcs1,
}

/// RSA with two primes.
pub trait Rsa: Send + Sync + Debug + 'static {
    /// Generates a key with the public exponent 65537.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] without random bytes, [`Error::Internal`] on a fault of the library.
    fn generate(&self, size: RsaSize) -> Result<Box<dyn RsaKey>, Error>;

    /// Loads a private key from DER `PrivateKeyInfo` (PKCS#8, RFC 5208).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`] if the encoding is not strict DER of a consistent RSA key of one of
    /// the [sizes](RsaSize).
    #[expect(clippy::wrong_self_convention, reason = "the provider makes the key")]
    fn from_pkcs8(&self, der: &[u8]) -> Result<Box<dyn RsaKey>, Error>;

    /// Loads a public key from DER `SubjectPublicKeyInfo` (RFC 5280) with the algorithm
    /// `rsaEncryption`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`] if the encoding is not strict DER of an RSA key of one of the
    /// [sizes](RsaSize).
    fn public_key(&self, spki: &[u8]) -> Result<Box<dyn RsaPublicKey>, Error>;
}

/// An RSA private key, parsed and checked.
pub trait RsaKey: Send + Sync + Debug + 'static {
    /// The key as DER `PrivateKeyInfo` (PKCS#8, RFC 5208).
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] on a fault of the library.
    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error>;

    /// The public half.
    fn public(&self) -> &dyn RsaPublicKey;

    /// Decrypts with RSAES-OAEP, MGF1 of the same hash and the empty label.
    ///
    /// # Errors
    ///
    /// [`Error::Rejected`] for every ciphertext that does not decrypt, one of another length than
    /// the modulus included; [`Error::Unsupported`] for a hash other than SHA-1 and SHA-256.
    fn decrypt_oaep(&self, hash: Hash, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error>;

    /// Signs a digest. The signature is as long as the modulus.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the digest is not as long as `hash` puts out,
    /// [`Error::Unsupported`] for SHA-1.
    fn sign(&self, padding: RsaPadding, hash: Hash, digest: &[u8]) -> Result<Vec<u8>, Error>;
}

/// An RSA public key, parsed and checked.
pub trait RsaPublicKey: Send + Sync + Debug + 'static {
    /// The key as DER `SubjectPublicKeyInfo` (RFC 5280) with the algorithm `rsaEncryption`.
    fn spki(&self) -> &[u8];

    /// Length of the modulus in bytes.
    fn modulus_len(&self) -> usize;

    /// Encrypts with RSAES-OAEP, MGF1 of the same hash and the empty label. The ciphertext is as
    /// long as the modulus.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the plaintext is longer than the modulus less two hashes and two
    /// bytes; [`Error::Unsupported`] for a hash other than SHA-1 and SHA-256.
    fn encrypt_oaep(&self, hash: Hash, plaintext: &[u8]) -> Result<Vec<u8>, Error>;

    /// Verifies the signature of a digest.
    ///
    /// # Errors
    ///
    /// [`Error::Rejected`] if the signature is not authentic, [`Error::InvalidInput`] if the
    /// digest is not as long as `hash` puts out, [`Error::Unsupported`] for SHA-1.
    fn verify(
        &self,
        padding: RsaPadding,
        hash: Hash,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<(), Error>;
}

/// Refuses a plaintext too long for OAEP (RFC 8017, section 7.1.1).
pub(crate) fn check_oaep_plaintext(
    hash: Hash,
    modulus_len: usize,
    plaintext: &[u8],
) -> Result<(), Error> {
    if plaintext.len() > modulus_len - 2 * hash.output_len() - 2 {
        return Err(Error::InvalidInput("the plaintext is too long for the RSA key"));
    }
    Ok(())
}

/// Refuses a digest that `hash` cannot have put out.
pub(crate) fn check_digest(hash: Hash, digest: &[u8]) -> Result<(), Error> {
    if digest.len() != hash.output_len() {
        return Err(Error::InvalidInput("the digest has not the length of its hash"));
    }
    Ok(())
}

/// The error for a hash that no RSA signature here uses.
pub(crate) const UNSUPPORTED_SIGNATURE_HASH: Error =
    Error::Unsupported("RSA signatures take SHA-256, SHA-384 or SHA-512");

/// The error for a hash that OAEP here does not use.
pub(crate) const UNSUPPORTED_OAEP_HASH: Error =
    Error::Unsupported("RSAES-OAEP takes SHA-1 or SHA-256");
