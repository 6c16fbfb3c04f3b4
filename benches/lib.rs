//! What the benches share: the stores that they measure.

use std::path::Path;

use strongroom_core::Store;
use strongroom_crypto::Provider;
use strongroom_software::{RootKey, Settings, SoftwareStore};
use tokio::runtime::Runtime;

/// The runtime that a server would have.
///
/// # Panics
///
/// When no runtime can be started.
pub fn runtime() -> Runtime {
    Runtime::new().expect("a runtime")
}

/// Both providers of cryptography.
pub const PROVIDERS: [Provider; 2] =
    [strongroom_crypto::rustcrypto::PROVIDER, strongroom_crypto::aws_lc::PROVIDER];

/// A store in memory.
pub fn memory(provider: Provider) -> Store {
    Store::new(SoftwareStore::memory(Settings::default().provider(provider)))
}

/// A store on disk.
///
/// # Panics
///
/// When the store cannot be made.
pub async fn file(provider: Provider, directory: &Path) -> Store {
    let root_key = RootKey::File(directory.join("root.key"));
    let settings = Settings::default().provider(provider);
    let store = SoftwareStore::file(directory.join("store"), root_key, settings).await;
    Store::new(store.expect("a store on disk"))
}
