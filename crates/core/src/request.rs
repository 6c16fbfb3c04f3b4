//! What operations are asked. Requests borrow from the caller and are passed by reference, so that
//! a layer sends one as often as it wants.

use std::borrow::Cow;

use crate::{
    Algorithm, AliasName, Capabilities, EncryptionAlgorithm, EncryptionContext, Error, ErrorKind,
    KeyRef, KeyRefForm, KeySpec, KeyUsage, MacAlgorithm, MessageType, Operation, Result,
    SecretSlice, SigningAlgorithm,
};

/// What every request tells about itself: to the checks of [`Store`](crate::Store) and to layers.
pub trait Request: Sync {
    /// The operation, its key and its algorithm.
    fn call(&self) -> Call<'_>;

    /// Refuses a request that no store with these capabilities could serve.
    ///
    /// Drivers call it too: it is the one place where limits are compared.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] for an operation that is not declared;
    /// [`ErrorKind::InvalidInput`] for sizes out of bounds.
    fn check(&self, capabilities: &Capabilities) -> Result<()> {
        let operation = self.call().operation;
        if !capabilities.supports(operation) {
            return Err(Error::unsupported(operation));
        }
        self.check_sizes(capabilities)
    }

    /// Refuses sizes out of bounds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`].
    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        Ok(())
    }
}

/// The outline of a request: what layers decide by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call<'a> {
    /// The operation.
    pub operation: Operation,
    /// The key that is named, if one is.
    pub key: Option<&'a KeyRef<'a>>,
    /// The algorithm that is named, if one is.
    pub algorithm: Option<Algorithm>,
    /// The key that opens, in a re-encryption that names it.
    pub source_key: Option<&'a KeyRef<'a>>,
    /// The algorithm that opens, in a re-encryption.
    pub source_algorithm: Option<Algorithm>,
    /// What is to be created, if something is.
    pub creates: Option<(KeySpec, KeyUsage)>,
}

impl<'a> Call<'a> {
    const fn new(operation: Operation) -> Self {
        Self {
            operation,
            key: None,
            algorithm: None,
            source_key: None,
            source_algorithm: None,
            creates: None,
        }
    }

    /// Every key that the call names.
    pub fn keys(&self) -> impl Iterator<Item = &'a KeyRef<'a>> {
        self.key.into_iter().chain(self.source_key)
    }

    /// Every algorithm that the call names.
    pub fn algorithms(&self) -> impl Iterator<Item = Algorithm> {
        self.algorithm.into_iter().chain(self.source_algorithm)
    }

    fn with_key(mut self, key: &'a KeyRef<'a>) -> Self {
        self.key = Some(key);
        self
    }

    fn with_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }
}

/// Which key opens a ciphertext.
#[derive(Clone, Debug)]
pub enum OpeningKey<'a> {
    /// This key and no other.
    Named(KeyRef<'a>),
    /// The key that the ciphertext names. Symmetric ciphertexts only.
    Discovered,
}

impl<'a> OpeningKey<'a> {
    /// The key, where one is named.
    pub const fn named(&self) -> Option<&KeyRef<'a>> {
        match self {
            Self::Named(key) => Some(key),
            Self::Discovered => None,
        }
    }
}

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
        Self {
            key: OpeningKey::Named(key),
            ..Self::discover(ciphertext)
        }
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

/// Sign a message of up to 4096 bytes, or a digest.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: SigningAlgorithm,
    /// The message or its digest.
    pub message: SecretSlice<'a>,
    /// Which of the two it is.
    pub message_type: MessageType,
}

impl<'a> SignRequest<'a> {
    /// A message, hashed by the store.
    pub fn new(key: KeyRef<'a>, algorithm: SigningAlgorithm, message: &'a [u8]) -> Self {
        Self {
            key,
            algorithm,
            message: message.into(),
            message_type: MessageType::Raw,
        }
    }

    /// Says that the message is a digest.
    #[must_use]
    pub fn message_type(mut self, message_type: MessageType) -> Self {
        self.message_type = message_type;
        self
    }
}

