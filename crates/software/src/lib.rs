//! Key stores in software, which behave as AWS KMS does.
//!
//! [`SoftwareStore`] keeps its keys in memory ([`SoftwareStore::memory`], `memory://`) or on disk
//! (`SoftwareStore::file`, `file:///path`, feature `file`). Both run the same code; a store on
//! disk reads ahead what it needs, so that cryptographic calls do not wait for the disk.
//!
//! ```
//! # tokio_test(async {
//! use strongroom_core::Store;
//! use strongroom_software::{Settings, SoftwareStore};
//!
//! let store = Store::new(SoftwareStore::memory(Settings::default()));
//! let key = store.create_key().alias("alias/app").await?;
//! let sealed = store.encrypt("alias/app", b"secret").context("tenant", "42").await?;
//! let opened = store.decrypt(&key.arn, &sealed).context("tenant", "42").await?;
//! assert_eq!(opened.expose(), b"secret");
//! # strongroom_core::Result::Ok(())
//! # });
//! # fn tokio_test(future: impl Future<Output = strongroom_core::Result<()>>) {
//! #     let runtime = tokio::runtime::Builder::new_current_thread().build();
//! #     runtime.expect("a runtime").block_on(future).expect("the example runs");
//! # }
//! ```
//!
//! Key material is in this process and, sealed under a root key, in the store's files: a software
//! store protects as well as the machine that it runs on. What it promises and what not is in
//! `SECURITY.md`.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod asymmetric;
pub mod blob;
mod capabilities;
mod config;
mod error;
#[cfg(feature = "file")]
mod file;
mod key;
mod mac;
mod material;
mod offload;
mod store;
mod symmetric;
mod vault;

pub use config::Settings;
#[cfg(feature = "file")]
pub use file::RootKey;
pub use store::SoftwareStore;
