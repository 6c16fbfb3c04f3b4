//! Message authentication codes.

use strongroom_core::request::{MacRequest, VerifyMacRequest};
use strongroom_core::{Algorithm, ErrorKind, KeyArn, KeySpec, KeyUsage, MacAlgorithm, Result};

use crate::bench::Bench;
use crate::case::{Case, case};
use crate::verdict::{At, Verdict, ensure, refused, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-MAC-01",
        "A code is as long as the hash, and the same each time",
        [GENERATE_MAC, CREATE],
        Mac: whole
    ),
    case!(
        "SR-MAC-02",
        "The code of a message verifies",
        [VERIFY_MAC, GENERATE_MAC, CREATE],
        Mac: verifies
    ),
    case!(
        "SR-MAC-03",
        "A changed code does not verify",
        [VERIFY_MAC, GENERATE_MAC, CREATE],
        Mac: changed_code
    ),
    case!(
        "SR-MAC-04",
        "A code that is cut or has bytes added does not verify",
        [VERIFY_MAC, GENERATE_MAC, CREATE],
        Mac: cut
    ),
    case!(
        "SR-MAC-05",
        "The code of another message does not verify",
        [VERIFY_MAC, GENERATE_MAC, CREATE],
        Mac: other_message
    ),
    case!(
        "SR-MAC-06",
        "The code of another key differs and does not verify",
        [VERIFY_MAC, GENERATE_MAC, CREATE],
        Once: other_key
    ),
    case!(
        "SR-MAC-07",
        "Messages of 1 byte up to the limit are taken, others refused",
        [GENERATE_MAC, VERIFY_MAC, CREATE],
        Once: limits
    ),
    case!(
        "SR-MAC-08",
        "The answer names the key by ARN, and the algorithm",
        [GENERATE_MAC, CREATE],
        Mac: names_the_key
    ),
    case!(
        "SR-MAC-09",
        "An algorithm that does not go with the key is refused",
        [GENERATE_MAC, VERIFY_MAC, CREATE],
        Once: wrong_algorithm
    ),
    case!(
        "SR-MAC-10",
        "A key that encrypts makes and verifies no code",
        [GENERATE_MAC, VERIFY_MAC, CREATE, SYMMETRIC],
        Once: encrypting_key
    ),
];

const MESSAGE: &[u8] = b"a message of the conformance suite";

type Subject = (KeySpec, MacAlgorithm);

async fn code(
    bench: &Bench,
    key: &KeyArn,
    algorithm: MacAlgorithm,
    message: &[u8],
) -> Result<Vec<u8>> {
    let request = MacRequest::new(key.into(), algorithm, message);
    Ok(bench.driver().generate_mac(&request).await?.bytes)
}

async fn verify(
    bench: &Bench,
    key: &KeyArn,
    algorithm: MacAlgorithm,
    message: &[u8],
    code: &[u8],
) -> Result<()> {
    let request = VerifyMacRequest::new(key.into(), algorithm, message, code);
    bench.driver().verify_mac(&request).await
}

async fn whole(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::GenerateVerifyMac).await?.arn;
    let first = code(bench, &key, algorithm, MESSAGE).await?;
    let len = match algorithm {
        MacAlgorithm::HmacSha256 => 32,
        MacAlgorithm::HmacSha384 => 48,
        _ => 64,
    };
    ensure!(first.len() == len, "the code has {} bytes, not {len}", first.len());
    ensure!(
        first == code(bench, &key, algorithm, MESSAGE).await?,
        "the second code of a message differs from the first",
    );
    Ok(())
}

async fn verifies(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::GenerateVerifyMac).await?.arn;
    let made = code(bench, &key, algorithm, MESSAGE).await?;
    Ok(verify(bench, &key, algorithm, MESSAGE, &made).await?)
}

async fn changed_code(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::GenerateVerifyMac).await?.arn;
    let made = code(bench, &key, algorithm, MESSAGE).await?;
    for byte in 0..made.len() {
        let mut changed = made.clone();
        changed[byte] ^= 1 << (byte % 8);
        refused(verify(bench, &key, algorithm, MESSAGE, &changed).await, ErrorKind::InvalidMac)
            .at(format_args!("byte {byte} flipped"))?;
    }
    Ok(())
}

