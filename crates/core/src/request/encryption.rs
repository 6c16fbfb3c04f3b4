//! Encryption, decryption and data keys.

use std::borrow::Cow;

use super::{Call, OpeningKey, Request, invalid};
use crate::{
    Algorithm, Capabilities, EncryptionAlgorithm, EncryptionContext, KeyRef, Operation, Result,
    SecretSlice,
};

/// Encrypt a small secret: 1 to 4096 bytes under a symmetric key, less under RSA.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EncryptRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// What to encrypt.
    pub plaintext: SecretSlice<'a>,
    /// What to bind to the ciphertext. Symmetric keys only.
    pub context: Cow<'a, EncryptionContext>,
    /// The algorithm.
    pub algorithm: EncryptionAlgorithm,
}

impl<'a> EncryptRequest<'a> {
    /// With a symmetric key and no context.
    pub fn new(key: KeyRef<'a>, plaintext: &'a [u8]) -> Self {
        Self {
            key,
            plaintext: plaintext.into(),
            context: Cow::Owned(EncryptionContext::new()),
            algorithm: EncryptionAlgorithm::SymmetricDefault,
        }
    }

    /// Binds a context.
    #[must_use]
    pub fn context(mut self, context: &'a EncryptionContext) -> Self {
        self.context = Cow::Borrowed(context);
        self
    }

    /// Chooses the algorithm; [`EncryptionAlgorithm::SymmetricDefault`] if not called.
    #[must_use]
    pub fn algorithm(mut self, algorithm: EncryptionAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }
}

impl Request for EncryptRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::Encrypt)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Encryption(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_plaintext(self.plaintext.len())?;
        check_context(self.algorithm, &self.context)
    }
}

/// Open a ciphertext of 1 to 6144 bytes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecryptRequest<'a> {
    /// The key.
    pub key: OpeningKey<'a>,
    /// What to open.
    pub ciphertext: &'a [u8],
    /// What the ciphertext is bound to.
    pub context: Cow<'a, EncryptionContext>,
    /// The algorithm.
    pub algorithm: EncryptionAlgorithm,
}

impl<'a> DecryptRequest<'a> {
    /// With this symmetric key and no context.
    pub fn new(key: KeyRef<'a>, ciphertext: &'a [u8]) -> Self {
        Self { key: OpeningKey::Named(key), ..Self::discover(ciphertext) }
    }

    /// With whichever symmetric key the ciphertext names, and no context.
    pub fn discover(ciphertext: &'a [u8]) -> Self {
        Self {
            key: OpeningKey::Discovered,
            ciphertext,
            context: Cow::Owned(EncryptionContext::new()),
            algorithm: EncryptionAlgorithm::SymmetricDefault,
        }
    }

    /// Names the context.
    #[must_use]
    pub fn context(mut self, context: &'a EncryptionContext) -> Self {
        self.context = Cow::Borrowed(context);
        self
    }

    /// Chooses the algorithm; [`EncryptionAlgorithm::SymmetricDefault`] if not called.
    #[must_use]
    pub fn algorithm(mut self, algorithm: EncryptionAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }
}

impl Request for DecryptRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call {
            key: self.key.named(),
            discovers_key: self.key.named().is_none(),
            ..Call::new(Operation::Decrypt).with_algorithm(Algorithm::Encryption(self.algorithm))
        }
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_ciphertext(self.ciphertext.len())?;
        check_context(self.algorithm, &self.context)?;
        check_discovery(&self.key, self.algorithm)
    }
}

/// Open a ciphertext and encrypt the plaintext again, inside the store.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReEncryptRequest<'a> {
    /// The key that opens.
    pub source_key: OpeningKey<'a>,
    /// What to open.
    pub ciphertext: &'a [u8],
    /// What the ciphertext is bound to.
    pub source_context: Cow<'a, EncryptionContext>,
    /// The algorithm that opens.
    pub source_algorithm: EncryptionAlgorithm,
    /// The key that encrypts again; it may be the same.
    pub destination_key: KeyRef<'a>,
    /// What to bind to the new ciphertext.
    pub destination_context: Cow<'a, EncryptionContext>,
    /// The algorithm that encrypts.
    pub destination_algorithm: EncryptionAlgorithm,
}

impl<'a> ReEncryptRequest<'a> {
    /// From one symmetric key to another, without contexts.
    pub fn new(source_key: KeyRef<'a>, ciphertext: &'a [u8], destination_key: KeyRef<'a>) -> Self {
        Self {
            source_key: OpeningKey::Named(source_key),
            ..Self::discover(ciphertext, destination_key)
        }
    }

