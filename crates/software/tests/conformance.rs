//! The conformance suite on every kind of software store: in memory and on disk, with each
//! provider of cryptography, and with each layer around.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use strongroom_conformance::{Target, run_targets};
use strongroom_core::layer::{Chaos, Fault, Narrow, Retry, Timeout};
use strongroom_core::{
    Algorithm, BoxFuture, ErrorKind, KeySpec, MacAlgorithm, Operation, Result, Store, Timer,
};
use strongroom_crypto::Provider;
use strongroom_software::{Settings, SoftwareStore};

const MANIFEST: &str = include_str!("../conformance.toml");
const NARROW: &str = include_str!("narrow.toml");

fn main() -> ExitCode {
    let mut targets = Vec::new();
    for provider in providers() {
        targets.push(Target::new(
            format!("memory ({})", provider.name),
            MANIFEST,
            move || async move { Ok(memory(provider)) },
        ));
        #[cfg(feature = "file")]
        targets.push(Target::new(format!("file ({})", provider.name), MANIFEST, move || {
            file::open(provider)
        }));
    }
    let provider = strongroom_crypto::rustcrypto::PROVIDER;
    targets.extend([
        Target::new("memory under Retry over Chaos", MANIFEST, move || async move {
            Ok(memory(provider).layer(chaos()).layer(Retry::new(Arc::new(NoWait)).attempts(4)))
        }),
        Target::new("memory under Timeout", MANIFEST, move || async move {
            let timeout = Timeout::new(Duration::from_mins(1), Arc::new(TokioTimer));
            Ok(memory(provider).layer(timeout))
        }),
        Target::new("memory under Narrow", NARROW, move || async move {
            Ok(memory(provider).layer(narrow()))
        }),
    ]);
    run_targets(targets)
}

fn providers() -> Vec<Provider> {
    vec![
        strongroom_crypto::rustcrypto::PROVIDER,
        #[cfg(feature = "aws-lc")]
        strongroom_crypto::aws_lc::PROVIDER,
    ]
}

fn memory(provider: Provider) -> Store {
    Store::new(SoftwareStore::memory(Settings::default().provider(provider)))
}

#[cfg(feature = "file")]
mod file {
    use strongroom_software::RootKey;

    use super::{Provider, Result, Settings, SoftwareStore, Store};

    /// A store in a directory that lives as long as the test process.
    pub(super) async fn open(provider: Provider) -> Result<Store> {
        let directory = tempfile::tempdir().expect("a directory").keep();
        let root_key = RootKey::File(directory.join("root.key"));
        let settings = Settings::default().provider(provider);
        SoftwareStore::file(directory.join("store"), root_key, settings).await.map(Store::new)
    }
}

/// Every third call fails before it reaches the store, in a way that is safe to retry.
fn chaos() -> Chaos {
    Chaos::new(Arc::new(NoWait), |number, _| {
        number.is_multiple_of(3).then_some(Fault::Fail(ErrorKind::Throttled))
    })
}

/// Takes away an operation, keys of a spec and an algorithm.
fn narrow() -> Narrow {
    Narrow::new()
        .without_operations([
            Operation::ReEncrypt,
            Operation::GenerateDataKeyWithoutPlaintext,
            Operation::RotateKeyOnDemand,
            Operation::UpdateAlias,
        ])
        .without_specs([KeySpec::Rsa3072, KeySpec::EccNistP384])
        .without_algorithms([Algorithm::Mac(MacAlgorithm::HmacSha512)])
}

/// Does not wait: a test of retries is not one of patience.
#[derive(Debug)]
struct NoWait;

impl Timer for NoWait {
    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[derive(Debug)]
struct TokioTimer;

impl Timer for TokioTimer {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
