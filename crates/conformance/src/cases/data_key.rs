//! Data keys.

use std::collections::BTreeSet;

use strongroom_core::request::{DataKeyLength, DataKeyRequest};
use strongroom_core::{ErrorKind, KeySpec, KeyUsage};

use crate::bench::{Bench, NO_CONTEXT, context};
use crate::case::{Case, case};
use crate::verdict::{At, Failure, Verdict, ensure, refused};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-DAT-01",
        "The ciphertext of a data key opens to its plaintext, of the length asked for",
        [DATA_KEY, DECRYPT, CREATE, SYMMETRIC],
        Once: opens
    ),
    case!(
        "SR-DAT-02",
        "A length over the limit or of no byte is refused",
        [DATA_KEY, CREATE, SYMMETRIC],
        Once: limits
    ),
    case!(
        "SR-DAT-03",
        "Without plaintext there is none in the answer, and the ciphertext opens",
        [BARE_DATA_KEY, DECRYPT, CREATE, SYMMETRIC],
        Once: without_plaintext
    ),
    case!(
        "SR-DAT-04",
        "Two data keys are never equal",
        [DATA_KEY, CREATE, SYMMETRIC],
        Once: fresh
    ),
    case!(
        "SR-DAT-05",
        "The context is bound to the data key",
        [DATA_KEY, DECRYPT, CREATE, SYMMETRIC],
        Once: bound
    ),
    case!(
        "SR-DAT-06",
        "The answer names the key by ARN",
        [DATA_KEY, CREATE, SYMMETRIC],
        Once: names_the_key
    ),
    case!(
        "SR-DAT-07",
        "An RSA key makes no data keys",
        [DATA_KEY, CREATE, RSA_2048],
        Once: rsa
    ),
    case!(
        "SR-DAT-08",
        "A key that signs makes no data keys",
        [DATA_KEY, SIGN, CREATE],
        Once: signing_key
    ),
];

async fn opens(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let most = bench.limits().random_bytes;
    for length in [
        DataKeyLength::Aes128,
        DataKeyLength::Aes256,
        DataKeyLength::Bytes(1),
        DataKeyLength::Bytes(33),
        DataKeyLength::Bytes(most - 1),
        DataKeyLength::Bytes(most),
    ] {
        let request = DataKeyRequest::new((&key).into()).length(length);
        let data_key = bench.driver().generate_data_key(&request).await;
        let data_key = data_key.at(format_args!("{length:?}"))?;
        let plaintext = data_key
            .plaintext
            .ok_or_else(|| Failure::new(format_args!("{length:?}: no plaintext in the answer")))?;
        ensure!(
            plaintext.len() == length.bytes(),
            "{length:?}: the plaintext has {} bytes",
            plaintext.len(),
        );
        let opened = bench.decrypt(&key, &data_key.ciphertext, &NO_CONTEXT).await?;
        ensure!(opened == plaintext.expose(), "{length:?}: the ciphertext opens to other bytes");
    }
    Ok(())
}

async fn limits(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    for len in [0, bench.limits().random_bytes + 1] {
        let request = DataKeyRequest::new((&key).into()).length(DataKeyLength::Bytes(len));
        refused(bench.driver().generate_data_key(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("{len} bytes"))?;
    }
    Ok(())
}

async fn without_plaintext(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    for length in [DataKeyLength::Aes128, DataKeyLength::Aes256, DataKeyLength::Bytes(33)] {
        let request = DataKeyRequest::new((&key).into()).length(length).without_plaintext();
        let data_key = bench.driver().generate_data_key(&request).await;
        let data_key = data_key.at(format_args!("{length:?}"))?;
        ensure!(data_key.plaintext.is_none(), "{length:?}: the plaintext is in the answer");
        let opened = bench.decrypt(&key, &data_key.ciphertext, &NO_CONTEXT).await?;
        ensure!(
            opened.len() == length.bytes(),
            "{length:?}: the ciphertext opens to {} bytes",
            opened.len(),
        );
    }
    Ok(())
}

async fn fresh(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let request = DataKeyRequest::new((&key).into());
    let (mut plaintexts, mut ciphertexts) = (BTreeSet::new(), BTreeSet::new());
    for call in 1..=64 {
        let data_key = bench.driver().generate_data_key(&request).await?;
        let plaintext = data_key.plaintext.map(|plaintext| plaintext.expose().to_vec());
        ensure!(plaintexts.insert(plaintext), "call {call} gave a data key for the second time");
        ensure!(
            ciphertexts.insert(data_key.ciphertext),
            "call {call} gave a ciphertext for the second time",
        );
    }
    Ok(())
}

async fn bound(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let (bound, other) = (context([("tenant", "42")]), context([("tenant", "43")]));
    let request = DataKeyRequest::new((&key).into()).context(&bound);
    let data_key = bench.driver().generate_data_key(&request).await?;
    bench.decrypt(&key, &data_key.ciphertext, &bound).await.at("with its context")?;
    for (what, wrong) in [("another context", &other), ("no context", &NO_CONTEXT)] {
        refused(
            bench.decrypt(&key, &data_key.ciphertext, wrong).await,
            ErrorKind::DecryptionFailed,
        )
        .at(format_args!("with {what}"))?;
    }
    Ok(())
}

async fn names_the_key(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let data_key = bench.driver().generate_data_key(&DataKeyRequest::new((&key).into())).await?;
    ensure!(data_key.key == key, "{key} is answered as {}", data_key.key);
    Ok(())
}

async fn rsa(bench: &Bench) -> Verdict {
    let key = bench.key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt).await?.arn;
    let request = DataKeyRequest::new((&key).into());
    refused(bench.driver().generate_data_key(&request).await, ErrorKind::InvalidKeyUsage)
}

async fn signing_key(bench: &Bench) -> Verdict {
    let (key, _) = bench.signer().await?;
    let request = DataKeyRequest::new((&key.arn).into());
    refused(bench.driver().generate_data_key(&request).await, ErrorKind::InvalidKeyUsage)
}
