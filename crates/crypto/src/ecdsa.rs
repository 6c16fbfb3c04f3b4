//! ECDSA signatures over the NIST prime curves (FIPS 186-5).

use std::fmt::Debug;

use zeroize::Zeroizing;

use crate::{Error, Hash};

/// A curve of NIST SP 800-186, with the hash it signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// P-256 (`secp256r1`), signing SHA-256 digests.
    P256,
    /// P-384 (`secp384r1`), signing SHA-384 digests.
    P384,
}

impl Curve {
    /// The hash whose digests are signed.
    pub const fn hash(self) -> Hash {
        match self {
            Self::P256 => Hash::Sha256,
            Self::P384 => Hash::Sha384,
        }
    }

    /// Length in bytes of a scalar and of a coordinate.
    pub(crate) const fn field_len(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// Refuses a digest of another length than the curve's hash puts out.
    pub(crate) fn check_digest(self, digest: &[u8]) -> Result<(), Error> {
        if digest.len() != self.hash().output_len() {
            return Err(Error::InvalidInput("the digest has not the length of the curve's hash"));
        }
        Ok(())
    }
}

/// ECDSA.
pub trait Ecdsa: Send + Sync + Debug + 'static {
    /// Generates a key.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] without random bytes, [`Error::Internal`] on a fault of the library.
    fn generate(&self, curve: Curve) -> Result<Box<dyn EcdsaKey>, Error>;

    /// Loads a private key from DER `PrivateKeyInfo` (PKCS#8, RFC 5208) holding an `ECPrivateKey`
    /// (RFC 5915), whose public key may be left out.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`] if the encoding is not strict DER of a consistent key of the curve.
    #[expect(clippy::wrong_self_convention, reason = "the provider makes the key")]
    fn from_pkcs8(&self, curve: Curve, der: &[u8]) -> Result<Box<dyn EcdsaKey>, Error>;

    /// Loads a public key from DER `SubjectPublicKeyInfo` (RFC 5480) with the curve by name and
    /// the point uncompressed.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidKey`] if the encoding is not strict DER of a point of the curve.
    fn public_key(&self, curve: Curve, spki: &[u8]) -> Result<Box<dyn EcdsaPublicKey>, Error>;
}

/// An ECDSA private key, parsed and checked.
pub trait EcdsaKey: Send + Sync + Debug + 'static {
    /// The key as DER `PrivateKeyInfo` (PKCS#8, RFC 5208), its public key included.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] on a fault of the library.
    fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error>;

    /// The public half.
    fn public(&self) -> &dyn EcdsaPublicKey;

    /// Signs a digest of the curve's [hash](Curve::hash). The signature is DER `ECDSA-Sig-Value`
    /// (RFC 3279).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the digest has another length, [`Error::Random`] without random
    /// bytes.
    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, Error>;
}

/// An ECDSA public key, parsed and checked.
pub trait EcdsaPublicKey: Send + Sync + Debug + 'static {
    /// The key as DER `SubjectPublicKeyInfo` (RFC 5480), its point uncompressed.
    fn spki(&self) -> &[u8];

    /// Verifies a DER `ECDSA-Sig-Value` (RFC 3279) of a digest of the curve's
    /// [hash](Curve::hash). Both values of `s` that fit are accepted.
    ///
    /// # Errors
    ///
    /// [`Error::Rejected`] if the signature is not authentic or not strict DER,
    /// [`Error::InvalidInput`] if the digest has another length.
    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), Error>;
}
