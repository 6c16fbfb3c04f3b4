//! The state of a key decides what it can do.
//!
//! Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".

use strongroom_core::request::{DecryptRequest, ReEncryptRequest};
use strongroom_core::{ErrorKind, KeyArn, KeyState, Operation};

use crate::bench::{Bench, NO_CONTEXT};
use crate::case::{Case, case};
use crate::probe::Probe;
use crate::verdict::{At, Failure, Verdict, ensure, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-STA-01",
        "On an enabled key every call works but to cancel a deletion",
        [CREATE],
        Operations(ON_A_KEY): enabled
    ),
    case!(
        "SR-STA-02",
        "On a disabled key only managing calls work",
        [DISABLE, CREATE],
        Operations(ON_A_KEY): disabled
    ),
    case!(
        "SR-STA-03",
        "On a key that is pending deletion only reading, cancelling and removing an alias work",
        [SCHEDULE, CREATE],
        Operations(ON_A_KEY): pending_deletion
    ),
    case!(
        "SR-STA-04",
        "What a key encrypted opens again after it was disabled and enabled",
        [ENABLE, DISABLE, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: enabled_again
    ),
    case!(
        "SR-STA-05",
        "The description tells the state",
        [DESCRIBE, DISABLE, ENABLE, SCHEDULE, CREATE, SYMMETRIC],
        Once: described
    ),
    case!(
        "SR-STA-06",
        "A disabled key is refused when a ciphertext names it",
        [DISABLE, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: discovered
    ),
    case!(
        "SR-STA-07",
        "A disabled key is refused on either side of a re-encryption",
        [RE_ENCRYPT, DISABLE, ENCRYPT, CREATE, SYMMETRIC],
        Once: re_encryption
    ),
];

const ON_A_KEY: &[Operation] = &[
    Operation::Encrypt,
    Operation::Decrypt,
    Operation::ReEncrypt,
    Operation::GenerateDataKey,
    Operation::GenerateDataKeyWithoutPlaintext,
    Operation::Sign,
    Operation::Verify,
    Operation::GenerateMac,
    Operation::VerifyMac,
    Operation::GetPublicKey,
    Operation::DescribeKey,
    Operation::ListAliases,
    Operation::EnableKey,
    Operation::DisableKey,
    Operation::ScheduleKeyDeletion,
    Operation::CancelKeyDeletion,
    Operation::RotateKeyOnDemand,
    Operation::CreateAlias,
    Operation::UpdateAlias,
    Operation::DeleteAlias,
];

/// Whether a call works on a key in this state.
const fn works(state: KeyState, operation: Operation) -> bool {
    use Operation::{
        CancelKeyDeletion, CreateAlias, DeleteAlias, DescribeKey, DisableKey, EnableKey,
        ListAliases, ScheduleKeyDeletion, UpdateAlias,
    };
    match state {
        KeyState::Enabled => !matches!(operation, CancelKeyDeletion),
        KeyState::Disabled => matches!(
            operation,
            DescribeKey
                | ListAliases
                | EnableKey
                | DisableKey
                | ScheduleKeyDeletion
                | CreateAlias
                | UpdateAlias
                | DeleteAlias
        ),
        _ => matches!(operation, DescribeKey | ListAliases | CancelKeyDeletion | DeleteAlias),
    }
}

/// How a call that does not work fails.
const fn refusals(state: KeyState, operation: Operation) -> &'static [ErrorKind] {
    use Operation::{
        CancelKeyDeletion, CreateAlias, DisableKey, EnableKey, RotateKeyOnDemand,
        ScheduleKeyDeletion, UpdateAlias,
    };
    match (state, operation) {
        (KeyState::Disabled, operation) if !matches!(operation, CancelKeyDeletion) => {
            &[ErrorKind::Disabled]
        }
        (
            _,
            CancelKeyDeletion | EnableKey | DisableKey | ScheduleKeyDeletion | CreateAlias
            | UpdateAlias | RotateKeyOnDemand,
        ) => &[ErrorKind::InvalidState],
        // AWS KMS documents DisabledException and KMSInvalidStateException for cryptographic use.
        _ => &[ErrorKind::Disabled, ErrorKind::InvalidState],
    }
}

