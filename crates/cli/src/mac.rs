//! `mac`: message authentication codes.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};
use serde_json::json;
use strongroom::{Algorithm, KeyRef, MacAlgorithm};
use zeroize::Zeroizing;

use crate::args::{EncodedOutput, KeyOption, one_of};
use crate::failure::Result;
use crate::input::{Encoding, InputFile, Limit, read_beside};
use crate::output::{Form, Payload};
use crate::session::Session;

/// Make and verify message authentication codes (HMAC).
///
/// A code proves that its maker had the use of the key. Unlike a signature it can be checked only
/// by those who have the use of the key too.
#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  $ strongroom mac generate --key alias/mac message.txt")]
pub(crate) enum Mac {
    Generate(Generate),
    Verify(Verify),
}

/// Make the code of a message.
///
/// Takes 1 to 4096 bytes and prints the code, whole: 32, 48 or 64 bytes.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom mac generate --key alias/mac -o message.mac message.txt")]
pub(crate) struct Generate {
    #[command(flatten)]
    key: KeyOption,
    #[command(flatten)]
    algorithm: AlgorithmOption,
    #[command(flatten)]
    output: EncodedOutput,
    #[command(flatten)]
    input: InputFile,
}

/// Verify the code of a message.
///
/// Says whether the code is the one of this message with this key: exit code 0 if it is, 5 if it is
/// not.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom mac generate --key alias/mac -o message.mac message.txt
  $ strongroom mac verify --key alias/mac --mac message.mac message.txt")]
pub(crate) struct Verify {
    #[command(flatten)]
    key: KeyOption,
    #[command(flatten)]
    algorithm: AlgorithmOption,
    /// The file with the code; - is standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    mac: PathBuf,
    /// How the code is written
    #[arg(long, default_value = "auto")]
    encoding: Encoding,
    #[command(flatten)]
    input: InputFile,
}

#[derive(clap::Args)]
struct AlgorithmOption {
    /// The algorithm; not needed, since the key has only one
    #[arg(long, value_parser = one_of(MacAlgorithm::ALL, MacAlgorithm::as_str))]
    algorithm: Option<MacAlgorithm>,
}

impl AlgorithmOption {
    async fn algorithm(&self, session: &Session, key: &KeyRef<'_>) -> Result<MacAlgorithm> {
        session
            .algorithm(key, self.algorithm, "MACs", |algorithm| match algorithm {
                Algorithm::Mac(algorithm) => Some(algorithm),
                _ => None,
            })
            .await
    }
}

impl Mac {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::Generate(command) => command.run(session).await,
            Self::Verify(command) => command.run(session).await,
        }
    }
}

impl Generate {
    async fn run(self, session: &Session) -> Result<()> {
        let key = self.key.key;
        let message = read_message(session, &self.input)?;
        let algorithm = self.algorithm.algorithm(session, &key).await?;
        let mac = session.store.generate_mac(&key, algorithm, &message[..]).await?;
        session.output.deliver(
            &[("key", mac.key.as_str()), ("algorithm", mac.algorithm.as_str())],
            &[Payload {
                name: "mac",
                bytes: &mac.bytes,
                form: Form::raw_or_base64(self.output.raw),
                secret: false,
                file: self.output.output.as_deref(),
            }],
        )
    }
}

impl Verify {
    async fn run(self, session: &Session) -> Result<()> {
        let key = self.key.key;
        let limits = &session.store.capabilities().limits;
        let mac = read_beside(
            &self.input,
            &self.mac,
            self.encoding,
            &Limit::tag("MAC", limits.ciphertext_bytes),
        )?;
        let message = read_message(session, &self.input)?;
        let algorithm = self.algorithm.algorithm(session, &key).await?;
        session.store.verify_mac(&key, algorithm, &message[..], &mac).await?;
        session.output.report(
            &format!("the MAC verifies ({algorithm} with {key})"),
            &json!({"key": key.as_str(), "algorithm": algorithm, "verified": true}),
        )
    }
}

fn read_message(session: &Session, input: &InputFile) -> Result<Zeroizing<Vec<u8>>> {
    input.read(&Limit {
        what: "message",
        bytes: session.store.capabilities().limits.message_bytes,
        way_out: "make the code of a digest of a longer message: \
                  `openssl dgst -sha256 -binary FILE` prints one",
    })
}
