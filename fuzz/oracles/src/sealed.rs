//! A store that holds keys, and all that was ever sealed with them.

use std::sync::LazyLock;

use strongroom_core::request::{DecryptRequest, OpeningKey};
use strongroom_core::{
    EncryptionAlgorithm, EncryptionContext, ErrorKind, KeyArn, KeyRef, KeySpec, KeyUsage, Result,
    Store,
};
use strongroom_software::blob::{Blob, HEADER_LEN};
use strongroom_software::{Settings, SoftwareStore};

use crate::block_on::block_on;
use crate::deterministic::PROVIDER;

/// A ciphertext and all that belongs to it.
pub(crate) struct Sealed {
    key: KeyArn,
    context: EncryptionContext,
    plaintext: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
}

/// What was sealed, the same in every process.
pub(crate) fn sealed() -> &'static [Sealed] {
    &FIXTURE.sealed
}

/// A ciphertext, made over to name a key that seals nothing in this way.
pub(crate) fn forged() -> Vec<u8> {
    let mut header = Blob::parse(&sealed()[0].ciphertext).expect("a blob").header;
    header.key_id = FIXTURE.rsa.key_id().parse().expect("a UUID");
    let mut forged = sealed()[0].ciphertext.clone();
    forged[..HEADER_LEN].copy_from_slice(&header.encode());
    forged
}

/// Whatever key, algorithm and context bytes are opened with, they open exactly if they were
/// sealed with them, and then to what was sealed.
pub(crate) fn check_opening(bytes: &[u8]) {
    for context in CONTEXTS.map(context) {
        for key in &FIXTURE.symmetric {
            check(bytes, OpeningKey::Named(key.into()), &context);
        }
        check(bytes, OpeningKey::Discovered, &context);
    }
}

/// Nothing was sealed with RSA, so no bytes open with it.
pub(crate) fn check_opening_with_rsa(bytes: &[u8]) {
    for algorithm in [EncryptionAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha256] {
        let request = DecryptRequest::new((&FIXTURE.rsa).into(), bytes).algorithm(algorithm);
        let opened = block_on(FIXTURE.store.driver().decrypt(&request));
        check_refusal(bytes, opened.err().map(|error| error.kind()));
    }
}

const CONTEXTS: [&[(&str, &str)]; 3] = [&[], &[("a", "bc")], &[("ab", "c"), ("tenant", "42")]];

struct Fixture {
    store: Store,
    symmetric: [KeyArn; 2],
    rsa: KeyArn,
    sealed: Vec<Sealed>,
}

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    PROVIDER.random.reseed();
    block_on(fixture()).expect("a store in memory seals")
});

async fn fixture() -> Result<Fixture> {
    let store = Store::new(SoftwareStore::memory(Settings::default().provider(PROVIDER)));
    let symmetric = [store.create_key().await?.arn, store.create_key().await?.arn];
    let mut sealed = Vec::new();
    for plaintext in [&b"x"[..], b"secret", &[0; 32]] {
        for key in &symmetric {
            sealed.push(seal(&store, key, CONTEXTS[sealed.len() % 3], plaintext).await?);
        }
        store.rotate_key_on_demand(&symmetric[0]).await?;
    }
    let rsa = store.create_key().spec(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt).await?.arn;
    Ok(Fixture { store, symmetric, rsa, sealed })
}

async fn seal(
    store: &Store,
    key: &KeyArn,
    pairs: &[(&str, &str)],
    plaintext: &[u8],
) -> Result<Sealed> {
    let context = context(pairs);
    let encrypted = store.encrypt(key, plaintext).whole_context(context.clone()).await?;
    Ok(Sealed {
        key: key.clone(),
        context,
        plaintext: plaintext.to_vec(),
        ciphertext: encrypted.ciphertext,
    })
}

fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
    EncryptionContext::from_pairs(pairs.iter().copied()).expect("a short context")
}

fn check(bytes: &[u8], key: OpeningKey<'_>, context: &EncryptionContext) {
    let sealed = sealed().iter().find(|sealed| {
        sealed.ciphertext == bytes
            && sealed.context == *context
            && key.named().is_none_or(|key| *key == KeyRef::from(&sealed.key))
    });
    let mut request = DecryptRequest::discover(bytes).context(context);
    request.key = key;
    match (block_on(FIXTURE.store.driver().decrypt(&request)), sealed) {
        (Ok(opened), Some(sealed)) => {
            assert_eq!((opened.expose(), &opened.key), (&*sealed.plaintext, &sealed.key));
        }
        (opened, None) => check_refusal(bytes, opened.err().map(|error| error.kind())),
        (Err(error), Some(_)) => panic!("{bytes:02x?} was sealed and does not open: {error}"),
    }
}

fn check_refusal(bytes: &[u8], refusal: Option<ErrorKind>) {
    let kind = if (1..=6144).contains(&bytes.len()) {
        ErrorKind::DecryptionFailed
    } else {
        ErrorKind::InvalidInput
    };
    assert_eq!(refusal, Some(kind), "{bytes:02x?} was not sealed");
}
