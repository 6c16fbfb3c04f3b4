//! Stores around stores.
//!
//! A [`Layer`] sees each call once, whatever the operation; [`Layered`] is the store that a layer
//! and an inner store make together.
//!
//! ```
//! # use strongroom_core::{Operation, Store, layer::Narrow};
//! # fn example(store: Store) {
//! let read_only = store.layer(Narrow::new().without_operations([Operation::CreateKey]));
//! # }
//! ```

mod chaos;
mod narrow;
mod retry;
mod timeout;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

pub use chaos::{Chaos, Fault};
pub use narrow::Narrow;
pub use retry::Retry;
pub use timeout::Timeout;

use crate::request::{
    Call, CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DataKeyRequest,
    DecryptRequest, DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest,
    EncryptRequest, ListAliasesRequest, ListKeysRequest, MacRequest, PublicKeyRequest,
    RandomRequest, ReEncryptRequest, Request, RotateRequest, ScheduleDeletionRequest, SignRequest,
    UpdateAliasRequest, VerifyMacRequest, VerifyRequest,
};
use crate::response::{
    Alias, DataKey, Decrypted, Encrypted, Mac, Page, PublicKey, ReEncrypted, ScheduledDeletion,
    Signature,
};
use crate::{
    BoxFuture, Capabilities, KeyArn, KeyMetadata, KeyStore, Result, SecretBytes, StoreInfo,
};

/// What a layer does around each call.
pub trait Layer: Send + Sync + fmt::Debug + 'static {
    /// What the outer store can do, given what the inner one can.
    fn capabilities(&self, inner: &Capabilities) -> Capabilities {
        inner.clone()
    }

    /// Makes the call by `attempt`, as often as the layer wants: never, once, or again.
    ///
    /// `inner` is there for questions about the key, such as its spec.
    fn around<'a, T: Send + 'a>(
        &'a self,
        call: Call<'a>,
        inner: &'a dyn KeyStore,
        attempt: Attempt<'a, T>,
    ) -> impl Future<Output = Result<T>> + Send + 'a;
}

/// One call to the inner store, which can be made more than once.
pub struct Attempt<'a, T>(Box<dyn Fn() -> BoxFuture<'a, Result<T>> + Send + Sync + 'a>);

impl<T> fmt::Debug for Attempt<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attempt")
    }
}

impl<'a, T> Attempt<'a, T> {
    /// Calls the inner store.
    pub fn make(&self) -> BoxFuture<'a, Result<T>> {
        (self.0)()
    }
}

/// A store with a layer around it.
#[derive(Debug)]
pub struct Layered<L> {
    layer: L,
    inner: Arc<dyn KeyStore>,
    capabilities: Capabilities,
}

impl<L: Layer> Layered<L> {
    /// Puts a layer around a store.
    pub fn new(layer: L, inner: Arc<dyn KeyStore>) -> Self {
        let capabilities = layer.capabilities(inner.capabilities());
        Self { layer, inner, capabilities }
    }
}

/// Sends every operation through [`Layer::around`].
macro_rules! layered {
    ($($operation:ident($request:ty) -> $response:ty;)+) => {
        #[async_trait]
        impl<L: Layer> KeyStore for Layered<L> {
            fn info(&self) -> &StoreInfo {
                self.inner.info()
            }

            fn capabilities(&self) -> &Capabilities {
                &self.capabilities
            }

            $(
                async fn $operation(&self, request: &$request) -> Result<$response> {
                    let attempt = Attempt(Box::new(move || self.inner.$operation(request)));
                    self.layer.around(request.call(), &*self.inner, attempt).await
                }
            )+
        }
    };
}

layered! {
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
