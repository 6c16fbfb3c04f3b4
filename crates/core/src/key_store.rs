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
///   [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) and leaves no trace: then this is
///   what every case that needs it checks. There are no default bodies, so that a refusal is
///   written down.
/// - Keys are named by id, ARN, alias or alias ARN, in managing calls by id or ARN only, and
///   answered by ARN. [SR-KEY-06] [SR-KEY-07]
/// - The state of a key decides what it can do: a disabled key answers
///   [`ErrorKind::Disabled`](crate::ErrorKind::Disabled), one that is pending deletion
///   [`ErrorKind::InvalidState`](crate::ErrorKind::InvalidState), in every operation that the
///   state table of AWS KMS does not allow. [SR-STA-01] [SR-STA-02] [SR-STA-03]
/// - Nothing secret is in an error, a `Debug` or a log. [SR-SEC-01] [SR-SEC-02] [SR-SEC-03]
///   [SR-SEC-04] [SR-SEC-05] [SR-SEC-06] [SR-SEC-07]
/// - Calls can be made at once, from many tasks. [SR-CON-02] [SR-CON-03] [SR-CON-05]
///
/// # Errors
///
/// Beside those of each method:
///
/// - [`NotFound`](crate::ErrorKind::NotFound) for a key or alias that does not exist [SR-KEY-08]
///   [SR-KEY-10], or [`AccessDenied`](crate::ErrorKind::AccessDenied) for one of another account
///   or region [SR-KEY-09];
/// - [`InvalidInput`](crate::ErrorKind::InvalidInput) for sizes out of bounds and identifiers of no
///   known form [SR-KEY-14];
/// - [`InvalidKeyUsage`](crate::ErrorKind::InvalidKeyUsage) for a key of another usage or an
///   algorithm that does not go with its spec;
/// - from remote stores [`AccessDenied`](crate::ErrorKind::AccessDenied),
///   [`Throttled`](crate::ErrorKind::Throttled), [`Unavailable`](crate::ErrorKind::Unavailable),
///   [`Timeout`](crate::ErrorKind::Timeout).
///
/// An error is one line, names the operation and the backend, and advises a retry only where one
/// can help. [SR-ERR-01] [SR-ERR-02] [SR-ERR-03]
///
/// # Cancellation
///
/// A dropped future never leaves a store broken. A change that was under way may or may not have
/// happened; reads and cryptographic calls change nothing. [SR-CON-01]
#[async_trait]
pub trait KeyStore: Send + Sync + fmt::Debug + 'static {
    /// Which store this is.
    fn info(&self) -> &StoreInfo;

    /// What the store can do. It does not change while the store lives.
    ///
    /// - The store's conformance manifest equals it. [SR-CAP-01]
    /// - Keys are declared with usages and algorithms that they have, and operations with keys to
    ///   use them on. [SR-CAP-02]
    fn capabilities(&self) -> &Capabilities;

    /// Encrypts 1 to 4096 bytes under a symmetric key, less under an RSA key
    /// ([`EncryptionAlgorithm::max_plaintext_len`](crate::EncryptionAlgorithm::max_plaintext_len)).
    ///
    /// - What was encrypted opens again [SR-ENC-01]; a longer plaintext and an empty one are
    ///   refused [SR-ENC-02].
    /// - Two encryptions never give the same ciphertext [SR-ENC-03], nor does one show its
    ///   plaintext [SR-ENC-06].
    /// - The context is bound to a symmetric ciphertext, and refused for RSA. [SR-ENC-07]
    /// - A symmetric ciphertext has at most 6144 bytes and names its key. [SR-ENC-05]
    /// - The answer names the key and the algorithm. [SR-ENC-04]
    /// - A key encrypts with its own algorithms [SR-ENC-08], and only if that is its usage
    ///   [SR-ENC-09] [SR-ENC-10].
    ///
    /// Source: AWS KMS API Reference, Encrypt.
    async fn encrypt(&self, request: &EncryptRequest<'_>) -> Result<Encrypted>;

    /// Opens a ciphertext of [`KeyStore::encrypt`] or of a data key.
    ///
    /// - It opens with its key, named or discovered [SR-DEC-01], and with no other
    ///   [SR-DEC-10]; an RSA ciphertext with a named key [SR-DEC-18] and its own algorithm
    ///   [SR-DEC-17] only.
    /// - It opens with the same context only: not with another value [SR-DEC-02], none
    ///   [SR-DEC-03], a further pair [SR-DEC-04], the same letters split elsewhere
    ///   [SR-DEC-05] or in another case [SR-DEC-06], or values exchanged [SR-DEC-07]. The
    ///   order of pairs does not matter [SR-DEC-08], and every text can be bound [SR-DEC-09].
    /// - Every ciphertext that was changed [SR-DEC-11], cut [SR-DEC-12] or extended
    ///   [SR-DEC-13] is refused, and so is what never was one [SR-DEC-14] or is too long
    ///   [SR-DEC-15].
    /// - What was encrypted outside with the public half of an RSA key opens. [SR-DEC-16]
    /// - A key decrypts with its own algorithms [SR-DEC-19], and only if that is its usage
    ///   [SR-DEC-20].
    /// - Material from before a rotation still opens what it encrypted. [SR-ROT-01]
    /// - A disabled key is refused when it is discovered, too. [SR-STA-06]
    ///
    /// Source: AWS KMS API Reference, Decrypt.
    ///
    /// # Errors
    ///
    /// [`DecryptionFailed`](crate::ErrorKind::DecryptionFailed) whatever the cause.
    async fn decrypt(&self, request: &DecryptRequest<'_>) -> Result<Decrypted>;

    /// Opens a ciphertext and encrypts the plaintext again, which never leaves the store.
    ///
    /// - The new ciphertext opens with the new key only, and the answer names both. [SR-REN-01]
    /// - Either side may be symmetric or RSA [SR-REN-07], where a context is refused
    ///   [SR-REN-08]; the same key twice changes the context [SR-REN-02].
    /// - The old ciphertext opens as in [`KeyStore::decrypt`]: with its context [SR-REN-03], its
    ///   key [SR-REN-04], named or discovered [SR-REN-06], unchanged [SR-REN-05], and no
    ///   longer than the limit [SR-REN-09].
    /// - Neither key may be disabled. [SR-STA-07]
    ///
    /// Source: AWS KMS API Reference, ReEncrypt.
    ///
    /// # Errors
    ///
    /// [`DecryptionFailed`](crate::ErrorKind::DecryptionFailed) where the ciphertext does not open.
    async fn re_encrypt(&self, request: &ReEncryptRequest<'_>) -> Result<ReEncrypted>;

    /// Makes a data key of 1 to 1024 bytes under a symmetric key.
    ///
    /// - The ciphertext opens by [`KeyStore::decrypt`] to the plaintext [SR-DAT-01], with the same
    ///   context [SR-DAT-05].
    /// - No other length is made. [SR-DAT-02]
    /// - Without plaintext there is none in the answer. [SR-DAT-03]
    /// - Two data keys are never equal. [SR-DAT-04]
    /// - The answer names the key. [SR-DAT-06]
    /// - Other keys than symmetric ones make none. [SR-DAT-07] [SR-DAT-08]
    ///
    /// Source: AWS KMS API Reference, GenerateDataKey and GenerateDataKeyWithoutPlaintext.
    async fn generate_data_key(&self, request: &DataKeyRequest<'_>) -> Result<DataKey>;

    /// Signs a message of up to 4096 bytes, or a digest of the algorithm's length.
    ///
    /// - The signature verifies inside the store [SR-SIG-01] and outside, with the key's public
    ///   half: PSS salts are as long as the hash, ECDSA signatures are DER [SR-SIG-02].
    /// - The signature of a message is one of its digest, and the reverse. [SR-SIG-03]
    /// - A longer message [SR-SIG-05] and a digest of another length [SR-SIG-04] are refused.
    /// - The answer names the key and the algorithm. [SR-SIG-06]
    /// - A key signs with its own algorithms [SR-SIG-07], and only if that is its usage
    ///   [SR-SIG-08].
    ///
    /// Source: AWS KMS API Reference, Sign.
    async fn sign(&self, request: &SignRequest<'_>) -> Result<Signature>;

    /// Verifies a signature.
    ///
    /// - Success is `Ok`; there is no `false` to forget.
    /// - A signature is one of the message and of its digest [SR-VER-01], which are not taken for
    ///   each other [SR-VER-06].
    /// - What [`KeyStore::sign`] refuses is refused here: digests of another length
    ///   [SR-VER-07], longer messages [SR-VER-08], other algorithms [SR-VER-09] and keys of
    ///   another usage [SR-VER-10].
    ///
    /// Source: AWS KMS API Reference, Verify.
    ///
    /// # Errors
    ///
    /// [`InvalidSignature`](crate::ErrorKind::InvalidSignature) for another signature
    /// [SR-VER-02], message [SR-VER-03], key [SR-VER-04] or algorithm [SR-VER-05].
    async fn verify(&self, request: &VerifyRequest<'_>) -> Result<()>;

    /// Makes a message authentication code of 1 to 4096 bytes.
    ///
    /// - It is HMAC, whole: 32, 48 or 64 bytes. [SR-MAC-01]
    /// - An empty message and a longer one are refused. [SR-MAC-07]
    /// - The answer names the key and the algorithm. [SR-MAC-08]
    /// - A key makes codes with its own algorithm [SR-MAC-09], and only if that is its usage
    ///   [SR-MAC-10].
    ///
    /// Source: AWS KMS API Reference, GenerateMac.
    async fn generate_mac(&self, request: &MacRequest<'_>) -> Result<Mac>;

    /// Verifies a message authentication code.
    ///
    /// - Success is `Ok`. [SR-MAC-02]
    ///
    /// Source: AWS KMS API Reference, VerifyMac.
    ///
    /// # Errors
    ///
    /// [`InvalidMac`](crate::ErrorKind::InvalidMac) for another code [SR-MAC-03], message
    /// [SR-MAC-05] or key [SR-MAC-06], and for a code that is cut [SR-MAC-04].
    async fn verify_mac(&self, request: &VerifyMacRequest<'_>) -> Result<()>;

    /// The public half of an asymmetric key, to use outside the store.
    ///
    /// - It is `SubjectPublicKeyInfo` in DER. [SR-PUB-01]
    /// - The answer describes the key. [SR-PUB-02]
    ///
    /// Source: AWS KMS API Reference, GetPublicKey.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for a symmetric or HMAC key.
    async fn public_key(&self, request: &PublicKeyRequest<'_>) -> Result<PublicKey>;

    /// Random bytes, 1 to 1024.
    ///
    /// - As many come as were asked for [SR-RND-01], within the limit [SR-RND-02].
    /// - Two outputs are never equal. [SR-RND-03]
    ///
    /// Source: AWS KMS API Reference, GenerateRandom.
    async fn generate_random(&self, request: &RandomRequest) -> Result<SecretBytes>;

    /// Creates a key. It can be used when the call returns.
    ///
    /// - It is enabled, as it was asked for, and named by an ARN of the store. [SR-KEY-01]
    /// - A usage that does not go with the spec is refused. [SR-KEY-03]
    /// - The description is kept, up to 8192 characters. [SR-KEY-04]
    /// - Two keys have neither ARN nor material in common. [SR-KEY-05]
    ///
    /// Source: AWS KMS API Reference, CreateKey.
    ///
    /// # Cancellation
    ///
    /// A dropped future may leave a new key behind, which [`KeyStore::list_keys`] shows.
    async fn create_key(&self, request: &CreateKeyRequest<'_>) -> Result<KeyMetadata>;

    /// The metadata of a key, in any state.
    ///
    /// - They are those of its creation [SR-KEY-02], and its state now [SR-STA-05].
    ///
    /// Source: AWS KMS API Reference, DescribeKey.
    async fn describe_key(&self, request: &DescribeKeyRequest<'_>) -> Result<KeyMetadata>;

    /// Lists all keys, in any state, a page at a time.
    ///
    /// - The pages hold each key once. [SR-KEY-11]
    /// - A page holds no more than was asked for: 1 to 1000. [SR-KEY-12]
    ///
    /// Source: AWS KMS API Reference, ListKeys.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a marker that is not the store's
    /// [SR-KEY-13].
    async fn list_keys(&self, request: &ListKeysRequest<'_>) -> Result<Page<KeyArn>>;

    /// Lets a disabled key be used again.
    ///
    /// Source: AWS KMS API Reference, EnableKey.
    async fn enable_key(&self, request: &EnableKeyRequest<'_>) -> Result<()>;

    /// Stops a key from being used. What it encrypted opens again after it is enabled.
    /// [SR-STA-04]
    ///
    /// Source: AWS KMS API Reference, DisableKey.
    async fn disable_key(&self, request: &DisableKeyRequest<'_>) -> Result<()>;

    /// Schedules a key for deletion in 7 to 30 days. It cannot be used from now on.
    ///
    /// - The waiting period is kept [SR-DEL-01], and its limits hold [SR-DEL-02].
    /// - Meanwhile the key and its aliases are listed. [SR-DEL-05]
    /// - A disabled key can be deleted. [SR-DEL-06]
    ///
    /// After the waiting period the key and its aliases are gone for ever, and all that was
    /// encrypted under it.
    ///
    /// Source: AWS KMS API Reference, ScheduleKeyDeletion.
    async fn schedule_key_deletion(
        &self,
        request: &ScheduleDeletionRequest<'_>,
    ) -> Result<ScheduledDeletion>;

    /// Calls off a deletion. The key is disabled afterwards, and as it was before once it is
    /// enabled. [SR-DEL-03]
    ///
    /// Source: AWS KMS API Reference, CancelKeyDeletion.
    ///
    /// # Errors
    ///
    /// [`InvalidState`](crate::ErrorKind::InvalidState) for a key that is not pending deletion
    /// [SR-DEL-04].
    async fn cancel_key_deletion(&self, request: &CancelDeletionRequest<'_>) -> Result<KeyArn>;

    /// Gives a symmetric key new material now.
    ///
    /// - Old ciphertexts and data keys still open [SR-ROT-01] [SR-ROT-06], also after the key
    ///   was disabled [SR-ROT-07]; new ones are made with the new material [SR-ROT-02].
    /// - The key stays the same in all else. [SR-ROT-03]
    /// - At most 25 times in the life of a key. [SR-ROT-04]
    ///
    /// Source: AWS KMS API Reference, RotateKeyOnDemand.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for asymmetric and HMAC keys [SR-ROT-05],
    /// [`LimitExceeded`](crate::ErrorKind::LimitExceeded) after the last rotation.
    async fn rotate_key_on_demand(&self, request: &RotateRequest<'_>) -> Result<KeyArn>;

    /// Gives a key a friendly name. A key has up to 50. [SR-ALI-11]
    ///
    /// - The alias names the key in cryptographic calls. [SR-ALI-01]
    /// - A name has up to 256 characters [SR-ALI-12]; those under `alias/aws/` are reserved
    ///   [SR-ALI-07].
    /// - Of several calls for a name at once one gets it. [SR-CON-04]
    ///
    /// Source: AWS KMS API Reference, CreateAlias.
    ///
    /// # Errors
    ///
    /// [`AlreadyExists`](crate::ErrorKind::AlreadyExists) for a name that is taken [SR-ALI-02],
    /// [`LimitExceeded`](crate::ErrorKind::LimitExceeded) for the 51st,
    /// [`NotFound`](crate::ErrorKind::NotFound) for a key that does not exist [SR-ALI-13].
    async fn create_alias(&self, request: &CreateAliasRequest<'_>) -> Result<()>;

    /// Points an alias to another key [SR-ALI-03] of the same type and usage [SR-ALI-04], if the
    /// alias exists [SR-ALI-05].
    ///
    /// Source: AWS KMS API Reference, UpdateAlias.
    async fn update_alias(&self, request: &UpdateAliasRequest<'_>) -> Result<()>;

    /// Removes an alias; its key stays, and the name is free. [SR-ALI-06]
    ///
    /// Source: AWS KMS API Reference, DeleteAlias.
    async fn delete_alias(&self, request: &DeleteAliasRequest) -> Result<()>;

    /// Lists aliases, of all keys or of one [SR-ALI-09], a page at a time.
    ///
    /// - The pages hold each alias once, with its key. [SR-ALI-08]
    /// - Page sizes and markers are checked as in [`KeyStore::list_keys`]. [SR-ALI-10]
    ///
    /// Source: AWS KMS API Reference, ListAliases.
    async fn list_aliases(&self, request: &ListAliasesRequest<'_>) -> Result<Page<Alias>>;
}
