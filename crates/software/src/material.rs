//! Key material: made, kept as bytes, and parsed once when it is first used.

use std::fmt;
use std::sync::OnceLock;

use strongroom_core::{Error, ErrorKind, KeySpec, Result};
use strongroom_crypto::{AeadKey, Curve, EcdsaKey, Hash, HmacKey, Provider, RsaKey, RsaSize};
use zeroize::Zeroizing;

use crate::error;

/// One generation of a key's material.
pub(crate) struct Material {
    /// Public, random; ciphertexts name it.
    pub(crate) id: [u8; 32],
    /// A symmetric or HMAC key as it is, a private key as PKCS#8.
    encoded: Zeroizing<Vec<u8>>,
    parsed: OnceLock<Parsed>,
}

/// Material that is ready for use.
pub(crate) enum Parsed {
    Symmetric(Box<dyn AeadKey>),
    Hmac(Box<dyn HmacKey>),
    Rsa(Box<dyn RsaKey>),
    Ecdsa(Box<dyn EcdsaKey>),
}

impl Material {
    /// New material for a key of this spec. Takes up to seconds for RSA.
    pub(crate) fn generate(provider: Provider, spec: KeySpec) -> Result<Self> {
        let mut id = [0; 32];
        provider.random.fill(&mut id).map_err(error::internal)?;
        let (encoded, parsed) = match Kind::of(spec)? {
            Kind::Symmetric => (random_key(provider, 32)?, None),
            Kind::Hmac(hash) => (random_key(provider, hash.output_len())?, None),
            Kind::Rsa(size) => {
                let key = provider.rsa.generate(size).map_err(error::internal)?;
                (key.to_pkcs8().map_err(error::internal)?, Some(Parsed::Rsa(key)))
            }
            Kind::Ecdsa(curve) => {
                let key = provider.ecdsa.generate(curve).map_err(error::internal)?;
                (key.to_pkcs8().map_err(error::internal)?, Some(Parsed::Ecdsa(key)))
            }
        };
        let material = Self::new(id, encoded);
        if let Some(parsed) = parsed {
            let _ = material.parsed.set(parsed);
        }
        Ok(material)
    }

    /// Material that was made before.
    pub(crate) const fn new(id: [u8; 32], encoded: Zeroizing<Vec<u8>>) -> Self {
        Self { id, encoded, parsed: OnceLock::new() }
    }

    /// The secret bytes, to be sealed.
    #[cfg(feature = "file")]
    pub(crate) fn encoded(&self) -> &[u8] {
        &self.encoded
    }

    /// Ready for use; parsed at the first call.
    pub(crate) fn parsed(&self, provider: Provider, spec: KeySpec) -> Result<&Parsed> {
        if let Some(parsed) = self.parsed.get() {
            return Ok(parsed);
        }
        let parsed = self.parse(provider, spec)?;
        Ok(self.parsed.get_or_init(|| parsed))
    }

    fn parse(&self, provider: Provider, spec: KeySpec) -> Result<Parsed> {
        let parsed = match Kind::of(spec)? {
            Kind::Symmetric => {
                let key = self.encoded.as_slice().try_into().map_err(|_| damaged())?;
                Parsed::Symmetric(provider.aead.xaes_256_gcm(key))
            }
            Kind::Hmac(hash) => {
                Parsed::Hmac(provider.hmac.key(hash, &self.encoded).map_err(|_| damaged())?)
            }
            Kind::Rsa(_) => {
                Parsed::Rsa(provider.rsa.from_pkcs8(&self.encoded).map_err(|_| damaged())?)
            }
            Kind::Ecdsa(curve) => Parsed::Ecdsa(
                provider.ecdsa.from_pkcs8(curve, &self.encoded).map_err(|_| damaged())?,
            ),
        };
        Ok(parsed)
    }

    /// The id as it is shown: 64 hexadecimal digits.
    pub(crate) fn id_hex(&self) -> String {
        base16ct::lower::encode_string(&self.id)
    }
}

impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Material({})", self.id_hex())
    }
}

/// A spec, in the terms of the primitives.
enum Kind {
    Symmetric,
    Hmac(Hash),
    Rsa(RsaSize),
    Ecdsa(Curve),
}

impl Kind {
    fn of(spec: KeySpec) -> Result<Self> {
        Ok(match spec {
            KeySpec::SymmetricDefault => Self::Symmetric,
            KeySpec::Rsa2048 => Self::Rsa(RsaSize::Rsa2048),
            KeySpec::Rsa3072 => Self::Rsa(RsaSize::Rsa3072),
            KeySpec::Rsa4096 => Self::Rsa(RsaSize::Rsa4096),
            KeySpec::EccNistP256 => Self::Ecdsa(Curve::P256),
            KeySpec::EccNistP384 => Self::Ecdsa(Curve::P384),
            KeySpec::Hmac256 => Self::Hmac(Hash::Sha256),
            KeySpec::Hmac384 => Self::Hmac(Hash::Sha384),
            KeySpec::Hmac512 => Self::Hmac(Hash::Sha512),
            _ => return Err(Error::unsupported(format!("{spec} keys"))),
        })
    }
}

fn random_key(provider: Provider, len: usize) -> Result<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; len]);
    provider.random.fill(&mut key).map_err(error::internal)?;
    Ok(key)
}

fn damaged() -> Error {
    Error::new(ErrorKind::Corrupted, "key material is damaged")
}
