//! `sign` and `verify`.

use std::path::PathBuf;

use clap::ValueHint;
use serde_json::json;
use strongroom::{Algorithm, KeyRef, SigningAlgorithm};
use zeroize::Zeroizing;

use crate::args::{EncodedOutput, KeyOption, one_of};
use crate::failure::Result;
use crate::input::{Encoding, InputFile, Limit, read_beside};
use crate::output::{Form, Payload};
use crate::session::Session;

/// Sign a message.
///
/// Signs up to 4096 bytes, or with --digest the hash of a message of any size, and prints the
/// signature: DER for ECDSA, as long as the modulus for RSA. Anyone verifies it with the public
/// key, which `strongroom key public-key` prints.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom sign --key alias/signer -o message.sig message.txt
  $ openssl dgst -sha256 -binary message.txt | strongroom sign --key alias/signer --digest")]
pub(crate) struct Sign {
    #[command(flatten)]
    key: KeyOption,
    #[command(flatten)]
    message: MessageOptions,
    #[command(flatten)]
    output: EncodedOutput,
    #[command(flatten)]
    input: InputFile,
}

/// Verify a signature.
///
/// Says whether the signature is one of this message with this key: exit code 0 if it is, 5 if it
/// is not.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom sign --key alias/signer -o message.sig message.txt
  $ strongroom verify --key alias/signer --signature message.sig message.txt")]
pub(crate) struct Verify {
    #[command(flatten)]
    key: KeyOption,
    #[command(flatten)]
    message: MessageOptions,
    /// The file with the signature; - is standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    signature: PathBuf,
    /// How the signature is written
    #[arg(long, default_value = "auto")]
    encoding: Encoding,
    #[command(flatten)]
    input: InputFile,
}

#[derive(clap::Args)]
struct MessageOptions {
    /// The algorithm; not needed where the key has only one
    #[arg(long, value_parser = one_of(SigningAlgorithm::ALL, SigningAlgorithm::as_str))]
    algorithm: Option<SigningAlgorithm>,
    /// The input is the digest of the message: the raw output of the algorithm's hash
    #[arg(long)]
    digest: bool,
}

impl MessageOptions {
    async fn algorithm(&self, session: &Session, key: &KeyRef<'_>) -> Result<SigningAlgorithm> {
        session
            .algorithm(key, self.algorithm, "signatures", |algorithm| match algorithm {
                Algorithm::Signing(algorithm) => Some(algorithm),
                _ => None,
            })
            .await
    }
}

impl Sign {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        let key = self.key.key;
        let algorithm = self.message.algorithm(session, &key).await?;
        let message = read_message(session, algorithm, &self.input)?;
        let call = session.store.sign(&key, algorithm, &message[..]);
        let signature = if self.message.digest { call.digest().await? } else { call.await? };
        session.output.deliver(
            &[("key", signature.key.as_str()), ("algorithm", signature.algorithm.as_str())],
            &[Payload {
                name: "signature",
                bytes: &signature.bytes,
                form: Form::raw_or_base64(self.output.raw),
                secret: false,
                file: self.output.output.as_deref(),
            }],
        )
    }
}

impl Verify {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        let key = self.key.key;
        let limits = &session.store.capabilities().limits;
        let signature = read_beside(
            &self.input,
            &self.signature,
            self.encoding,
            &Limit::tag("signature", limits.ciphertext_bytes),
        )?;
        let algorithm = self.message.algorithm(session, &key).await?;
        let message = read_message(session, algorithm, &self.input)?;
        let call = session.store.verify(&key, algorithm, &message[..], &signature);
        let call = if self.message.digest { call.digest() } else { call };
        call.await?;
        session.output.report(
            &format!("the signature verifies ({algorithm} with {key})"),
            &json!({"key": key.as_str(), "algorithm": algorithm, "verified": true}),
        )
    }
}

fn read_message(
    session: &Session,
    algorithm: SigningAlgorithm,
    input: &InputFile,
) -> Result<Zeroizing<Vec<u8>>> {
    let bits = algorithm.digest_len() * 8;
    input.read(&Limit {
        what: "message",
        bytes: session.store.capabilities().limits.message_bytes,
        way_out: &format!(
            "give the digest of a longer message, with --digest: \
             `openssl dgst -sha{bits} -binary FILE` prints it"
        ),
    })
}
