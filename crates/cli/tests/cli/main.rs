//! The binary from outside: each test has a store, a home and a directory of its own.

#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes snapshots with them")]

mod conformance;
mod encryption;
mod files;
mod help;
mod json;
mod keys;
mod sandbox;
mod signatures;
mod stores;
