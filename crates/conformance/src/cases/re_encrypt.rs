//! Re-encryption.

use strongroom_core::request::{DecryptRequest, ReEncryptRequest};
use strongroom_core::{EncryptionAlgorithm, ErrorKind, KeySpec, KeyUsage};

use crate::bench::{Bench, NO_CONTEXT, context};
use crate::case::{Case, case};
use crate::verdict::{At, Verdict, ensure, refused};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-REN-01",
        "The new ciphertext opens with the new key only, and the answer names both keys",
        [RE_ENCRYPT, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: other_key
    ),
    case!(
        "SR-REN-02",
        "With the same key it exchanges the context",
        [RE_ENCRYPT, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: other_context
    ),
    case!(
        "SR-REN-03",
        "Without the context of the old ciphertext it fails",
        [RE_ENCRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: wrong_context
    ),
    case!(
        "SR-REN-04",
        "Another source key than that of the ciphertext fails",
        [RE_ENCRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: wrong_key
    ),
    case!(
        "SR-REN-05",
        "A changed ciphertext fails",
        [RE_ENCRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: changed
    ),
    case!(
        "SR-REN-06",
        "The source key can be discovered",
        [RE_ENCRYPT, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: discovered
    ),
    case!(
        "SR-REN-07",
        "It goes from symmetric to RSA and back",
        [RE_ENCRYPT, ENCRYPT, DECRYPT, CREATE, SYMMETRIC, RSA_2048],
        Once: to_rsa_and_back
    ),
    case!(
        "SR-REN-08",
        "A context is refused on the side of RSA",
        [RE_ENCRYPT, ENCRYPT, CREATE, SYMMETRIC, RSA_2048],
        Once: rsa_context
    ),
    case!(
        "SR-REN-09",
        "A ciphertext over the limit or of no byte is refused",
        [RE_ENCRYPT, CREATE, SYMMETRIC],
        Once: limits
    ),
];

const PLAINTEXT: &[u8] = b"moved without being seen";

async fn other_key(bench: &Bench) -> Verdict {
    let (old, new) = (bench.symmetric().await?, bench.create_symmetric().await?);
    let bound = context([("tenant", "42")]);
    let sealed = bench.encrypt(&old, PLAINTEXT, &bound).await?;
    let request = ReEncryptRequest::new((&old).into(), &sealed, (&new).into())
        .source_context(&bound)
        .destination_context(&bound);
    let moved = bench.driver().re_encrypt(&request).await?;
    ensure!(moved.source_key == old, "source {old} is answered as {}", moved.source_key);
    ensure!(moved.destination_key == new, "{new} is answered as {}", moved.destination_key);
    let opened = bench.decrypt(&new, &moved.ciphertext, &bound).await.at("with the new key")?;
    ensure!(opened == PLAINTEXT, "it opens to other bytes");
    refused(bench.decrypt(&old, &moved.ciphertext, &bound).await, ErrorKind::DecryptionFailed)
        .at("with the old key")?;
    bench.decrypt(&old, &sealed, &bound).await.at("the old ciphertext")?;
    Ok(())
}

async fn other_context(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let (old, new) = (context([("version", "1")]), context([("version", "2")]));
    let sealed = bench.encrypt(&key, PLAINTEXT, &old).await?;
    let request = ReEncryptRequest::new((&key).into(), &sealed, (&key).into())
        .source_context(&old)
        .destination_context(&new);
    let moved = bench.driver().re_encrypt(&request).await?.ciphertext;
    let opened = bench.decrypt(&key, &moved, &new).await.at("with the new context")?;
    ensure!(opened == PLAINTEXT, "it opens to other bytes");
    for (what, wrong) in [("the old context", &old), ("no context", &NO_CONTEXT)] {
        refused(bench.decrypt(&key, &moved, wrong).await, ErrorKind::DecryptionFailed)
            .at(format_args!("with {what}"))?;
    }
    Ok(())
}

async fn wrong_context(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let sealed = bench.encrypt(&key, PLAINTEXT, &context([("tenant", "42")])).await?;
    let other = context([("tenant", "43")]);
    for (what, wrong) in [("another context", &other), ("no context", &NO_CONTEXT)] {
        let request = ReEncryptRequest::new((&key).into(), &sealed, (&key).into())
            .source_context(wrong)
            .destination_context(wrong);
        refused(bench.driver().re_encrypt(&request).await, ErrorKind::DecryptionFailed).at(what)?;
    }
    Ok(())
}

async fn wrong_key(bench: &Bench) -> Verdict {
    let (key, other) = (bench.symmetric().await?, bench.create_symmetric().await?);
    let sealed = bench.encrypt(&key, PLAINTEXT, &NO_CONTEXT).await?;
    let request = ReEncryptRequest::new((&other).into(), &sealed, (&other).into());
    refused(bench.driver().re_encrypt(&request).await, ErrorKind::DecryptionFailed)
}

async fn changed(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let sealed = bench.encrypt(&key, PLAINTEXT, &NO_CONTEXT).await?;
    for byte in [0, sealed.len() / 2, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[byte] ^= 1;
        let request = ReEncryptRequest::new((&key).into(), &changed, (&key).into());
        refused(bench.driver().re_encrypt(&request).await, ErrorKind::DecryptionFailed)
            .at(format_args!("byte {byte} flipped"))?;
    }
    let request = ReEncryptRequest::new((&key).into(), &sealed[1..], (&key).into());
    refused(bench.driver().re_encrypt(&request).await, ErrorKind::DecryptionFailed).at("cut")
}

async fn discovered(bench: &Bench) -> Verdict {
    let (old, new) = (bench.symmetric().await?, bench.create_symmetric().await?);
    let sealed = bench.encrypt(&old, PLAINTEXT, &NO_CONTEXT).await?;
    let request = ReEncryptRequest::discover(&sealed, (&new).into());
    let moved = bench.driver().re_encrypt(&request).await?;
    ensure!(moved.source_key == old, "source {old} is answered as {}", moved.source_key);
    let opened = bench.decrypt(&new, &moved.ciphertext, &NO_CONTEXT).await?;
    ensure!(opened == PLAINTEXT, "it opens to other bytes");
    Ok(())
}

async fn to_rsa_and_back(bench: &Bench) -> Verdict {
    let symmetric = bench.symmetric().await?;
    let rsa = bench.key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt).await?.arn;
    let oaep = EncryptionAlgorithm::RsaesOaepSha256;
    let bound = context([("tenant", "42")]);
    let sealed = bench.encrypt(&symmetric, PLAINTEXT, &bound).await?;
    let request = ReEncryptRequest::new((&symmetric).into(), &sealed, (&rsa).into())
        .source_context(&bound)
        .destination_algorithm(oaep);
    let there = bench.driver().re_encrypt(&request).await.at("to RSA")?;
    ensure!(there.destination_algorithm == oaep, "{oaep} is not answered");
    let request = DecryptRequest::new((&rsa).into(), &there.ciphertext).algorithm(oaep);
    let opened = bench.driver().decrypt(&request).await.at("opened with RSA")?;
    ensure!(opened.expose() == PLAINTEXT, "it opens with RSA to other bytes");
    let request = ReEncryptRequest::new((&rsa).into(), &there.ciphertext, (&symmetric).into())
        .source_algorithm(oaep)
        .destination_context(&bound);
    let back = bench.driver().re_encrypt(&request).await.at("back from RSA")?;
    let opened = bench.decrypt(&symmetric, &back.ciphertext, &bound).await?;
    ensure!(opened == PLAINTEXT, "it comes back as other bytes");
    Ok(())
}

async fn rsa_context(bench: &Bench) -> Verdict {
    let symmetric = bench.symmetric().await?;
    let rsa = bench.key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt).await?.arn;
    let bound = context([("a", "b")]);
    let sealed = bench.encrypt(&symmetric, PLAINTEXT, &NO_CONTEXT).await?;
    let request = ReEncryptRequest::new((&symmetric).into(), &sealed, (&rsa).into())
        .destination_algorithm(EncryptionAlgorithm::RsaesOaepSha256)
        .destination_context(&bound);
    refused(bench.driver().re_encrypt(&request).await, ErrorKind::InvalidInput)
}

async fn limits(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    for len in [0, bench.limits().ciphertext_bytes + 1] {
        let blob = vec![0x5a; len];
        let request = ReEncryptRequest::new((&key).into(), &blob, (&key).into());
        refused(bench.driver().re_encrypt(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("{len} bytes"))?;
    }
    Ok(())
}