impl Request for SignRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::Sign)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Signing(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        check_message(
            capabilities,
            self.algorithm,
            self.message_type,
            self.message.len(),
        )
    }
}

/// Verify a signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerifyRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: SigningAlgorithm,
    /// The message or its digest.
    pub message: SecretSlice<'a>,
    /// Which of the two it is.
    pub message_type: MessageType,
    /// The signature, 1 to 6144 bytes.
    pub signature: &'a [u8],
}

impl<'a> VerifyRequest<'a> {
    /// A message, hashed by the store.
    pub fn new(
        key: KeyRef<'a>,
        algorithm: SigningAlgorithm,
        message: &'a [u8],
        signature: &'a [u8],
    ) -> Self {
        Self {
            key,
            algorithm,
            message: message.into(),
            message_type: MessageType::Raw,
            signature,
        }
    }

    /// Says that the message is a digest.
    #[must_use]
    pub fn message_type(mut self, message_type: MessageType) -> Self {
        self.message_type = message_type;
        self
    }
}

impl Request for VerifyRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::Verify)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Signing(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        check_message(
            capabilities,
            self.algorithm,
            self.message_type,
            self.message.len(),
        )
    }
}

/// Make a message authentication code of a message of 1 to 4096 bytes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MacRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: MacAlgorithm,
    /// The message.
    pub message: SecretSlice<'a>,
}

impl<'a> MacRequest<'a> {
    /// The code of a message.
    pub fn new(key: KeyRef<'a>, algorithm: MacAlgorithm, message: &'a [u8]) -> Self {
        Self {
            key,
            algorithm,
            message: message.into(),
        }
    }
}

impl Request for MacRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::GenerateMac)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Mac(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_message(self.message.len(), 1)
    }
}

/// Verify a message authentication code.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerifyMacRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: MacAlgorithm,
    /// The message.
    pub message: SecretSlice<'a>,
    /// The code, whole.
    pub mac: &'a [u8],
}

impl<'a> VerifyMacRequest<'a> {
    /// The code of a message.
    pub fn new(key: KeyRef<'a>, algorithm: MacAlgorithm, message: &'a [u8], mac: &'a [u8]) -> Self {
        Self {
            key,
            algorithm,
            message: message.into(),
            mac,
        }
    }
}

impl Request for VerifyMacRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::VerifyMac)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Mac(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_message(self.message.len(), 1)
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

/// Create a key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreateKeyRequest<'a> {
    /// The kind of key material.
    pub spec: KeySpec,
    /// What the key is for.
    pub usage: KeyUsage,
    /// The owner's words, up to 8192 characters.
    pub description: Cow<'a, str>,
}

impl<'a> CreateKeyRequest<'a> {
    /// The longest description, in characters.
    pub const MAX_DESCRIPTION: usize = 8192;

    /// A key of this spec and usage.
    pub const fn new(spec: KeySpec, usage: KeyUsage) -> Self {
        Self {
            spec,
            usage,
            description: Cow::Borrowed(""),
        }
    }

    /// Describes the key.
    #[must_use]
    pub fn description(mut self, description: impl Into<Cow<'a, str>>) -> Self {
        self.description = description.into();
        self
    }
}

impl Request for CreateKeyRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call {
            creates: Some((self.spec, self.usage)),
            ..Call::new(Operation::CreateKey)
        }
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        if !self.spec.usages().contains(&self.usage) {
            return Err(invalid(format!(
                "a {} key cannot be used for {}",
                self.spec, self.usage
            )));
        }
        if !capabilities.supports(crate::Capability::Key(self.spec, self.usage)) {
            return Err(Error::unsupported(crate::Capability::Key(
                self.spec, self.usage,
            )));
        }
        let characters = self.description.chars().count();
        if characters > Self::MAX_DESCRIPTION {
            return Err(invalid(format!(
                "description of {characters} characters is over the limit of {}",
                Self::MAX_DESCRIPTION
            )));
        }
        Ok(())
    }
}

