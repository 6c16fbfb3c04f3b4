//! Opening by URL: what is known, what is refused, and that nothing else changes in a program.

#![cfg(all(feature = "memory", feature = "file"))]
#![allow(clippy::unwrap_used)]

use strongroom::{Capability, ErrorKind, KeySpec, KeyUsage, Operation, Registry, Scheme, Store};

async fn message(url: &str) -> String {
    let error = strongroom::open(url).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
    error.to_string()
}

/// A program that knows nothing of the store that it is given.
async fn program(store: &Store) {
    store.capabilities().require([Operation::Encrypt, Operation::Decrypt]).unwrap();
    store.create_key().alias("alias/app").await.unwrap();
    let sealed = store.encrypt("alias/app", "secret").context("tenant", "42").await.unwrap();
    let opened = store.decrypt("alias/app", &sealed).context("tenant", "42").await.unwrap();
    assert_eq!(opened.expose(), b"secret");
    let error = store.decrypt("alias/app", &sealed).context("tenant", "43").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DecryptionFailed);
}

#[tokio::test]
async fn a_program_runs_on_every_store_unchanged() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().display();
    for url in ["memory://".to_owned(), format!("file://{root}/store?key-file={root}/root.key")] {
        program(&strongroom::open(&url).await.unwrap()).await;
    }
}

#[tokio::test]
async fn an_unknown_scheme_lists_the_known() {
    assert!(message("vault://x").await.contains("known: memory, file"));
}

#[tokio::test]
async fn an_unknown_parameter_lists_the_known() {
    let text = message("memory://?regoin=x").await;
    assert!(text.contains("\"regoin\"") && text.contains("account, provider, region"), "{text}");
    assert!(message("file:///x?keyfile=/y").await.contains("key-file"));
}

#[tokio::test]
async fn locations_that_make_no_sense_are_refused() {
    for url in ["memory:///x", "memory://x", "file:", "file://host/path"] {
        message(url).await;
    }
}

#[tokio::test]
async fn a_registered_scheme_opens_and_a_second_one_is_refused() {
    let scheme = || {
        Scheme::new("test", "a store for tests", "test:", |_url| async {
            strongroom::open("memory://").await
        })
    };
    let mut registry = Registry::new();
    registry.register(scheme()).unwrap();
    registry.open("test:").await.unwrap();
    assert_eq!(registry.register(scheme()).unwrap_err().kind(), ErrorKind::AlreadyExists);
    assert!(registry.schemes().any(|scheme| scheme.name() == "test" && scheme.is_enabled()));
}

#[tokio::test]
async fn a_requirement_that_is_not_met_fails_at_the_start() {
    let store = strongroom::open("memory://").await.unwrap();
    let pair = Capability::Key(KeySpec::Hmac256, KeyUsage::SignVerify);
    let error = store.capabilities().require([pair]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}
