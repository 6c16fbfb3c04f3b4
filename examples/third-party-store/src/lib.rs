//! A key store around another one that keeps a journal of all calls, and lets no key be deleted.
//!
//! It shows what a third party writes: an implementation of [`KeyStore`], a manifest
//! (`conformance.toml`) and a test of a few lines (`tests/conformance.rs`) that proves it.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use strongroom_core::request::{
    CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DataKeyRequest, DecryptRequest,
    DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, EncryptRequest,
    ListAliasesRequest, ListKeysRequest, MacRequest, PublicKeyRequest, RandomRequest,
    ReEncryptRequest, Request, RotateRequest, ScheduleDeletionRequest, SignRequest,
    UpdateAliasRequest, VerifyMacRequest, VerifyRequest,
};
use strongroom_core::response::{
    Alias, DataKey, Decrypted, Encrypted, Mac, Page, PublicKey, ReEncrypted, ScheduledDeletion,
    Signature,
};
use strongroom_core::{
    Capabilities, Error, ErrorKind, KeyArn, KeyMetadata, KeyStore, Operation, Result, SecretBytes,
    StoreInfo,
};

/// One call, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was called.
    pub operation: Operation,
    /// The key, as the caller named it.
    pub key: Option<String>,
    /// How the call failed, if it did.
    pub failure: Option<ErrorKind>,
}

/// A store that keeps a journal of the calls to another one.
pub struct AuditedStore<S> {
    inner: S,
    capabilities: Capabilities,
    journal: Mutex<Vec<Entry>>,
}

impl<S: KeyStore> AuditedStore<S> {
    /// Puts a journal, empty yet, before a store.
    pub fn new(inner: S) -> Self {
        let mut capabilities = inner.capabilities().clone();
        capabilities.operations.remove(&Operation::ScheduleKeyDeletion);
        capabilities.operations.remove(&Operation::CancelKeyDeletion);
        Self { inner, capabilities, journal: Mutex::default() }
    }

    /// All calls so far.
    pub fn journal(&self) -> Vec<Entry> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note<T>(&self, request: &impl Request, result: &Result<T>) {
        let call = request.call();
        self.journal.lock().unwrap_or_else(PoisonError::into_inner).push(Entry {
            operation: call.operation,
            key: call.key.map(ToString::to_string),
            failure: result.as_ref().err().map(Error::kind),
        });
    }
}

impl<S> fmt::Debug for AuditedStore<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditedStore").finish_non_exhaustive()
    }
}

macro_rules! audited {
    ($($operation:ident($request:ty) -> $response:ty;)+) => {
        #[async_trait]
        impl<S: KeyStore> KeyStore for AuditedStore<S> {
            fn info(&self) -> &StoreInfo {
                self.inner.info()
            }

            fn capabilities(&self) -> &Capabilities {
                &self.capabilities
            }

            $(
                async fn $operation(&self, request: &$request) -> Result<$response> {
                    let result = self.inner.$operation(request).await;
                    self.note(request, &result);
                    result
                }
            )+

            async fn schedule_key_deletion(
                &self,
                request: &ScheduleDeletionRequest<'_>,
            ) -> Result<ScheduledDeletion> {
                let refused = Err(Error::unsupported(Operation::ScheduleKeyDeletion));
                self.note(request, &refused);
                refused
            }

            async fn cancel_key_deletion(
                &self,
                request: &CancelDeletionRequest<'_>,
            ) -> Result<KeyArn> {
                let refused = Err(Error::unsupported(Operation::CancelKeyDeletion));
                self.note(request, &refused);
                refused
            }
        }
    };
}

audited! {
    encrypt(EncryptRequest<'_>) -> Encrypted;
    decrypt(DecryptRequest<'_>) -> Decrypted;
    re_encrypt(ReEncryptRequest<'_>) -> ReEncrypted;
    generate_data_key(DataKeyRequest<'_>) -> DataKey;
    sign(SignRequest<'_>) -> Signature;
    verify(VerifyRequest<'_>) -> ();
    generate_mac(MacRequest<'_>) -> Mac;
    verify_mac(VerifyMacRequest<'_>) -> ();
    public_key(PublicKeyRequest<'_>) -> PublicKey;
    generate_random(RandomRequest) -> SecretBytes;
    create_key(CreateKeyRequest<'_>) -> KeyMetadata;
    describe_key(DescribeKeyRequest<'_>) -> KeyMetadata;
    list_keys(ListKeysRequest<'_>) -> Page<KeyArn>;
    enable_key(EnableKeyRequest<'_>) -> ();
    disable_key(DisableKeyRequest<'_>) -> ();
    rotate_key_on_demand(RotateRequest<'_>) -> KeyArn;
    create_alias(CreateAliasRequest<'_>) -> ();
    update_alias(UpdateAliasRequest<'_>) -> ();
    delete_alias(DeleteAliasRequest) -> ();
    list_aliases(ListAliasesRequest<'_>) -> Page<Alias>;
}
