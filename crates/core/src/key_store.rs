//! The contract for authors of stores.

use std::fmt;

use async_trait::async_trait;

use crate::request::{
    CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DataKeyRequest, DecryptRequest,
    DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, EncryptRequest,
    ListAliasesRequest, ListKeysRequest, MacRequest, PublicKeyRequest, RandomRequest,
    ReEncryptRequest, RotateRequest, ScheduleDeletionRequest, SignRequest, UpdateAliasRequest,
    VerifyMacRequest, VerifyRequest,
};
use crate::response::{
    Alias, DataKey, Decrypted, Encrypted, Mac, Page, PublicKey, ReEncrypted, ScheduledDeletion,
    Signature,
};
use crate::{Capabilities, KeyArn, KeyMetadata, Result, SecretBytes};

/// Which store this is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreInfo {
    /// The backend: `software`, `aws-kms`.
    pub backend: &'static str,
    /// `partition:kms:region:account`, the middle of its ARNs.
    pub scope: String,
}

impl StoreInfo {
    /// A store of this backend and ARN scope.
    pub const fn new(backend: &'static str, scope: String) -> Self {
        Self { backend, scope }
    }
}

/// A store of keys that behaves like AWS KMS: the contract for its author.
///
/// Programs hold a [`Store`](crate::Store), which wraps any `KeyStore`.
///
/// # The contract
///
/// Each method promises what its section says, and the conformance suite (crate
/// `strongroom-conformance`) checks it; the ids in brackets are its cases. For all methods:
///
/// - What [`KeyStore::capabilities`] does not declare is refused with
///   [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) and leaves no trace. There are no
///   default bodies, so that a refusal is written down.
/// - Keys are answered by ARN, however they were named.
/// - The state of a key decides what it can do: a disabled key answers
///   [`ErrorKind::Disabled`](crate::ErrorKind::Disabled), one that is pending deletion
///   [`ErrorKind::InvalidState`](crate::ErrorKind::InvalidState), in every operation that the
///   state table of AWS KMS does not allow.
/// - Nothing secret is in an error, a `Debug` or a log.
///
/// # Errors
///
/// Beside those of each method: [`NotFound`](crate::ErrorKind::NotFound) for a key or alias that
/// does not exist, [`InvalidInput`](crate::ErrorKind::InvalidInput) for sizes out of bounds,
/// [`InvalidKeyUsage`](crate::ErrorKind::InvalidKeyUsage) for a key of another usage or an
/// algorithm that does not go with its spec; and from remote stores
/// [`AccessDenied`](crate::ErrorKind::AccessDenied), [`Throttled`](crate::ErrorKind::Throttled),
/// [`Unavailable`](crate::ErrorKind::Unavailable), [`Timeout`](crate::ErrorKind::Timeout).
///
/// # Cancellation
///
/// A dropped future never leaves a store broken. A change that was under way may or may not have
/// happened; reads and cryptographic calls change nothing.
#[async_trait]
pub trait KeyStore: Send + Sync + fmt::Debug + 'static {
    /// Which store this is.
    fn info(&self) -> &StoreInfo;

    /// What the store can do. It does not change while the store lives.
    fn capabilities(&self) -> &Capabilities;

    /// Encrypts 1 to 4096 bytes under a symmetric key, less under an RSA key
    /// ([`EncryptionAlgorithm::max_plaintext_len`](crate::EncryptionAlgorithm::max_plaintext_len)).
    ///
    /// - Two encryptions never give the same ciphertext.
    /// - The context is bound to a symmetric ciphertext, and refused for RSA.
    /// - A symmetric ciphertext has at most 6144 bytes and names its key.
    ///
    /// Source: AWS KMS API Reference, Encrypt.
    async fn encrypt(&self, request: &EncryptRequest<'_>) -> Result<Encrypted>;

    /// Opens a ciphertext of [`KeyStore::encrypt`] or of a data key.
    ///
    /// - It opens with the same key and the same context only.
    /// - Every ciphertext that was changed or cut is refused.
    /// - Material from before a rotation still opens what it encrypted.
    ///
    /// Source: AWS KMS API Reference, Decrypt.
    ///
    /// # Errors
    ///
    /// [`DecryptionFailed`](crate::ErrorKind::DecryptionFailed) whatever the cause.
    async fn decrypt(&self, request: &DecryptRequest<'_>) -> Result<Decrypted>;

    /// Opens a ciphertext and encrypts the plaintext again, which never leaves the store.
    ///
    /// - Either side may be symmetric or RSA; the same key twice changes the context.
    ///
    /// Source: AWS KMS API Reference, ReEncrypt.
    ///
    /// # Errors
    ///
    /// [`DecryptionFailed`](crate::ErrorKind::DecryptionFailed) where the ciphertext does not open.
    async fn re_encrypt(&self, request: &ReEncryptRequest<'_>) -> Result<ReEncrypted>;

    /// Makes a data key of 1 to 1024 bytes under a symmetric key.
    ///
    /// - The ciphertext opens by [`KeyStore::decrypt`] to the plaintext, with the same context.
    /// - Two data keys are never equal.
    ///
    /// Source: AWS KMS API Reference, GenerateDataKey and GenerateDataKeyWithoutPlaintext.
    async fn generate_data_key(&self, request: &DataKeyRequest<'_>) -> Result<DataKey>;

    /// Signs a message of up to 4096 bytes, or a digest of the algorithm's length.
    ///
    /// - The signature verifies outside the store with the key's public half.
    /// - The signature of a message is one of its digest, and the reverse.
    ///
    /// Source: AWS KMS API Reference, Sign.
    async fn sign(&self, request: &SignRequest<'_>) -> Result<Signature>;

    /// Verifies a signature.
    ///
    /// - Success is `Ok`; there is no `false` to forget.
    ///
    /// Source: AWS KMS API Reference, Verify.
    ///
    /// # Errors
    ///
    /// [`InvalidSignature`](crate::ErrorKind::InvalidSignature) for another message, key,
    /// algorithm or signature.
    async fn verify(&self, request: &VerifyRequest<'_>) -> Result<()>;

    /// Makes a message authentication code of 1 to 4096 bytes.
    ///
    /// - It is HMAC, whole: 32, 48 or 64 bytes.
    ///
    /// Source: AWS KMS API Reference, GenerateMac.
    async fn generate_mac(&self, request: &MacRequest<'_>) -> Result<Mac>;

    /// Verifies a message authentication code.
    ///
    /// Source: AWS KMS API Reference, VerifyMac.
    ///
    /// # Errors
    ///
    /// [`InvalidMac`](crate::ErrorKind::InvalidMac) for another message, key or code, and for a
    /// code that is cut.
    async fn verify_mac(&self, request: &VerifyMacRequest<'_>) -> Result<()>;

    /// The public half of an asymmetric key, to use outside the store.
    ///
    /// Source: AWS KMS API Reference, GetPublicKey.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for a symmetric or HMAC key.
    async fn public_key(&self, request: &PublicKeyRequest<'_>) -> Result<PublicKey>;

    /// Random bytes, 1 to 1024.
    ///
    /// Source: AWS KMS API Reference, GenerateRandom.
    async fn generate_random(&self, request: &RandomRequest) -> Result<SecretBytes>;

    /// Creates a key. It can be used when the call returns.
    ///
    /// Source: AWS KMS API Reference, CreateKey.
    ///
    /// # Cancellation
    ///
    /// A dropped future may leave a new key behind, which [`KeyStore::list_keys`] shows.
    async fn create_key(&self, request: &CreateKeyRequest<'_>) -> Result<KeyMetadata>;

    /// The metadata of a key, in any state.
    ///
    /// Source: AWS KMS API Reference, DescribeKey.
    async fn describe_key(&self, request: &DescribeKeyRequest<'_>) -> Result<KeyMetadata>;

    /// Lists all keys, in any state, a page at a time.
    ///
    /// - The pages hold each key once.
    ///
    /// Source: AWS KMS API Reference, ListKeys.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a marker that is not the store's.
    async fn list_keys(&self, request: &ListKeysRequest<'_>) -> Result<Page<KeyArn>>;

    /// Lets a disabled key be used again.
    ///
    /// Source: AWS KMS API Reference, EnableKey.
    async fn enable_key(&self, request: &EnableKeyRequest<'_>) -> Result<()>;

    /// Stops a key from being used. What it encrypted opens again after it is enabled.
    ///
    /// Source: AWS KMS API Reference, DisableKey.
    async fn disable_key(&self, request: &DisableKeyRequest<'_>) -> Result<()>;

    /// Schedules a key for deletion in 7 to 30 days. It cannot be used from now on.
    ///
    /// After the waiting period the key and its aliases are gone for ever, and all that was
    /// encrypted under it.
    ///
    /// Source: AWS KMS API Reference, ScheduleKeyDeletion.
    async fn schedule_key_deletion(
        &self,
        request: &ScheduleDeletionRequest<'_>,
    ) -> Result<ScheduledDeletion>;

    /// Calls off a deletion. The key is disabled afterwards.
    ///
    /// Source: AWS KMS API Reference, CancelKeyDeletion.
    ///
    /// # Errors
    ///
    /// [`InvalidState`](crate::ErrorKind::InvalidState) for a key that is not pending deletion.
    async fn cancel_key_deletion(&self, request: &CancelDeletionRequest<'_>) -> Result<KeyArn>;

    /// Gives a symmetric key new material now.
    ///
    /// - Old ciphertexts still open; new ones are made with the new material.
    /// - At most 25 times in the life of a key.
    ///
    /// Source: AWS KMS API Reference, RotateKeyOnDemand.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for asymmetric and HMAC keys,
    /// [`LimitExceeded`](crate::ErrorKind::LimitExceeded) after the last rotation.
    async fn rotate_key_on_demand(&self, request: &RotateRequest<'_>) -> Result<KeyArn>;

    /// Gives a key a friendly name. A key has up to 50.
    ///
    /// Source: AWS KMS API Reference, CreateAlias.
    ///
    /// # Errors
    ///
    /// [`AlreadyExists`](crate::ErrorKind::AlreadyExists) for a name that is taken,
    /// [`LimitExceeded`](crate::ErrorKind::LimitExceeded) for the 51st.
    async fn create_alias(&self, request: &CreateAliasRequest<'_>) -> Result<()>;

    /// Points an alias to another key of the same type and usage.
    ///
    /// Source: AWS KMS API Reference, UpdateAlias.
    async fn update_alias(&self, request: &UpdateAliasRequest<'_>) -> Result<()>;

    /// Removes an alias; its key stays.
    ///
    /// Source: AWS KMS API Reference, DeleteAlias.
    async fn delete_alias(&self, request: &DeleteAliasRequest) -> Result<()>;

    /// Lists aliases, of all keys or of one, a page at a time.
    ///
    /// Source: AWS KMS API Reference, ListAliases.
    async fn list_aliases(&self, request: &ListAliasesRequest<'_>) -> Result<Page<Alias>>;
}
