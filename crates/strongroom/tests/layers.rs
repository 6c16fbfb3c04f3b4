//! What each layer adds, on tokio's clock, which is paused: no test waits.

#![cfg(feature = "memory")]
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use strongroom::layer::{Chaos, Fault, Narrow, Retry, Timeout};
use strongroom::{
    Algorithm, EncryptionAlgorithm, ErrorKind, KeySpec, KeyUsage, Operation, Store, TokioTimer,
};

async fn store() -> Store {
    strongroom::open("memory://").await.unwrap()
}

/// Fails the calls of one operation by a fault, as long as `times` lasts; counts them.
fn failing(operation: Operation, times: u32, fault: Fault) -> (Chaos, Arc<AtomicU32>) {
    let calls = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&calls);
    let chaos = Chaos::new(Arc::new(TokioTimer), move |_, call| {
        let hit = call.operation == operation;
        (hit && counter.fetch_add(1, Ordering::Relaxed) < times).then_some(fault)
    });
    (chaos, calls)
}

#[tokio::test(start_paused = true)]
async fn retry_tries_again_what_is_safe_and_gives_up_in_the_end() {
    for (faults, kind, expected_calls, succeeds) in [
        (2, ErrorKind::Throttled, 3, true),
        (3, ErrorKind::Throttled, 3, false),
        (1, ErrorKind::Timeout, 2, true),
        (1, ErrorKind::LimitExceeded, 1, false),
        (1, ErrorKind::AccessDenied, 1, false),
    ] {
        let (chaos, calls) = failing(Operation::GenerateRandom, faults, Fault::Fail(kind));
        let store = store().await.layer(chaos).layer(Retry::new(Arc::new(TokioTimer)));
        let result = store.generate_random(8).await;
        assert_eq!(result.is_ok(), succeeds, "{kind}");
        assert_eq!(calls.load(Ordering::Relaxed), expected_calls, "{kind}");
        if let Err(error) = result {
            assert_eq!(error.kind(), kind);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn retry_does_not_repeat_a_change_whose_answer_was_lost() {
    let lost = Fault::LoseAnswer(ErrorKind::Timeout);
    let (chaos, _) = failing(Operation::CreateKey, 1, lost);
    let store = store().await.layer(chaos).layer(Retry::new(Arc::new(TokioTimer)));
    let error = store.create_key().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(store.list_keys().await.unwrap().len(), 1, "the one call took effect");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_late_fails_at_the_deadline_and_not_before() {
    let timer = Arc::new(TokioTimer);
    for (delay, in_time) in [(9, true), (11, false)] {
        let late = Fault::Delay(Duration::from_secs(delay));
        let (chaos, _) = failing(Operation::GenerateRandom, 1, late);
        let timeout = Timeout::new(Duration::from_secs(10), Arc::clone(&timer) as _);
        let store = store().await.layer(chaos).layer(timeout);
        let started = tokio::time::Instant::now();
        let result = store.generate_random(8).await;
        assert_eq!(result.is_ok(), in_time);
        assert_eq!(started.elapsed().as_secs(), delay.min(10));
        if let Err(error) = result {
            assert_eq!(error.kind(), ErrorKind::Timeout);
            assert_eq!(error.operation(), Some(Operation::GenerateRandom));
        }
    }
}

#[tokio::test]
async fn narrow_refuses_keys_that_were_there_before() {
    let wide = store().await;
    let hmac = wide.create_key().spec(KeySpec::Hmac256, KeyUsage::GenerateVerifyMac).await.unwrap();
    let rsa = wide.create_key().spec(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt).await.unwrap();
    let oaep = EncryptionAlgorithm::RsaesOaepSha1;
    let narrow = wide.clone().layer(
        Narrow::new()
            .without_specs([KeySpec::Hmac256])
            .without_algorithms([Algorithm::Encryption(oaep)])
            .without_operations([Operation::CreateKey]),
    );
    for error in [
        narrow.disable_key(&hmac.arn).await.unwrap_err(),
        narrow.encrypt(&rsa.arn, "x").algorithm(oaep).await.unwrap_err(),
        narrow.create_key().await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }
    assert!(!narrow.capabilities().supports(Operation::CreateKey));
    let sealed = narrow
        .encrypt(&rsa.arn, "x")
        .algorithm(EncryptionAlgorithm::RsaesOaepSha256)
        .await
        .unwrap();
    assert_eq!(sealed.key, rsa.arn);
    assert_eq!(wide.describe_key(&hmac.arn).await.unwrap().state, strongroom::KeyState::Enabled);
}

#[tokio::test]
async fn narrow_refuses_keys_that_a_ciphertext_names() {
    let wide = store().await;
    let key = wide.create_key().await.unwrap().arn;
    let rsa = wide.create_key().spec(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt).await.unwrap();
    let sealed = wide.encrypt(&key, "x").await.unwrap();
    let narrow = wide.layer(Narrow::new().without_specs([KeySpec::SymmetricDefault]));
    let oaep = EncryptionAlgorithm::RsaesOaepSha256;
    for error in [
        narrow.decrypt_discovering(&sealed).await.unwrap_err(),
        narrow
            .re_encrypt_discovering(&sealed, &rsa.arn)
            .destination_algorithm(oaep)
            .await
            .unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }
}
