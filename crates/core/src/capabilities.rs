//! What a store can do, as data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::names::names;
use crate::{Algorithm, Error, ErrorKind, KeySpec, KeyUsage, Operation, Result};

/// One thing that a store may be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// An operation at all.
    Operation(Operation),
    /// Keys of a spec for a usage.
    Key(KeySpec, KeyUsage),
    /// An algorithm with keys of a spec.
    Algorithm(KeySpec, Algorithm),
}

impl From<Operation> for Capability {
    fn from(operation: Operation) -> Self {
        Self::Operation(operation)
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(operation) => write!(f, "{operation}"),
            Self::Key(spec, usage) => write!(f, "{spec} keys for {usage}"),
            Self::Algorithm(spec, algorithm) => write!(f, "{algorithm} with {spec} keys"),
        }
    }
}

/// What a store can do. What it does not declare here it refuses with
/// [`ErrorKind::Unsupported`], without a side effect.
///
/// The serde form is that of a conformance manifest.
///
/// ```
/// # use strongroom_core::*;
/// let capabilities = Capabilities::new(ProtectionLevel::Software)
///     .with_operations([Operation::Encrypt, Operation::Decrypt])
///     .with_key(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
/// capabilities.require([Operation::Encrypt])?;
/// let error = capabilities.require([Operation::Sign]).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Unsupported);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Capabilities {
    /// Where key material lives.
    pub protection: ProtectionLevel,
    /// When a change is seen.
    pub consistency: Consistency,
    /// The operations.
    pub operations: BTreeSet<Operation>,
    /// Sizes and counts.
    #[serde(default)]
    pub limits: Limits,
    /// The key specs, their usages and the algorithms of each.
    pub keys: BTreeMap<KeySpec, BTreeMap<KeyUsage, BTreeSet<Algorithm>>>,
}

impl Capabilities {
    /// A store that can do nothing yet; the builders add to it.
    pub fn new(protection: ProtectionLevel) -> Self {
        Self {
            protection,
            consistency: Consistency::Immediate,
            operations: BTreeSet::new(),
            limits: Limits::default(),
            keys: BTreeMap::new(),
        }
    }

    /// Adds operations.
    #[must_use]
    pub fn with_operations(mut self, operations: impl IntoIterator<Item = Operation>) -> Self {
        self.operations.extend(operations);
        self
    }

    /// Adds keys of a spec and usage with all their algorithms.
    #[must_use]
    pub fn with_key(mut self, spec: KeySpec, usage: KeyUsage) -> Self {
        let algorithms = spec.algorithms(usage).iter().copied();
        self.keys.entry(spec).or_default().entry(usage).or_default().extend(algorithms);
        self
    }

    /// Sets when a change is seen.
    #[must_use]
    pub fn with_consistency(mut self, consistency: Consistency) -> Self {
        self.consistency = consistency;
        self
    }

    /// Whether the store can do this.
    pub fn supports(&self, capability: impl Into<Capability>) -> bool {
        match capability.into() {
            Capability::Operation(operation) => self.operations.contains(&operation),
            Capability::Key(spec, usage) => {
                self.keys.get(&spec).is_some_and(|usages| usages.contains_key(&usage))
            }
            Capability::Algorithm(spec, algorithm) => self.keys.get(&spec).is_some_and(|usages| {
                usages.values().any(|algorithms| algorithms.contains(&algorithm))
            }),
        }
    }