    /// From whichever symmetric key the ciphertext names, without contexts.
    pub fn discover(ciphertext: &'a [u8], destination_key: KeyRef<'a>) -> Self {
        Self {
            source_key: OpeningKey::Discovered,
            ciphertext,
            source_context: Cow::Owned(EncryptionContext::new()),
            source_algorithm: EncryptionAlgorithm::SymmetricDefault,
            destination_key,
            destination_context: Cow::Owned(EncryptionContext::new()),
            destination_algorithm: EncryptionAlgorithm::SymmetricDefault,
        }
    }

    /// Names the context of the old ciphertext.
    #[must_use]
    pub fn source_context(mut self, context: &'a EncryptionContext) -> Self {
        self.source_context = Cow::Borrowed(context);
        self
    }

    /// Binds a context to the new ciphertext.
    #[must_use]
    pub fn destination_context(mut self, context: &'a EncryptionContext) -> Self {
        self.destination_context = Cow::Borrowed(context);
        self
    }

    /// Chooses the algorithm that opens.
    #[must_use]
    pub fn source_algorithm(mut self, algorithm: EncryptionAlgorithm) -> Self {
        self.source_algorithm = algorithm;
        self
    }

    /// Chooses the algorithm that encrypts.
    #[must_use]
    pub fn destination_algorithm(mut self, algorithm: EncryptionAlgorithm) -> Self {
        self.destination_algorithm = algorithm;
        self
    }
}

impl Request for ReEncryptRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call {
            source_key: self.source_key.named(),
            discovers_key: self.source_key.named().is_none(),
            source_algorithm: Some(Algorithm::Encryption(self.source_algorithm)),
            ..Call::new(Operation::ReEncrypt)
                .with_key(&self.destination_key)
                .with_algorithm(Algorithm::Encryption(self.destination_algorithm))
        }
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_ciphertext(self.ciphertext.len())?;
        check_context(self.source_algorithm, &self.source_context)?;
        check_context(self.destination_algorithm, &self.destination_context)?;
        check_discovery(&self.source_key, self.source_algorithm)
    }
}

/// How long a data key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataKeyLength {
    /// 16 bytes.
    Aes128,
    /// 32 bytes.
    Aes256,
    /// 1 to 1024 bytes.
    Bytes(usize),
}

impl DataKeyLength {
    /// In bytes.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes256 => 32,
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// Make a data key under a symmetric key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DataKeyRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// How long the data key is.
    pub length: DataKeyLength,
    /// What to bind to the encrypted data key.
    pub context: Cow<'a, EncryptionContext>,
    /// Whether the data key is wanted in the clear too.
    pub plaintext: bool,
}

impl<'a> DataKeyRequest<'a> {
    /// A data key of 32 bytes, in the clear and encrypted.
    pub fn new(key: KeyRef<'a>) -> Self {
        Self {
            key,
            length: DataKeyLength::Aes256,
            context: Cow::Owned(EncryptionContext::new()),
            plaintext: true,
        }
    }

    /// Chooses the length.
    #[must_use]
    pub fn length(mut self, length: DataKeyLength) -> Self {
        self.length = length;
        self
    }

    /// Binds a context.
    #[must_use]
    pub fn context(mut self, context: &'a EncryptionContext) -> Self {
        self.context = Cow::Borrowed(context);
        self
    }

    /// Encrypted only: for a program that stores keys for others to use.
    #[must_use]
    pub fn without_plaintext(mut self) -> Self {
        self.plaintext = false;
        self
    }
}

impl Request for DataKeyRequest<'_> {
    fn call(&self) -> Call<'_> {
        let operation = if self.plaintext {
            Operation::GenerateDataKey
        } else {
            Operation::GenerateDataKeyWithoutPlaintext
        };
        Call::new(operation)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Encryption(EncryptionAlgorithm::SymmetricDefault))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_random(self.length.bytes())
    }
}

/// Random bytes, 1 to 1024.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RandomRequest {
    /// How many bytes.
    pub length: usize,
}

impl RandomRequest {
    /// This many bytes.
    pub const fn new(length: usize) -> Self {
        Self { length }
    }
}

impl Request for RandomRequest {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::GenerateRandom)
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_random(self.length)
    }
}

fn check_context(algorithm: EncryptionAlgorithm, context: &EncryptionContext) -> Result<()> {
    if context.is_empty() || algorithm == EncryptionAlgorithm::SymmetricDefault {
        return Ok(());
    }
    Err(invalid(format!("{algorithm} cannot bind an encryption context"))
        .with_hint("use a symmetric key, or leave the context out"))
}

fn check_discovery(key: &OpeningKey<'_>, algorithm: EncryptionAlgorithm) -> Result<()> {
    if key.named().is_some() || algorithm == EncryptionAlgorithm::SymmetricDefault {
        return Ok(());
    }
    Err(invalid(format!("a ciphertext of {algorithm} does not name its key"))
        .with_hint("name the key"))
}
