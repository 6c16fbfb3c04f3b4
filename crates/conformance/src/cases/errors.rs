//! Errors say what went wrong and what to do.

use strongroom_core::{Error, ErrorKind, Operation, RetryAdvice};

use crate::bench::Bench;
use crate::case::{Case, case};
use crate::probe::unknown_key;
use crate::verdict::{Failure, Verdict, ensure};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-ERR-01",
        "An error that comes again each time advises against a retry",
        [ENCRYPT, DECRYPT, DESCRIBE, CREATE, SYMMETRIC],
        Once: no_retry
    ),
    case!(
        "SR-ERR-02",
        "An error of a store names the operation and the backend",
        [ENCRYPT, DECRYPT, DESCRIBE, CREATE, SYMMETRIC],
        Once: says_where
    ),
    case!(
        "SR-ERR-03",
        "An error is one line that says something",
        [ENCRYPT, DECRYPT, DESCRIBE, CREATE, SYMMETRIC],
        Once: one_line
    ),
];

/// Failures of many kinds, as programs meet them, with the operation that was called.
async fn failures(bench: &Bench) -> Result<Vec<(Operation, ErrorKind, Error)>, Failure> {
    let store = bench.store();
    let key = bench.symmetric().await?;
    let unknown = unknown_key(bench)?;
    let too_long = vec![0x5a; bench.limits().plaintext_bytes + 1];
    let mut failures = Vec::new();
    let mut note = |operation, kind, result: Result<(), Error>| match result {
        Ok(()) => Err(Failure::new(format_args!("{operation} succeeded where it must fail"))),
        Err(error) => {
            failures.push((operation, kind, error));
            Ok(())
        }
    };
    note(Operation::Encrypt, ErrorKind::NotFound, store.encrypt(&unknown, b"x").await.map(drop))?;
    note(
        Operation::Encrypt,
        ErrorKind::InvalidInput,
        store.encrypt(&key, &too_long).await.map(drop),
    )?;
    note(
        Operation::Decrypt,
        ErrorKind::DecryptionFailed,
        store.decrypt(&key, b"no ciphertext").await.map(drop),
    )?;
    note(
        Operation::DescribeKey,
        ErrorKind::NotFound,
        store.describe_key(&unknown).await.map(drop),
    )?;
    if bench.supports(Operation::Sign) {
        let (signer, _) = bench.signer().await?;
        note(
            Operation::Encrypt,
            ErrorKind::InvalidKeyUsage,
            store.encrypt(&signer.arn, b"x").await.map(drop),
        )?;
    }
    if bench.supports(Operation::Sign) && bench.supports(Operation::Verify) {
        let (signer, algorithm) = bench.signer().await?;
        note(
            Operation::Verify,
            ErrorKind::InvalidSignature,
            store.verify(&signer.arn, algorithm, b"x", b"no signature").await,
        )?;
    }
    if bench.supports(Operation::VerifyMac) {
        let (mac_key, algorithm) = bench.mac_key().await?;
        note(
            Operation::VerifyMac,
            ErrorKind::InvalidMac,
            store.verify_mac(&mac_key.arn, algorithm, b"x", b"no code").await,
        )?;
    }
    if bench.supports(Operation::CancelKeyDeletion) {
        note(
            Operation::CancelKeyDeletion,
            ErrorKind::InvalidState,
            store.cancel_key_deletion(&key).await.map(drop),
        )?;
    }
    if bench.supports(Operation::CreateAlias) {
        let alias = bench.alias(&key).await?;
        note(
            Operation::CreateAlias,
            ErrorKind::AlreadyExists,
            store.create_alias(alias.as_str(), &key).await,
        )?;
    }
    if bench.supports(Operation::DisableKey) {
        let disabled = bench.create_symmetric().await?;
        bench.disable(&disabled).await?;
        note(
            Operation::Encrypt,
            ErrorKind::Disabled,
            store.encrypt(&disabled, b"x").await.map(drop),
        )?;
    }
    Ok(failures)
}

async fn no_retry(bench: &Bench) -> Verdict {
    for (operation, kind, error) in failures(bench).await? {
        ensure!(
            error.kind() == kind,
            "{operation} failed with {} where {kind} is promised: {error}",
            error.kind(),
        );
        ensure!(
            error.retry_advice() == RetryAdvice::Never,
            "{operation} failed with {kind} and advises {:?}",
            error.retry_advice(),
        );
    }
    Ok(())
}

async fn says_where(bench: &Bench) -> Verdict {
    for (operation, kind, error) in failures(bench).await? {
        ensure!(
            error.operation() == Some(operation),
            "{operation} failed with {kind} and names {:?}",
            error.operation(),
        );
        ensure!(
            error.backend().is_some_and(|backend| !backend.is_empty()),
            "{operation} failed with {kind} and names no backend",
        );
    }
    Ok(())
}

async fn one_line(bench: &Bench) -> Verdict {
    for (operation, kind, error) in failures(bench).await? {
        ensure!(!error.message().trim().is_empty(), "{operation}, {kind}: the message is empty");
        let text = error.to_string();
        ensure!(!text.contains('\n'), "{operation}, {kind}: the message has more than one line");
    }
    Ok(())
}
