//! Faults that show when calls meet, or are dropped.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use strongroom_core::request::{
    CreateAliasRequest, EncryptRequest, ListAliasesRequest, UpdateAliasRequest,
};
use strongroom_core::response::Encrypted;
use strongroom_core::{Error, ErrorKind, KeyStore as _, Result};
use tokio::task::yield_now;

use crate::sabotage::{Good, Memory, mutants};

/// Waits, but not for ever, until a second call has come.
async fn meet(calls: &AtomicUsize) {
    calls.fetch_add(1, Ordering::SeqCst);
    for _ in 0..1_000_000 {
        if calls.load(Ordering::SeqCst) > 1 {
            return;
        }
        yield_now().await;
    }
}

mutants! {
    /// A dropped call leaves the store locked.
    DroppedCallLocks => "SR-CON-01" remembers { busy: AtomicBool } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            if self.busy.swap(true, Ordering::SeqCst) {
                return Err(Error::new(ErrorKind::Unavailable, "the store is locked"));
            }
            yield_now().await;
            let result = good.encrypt(request).await;
            self.busy.store(false, Ordering::SeqCst);
            result
        }
    }

    /// Calls share a buffer: one encrypts what another one brought.
    SharedBuffer => "SR-CON-02" remembers { buffer: Memory<Vec<u8>>, calls: AtomicUsize } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            *self.buffer.lock() = request.plaintext.expose().to_vec();
            meet(&self.calls).await;
            let plaintext = self.buffer.lock().clone();
            let mut request = request.clone();
            request.plaintext = plaintext.as_slice().into();
            good.encrypt(&request).await
        }
    }

    /// A name is looked up, and then taken: two get it.
    NameTakenTwice => "SR-CON-04" remembers { calls: AtomicUsize } {
        async fn create_alias(&self, good: &Good, request: &CreateAliasRequest<'_>) -> Result<()> {
            let aliases = good.list_aliases(&ListAliasesRequest::new()).await?.items;
            if aliases.iter().any(|alias| alias.name == request.alias) {
                return Err(Error::new(ErrorKind::AlreadyExists, "the name is taken"));
            }
            meet(&self.calls).await;
            if good.create_alias(request).await.is_err() {
                let request =
                    UpdateAliasRequest::new(request.alias.clone(), request.target.reborrow());
                good.update_alias(&request).await?;
            }
            Ok(())
        }
    }
}