/// A request that names a key and nothing else.
macro_rules! key_request {
    ($(#[$meta:meta])* $name:ident, $operation:ident, $check:path) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct $name<'a> {
            /// The key.
            pub key: KeyRef<'a>,
        }

        impl<'a> $name<'a> {
            /// For this key.
            pub const fn new(key: KeyRef<'a>) -> Self {
                Self { key }
            }
        }

        impl Request for $name<'_> {
            fn call(&self) -> Call<'_> {
                Call::new(Operation::$operation).with_key(&self.key)
            }

            fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
                $check(&self.key)
            }
        }
    };
}

key_request!(
    /// The metadata of a key.
    DescribeKeyRequest, DescribeKey, any_form
);
key_request!(
    /// The public half of an asymmetric key.
    PublicKeyRequest, GetPublicKey, any_form
);
key_request!(
    /// Let a disabled key be used again. The key is named by id or ARN.
    EnableKeyRequest, EnableKey, check_not_alias
);
key_request!(
    /// Stop a key from being used. The key is named by id or ARN.
    DisableKeyRequest, DisableKey, check_not_alias
);
key_request!(
    /// Call off a deletion. The key is named by id or ARN.
    CancelDeletionRequest, CancelKeyDeletion, check_not_alias
);
key_request!(
    /// Give a symmetric key new material now. The key is named by id or ARN.
    RotateRequest, RotateKeyOnDemand, check_not_alias
);

/// Delete a key after a waiting period. The key is named by id or ARN.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScheduleDeletionRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The waiting period in days: 7 to 30.
    pub pending_window_days: u32,
}

impl<'a> ScheduleDeletionRequest<'a> {
    /// In 30 days.
    pub const fn new(key: KeyRef<'a>) -> Self {
        Self {
            key,
            pending_window_days: 30,
        }
    }

    /// Chooses the waiting period: 7 to 30 days.
    #[must_use]
    pub const fn pending_window_days(mut self, days: u32) -> Self {
        self.pending_window_days = days;
        self
    }
}

impl Request for ScheduleDeletionRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::ScheduleKeyDeletion).with_key(&self.key)
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        let (least, most) = capabilities.limits.deletion_days;
        if !(least..=most).contains(&self.pending_window_days) {
            return Err(invalid(format!(
                "waiting period of {} days is not within {least} to {most} days",
                self.pending_window_days
            )));
        }
        check_not_alias(&self.key)
    }
}

/// List keys, a page at a time.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ListKeysRequest<'a> {
    /// At most so many items: 1 to 1000.
    pub limit: Option<usize>,
    /// The marker of the page before.
    pub marker: Option<&'a str>,
}

impl<'a> ListKeysRequest<'a> {
    /// The first page.
    pub const fn new() -> Self {
        Self {
            limit: None,
            marker: None,
        }
    }

    /// At most so many items.
    #[must_use]
    pub const fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The page that begins at a marker.
    #[must_use]
    pub const fn marker(mut self, marker: Option<&'a str>) -> Self {
        self.marker = marker;
        self
    }
}

impl Request for ListKeysRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::ListKeys)
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        check_page(capabilities, self.limit)
    }
}

/// List aliases, a page at a time.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ListAliasesRequest<'a> {
    /// Only those of this key, named by id or ARN.
    pub key: Option<KeyRef<'a>>,
    /// At most so many items: 1 to 1000.
    pub limit: Option<usize>,
    /// The marker of the page before.
    pub marker: Option<&'a str>,
}

impl<'a> ListAliasesRequest<'a> {
    /// The first page, of all keys.
    pub const fn new() -> Self {
        Self {
            key: None,
            limit: None,
            marker: None,
        }
    }

    /// Only the aliases of a key, named by id or ARN.
    #[must_use]
    pub fn key(mut self, key: KeyRef<'a>) -> Self {
        self.key = Some(key);
        self
    }

    /// At most so many items.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The page that begins at a marker.
    #[must_use]
    pub fn marker(mut self, marker: Option<&'a str>) -> Self {
        self.marker = marker;
        self
    }
}

impl Request for ListAliasesRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call {
            key: self.key.as_ref(),
            ..Call::new(Operation::ListAliases)
        }
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        self.key.as_ref().map_or(Ok(()), check_not_alias)?;
        check_page(capabilities, self.limit)
    }
}

