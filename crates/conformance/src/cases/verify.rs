//! Signatures, verified.

use strongroom_core::request::{SignRequest, VerifyRequest};
use strongroom_core::{Algorithm, ErrorKind, KeySpec, KeyUsage, MessageType, SigningAlgorithm};

use crate::bench::Bench;
use crate::case::{Case, case};
use crate::outside::digest;
use crate::verdict::{At, Verdict, ensure, refused, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-VER-01",
        "The signature of a message verifies for its digest, and the reverse",
        [VERIFY, SIGN, CREATE],
        Signing: digest_and_message
    ),
    case!(
        "SR-VER-02",
        "A changed signature does not verify",
        [VERIFY, SIGN, CREATE],
        Signing: changed_signature
    ),
    case!(
        "SR-VER-03",
        "The signature of another message does not verify",
        [VERIFY, SIGN, CREATE],
        Signing: other_message
    ),
    case!(
        "SR-VER-04",
        "The signature of another key does not verify",
        [VERIFY, SIGN, CREATE],
        Once: other_key
    ),
    case!(
        "SR-VER-05",
        "A signature of another algorithm does not verify",
        [VERIFY, SIGN, CREATE, RSA_2048_SIGNER],
        Once: other_algorithm
    ),
    case!(
        "SR-VER-06",
        "A message is not taken for a digest, nor a digest for a message",
        [VERIFY, SIGN, CREATE],
        Signing: message_type
    ),
    case!(
        "SR-VER-07",
        "A digest of another length than the hash is refused",
        [VERIFY, SIGN, CREATE],
        Signing: digest_length
    ),
    case!(
        "SR-VER-08",
        "A message over the limit is refused",
        [VERIFY, SIGN, CREATE],
        Once: limits
    ),
    case!(
        "SR-VER-09",
        "An algorithm that does not go with the key is refused",
        [VERIFY, SIGN, CREATE],
        Once: wrong_algorithm
    ),
    case!(
        "SR-VER-10",
        "A key that encrypts does not verify",
        [VERIFY, SIGN, CREATE, SYMMETRIC],
        Once: encrypting_key
    ),
];

const MESSAGE: &[u8] = b"a message of the conformance suite";

type Subject = (KeySpec, SigningAlgorithm);

async fn digest_and_message(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let digest = digest(algorithm, MESSAGE);
    let of_message = bench.sign(&key, algorithm, MESSAGE).await?;
    let request = VerifyRequest::new((&key).into(), algorithm, &digest, &of_message)
        .message_type(MessageType::Digest);
    bench.driver().verify(&request).await.at("the signature of the message, for its digest")?;
    let request =
        SignRequest::new((&key).into(), algorithm, &digest).message_type(MessageType::Digest);
    let of_digest = bench.driver().sign(&request).await?.bytes;
    let request = VerifyRequest::new((&key).into(), algorithm, MESSAGE, &of_digest);
    bench.driver().verify(&request).await.at("the signature of the digest, for the message")?;
    Ok(())
}

async fn changed_signature(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let signature = bench.sign(&key, algorithm, MESSAGE).await?;
    let (middle, last) = (signature.len() / 2, signature.len() - 1);
    let flipped = |byte: usize| {
        let mut changed = signature.clone();
        changed[byte] ^= 1;
        changed
    };
    for (what, changed) in [
        ("the first byte flipped", flipped(0)),
        ("a byte in the middle flipped", flipped(middle)),
        ("the last byte flipped", flipped(last)),
        ("the last byte cut", signature[..last].to_vec()),
        ("the first byte cut", signature[1..].to_vec()),
        ("a byte added", [&signature[..], &[0]].concat()),
        ("zeros", vec![0; signature.len()]),
        ("one byte", vec![0x30]),
    ] {
        let request = VerifyRequest::new((&key).into(), algorithm, MESSAGE, &changed);
        refused(bench.driver().verify(&request).await, ErrorKind::InvalidSignature).at(what)?;
    }
    Ok(())
}

async fn other_message(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let signature = bench.sign(&key, algorithm, MESSAGE).await?;
    let mut flipped = MESSAGE.to_vec();
    flipped[0] ^= 1;
    for (what, message) in [
        ("a bit flipped", &flipped[..]),
        ("the message cut", &MESSAGE[1..]),
        ("another message", b"pay 100"),
    ] {
        let request = VerifyRequest::new((&key).into(), algorithm, message, &signature);
        refused(bench.driver().verify(&request).await, ErrorKind::InvalidSignature).at(what)?;
    }
    Ok(())
}

