//! The contract and the vocabulary of Strongroom.
//!
//! A *key store* holds keys that the program never sees and uses them on request. This crate says
//! what such a store is:
//!
//! - [`KeyStore`] is the contract for authors of stores: one method an operation, no default
//!   bodies, so that a refusal is written down.
//! - [`Store`] is what programs hold: cheap to clone, with the shared checks, the tracing and the
//!   convenient calls around any `KeyStore`.
//! - [`Capabilities`] say what a store can do, as data. What a store does not declare it refuses
//!   with [`ErrorKind::Unsupported`] and without a side effect.
//! - [`Error`] says what went wrong by [`ErrorKind`], whether a retry is safe, and what to do.
//! - [`layer`] has stores around stores: retries, timeouts, narrowing, injected faults.
//!
//! Names are those of AWS KMS: [`KeySpec`], [`KeyUsage`], [`KeyState`], [`Origin`],
//! [`EncryptionContext`]. The crate knows no store, no cloud and no async runtime.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod capabilities;
mod context;
mod error;
mod identifier;
mod key;
mod key_store;
pub mod layer;
mod names;
mod operation;
pub mod request;
pub mod response;
mod secret;
mod store;
mod time;
mod url;

pub use capabilities::{Capabilities, Capability, Consistency, Limits, ProtectionLevel};
pub use context::EncryptionContext;
pub use error::{Error, ErrorKind, Result, RetryAdvice};
pub use identifier::{AliasName, IntoKeyRef, KeyArn, KeyRef, KeyRefForm};
pub use key::{
    Algorithm, EncryptionAlgorithm, KeyManager, KeyMetadata, KeySpec, KeyState, KeyUsage,
    MacAlgorithm, MessageType, Origin, SigningAlgorithm,
};
pub use key_store::{KeyStore, StoreInfo};
pub use operation::Operation;
pub use secret::{SecretBytes, SecretSlice};
pub use store::Store;
pub use store::{CreateKey, Decrypt, Encrypt, GenerateDataKey, ReEncrypt, Sign, Verify};
pub use time::{BoxFuture, Clock, ManualClock, SystemClock, Timer};
pub use url::StoreUrl;
