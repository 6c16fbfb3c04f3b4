//! Signatures, made.

use strongroom_core::request::{SignRequest, VerifyRequest};
use strongroom_core::{Algorithm, ErrorKind, KeySpec, KeyUsage, MessageType, SigningAlgorithm};

use crate::bench::Bench;
use crate::case::{Case, case};
use crate::outside::{PublicKey, digest};
use crate::verdict::{At, Verdict, ensure, refused, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-SIG-01",
        "The signature of a message verifies inside the store",
        [SIGN, VERIFY, CREATE],
        Signing: inside
    ),
    case!(
        "SR-SIG-02",
        "The signature of a message verifies outside the store",
        [SIGN, PUBLIC_KEY, CREATE],
        Signing: outside
    ),
    case!(
        "SR-SIG-03",
        "The signature of a digest is one of the message",
        [SIGN, PUBLIC_KEY, CREATE],
        Signing: of_digest
    ),
    case!(
        "SR-SIG-04",
        "A digest of another length than the hash is refused",
        [SIGN, CREATE],
        Signing: digest_length
    ),
    case!(
        "SR-SIG-05",
        "Messages up to the limit are signed, longer ones refused",
        [SIGN, CREATE],
        Once: limits
    ),
    case!(
        "SR-SIG-06",
        "The answer names the key by ARN, and the algorithm",
        [SIGN, CREATE],
        Signing: names_the_key
    ),
    case!(
        "SR-SIG-07",
        "An algorithm that does not go with the key is refused",
        [SIGN, CREATE],
        Once: wrong_algorithm
    ),
    case!(
        "SR-SIG-08",
        "A key that encrypts does not sign",
        [SIGN, ENCRYPT, CREATE, SYMMETRIC],
        Once: encrypting_key
    ),
];

const MESSAGE: &[u8] = b"a message of the conformance suite";

type Subject = (KeySpec, SigningAlgorithm);

async fn inside(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let signature = bench.sign(&key, algorithm, MESSAGE).await?;
    let request = VerifyRequest::new((&key).into(), algorithm, MESSAGE, &signature);
    Ok(bench.driver().verify(&request).await?)
}

async fn outside(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let public = PublicKey::read(spec, &bench.public_key(&key).await?)?;
    let signature = bench.sign(&key, algorithm, MESSAGE).await?;
    public.verify(algorithm, MESSAGE, &signature)
}

async fn of_digest(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let public = PublicKey::read(spec, &bench.public_key(&key).await?)?;
    let digest = digest(algorithm, MESSAGE);
    let request =
        SignRequest::new((&key).into(), algorithm, &digest).message_type(MessageType::Digest);
    let signature = bench.driver().sign(&request).await?.bytes;
    public.verify(algorithm, MESSAGE, &signature)
}

async fn digest_length(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let right = algorithm.digest_len();
    for len in [1, 20, right - 1, right + 1, 2 * right] {
        let digest = vec![0x5a; len];
        let request =
            SignRequest::new((&key).into(), algorithm, &digest).message_type(MessageType::Digest);
        refused(bench.driver().sign(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("{len} bytes"))?;
    }
    Ok(())
}

async fn limits(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.signer().await?;
    let longest = bench.limits().message_bytes;
    for len in [1, longest - 1, longest] {
        let message = vec![0x5a; len];
        bench.sign(&key.arn, algorithm, &message).await.at(format_args!("{len} bytes"))?;
    }
    let message = vec![0x5a; longest + 1];
    refused(bench.sign(&key.arn, algorithm, &message).await, ErrorKind::InvalidInput)
        .at(format_args!("{} bytes", longest + 1))
}

async fn names_the_key(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::SignVerify).await?.arn;
    let request = SignRequest::new((&key).into(), algorithm, MESSAGE);
    let signature = bench.driver().sign(&request).await?;
    ensure!(signature.key == key, "{key} is answered as {}", signature.key);
    ensure!(signature.algorithm == algorithm, "{algorithm} is answered as {}", signature.algorithm);
    Ok(())
}

async fn wrong_algorithm(bench: &Bench) -> Verdict {
    let (key, _) = bench.signer().await?;
    for algorithm in SigningAlgorithm::ALL {
        let algorithm = *algorithm;
        if key.algorithms().contains(&Algorithm::Signing(algorithm)) {
            continue;
        }
        refused_as_one_of(
            bench.sign(&key.arn, algorithm, MESSAGE).await,
            bench.misuse(Algorithm::Signing(algorithm)),
        )
        .at(algorithm)?;
    }
    Ok(())
}

async fn encrypting_key(bench: &Bench) -> Verdict {
    let (_, algorithm) = bench.signer().await?;
    let key = bench.symmetric().await?;
    refused(bench.sign(&key, algorithm, MESSAGE).await, ErrorKind::InvalidKeyUsage)
}
