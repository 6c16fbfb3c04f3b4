//! Secrets are in no error, `Debug` or log.

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use strongroom_core::request::{
    DataKeyRequest, DecryptRequest, EncryptRequest, MacRequest, RandomRequest, SignRequest,
    VerifyMacRequest, VerifyRequest,
};
use strongroom_core::{EncryptionAlgorithm, Error};

use crate::bench::{Bench, context};
use crate::case::{Case, case};
use crate::probe::unknown_key;
use crate::verdict::{Failure, Verdict, ensure};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-SEC-01",
        "A plaintext is not in the Debug of requests, answers and the store",
        [ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: plaintext
    ),
    case!(
        "SR-SEC-02",
        "A plaintext is not in the errors of an encryption",
        [ENCRYPT, SIGN, CREATE, SYMMETRIC],
        Once: errors_of_encryption
    ),
    case!(
        "SR-SEC-03",
        "A plaintext is not in the errors of a decryption",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: errors_of_decryption
    ),
    case!(
        "SR-SEC-04",
        "A data key is not in the Debug of its answer and the store",
        [DATA_KEY, CREATE, SYMMETRIC],
        Once: data_key
    ),
    case!(
        "SR-SEC-05",
        "A message is not in the Debug and errors of signing",
        [SIGN, VERIFY, CREATE, SYMMETRIC, ENCRYPT],
        Once: signed_message
    ),
    case!(
        "SR-SEC-06",
        "A message is not in the Debug and errors of codes",
        [GENERATE_MAC, VERIFY_MAC, CREATE],
        Once: authenticated_message
    ),
    case!(
        "SR-SEC-07",
        "Random bytes are not in the Debug of their answer and the store",
        [RANDOM],
        Once: random
    ),
];

const CANARY: &[u8] = b"canary 7f3a9c51e80b42d6 sings";

/// Demands that a text does not show a secret in any usual form.
fn keeps(secret: &[u8], place: &str, text: &str) -> Verdict {
    let hex = secret.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let list = format!("{secret:?}");
    let forms = [
        ("as text", String::from_utf8_lossy(secret).into_owned()),
        ("in hexadecimal", hex.clone()),
        ("in hexadecimal", hex.to_uppercase()),
        ("in base64", STANDARD.encode(secret).trim_end_matches('=').to_owned()),
        ("as a list of numbers", list.trim_matches(['[', ']']).to_owned()),
        ("escaped", secret.escape_ascii().to_string()),
    ];
    for (form, shown) in forms {
        ensure!(!text.contains(&shown), "{place} shows the secret {form}");
    }
    Ok(())
}

fn debug_keeps(secret: &[u8], place: &str, value: &impl Debug) -> Verdict {
    keeps(secret, place, &format!("{value:?}"))?;
    keeps(secret, place, &format!("{value:#?}").replace([' ', '\n'], "").replace(',', ", "))
}

/// Demands a failure, and that nothing of it shows the secret: neither it nor its causes.
fn failure_keeps<T>(secret: &[u8], place: &str, result: Result<T, Error>) -> Verdict {
    let Err(error) = result else {
        return Err(Failure::new(format_args!("{place} succeeded where it must fail")));
    };
    debug_keeps(secret, place, &error)?;
    keeps(secret, place, error.hint().unwrap_or_default())?;
    let mut cause: Option<&dyn StdError> = Some(&error);
    while let Some(error) = cause {
        keeps(secret, place, &error.to_string())?;
        debug_keeps(secret, place, &error)?;
        cause = error.source();
    }
    Ok(())
}

async fn plaintext(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let request = EncryptRequest::new((&key).into(), CANARY);
    debug_keeps(CANARY, "the request of encrypt", &request)?;
    let sealed = bench.driver().encrypt(&request).await?;
    debug_keeps(CANARY, "the answer of encrypt", &sealed)?;
    let opened =
        bench.driver().decrypt(&DecryptRequest::new((&key).into(), &sealed.ciphertext)).await?;
    ensure!(opened.expose() == CANARY, "it opens to other bytes");
    debug_keeps(CANARY, "the answer of decrypt", &opened)?;
    debug_keeps(CANARY, "the store", bench.store())
}

