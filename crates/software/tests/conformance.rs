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
const COMMAND: &str = "cargo xtask conformance software";
const NARROW: &str = include_str!("narrow.toml");

fn main() -> ExitCode {
    run_targets(KINDS.into_iter().flat_map(plain).chain(KINDS.into_iter().flat_map(layered)))
}

/// Where a store keeps its keys.
#[derive(Clone, Copy)]
enum Kind {
    Memory,
    #[cfg(feature = "file")]
    File,
}

#[cfg(feature = "file")]
const KINDS: [Kind; 2] = [Kind::Memory, Kind::File];
#[cfg(not(feature = "file"))]
const KINDS: [Kind; 1] = [Kind::Memory];

/// A store with each provider.
fn plain(kind: Kind) -> impl Iterator<Item = Target> {
    providers().into_iter().map(move |provider| {
        let name = format!("{} ({})", kind.name(), provider.name);
        Target::new(name, MANIFEST, move || kind.open(provider)).command(COMMAND)
    })
}

/// A store with each layer around.
fn layered(kind: Kind) -> [Target; 3] {
    let name = |layer| format!("{} under {layer}", kind.name());
    let open = move || kind.open(strongroom_crypto::rustcrypto::PROVIDER);
    [
        Target::new(name("Retry over Chaos"), MANIFEST, move || async move {
            Ok(open().await?.layer(chaos()).layer(Retry::new(Arc::new(NoWait)).attempts(4)))
        }),
        Target::new(name("Timeout"), MANIFEST, move || async move {
            let timeout = Timeout::new(Duration::from_mins(1), Arc::new(TokioTimer));
            Ok(open().await?.layer(timeout))
        }),
        Target::new(
            name("Narrow"),
            NARROW,
            move || async move { Ok(open().await?.layer(narrow())) },
        ),
    ]
}

fn providers() -> Vec<Provider> {
    vec![
        strongroom_crypto::rustcrypto::PROVIDER,
        #[cfg(feature = "aws-lc")]
        strongroom_crypto::aws_lc::PROVIDER,
    ]
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            #[cfg(feature = "file")]
            Self::File => "file",
        }
    }

    async fn open(self, provider: Provider) -> Result<Store> {
        let settings = Settings::default().provider(provider);
        match self {
            Self::Memory => Ok(Store::new(SoftwareStore::memory(settings))),
            // In a directory that lives as long as the test process.
            #[cfg(feature = "file")]
            Self::File => {
                let directory =
                    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory").keep();
                let root_key = strongroom_software::RootKey::File(directory.join("root.key"));
                SoftwareStore::file(directory.join("store"), root_key, settings)
                    .await
                    .map(Store::new)
            }
        }
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
