//! Encryption.

use std::collections::BTreeSet;

use strongroom_core::request::{DecryptRequest, EncryptRequest};
use strongroom_core::{Algorithm, EncryptionAlgorithm, ErrorKind, KeySpec, KeyUsage};

use crate::bench::{Bench, NO_CONTEXT, context};
use crate::case::{Case, case};
use crate::verdict::{At, Verdict, ensure, refused, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-ENC-01",
        "Plaintexts of 1 byte up to the limit open again",
        [ENCRYPT, DECRYPT, CREATE],
        Encryption: round_trip
    ),
    case!(
        "SR-ENC-02",
        "A plaintext over the limit or of no byte is refused",
        [ENCRYPT, CREATE],
        Encryption: limits
    ),
    case!(
        "SR-ENC-03",
        "Two encryptions never give the same ciphertext",
        [ENCRYPT, CREATE],
        Encryption: fresh
    ),
    case!(
        "SR-ENC-04",
        "The answer names the key by ARN, and the algorithm",
        [ENCRYPT, CREATE],
        Encryption: names_the_key
    ),
    case!(
        "SR-ENC-05",
        "A symmetric ciphertext is at most as long as decrypt accepts",
        [ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: short_enough
    ),
    case!(
        "SR-ENC-06",
        "A ciphertext does not show its plaintext",
        [ENCRYPT, CREATE],
        Encryption: hides
    ),
    case!(
        "SR-ENC-07",
        "A context is refused for RSA",
        [ENCRYPT, CREATE],
        Oaep: no_context
    ),
    case!(
        "SR-ENC-08",
        "An algorithm that does not go with the key is refused",
        [ENCRYPT, CREATE, SYMMETRIC],
        Once: wrong_algorithm
    ),
    case!(
        "SR-ENC-09",
        "A key that signs does not encrypt",
        [ENCRYPT, SIGN, CREATE],
        Once: signing_key
    ),
    case!(
        "SR-ENC-10",
        "A key that makes codes does not encrypt",
        [ENCRYPT, GENERATE_MAC, CREATE],
        Once: mac_key
    ),
];

type Subject = (KeySpec, EncryptionAlgorithm);

/// The longest plaintext of an algorithm on this store.
fn longest(bench: &Bench, (spec, algorithm): Subject) -> usize {
    match algorithm {
        EncryptionAlgorithm::SymmetricDefault => bench.limits().plaintext_bytes,
        _ => algorithm.max_plaintext_len(spec).unwrap_or(0),
    }
}

async fn round_trip(bench: &Bench, subject: Subject) -> Verdict {
    let (spec, algorithm) = subject;
    let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
    let longest = longest(bench, subject);
    for len in [1, longest - 1, longest] {
        let plaintext = vec![0x5a; len];
        let request = EncryptRequest::new((&key).into(), &plaintext).algorithm(algorithm);
        let sealed = bench.driver().encrypt(&request).await.at(format_args!("{len} bytes"))?;
        let request = DecryptRequest::new((&key).into(), &sealed.ciphertext).algorithm(algorithm);
        let opened = bench.driver().decrypt(&request).await.at(format_args!("{len} bytes"))?;
        ensure!(opened.expose() == plaintext, "{len} bytes open to other bytes");
        ensure!(opened.key == key, "{key} is answered as {}", opened.key);
    }
    Ok(())
}

async fn limits(bench: &Bench, subject: Subject) -> Verdict {
    let (spec, algorithm) = subject;
    let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
    for len in [0, longest(bench, subject) + 1] {
        let plaintext = vec![0x5a; len];
        let request = EncryptRequest::new((&key).into(), &plaintext).algorithm(algorithm);
        refused(bench.driver().encrypt(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("{len} bytes"))?;
    }
    Ok(())
}

async fn fresh(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
    let request = EncryptRequest::new((&key).into(), b"the same").algorithm(algorithm);
    let mut seen = BTreeSet::new();
    for call in 1..=64 {
        let sealed = bench.driver().encrypt(&request).await?;
        ensure!(seen.insert(sealed.ciphertext), "call {call} gave a ciphertext again");
    }
    Ok(())
}

async fn names_the_key(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
    let request = EncryptRequest::new((&key).into(), b"x").algorithm(algorithm);
    let sealed = bench.driver().encrypt(&request).await?;
    ensure!(sealed.key == key, "{key} is answered as {}", sealed.key);
    ensure!(sealed.algorithm == algorithm, "{algorithm} is answered as {}", sealed.algorithm);
    Ok(())
}

async fn short_enough(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let plaintext = vec![0x5a; bench.limits().plaintext_bytes];
    let long = "v".repeat(1024);
    let bound = context([("name", &long)]);
    let sealed = bench.encrypt(&key, &plaintext, &bound).await?;
    let limit = bench.limits().ciphertext_bytes;
    ensure!(sealed.len() <= limit, "{} bytes, the limit is {limit}", sealed.len());
    let opened = bench.decrypt(&key, &sealed, &bound).await?;
    ensure!(opened == plaintext, "it opens to other bytes");
    Ok(())
}

async fn hides(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
    let plaintext = b"a plaintext that nobody sees";
    let request = EncryptRequest::new((&key).into(), plaintext).algorithm(algorithm);
    let sealed = bench.driver().encrypt(&request).await?.ciphertext;
    ensure!(
        !sealed.windows(8).any(|part| plaintext.windows(8).any(|secret| secret == part)),
        "8 bytes of the plaintext are in the ciphertext",
    );
    Ok(())
}

async fn no_context(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
    let bound = context([("a", "b")]);
    let request = EncryptRequest::new((&key).into(), b"x").algorithm(algorithm).context(&bound);
    refused(bench.driver().encrypt(&request).await, ErrorKind::InvalidInput)
}

async fn wrong_algorithm(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    for algorithm in [EncryptionAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha256] {
        let request = EncryptRequest::new((&key).into(), b"x").algorithm(algorithm);
        let kinds = bench.misuse(Algorithm::Encryption(algorithm));
        refused_as_one_of(bench.driver().encrypt(&request).await, kinds).at(algorithm)?;
    }
    Ok(())
}

async fn signing_key(bench: &Bench) -> Verdict {
    let (key, _) = bench.signer().await?;
    refused(bench.encrypt(&key.arn, b"x", &NO_CONTEXT).await, ErrorKind::InvalidKeyUsage)
}

async fn mac_key(bench: &Bench) -> Verdict {
    let (key, _) = bench.mac_key().await?;
    refused(bench.encrypt(&key.arn, b"x", &NO_CONTEXT).await, ErrorKind::InvalidKeyUsage)
}