async fn other_key(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.signer().await?;
    let other = bench.create(key.spec, key.usage).await?;
    let signature = bench.sign(&key.arn, algorithm, MESSAGE).await?;
    let request = VerifyRequest::new((&other.arn).into(), algorithm, MESSAGE, &signature);
    refused(bench.driver().verify(&request).await, ErrorKind::InvalidSignature)
}

async fn other_algorithm(bench: &Bench) -> Verdict {
    let key = bench.key(KeySpec::Rsa2048, KeyUsage::SignVerify).await?;
    let algorithms: Vec<_> = SigningAlgorithm::ALL
        .iter()
        .copied()
        .filter(|algorithm| {
            bench.supports(strongroom_core::Capability::Algorithm(
                key.spec,
                Algorithm::Signing(*algorithm),
            ))
        })
        .collect();
    ensure!(algorithms.len() > 1, "only {algorithms:?} is declared");
    for made_with in &algorithms {
        let signature = bench.sign(&key.arn, *made_with, MESSAGE).await?;
        for verified_with in algorithms.iter().filter(|algorithm| *algorithm != made_with) {
            let request =
                VerifyRequest::new((&key.arn).into(), *verified_with, MESSAGE, &signature);
            refused(bench.driver().verify(&request).await, ErrorKind::InvalidSignature)
                .at(format_args!("{made_with} verified with {verified_with}"))?;
        }
    }
    Ok(())
}

async fn message_type(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let ambiguous = digest(algorithm, MESSAGE);
    for (signed_as, verified_as) in
        [(MessageType::Raw, MessageType::Digest), (MessageType::Digest, MessageType::Raw)]
    {
        let request =
            SignRequest::new((&key).into(), algorithm, &ambiguous).message_type(signed_as);
        let signature = bench.driver().sign(&request).await?.bytes;
        let request = VerifyRequest::new((&key).into(), algorithm, &ambiguous, &signature)
            .message_type(verified_as);
        refused(bench.driver().verify(&request).await, ErrorKind::InvalidSignature)
            .at(format_args!("signed as {signed_as}, verified as {verified_as}"))?;
    }
    Ok(())
}

async fn digest_length(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let signature = bench.sign(&key, algorithm, MESSAGE).await?;
    for len in [algorithm.digest_len() - 1, algorithm.digest_len() + 1] {
        let digest = vec![0x5a; len];
        let request = VerifyRequest::new((&key).into(), algorithm, &digest, &signature)
            .message_type(MessageType::Digest);
        refused(bench.driver().verify(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("{len} bytes"))?;
    }
    Ok(())
}

async fn limits(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.signer().await?;
    let signature = bench.sign(&key.arn, algorithm, MESSAGE).await?;
    let message = vec![0x5a; bench.limits().message_bytes + 1];
    let request = VerifyRequest::new((&key.arn).into(), algorithm, &message, &signature);
    refused(bench.driver().verify(&request).await, ErrorKind::InvalidInput)
}

async fn wrong_algorithm(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.signer().await?;
    let signature = bench.sign(&key.arn, algorithm, MESSAGE).await?;
    for algorithm in SigningAlgorithm::ALL {
        let algorithm = *algorithm;
        if key.algorithms().contains(&Algorithm::Signing(algorithm)) {
            continue;
        }
        let request = VerifyRequest::new((&key.arn).into(), algorithm, MESSAGE, &signature);
        refused_as_one_of(
            bench.driver().verify(&request).await,
            bench.misuse(Algorithm::Signing(algorithm)),
        )
        .at(algorithm)?;
    }
    Ok(())
}

async fn encrypting_key(bench: &Bench) -> Verdict {
    let (signer, algorithm) = bench.signer().await?;
    let key = bench.symmetric().await?;
    let signature = bench.sign(&signer.arn, algorithm, MESSAGE).await?;
    let request = VerifyRequest::new((&key).into(), algorithm, MESSAGE, &signature);
    refused(bench.driver().verify(&request).await, ErrorKind::InvalidKeyUsage)
}
