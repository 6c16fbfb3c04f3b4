//! Proves the store.

use std::process::ExitCode;

use audited_store::AuditedStore;
use strongroom_core::Store;
use strongroom_software::{Settings, SoftwareStore};

fn main() -> ExitCode {
    strongroom_conformance::run(include_str!("../conformance.toml"), || async {
        Ok(Store::new(AuditedStore::new(SoftwareStore::memory(Settings::default()))))
    })
}
