//! What a store declares.

use strongroom_core::KeyUsage;

use crate::bench::Bench;
use crate::case::{Case, case, usage_of};
use crate::verdict::{Verdict, ensure};

/// The case that compares the manifest with the store.
pub(crate) const MANIFEST: &str = "SR-CAP-01";

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-CAP-01",
        "The manifest equals what the store declares",
        [],
        Once: manifest
    ),
    case!(
        "SR-CAP-02",
        "What a store declares is consistent",
        [],
        Once: consistent
    ),
];

async fn manifest(bench: &Bench) -> Verdict {
    let (manifest, store) = (bench.declared(), bench.store().capabilities());
    for operation in strongroom_core::Operation::ALL {
        ensure!(
            manifest.supports(*operation) == store.supports(*operation),
            "{operation}: {} by the manifest, {} by the store",
            word(manifest.supports(*operation)),
            word(store.supports(*operation)),
        );
    }
    ensure!(
        manifest.keys == store.keys,
        "keys are {:?} by the manifest, {:?} by the store",
        manifest.keys,
        store.keys,
    );
    ensure!(
        manifest.limits == store.limits,
        "limits are {:?} by the manifest, {:?} by the store",
        manifest.limits,
        store.limits,
    );
    ensure!(
        manifest == store,
        "protection and consistency are {} and {} by the manifest, {} and {} by the store",
        manifest.protection,
        manifest.consistency,
        store.protection,
        store.consistency,
    );
    Ok(())
}

const fn word(declared: bool) -> &'static str {
    if declared { "declared" } else { "not declared" }
}

async fn consistent(bench: &Bench) -> Verdict {
    let store = bench.store().capabilities();
    for (spec, usages) in &store.keys {
        for (usage, algorithms) in usages {
            ensure!(spec.usages().contains(usage), "{spec} keys are declared for {usage}");
            ensure!(!algorithms.is_empty(), "{spec} keys for {usage} are declared to no end");
            for algorithm in algorithms {
                ensure!(
                    usage_of(*algorithm) == *usage && spec.algorithms(*usage).contains(algorithm),
                    "{algorithm} is declared for {spec} keys",
                );
            }
        }
    }
    for operation in &store.operations {
        let Some(usage) = used_by(*operation) else { continue };
        ensure!(
            store.keys.values().any(|usages| usages.contains_key(&usage)),
            "{operation} is declared, and no key for {usage}",
        );
    }
    Ok(())
}

/// The usage of the keys without which an operation is nothing.
const fn used_by(operation: strongroom_core::Operation) -> Option<KeyUsage> {
    use strongroom_core::Operation;
    match operation {
        Operation::Encrypt | Operation::Decrypt | Operation::ReEncrypt => {
            Some(KeyUsage::EncryptDecrypt)
        }
        Operation::Sign | Operation::Verify => Some(KeyUsage::SignVerify),
        Operation::GenerateMac | Operation::VerifyMac => Some(KeyUsage::GenerateVerifyMac),
        _ => None,
    }
}
