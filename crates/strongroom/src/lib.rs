//! Encrypt with keys that your program never holds: one API over many key stores.
//!
//! A database password is encrypted under a key of a store, kept as base64, and decrypted where it
//! is needed:
//!
//! ```
//! # #[cfg(feature = "memory")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> strongroom::Result<()> {
//! use base64::prelude::{BASE64_STANDARD, Engine};
//!
//! let store = strongroom::open("memory://").await?;
//! store.create_key().alias("alias/app").await?;
//!
//! let secret = "postgres://app:correct-horse@db/app";
//! let sealed = store.encrypt("alias/app", secret).context("tenant", "42").await?;
//! let text = BASE64_STANDARD.encode(&sealed);
//! println!("{text}");
//!
//! let sealed = BASE64_STANDARD.decode(text).expect("base64");
//! let opened = store.decrypt("alias/app", &sealed).context("tenant", "42").await?;
//! assert_eq!(opened.expose(), secret.as_bytes());
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "memory"))]
//! # fn main() {}
//! ```
//!
//! On a laptop and in CI the store is `memory://` or `file:///path`; in production it is another
//! URL, and no other line changes: every store passes the same conformance suite.
//!
//! # Stores
//!
//! | URL | feature | keys are |
//! |---|---|---|
//! | `memory://` | `memory` (default) | in this process, gone with it |
//! | `file:///var/lib/app/keys` | `file` (default) | on disk, sealed under a root key |
//!
//! Parameters of `memory://` are `region`, `account` (both name the ARNs of new keys) and
//! `provider` (`rustcrypto`, or `aws-lc` with that feature). `file:` takes them too, and one of
//! `key-file`, `passphrase-file` and `passphrase-env` for the root key; without it the root key is
//! in `root.key` in the user's configuration directory. An unknown parameter is an error.
//!
//! # Features
//!
//! Features only add: `memory`, `file`, and `aws-lc`, which adds AWS-LC as a provider of
//! cryptography. With `memory` alone the build is pure Rust; no default feature brings an AWS crate
//! or TLS.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod registry;
mod timer;

pub use registry::{Opener, Registry, Scheme};
pub use strongroom_core::*;
pub use timer::TokioTimer;

/// Opens the store that a URL names, with the built-in schemes.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let error = strongroom::open("vault://x").await.unwrap_err();
/// assert!(error.to_string().contains("memory"), "it lists the known schemes: {error}");
/// # }
/// ```
///
/// # Errors
///
/// [`ErrorKind::Configuration`] for a URL that is malformed, of an unknown scheme, of a scheme
/// whose feature is off, or with parameters that do not fit; beside those, the errors of the store.
pub async fn open(url: &str) -> Result<Store> {
    Registry::new().open(url).await
}