async fn judge(bench: &Bench, probe: &Probe, state: KeyState, operation: Operation) -> Verdict {
    let result = probe.call(bench.driver()).await;
    if works(state, operation) {
        result.map(drop).map_err(Failure::from)
    } else {
        refused_as_one_of(result, refusals(state, operation))
    }
    .at(format_args!("{operation} on a key in state {state}"))
}

async fn enabled(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_new_key(bench, operation).await?;
    judge(bench, &probe, KeyState::Enabled, operation).await
}

async fn disabled(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_new_key(bench, operation).await?;
    bench.disable(probe.arn()).await?;
    judge(bench, &probe, KeyState::Disabled, operation).await
}

async fn pending_deletion(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_new_key(bench, operation).await?;
    bench.schedule_soon(probe.arn()).await?;
    judge(bench, &probe, KeyState::PendingDeletion, operation).await
}

async fn enabled_again(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let sealed = bench.encrypt(&key, b"kept", &NO_CONTEXT).await?;
    bench.disable(&key).await?;
    bench.enable(&key).await?;
    let opened = bench.decrypt(&key, &sealed, &NO_CONTEXT).await?;
    ensure!(opened == b"kept", "it opens to other bytes");
    bench.encrypt(&key, b"new", &NO_CONTEXT).await.at("a new encryption")?;
    Ok(())
}

async fn described(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    is_in(bench, &key, KeyState::Enabled).await.at("created")?;
    bench.disable(&key).await?;
    is_in(bench, &key, KeyState::Disabled).await.at("disabled")?;
    bench.enable(&key).await?;
    is_in(bench, &key, KeyState::Enabled).await.at("enabled")?;
    bench.schedule_soon(&key).await?;
    is_in(bench, &key, KeyState::PendingDeletion).await.at("scheduled for deletion")
}

async fn is_in(bench: &Bench, key: &KeyArn, state: KeyState) -> Verdict {
    let described = bench.describe(key).await?;
    ensure!(described.state == state, "described as {}", described.state);
    ensure!(
        described.deletion.is_some() == (state == KeyState::PendingDeletion),
        "the date of deletion is {:?}",
        described.deletion,
    );
    Ok(())
}

async fn discovered(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let sealed = bench.encrypt(&key, b"x", &NO_CONTEXT).await?;
    bench.disable(&key).await?;
    refused_as_one_of(
        bench.driver().decrypt(&DecryptRequest::discover(&sealed)).await,
        refusals(KeyState::Disabled, Operation::Decrypt),
    )
}

async fn re_encryption(bench: &Bench) -> Verdict {
    let (disabled, enabled) = (bench.create_symmetric().await?, bench.symmetric().await?);
    let of_disabled = bench.encrypt(&disabled, b"x", &NO_CONTEXT).await?;
    let of_enabled = bench.encrypt(&enabled, b"x", &NO_CONTEXT).await?;
    bench.disable(&disabled).await?;
    let kinds = refusals(KeyState::Disabled, Operation::ReEncrypt);
    let request = ReEncryptRequest::new((&disabled).into(), &of_disabled, (&enabled).into());
    refused_as_one_of(bench.driver().re_encrypt(&request).await, kinds).at("as source")?;
    let request = ReEncryptRequest::discover(&of_disabled, (&enabled).into());
    refused_as_one_of(bench.driver().re_encrypt(&request).await, kinds)
        .at("as discovered source")?;
    let request = ReEncryptRequest::new((&enabled).into(), &of_enabled, (&disabled).into());
    refused_as_one_of(bench.driver().re_encrypt(&request).await, kinds).at("as destination")
}
