//! Public keys.

use strongroom_core::request::PublicKeyRequest;
use strongroom_core::{ErrorKind, KeySpec, KeyUsage};

use crate::bench::Bench;
use crate::case::{Case, case};
use crate::outside::PublicKey;
use crate::verdict::{Verdict, ensure, refused};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-PUB-01",
        "The public half is DER of the key's size; symmetric and HMAC keys have none",
        [PUBLIC_KEY, CREATE],
        Keys: der
    ),
    case!(
        "SR-PUB-02",
        "The answer describes the key",
        [PUBLIC_KEY, DESCRIBE, CREATE],
        Once: describes
    ),
];

async fn der(bench: &Bench, (spec, usage): (KeySpec, KeyUsage)) -> Verdict {
    let key = bench.key(spec, usage).await?.arn;
    let bits = match spec {
        KeySpec::Rsa2048 => 2048,
        KeySpec::Rsa3072 => 3072,
        KeySpec::Rsa4096 => 4096,
        KeySpec::EccNistP256 => 256,
        KeySpec::EccNistP384 => 384,
        _ => return refused(bench.public_key(&key).await, ErrorKind::Unsupported),
    };
    let der = bench.public_key(&key).await?;
    let public = PublicKey::read(spec, &der)?;
    ensure!(public.bits() == bits, "the key has {} bits, not {bits}", public.bits());
    ensure!(der == bench.public_key(&key).await?, "the second answer differs from the first");
    Ok(())
}

async fn describes(bench: &Bench) -> Verdict {
    let (key, _) = bench.signer().await?;
    let answer = bench.driver().public_key(&PublicKeyRequest::new((&key.arn).into())).await?;
    let described = bench.describe(&key.arn).await?;
    ensure!(answer.metadata.arn == described.arn, "{} is answered", answer.metadata.arn);
    ensure!(
        (answer.metadata.spec, answer.metadata.usage) == (described.spec, described.usage),
        "a {} key for {} is answered as one of {} for {}",
        described.spec,
        described.usage,
        answer.metadata.spec,
        answer.metadata.usage,
    );
    Ok(())
}
