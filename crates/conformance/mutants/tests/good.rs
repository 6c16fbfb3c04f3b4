//! The good store passes, whole and with capabilities taken away, and its reports say so.

use strongroom_conformance::{Manifest, Outcome, Report, Suite, matrix};
use strongroom_core::layer::Narrow;
use strongroom_core::{KeySpec, Operation, Store};
use strongroom_software::{Settings, SoftwareStore};

fn good() -> Store {
    Store::new(SoftwareStore::memory(Settings::default()))
}

/// The good store with these operations and key specs and no others.
fn only(operations: &[Operation], specs: &[KeySpec]) -> Store {
    let other_operations = Operation::ALL.iter().copied().filter(|one| !operations.contains(one));
    let other_specs = KeySpec::ALL.iter().copied().filter(|one| !specs.contains(one));
    good().layer(Narrow::new().without_operations(other_operations).without_specs(other_specs))
}

fn report(store: &Store) -> Report {
    let manifest = Manifest::from(store.capabilities().clone());
    let runtime = tokio::runtime::Runtime::new().expect("the system has threads");
    runtime
        .block_on(Suite::new().manifest(manifest).run(store, |_| {}))
        .expect("the system has random bytes")
}

fn checks(report: &Report) -> usize {
    report.counts.pass + report.counts.refusal_verified
}

#[test]
fn the_good_store_passes_and_refuses_nothing() {
    let report = report(&good());
    assert!(report.is_success(), "{}", report.summary());
    assert_eq!(report.counts.pass, report.checks.len());
}

#[test]
fn what_is_not_declared_is_verified_to_be_refused() {
    let store = only(
        &[Operation::CreateKey, Operation::Encrypt, Operation::Decrypt],
        &[KeySpec::SymmetricDefault],
    );
    let report = report(&store);
    assert!(report.is_success(), "{}", report.summary());
    assert!(report.counts.refusal_verified > report.counts.pass);
    assert_eq!(checks(&report), report.checks.len());
}

#[test]
fn a_store_without_symmetric_keys_passes() {
    let specs = [KeySpec::EccNistP256, KeySpec::EccNistP384, KeySpec::Hmac256];
    let operations: Vec<_> = Operation::ALL
        .iter()
        .copied()
        .filter(|one| {
            !matches!(one, Operation::Encrypt | Operation::Decrypt | Operation::ReEncrypt)
        })
        .collect();
    let report = report(&only(&operations, &specs));
    assert!(report.is_success(), "{}", report.summary());
}

#[test]
fn a_store_that_does_nothing_does_not_pass() {
    let report = report(&only(&[], &[]));
    assert_eq!(report.counts.fail, 0, "{}", report.summary());
    assert!(!report.is_success());
}

#[test]
fn every_store_has_the_same_number_of_checks() {
    let few = report(&only(&[Operation::CreateKey], &[KeySpec::SymmetricDefault]));
    let fewer = report(&only(&[], &[]));
    assert_eq!(few.checks.len(), fewer.checks.len());
}

#[test]
fn a_report_survives_json_and_makes_a_matrix() {
    let report = report(&only(
        &[Operation::CreateKey, Operation::GenerateMac, Operation::VerifyMac],
        &[KeySpec::Hmac256],
    ));
    let json = serde_json::to_string(&report).expect("a report has a form in JSON");
    assert_eq!(serde_json::from_str::<Report>(&json).expect("it is read back"), report);
    let matrix = matrix(&[report]);
    for row in [
        "| GenerateMac | verified |",
        "| Encrypt | refused |",
        "| HMAC_SHA_256 with HMAC_256 keys | verified |",
        "| ECDSA_SHA_256 with ECC_NIST_P256 keys | refused |",
    ] {
        assert!(matrix.contains(row), "{row} is not in\n{matrix}");
    }
}

#[test]
fn a_failure_is_in_the_matrix() {
    let mut report = report(&only(&[Operation::CreateKey], &[KeySpec::SymmetricDefault]));
    for check in &mut report.checks {
        if check.id == "SR-KEY-01" {
            check.outcome = Outcome::Fail;
        }
    }
    assert!(matrix(&[report]).contains("| CreateKey | FAILED: SR-KEY-01 |"));
}
