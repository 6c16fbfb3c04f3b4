//! The conformance suite of Strongroom: proof that a key store keeps the contract of
//! [`KeyStore`](strongroom_core::KeyStore), so that a program can change its store and nothing
//! else.
//!
//! The suite is two-sided. What a store declares in its
//! [`Capabilities`](strongroom_core::Capabilities) must work, and must refuse what it has to
//! refuse; what a store does not declare is called nevertheless, on the driver, must be refused
//! with [`Unsupported`], and must leave all keys and aliases as they were. There is no skip, so
//! every store has the same number of checks, and a run that shows too little fails. The suite is
//! itself tested: the mutants beside this crate are stores with one fault each, and each must be
//! noticed by the case that it names.
//!
//! # How to prove your own store
//!
//! Add a test without harness to the `Cargo.toml` of the store, which stands beside
//! `strongroom-conformance` in `[dev-dependencies]`:
//!
//! ```toml
//! [[test]]
//! name = "conformance"
//! harness = false
//! ```
//!
//! Say in `conformance.toml` what the store can do. This is the serde form of its capabilities,
//! which it must equal (`SR-CAP-01`), with two things more: least counts and waivers.
//!
//! ```toml
//! protection = "software"
//! consistency = "immediate"
//! operations = ["CreateKey", "Decrypt", "DescribeKey", "Encrypt", "ListKeys"]
//!
//! [keys.SYMMETRIC_DEFAULT]
//! ENCRYPT_DECRYPT = ["SYMMETRIC_DEFAULT"]
//!
//! # What a run must have shown at least: take the counts of a good run.
//! [least]
//! pass = 58
//! refusal_verified = 530
//!
//! # A case that may fail until a day. It fails the run when it passes, and after the day.
//! [[waived]]
//! case = "SR-KEY-11"
//! reason = "listings are not paged yet"
//! link = "https://example.org/store/issues/7"
//! expires = 2027-01-31
//! ```
//!
//! And open the store in `tests/conformance.rs`:
//!
//! ```no_run
//! # async fn open() -> strongroom_core::Result<strongroom_core::Store> {
//! #     Err(strongroom_core::Error::unsupported("an example"))
//! # }
//! # const MANIFEST: &str = "";
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//! # /*
//!     strongroom_conformance::run(include_str!("../conformance.toml"), || async {
//!         Ok(Store::new(MyStore::open().await?))
//!     })
//! # */
//! # strongroom_conformance::run(MANIFEST, open)
//! }
//! ```
//!
//! `cargo test` and `cargo nextest run` show one test, whose failure lists each case with what was
//! observed. A store that can be set up in several ways, or runs against an emulator and against
//! the live service, lists its [`Target`]s and calls [`run_targets`].
//!
//! A store must be the run's own: the suite creates some two hundred keys, and an inventory that
//! others change looks like the trace of a refusal. At the end the keys are scheduled for deletion
//! and the aliases are removed.
//!
//! # Reports
//!
//! With the environment variable `STRONGROOM_REPORT_DIR` each target writes its [`Report`] there,
//! as JSON under its name. [`matrix`] makes a support matrix of several reports; it is never
//! written by hand. Programs run the [`Suite`] on any [`Store`](strongroom_core::Store).
//!
//! # Cases
//!
//! [`cases`] lists them. The documentation of `KeyStore` cites the id of each at the clause that
//! it checks. Ids stay for ever; a case that goes takes its id with it.
//!
//! [`Unsupported`]: strongroom_core::ErrorKind::Unsupported

mod bench;
mod case;
mod cases;
mod harness;
mod manifest;
mod matrix;
mod outside;
mod probe;
mod refusal;
mod report;
mod suite;
mod verdict;

pub use case::Case;
pub use cases::cases;
pub use harness::{Target, run, run_targets};
pub use manifest::{Date, Least, Manifest, Waiver};
pub use matrix::matrix;
pub use report::{Against, CheckReport, Counts, Outcome, Report};
pub use suite::Suite;
