//! What is not declared must be refused, and leave no trace.

use strongroom_core::request::{CreateKeyRequest, EncryptRequest, MacRequest, SignRequest};
use strongroom_core::response::Alias;
use strongroom_core::{
    Algorithm, Capability, ErrorKind, KeyMetadata, KeySpec, KeyUsage, Operation, Result,
};

use crate::bench::Bench;
use crate::case::usage_of;
use crate::probe::Probe;
use crate::verdict::{At, Failure, Verdict, ensure, refused};

/// Calls what the store does not declare, on the driver.
pub(crate) async fn verify(bench: &Bench, capability: Capability) -> Verdict {
    let attempt = Attempt::prepare(bench, capability).await?;
    let before = Inventory::take(bench).await?;
    refused(attempt.make(bench).await, ErrorKind::Unsupported)
        .at(format_args!("{capability} is not declared, and called"))?;
    let after = Inventory::take(bench).await?;
    ensure!(
        before == after,
        "the refused call of {capability} left a trace: {} keys and {} aliases before it, {} and \
         {} after it, or one of them was changed",
        before.keys.len(),
        before.aliases.len(),
        after.keys.len(),
        after.aliases.len(),
    );
    Ok(())
}

enum Attempt {
    Call(Probe),
    Create(KeySpec, KeyUsage),
    Use(KeyMetadata, Algorithm),
}

impl Attempt {
    async fn prepare(bench: &Bench, capability: Capability) -> Result<Self, Failure> {
        Ok(match capability {
            Capability::Operation(operation) if bench.supports(Operation::CreateKey) => {
                match Probe::on_shared_key(bench, operation).await {
                    Ok(probe) => Self::Call(probe),
                    Err(_) => Self::Call(Probe::on_no_key(bench, operation)?),
                }
            }
            Capability::Operation(operation) => Self::Call(Probe::on_no_key(bench, operation)?),
            Capability::Key(spec, usage) => Self::Create(spec, usage),
            Capability::Algorithm(spec, algorithm) => {
                Self::Use(bench.key(spec, usage_of(algorithm)).await?, algorithm)
            }
            _ => return Err(Failure::new(format_args!("the suite knows no call of {capability}"))),
        })
    }

    async fn make(&self, bench: &Bench) -> Result<()> {
        let driver = bench.driver();
        match self {
            Self::Call(probe) => probe.call(driver).await.map(drop),
            Self::Create(spec, usage) => {
                driver.create_key(&CreateKeyRequest::new(*spec, *usage)).await.map(drop)
            }
            Self::Use(key, Algorithm::Encryption(algorithm)) => {
                let request = EncryptRequest::new((&key.arn).into(), b"x").algorithm(*algorithm);
                driver.encrypt(&request).await.map(drop)
            }
            Self::Use(key, Algorithm::Signing(algorithm)) => {
                let request = SignRequest::new((&key.arn).into(), *algorithm, b"x");
                driver.sign(&request).await.map(drop)
            }
            Self::Use(key, Algorithm::Mac(algorithm)) => {
                let request = MacRequest::new((&key.arn).into(), *algorithm, b"x");
                driver.generate_mac(&request).await.map(drop)
            }
            Self::Use(_, algorithm) => Err(strongroom_core::Error::new(
                ErrorKind::Internal,
                format!("the suite has no call of {algorithm}"),
            )),
        }
    }
}

/// All keys and aliases, as far as the store shows them.
#[derive(PartialEq, Eq)]
pub(crate) struct Inventory {
    pub(crate) keys: Vec<KeyMetadata>,
    pub(crate) aliases: Vec<Alias>,
}

impl Inventory {
    pub(crate) async fn take(bench: &Bench) -> Result<Self, Failure> {
        let mut arns = if bench.supports(Operation::ListKeys) {
            bench.list_keys(None).await.at("list_keys")?
        } else {
            bench.created()
        };
        arns.sort();
        let mut keys = Vec::new();
        if bench.supports(Operation::DescribeKey) {
            for arn in &arns {
                keys.push(bench.describe(arn).await.at(format_args!("describe_key of {arn}"))?);
            }
        }
        let mut aliases = if bench.supports(Operation::ListAliases) {
            bench.list_aliases(None, None).await.at("list_aliases")?
        } else {
            Vec::new()
        };
        aliases.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(Self { keys, aliases })
    }
}