async fn errors_of_encryption(bench: &Bench) -> Verdict {
    let (key, unknown) = (bench.symmetric().await?, unknown_key(bench)?);
    let (signer, _) = bench.signer().await?;
    let too_long = CANARY.repeat(bench.limits().plaintext_bytes / CANARY.len() + 1);
    let driver = bench.driver();
    let oaep = EncryptionAlgorithm::RsaesOaepSha256;
    for (place, request) in [
        ("the error for an unknown key", EncryptRequest::new((&unknown).into(), CANARY)),
        ("the error for a key of another usage", EncryptRequest::new((&signer.arn).into(), CANARY)),
        ("the error for a long plaintext", EncryptRequest::new((&key).into(), &too_long)),
        (
            "the error for a wrong algorithm",
            EncryptRequest::new((&key).into(), CANARY).algorithm(oaep),
        ),
    ] {
        failure_keeps(CANARY, place, driver.encrypt(&request).await)?;
    }
    failure_keeps(CANARY, "the error of the front", bench.store().encrypt(&key, &too_long).await)
}

async fn errors_of_decryption(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let bound = context([("tenant", "42")]);
    let sealed = bench.encrypt(&key, CANARY, &bound).await?;
    let mut changed = sealed.clone();
    if let Some(last) = changed.last_mut() {
        *last ^= 1;
    }
    let driver = bench.driver();
    for (place, request) in [
        ("the error for a changed ciphertext", DecryptRequest::new((&key).into(), &changed)),
        ("the error for a missing context", DecryptRequest::new((&key).into(), &sealed)),
        ("the error for a cut ciphertext", DecryptRequest::new((&key).into(), &sealed[1..])),
        ("the error for a plaintext", DecryptRequest::new((&key).into(), CANARY)),
    ] {
        failure_keeps(CANARY, place, driver.decrypt(&request).await)?;
    }
    debug_keeps(CANARY, "the store", bench.store())
}

async fn data_key(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let made = bench.driver().generate_data_key(&DataKeyRequest::new((&key).into())).await?;
    let plaintext =
        made.plaintext.as_ref().ok_or_else(|| Failure::new("no plaintext in the answer"))?;
    debug_keeps(plaintext.expose(), "the answer", &made)?;
    debug_keeps(plaintext.expose(), "the store", bench.store())
}

async fn signed_message(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.signer().await?;
    let symmetric = bench.symmetric().await?;
    let driver = bench.driver();
    let request = SignRequest::new((&key.arn).into(), algorithm, CANARY);
    debug_keeps(CANARY, "the request of sign", &request)?;
    debug_keeps(CANARY, "the answer of sign", &driver.sign(&request).await?)?;
    let request = SignRequest::new((&symmetric).into(), algorithm, CANARY);
    failure_keeps(CANARY, "the error of sign", driver.sign(&request).await)?;
    let request = VerifyRequest::new((&key.arn).into(), algorithm, CANARY, &[1; 64]);
    failure_keeps(CANARY, "the error of verify", driver.verify(&request).await)?;
    debug_keeps(CANARY, "the store", bench.store())
}

async fn authenticated_message(bench: &Bench) -> Verdict {
    let (key, algorithm) = bench.mac_key().await?;
    let unknown = unknown_key(bench)?;
    let driver = bench.driver();
    let request = MacRequest::new((&key.arn).into(), algorithm, CANARY);
    debug_keeps(CANARY, "the request of generate_mac", &request)?;
    debug_keeps(CANARY, "the answer of generate_mac", &driver.generate_mac(&request).await?)?;
    let request = MacRequest::new((&unknown).into(), algorithm, CANARY);
    failure_keeps(CANARY, "the error of generate_mac", driver.generate_mac(&request).await)?;
    let request = VerifyMacRequest::new((&key.arn).into(), algorithm, CANARY, &[1; 32]);
    failure_keeps(CANARY, "the error of verify_mac", driver.verify_mac(&request).await)?;
    debug_keeps(CANARY, "the store", bench.store())
}

async fn random(bench: &Bench) -> Verdict {
    let random = bench.driver().generate_random(&RandomRequest::new(32)).await?;
    debug_keeps(random.expose(), "the answer", &random)?;
    debug_keeps(random.expose(), "the store", bench.store())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_form_of_a_secret_is_seen() {
        let secret = b"secret".as_slice();
        for text in ["a secret!", "736563726574", "c2VjcmV0", "[115, 101, 99, 114, 101, 116]"] {
            assert!(keeps(secret, "x", text).is_err(), "{text}");
        }
        assert!(debug_keeps(secret, "x", &secret).is_err());
        assert!(debug_keeps(secret, "x", &secret.to_vec()).is_err());
        assert!(debug_keeps(secret, "x", &"[6 bytes]").is_ok());
    }
}
