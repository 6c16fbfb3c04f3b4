//! A good store with one fault.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use strongroom_core::request::{
    CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DataKeyRequest, DecryptRequest,
    DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, EncryptRequest,
    ListAliasesRequest, ListKeysRequest, MacRequest, PublicKeyRequest, RandomRequest,
    ReEncryptRequest, RotateRequest, ScheduleDeletionRequest, SignRequest, UpdateAliasRequest,
    VerifyMacRequest, VerifyRequest,
};
use strongroom_core::response::{
    Alias, DataKey, Decrypted, Encrypted, Mac, Page, PublicKey, ReEncrypted, ScheduledDeletion,
    Signature,
};
use strongroom_core::{
    Capabilities, KeyArn, KeyMetadata, KeyStore, Result, SecretBytes, StoreInfo,
};
use strongroom_software::SoftwareStore;

/// The store that a fault is put into.
pub(crate) type Good = SoftwareStore;

/// Writes the trait of faults, each method of which asks the good store if it is not overridden,
/// and the store that a fault and a good store make together.
macro_rules! sabotage {
    ($($operation:ident($request:ty) -> $response:ty;)+) => {
        /// A fault. What it does not override is as it should be.
        #[async_trait]
        pub(crate) trait Sabotage: Send + Sync + fmt::Debug + 'static {
            fn capabilities(&self, good: &Capabilities) -> Capabilities {
                good.clone()
            }

            $(
                async fn $operation(
                    &self,
                    good: &Good,
                    request: &$request,
                ) -> Result<$response> {
                    good.$operation(request).await
                }
            )+
        }

        #[async_trait]
        impl<S: Sabotage> KeyStore for Sabotaged<S> {
            fn info(&self) -> &StoreInfo {
                self.good.info()
            }

            fn capabilities(&self) -> &Capabilities {
                &self.capabilities
            }

            $(
                async fn $operation(&self, request: &$request) -> Result<$response> {
                    self.fault.$operation(&self.good, request).await
                }
            )+
        }
    };
}

sabotage! {
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
    schedule_key_deletion(ScheduleDeletionRequest<'_>) -> ScheduledDeletion;
    cancel_key_deletion(CancelDeletionRequest<'_>) -> KeyArn;
    rotate_key_on_demand(RotateRequest<'_>) -> KeyArn;
    create_alias(CreateAliasRequest<'_>) -> ();
    update_alias(UpdateAliasRequest<'_>) -> ();
    delete_alias(DeleteAliasRequest) -> ();
    list_aliases(ListAliasesRequest<'_>) -> Page<Alias>;
}

/// A good store with a fault.
#[derive(Debug)]
pub(crate) struct Sabotaged<S> {
    fault: S,
    good: Good,
    capabilities: Capabilities,
}

impl<S: Sabotage> Sabotaged<S> {
    pub(crate) fn new(fault: S, good: Good) -> Self {
        let capabilities = fault.capabilities(good.capabilities());
        Self { fault, good, capabilities }
    }
}

/// What a fault remembers between calls. It shows nothing of it in `Debug`, where secrets would
/// be a second fault.
pub(crate) struct Memory<T>(Mutex<T>);

impl<T> Memory<T> {
    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Default> Default for Memory<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> fmt::Debug for Memory<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

/// Declares mutants: what is wrong, a name, the case that must notice, what is remembered, and the
/// methods that are wrong. `MUTANTS` lists them.
macro_rules! mutants {
    ($(
        #[doc = $fault:literal]
        $name:ident => $case:literal
        $(remembers { $($field:ident: $type:ty),+ $(,)? })?
        { $($method:tt)+ }
    )+) => {
        pub(super) const MUTANTS: &[$crate::Mutant] = &[$(
            $crate::Mutant {
                name: stringify!($name),
                fault: $fault.trim_ascii(),
                case: $case,
                sabotage: |good| {
                    strongroom_core::Store::new(
                        $crate::sabotage::Sabotaged::new($name::default(), good)
                    )
                },
            }
        ),+];

        $(
            #[doc = $fault]
            #[derive(Debug, Default)]
            struct $name { $($($field: $type),+)? }

            #[async_trait::async_trait]
            impl $crate::sabotage::Sabotage for $name { $($method)+ }
        )+
    };
}

pub(crate) use mutants;