    /// Fails unless the store can do all of this: at the start of a program, not at 3 a.m.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`], naming all that is missing.
    pub fn require<C: Into<Capability>>(
        &self,
        capabilities: impl IntoIterator<Item = C>,
    ) -> Result<()> {
        let missing: Vec<_> = capabilities
            .into_iter()
            .map(Into::into)
            .filter(|capability| !self.supports(*capability))
            .map(|capability| capability.to_string())
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(Error::unsupported(missing.join(", "))) }
    }

    /// Refuses a plaintext that no key of this store encrypts directly.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`], naming the limit and the way out.
    pub fn check_plaintext(&self, len: usize) -> Result<()> {
        check_range("plaintext", len, 1, self.limits.plaintext_bytes).map_err(|error| {
            if len == 0 {
                return error;
            }
            error.with_hint(
                "encrypt larger data under a data key: generate_data_key gives one, \
                 in the clear for the data and encrypted to keep beside it",
            )
        })
    }

    /// Refuses a ciphertext that no store of this kind makes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`], naming the limit.
    pub fn check_ciphertext(&self, len: usize) -> Result<()> {
        check_range("ciphertext", len, 1, self.limits.ciphertext_bytes)
    }

    /// Refuses a message that is too long to be signed or authenticated.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`], naming the limit and the way out.
    pub fn check_message(&self, len: usize, min: usize) -> Result<()> {
        check_range("message", len, min, self.limits.message_bytes)
            .map_err(|error| error.with_hint("sign the digest of a longer message"))
    }

    /// Refuses a number of random bytes out of range.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`], naming the limit.
    pub fn check_random(&self, len: usize) -> Result<()> {
        check_range("random output", len, 1, self.limits.random_bytes)
    }
}

fn check_range(what: &str, len: usize, min: usize, max: usize) -> Result<()> {
    if (min..=max).contains(&len) {
        return Ok(());
    }
    let message = if len < min {
        format!("{what} of {len} bytes is under the minimum of {min} bytes")
    } else {
        format!("{what} of {len} bytes is over the limit of {max} bytes")
    };
    Err(Error::new(ErrorKind::InvalidInput, message).with_code("ValidationException"))
}

names! {
    /// Where key material lives and who can reach it.
    pub enum ProtectionLevel ("protection level") {
        /// In the memory of a process.
        Software = "software",
        /// In a managed key service.
        Service = "service",
        /// In a hardware security module.
        Hsm = "hsm",
    }
}

names! {
    /// When a change is seen by the next call.
    pub enum Consistency ("consistency") {
        /// At once.
        Immediate = "immediate",
        /// After some seconds; a read may show the old state until then.
        Eventual = "eventual",
    }
}

/// Sizes in bytes and counts. The default is that of AWS KMS.
///
/// Source: AWS KMS API Reference (Encrypt, Sign, GenerateRandom), Developer Guide "Quotas".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// Plaintext of a symmetric encryption: 1 to this many bytes.
    pub plaintext_bytes: usize,
    /// Ciphertext given to decrypt: 1 to this many bytes.
    pub ciphertext_bytes: usize,
    /// Raw message given to sign or to a MAC, at most.
    pub message_bytes: usize,
    /// Random bytes in one call, and the longest data key.
    pub random_bytes: usize,
    /// Items in a page of a listing.
    pub page_items: usize,
    /// Aliases that point to one key.
    pub aliases_per_key: usize,
    /// On-demand rotations in the life of a key.
    pub rotations_per_key: usize,
    /// Days from scheduling a deletion to the deletion, least and most.
    pub deletion_days: (u32, u32),
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            plaintext_bytes: 4096,
            ciphertext_bytes: 6144,
            message_bytes: 4096,
            random_bytes: 1024,
            page_items: 1000,
            aliases_per_key: 50,
            rotations_per_key: 25,
            deletion_days: (7, 30),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn require_names_all_that_is_missing() {
        let capabilities = Capabilities::new(ProtectionLevel::Software)
            .with_key(KeySpec::EccNistP256, KeyUsage::SignVerify);
        let error = capabilities
            .require([
                Capability::Operation(Operation::Sign),
                Capability::Key(KeySpec::EccNistP256, KeyUsage::SignVerify),
                Capability::Key(KeySpec::Rsa2048, KeyUsage::SignVerify),
            ])
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        let text = error.to_string();
        assert!(text.contains("Sign, RSA_2048 keys for SIGN_VERIFY"), "{text}");
        assert!(!text.contains("P256"), "{text}");
    }

    #[test]
    fn the_limit_comes_with_the_way_out() {
        let capabilities = Capabilities::new(ProtectionLevel::Software);
        assert!(capabilities.check_plaintext(4096).is_ok());
        let error = capabilities.check_plaintext(4097).unwrap_err().to_string();
        assert!(error.contains("4096") && error.contains("generate_data_key"), "{error}");
        assert!(capabilities.check_plaintext(0).is_err());
    }
}
