//! `encrypt`.

use strongroom::EncryptionAlgorithm;

use crate::args::{ContextOption, EncodedOutput, KeyOption, one_of};
use crate::failure::Result;
use crate::input::{InputFile, Limit};
use crate::output::{Form, Payload};
use crate::session::Session;

/// Encrypt a small secret.
///
/// Encrypts up to 4096 bytes (less under an RSA key) and prints the ciphertext, which names its
/// key and opens only with the same context. The input is taken byte by byte: printf adds no line
/// break where echo does. Larger data is encrypted under a data key: see `strongroom data-key`.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom encrypt --key alias/app -c tenant=42 secret.txt
  $ printf 'postgres://...' | strongroom encrypt --key alias/app -o db.sealed")]
pub(crate) struct Encrypt {
    #[command(flatten)]
    key: KeyOption,
    #[command(flatten)]
    context: ContextOption,
    /// The algorithm; an RSA key needs one
    #[arg(
        long,
        default_value = "SYMMETRIC_DEFAULT",
        value_parser = one_of(EncryptionAlgorithm::ALL, EncryptionAlgorithm::as_str)
    )]
    algorithm: EncryptionAlgorithm,
    #[command(flatten)]
    output: EncodedOutput,
    #[command(flatten)]
    input: InputFile,
}

impl Encrypt {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        let (key, context) = (self.key.key, self.context.context()?);
        let plaintext = self.input.read(&Limit {
            what: "plaintext",
            bytes: session.store.capabilities().limits.plaintext_bytes,
            way_out: &format!(
                "encrypt larger data under a data key, which \
                 `strongroom data-key --key {key}` makes (envelope encryption)"
            ),
        })?;
        let encrypted = session
            .store
            .encrypt(&key, &plaintext[..])
            .whole_context(context)
            .algorithm(self.algorithm)
            .await?;
        session.output.deliver(
            &[("key", encrypted.key.as_str()), ("algorithm", encrypted.algorithm.as_str())],
            &[Payload {
                name: "ciphertext",
                bytes: &encrypted.ciphertext,
                form: Form::raw_or_base64(self.output.raw),
                secret: false,
                file: self.output.output.as_deref(),
            }],
        )
    }
}