async fn cut(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::GenerateVerifyMac).await?.arn;
    let made = code(bench, &key, algorithm, MESSAGE).await?;
    for len in [1, 16, made.len() / 2, made.len() - 1] {
        refused(verify(bench, &key, algorithm, MESSAGE, &made[..len]).await, ErrorKind::InvalidMac)
            .at(format_args!("the first {len} bytes"))?;
    }
    let longer = [&made[..], &[0]].concat();
    refused(verify(bench, &key, algorithm, MESSAGE, &longer).await, ErrorKind::InvalidMac)
        .at("a byte added")
}

async fn other_message(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::GenerateVerifyMac).await?.arn;
    let made = code(bench, &key, algorithm, MESSAGE).await?;
    for message in [&MESSAGE[1..], b"pay 100"] {
        refused(verify(bench, &key, algorithm, message, &made).await, ErrorKind::InvalidMac)?;
    }
    Ok(())
}

async fn other_key(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.mac_key().await?;
    let other = bench.create(key.spec, key.usage).await?.arn;
    let made = code(bench, &key.arn, algorithm, MESSAGE).await?;
    ensure!(made != code(bench, &other, algorithm, MESSAGE).await?, "two keys make the same code",);
    refused(verify(bench, &other, algorithm, MESSAGE, &made).await, ErrorKind::InvalidMac)
}

async fn limits(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.mac_key().await?;
    let longest = bench.limits().message_bytes;
    for len in [1, longest - 1, longest] {
        let message = vec![0x5a; len];
        let made = code(bench, &key.arn, algorithm, &message).await;
        let made = made.at(format_args!("{len} bytes"))?;
        verify(bench, &key.arn, algorithm, &message, &made)
            .await
            .at(format_args!("{len} bytes"))?;
    }
    for len in [0, longest + 1] {
        let message = vec![0x5a; len];
        refused(code(bench, &key.arn, algorithm, &message).await, ErrorKind::InvalidInput)
            .at(format_args!("the code of {len} bytes"))?;
        refused(
            verify(bench, &key.arn, algorithm, &message, &[0x5a; 32]).await,
            ErrorKind::InvalidInput,
        )
        .at(format_args!("a code for {len} bytes"))?;
    }
    Ok(())
}

async fn names_the_key(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::GenerateVerifyMac).await?.arn;
    let request = MacRequest::new((&key).into(), algorithm, MESSAGE);
    let made = bench.driver().generate_mac(&request).await?;
    ensure!(made.key == key, "{key} is answered as {}", made.key);
    ensure!(made.algorithm == algorithm, "{algorithm} is answered as {}", made.algorithm);
    Ok(())
}

async fn wrong_algorithm(bench: &Bench) -> Verdict {
    let (key, own) = bench.mac_key().await?;
    let made = code(bench, &key.arn, own, MESSAGE).await?;
    for algorithm in MacAlgorithm::ALL.iter().copied().filter(|algorithm| *algorithm != own) {
        let kinds = bench.misuse(Algorithm::Mac(algorithm));
        refused_as_one_of(code(bench, &key.arn, algorithm, MESSAGE).await, kinds)
            .at(format_args!("a code of {algorithm}"))?;
        refused_as_one_of(verify(bench, &key.arn, algorithm, MESSAGE, &made).await, kinds)
            .at(format_args!("verified with {algorithm}"))?;
    }
    Ok(())
}

async fn encrypting_key(bench: &Bench) -> Verdict {
    let (_, algorithm) = bench.mac_key().await?;
    let key = bench.symmetric().await?;
    refused(code(bench, &key, algorithm, MESSAGE).await, ErrorKind::InvalidKeyUsage)?;
    refused(verify(bench, &key, algorithm, MESSAGE, &[0x5a; 32]).await, ErrorKind::InvalidKeyUsage)
}
