//! Rotation.

use strongroom_core::request::DataKeyRequest;
use strongroom_core::{ErrorKind, KeySpec, KeyState, KeyUsage};

use crate::bench::{Bench, NO_CONTEXT, context};
use crate::case::{Case, case};
use crate::verdict::{At, Failure, Verdict, ensure, refused};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-ROT-01",
        "What was encrypted before a rotation opens after it, with its context only",
        [ROTATE, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: old_opens
    ),
    case!(
        "SR-ROT-02",
        "A rotation changes the current material, and new ciphertexts open",
        [ROTATE, ENCRYPT, DECRYPT, DESCRIBE, CREATE, SYMMETRIC],
        Once: new_material
    ),
    case!(
        "SR-ROT-03",
        "A rotation keeps the key: its ARN, its state, its aliases",
        [ROTATE, DESCRIBE, CREATE_ALIAS, ENCRYPT, CREATE, SYMMETRIC],
        Once: same_key
    ),
    case!(
        "SR-ROT-04",
        "A key rotates up to the limit and no more, and all its ciphertexts open",
        [ROTATE, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: limit
    ),
    case!(
        "SR-ROT-05",
        "Only symmetric keys rotate",
        [ROTATE, CREATE],
        Keys: symmetric_only
    ),
    case!(
        "SR-ROT-06",
        "Data keys from before a rotation open after it",
        [ROTATE, DATA_KEY, DECRYPT, CREATE, SYMMETRIC],
        Once: data_keys
    ),
    case!(
        "SR-ROT-07",
        "Material from before a rotation opens after the key was disabled and enabled",
        [ROTATE, DISABLE, ENABLE, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: disabled_between
    ),
];

async fn old_opens(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let bound = context([("tenant", "42")]);
    let old = bench.encrypt(&key, b"kept", &bound).await?;
    bench.rotate(&key).await?;
    ensure!(bench.decrypt(&key, &old, &bound).await? == b"kept", "it opens to other bytes");
    refused(bench.decrypt(&key, &old, &NO_CONTEXT).await, ErrorKind::DecryptionFailed)
        .at("without its context")
}

async fn new_material(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let before = bench.describe(&key).await?.current_material;
    ensure!(before.is_some(), "the description names no material");
    bench.rotate(&key).await?;
    let after = bench.describe(&key).await?.current_material;
    ensure!(after.is_some(), "the description names no material afterwards");
    ensure!(before != after, "the material is the same afterwards");
    let sealed = bench.encrypt(&key, b"new", &NO_CONTEXT).await?;
    ensure!(bench.decrypt(&key, &sealed, &NO_CONTEXT).await? == b"new", "it opens to other bytes");
    Ok(())
}

async fn same_key(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let alias = bench.alias(&key).await?;
    let before = bench.describe(&key).await?;
    let answered = bench.rotate(&key).await?;
    ensure!(answered == key, "{key} is answered as {answered}");
    let mut after = bench.describe(&key).await?;
    after.current_material.clone_from(&before.current_material);
    ensure!(before == after, "described as {before:?} before and {after:?} after");
    ensure!(after.state == KeyState::Enabled, "its state is {}", after.state);
    let request = strongroom_core::request::EncryptRequest::new((&alias).into(), b"x");
    let named = bench.driver().encrypt(&request).await?.key;
    ensure!(named == key, "its alias names {named}");
    Ok(())
}

async fn limit(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let most = bench.limits().rotations_per_key;
    let mut sealed = vec![bench.encrypt(&key, b"kept", &NO_CONTEXT).await?];
    for number in 1..=most {
        bench.rotate(&key).await.at(format_args!("rotation {number}"))?;
        sealed.push(bench.encrypt(&key, b"kept", &NO_CONTEXT).await?);
    }
    refused(bench.rotate(&key).await, ErrorKind::LimitExceeded)
        .at(format_args!("rotation {}", most + 1))?;
    for (rotations, sealed) in sealed.iter().enumerate() {
        let opened = bench.decrypt(&key, sealed, &NO_CONTEXT).await;
        let opened = opened.at(format_args!("the ciphertext from after {rotations} rotations"))?;
        ensure!(opened == b"kept", "after {rotations} rotations: it opens to other bytes");
    }
    Ok(())
}

async fn symmetric_only(bench: &Bench, (spec, usage): (KeySpec, KeyUsage)) -> Verdict {
    if spec == KeySpec::SymmetricDefault {
        bench.rotate(&bench.create_symmetric().await?).await?;
        return Ok(());
    }
    let key = bench.key(spec, usage).await?;
    refused(bench.rotate(&key.arn).await, ErrorKind::Unsupported)
}

async fn data_keys(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let made = bench.driver().generate_data_key(&DataKeyRequest::new((&key).into())).await?;
    bench.rotate(&key).await?;
    let opened = bench.decrypt(&key, &made.ciphertext, &NO_CONTEXT).await?;
    let plaintext = made.plaintext.ok_or_else(|| Failure::new("no plaintext in the answer"))?;
    ensure!(opened == plaintext.expose(), "it opens to other bytes");
    Ok(())
}

async fn disabled_between(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let old = bench.encrypt(&key, b"kept", &NO_CONTEXT).await?;
    bench.rotate(&key).await?;
    bench.disable(&key).await?;
    bench.enable(&key).await?;
    ensure!(bench.decrypt(&key, &old, &NO_CONTEXT).await? == b"kept", "it opens to other bytes");
    Ok(())
}