/// Give a key a friendly name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreateAliasRequest<'a> {
    /// The new name.
    pub alias: AliasName,
    /// The key, named by id or ARN.
    pub target: KeyRef<'a>,
}

impl<'a> CreateAliasRequest<'a> {
    /// This name for this key.
    pub const fn new(alias: AliasName, target: KeyRef<'a>) -> Self {
        Self { alias, target }
    }
}

impl Request for CreateAliasRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::CreateAlias).with_key(&self.target)
    }

    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        check_not_reserved(&self.alias)?;
        check_not_alias(&self.target)
    }
}

/// Point an alias to another key of the same type and usage.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateAliasRequest<'a> {
    /// The name.
    pub alias: AliasName,
    /// The key, named by id or ARN.
    pub target: KeyRef<'a>,
}

impl<'a> UpdateAliasRequest<'a> {
    /// This name for this key.
    pub const fn new(alias: AliasName, target: KeyRef<'a>) -> Self {
        Self { alias, target }
    }
}

impl Request for UpdateAliasRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::UpdateAlias).with_key(&self.target)
    }

    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        check_not_reserved(&self.alias)?;
        check_not_alias(&self.target)
    }
}

/// Remove an alias; its key stays.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeleteAliasRequest {
    /// The name.
    pub alias: AliasName,
}

impl DeleteAliasRequest {
    /// This name.
    pub const fn new(alias: AliasName) -> Self {
        Self { alias }
    }
}

impl Request for DeleteAliasRequest {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::DeleteAlias)
    }

    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        check_not_reserved(&self.alias)
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidInput, message).with_code("ValidationException")
}

fn check_context(algorithm: EncryptionAlgorithm, context: &EncryptionContext) -> Result<()> {
    if context.is_empty() || algorithm == EncryptionAlgorithm::SymmetricDefault {
        return Ok(());
    }
    Err(
        invalid(format!("{algorithm} cannot bind an encryption context"))
            .with_hint("use a symmetric key, or leave the context out"),
    )
}

fn check_discovery(key: &OpeningKey<'_>, algorithm: EncryptionAlgorithm) -> Result<()> {
    if key.named().is_some() || algorithm == EncryptionAlgorithm::SymmetricDefault {
        return Ok(());
    }
    Err(
        invalid(format!("a ciphertext of {algorithm} does not name its key"))
            .with_hint("name the key"),
    )
}

fn check_message(
    capabilities: &Capabilities,
    algorithm: SigningAlgorithm,
    message_type: MessageType,
    len: usize,
) -> Result<()> {
    match message_type {
        MessageType::Raw => capabilities.check_message(len, 0),
        MessageType::Digest if len == algorithm.digest_len() => Ok(()),
        MessageType::Digest => Err(invalid(format!(
            "digest of {len} bytes does not go with {algorithm}, which takes {} bytes",
            algorithm.digest_len()
        ))
        .with_hint("pass the output of the algorithm's hash, or the message as RAW")),
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the other check of `key_request!` can fail"
)]
const fn any_form(_key: &KeyRef<'_>) -> Result<()> {
    Ok(())
}

fn check_not_alias(key: &KeyRef<'_>) -> Result<()> {
    match key.form() {
        KeyRefForm::Id | KeyRefForm::Arn => Ok(()),
        KeyRefForm::Alias | KeyRefForm::AliasArn => Err(invalid(format!(
            "alias {key} cannot name the key of a managing call"
        ))
        .with_hint("name the key by id or ARN, which describe_key tells")),
    }
}

fn check_not_reserved(alias: &AliasName) -> Result<()> {
    if alias.is_reserved() {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            format!("{alias} is reserved for AWS managed keys"),
        )
        .with_code("InvalidAliasNameException"));
    }
    Ok(())
}

fn check_page(capabilities: &Capabilities, limit: Option<usize>) -> Result<()> {
    let most = capabilities.limits.page_items;
    match limit {
        Some(limit) if !(1..=most).contains(&limit) => Err(invalid(format!(
            "page of {limit} items is not within 1 to {most} items"
        ))),
        _ => Ok(()),
    }
}
