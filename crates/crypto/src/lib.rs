//! The cryptographic primitives of Strongroom behind one value, the [`Provider`].
//!
//! A provider is a plain `Copy` struct whose fields are the parts a software key store needs:
//! an AEAD, RSA, ECDSA, HMAC, digests and random bytes. Two providers exist:
//!
//! * [`rustcrypto::PROVIDER`] — the crates of the `RustCrypto` project, in Rust alone;
//! * `aws_lc::PROVIDER` — AWS-LC through `aws-lc-rs`, with the feature `aws-lc`.
//!
//! Both read and write the same bytes: what one seals, signs or encodes, the other opens,
//! verifies and loads, and both refuse the same input. No primitive is implemented here; each
//! provider composes its library.
//!
//! ```
//! use strongroom_crypto::{Error, rustcrypto::PROVIDER};
//!
//! let key = PROVIDER.aead.xaes_256_gcm(&[7; 32]);
//! let mut nonce = [0; 24];
//! PROVIDER.random.fill(&mut nonce)?;
//!
//! let mut sealed = Vec::new();
//! key.seal(&nonce, b"context", b"secret", &mut sealed)?;
//! assert_eq!(*key.open(&nonce, b"context", &sealed)?, b"secret");
//! assert_eq!(key.open(&nonce, b"other", &sealed), Err(Error::Rejected));
//! # Ok::<(), Error>(())
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod aead;
mod digest;
mod ecdsa;
mod encoding;
mod error;
#[cfg(test)]
mod gcm_vectors;
mod hmac;
mod random;
mod rsa;
mod xaes;

#[cfg(feature = "aws-lc")]
pub mod aws_lc;
pub mod passphrase;
pub mod rustcrypto;

pub use aead::{Aead, AeadKey, KEY_LEN, NONCE_LEN, TAG_LEN};
pub use digest::{Digest, DigestOutput, Hash};
pub use ecdsa::{Curve, Ecdsa, EcdsaKey, EcdsaPublicKey};
pub use error::Error;
pub use hmac::{Hmac, HmacKey};
pub use random::Random;
pub use rsa::{Rsa, RsaKey, RsaPadding, RsaPublicKey, RsaSize};

/// One library's implementation of every primitive.
///
/// Passed by value; the parts live as long as the program. A custom provider may take parts
/// of several.
#[derive(Clone, Copy, Debug)]
pub struct Provider {
    /// The library's short name, such as `rustcrypto`.
    pub name: &'static str,
    /// Authenticated encryption.
    pub aead: &'static dyn Aead,
    /// RSA encryption and signatures.
    pub rsa: &'static dyn Rsa,
    /// ECDSA signatures.
    pub ecdsa: &'static dyn Ecdsa,
    /// Message authentication codes.
    pub hmac: &'static dyn Hmac,
    /// Hash functions.
    pub digest: &'static dyn Digest,
    /// Random bytes.
    pub random: &'static dyn Random,
}
