//! `re-encrypt`.

use strongroom::{EncryptionAlgorithm, EncryptionContext, KeyRef};

use crate::args::{EncodedOutput, key_ref, one_of, pair};
use crate::failure::Result;
use crate::input::{Encoding, InputFile, Limit};
use crate::output::{Form, Payload};
use crate::session::Session;

/// Encrypt a ciphertext anew, without showing the plaintext.
///
/// Opens the ciphertext with one key and encrypts it under another, or under the same with another
/// context or newer key material. It happens inside the store: the plaintext never leaves it.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom re-encrypt --source-key alias/app --destination-key alias/next -c tenant=42 \\
      secret.sealed
  $ strongroom re-encrypt --source-key alias/app --destination-key alias/app \\
      --source-context tenant=42 --destination-context tenant=43 -o moved.sealed secret.sealed")]
pub(crate) struct ReEncrypt {
    /// The key that opens: an alias, id or ARN
    #[arg(long, value_name = "KEY", value_parser = key_ref)]
    source_key: KeyRef<'static>,
    /// The key that encrypts: an alias, id or ARN
    #[arg(long, value_name = "KEY", value_parser = key_ref)]
    destination_key: KeyRef<'static>,
    /// A pair of the context on both sides; repeat for more
    #[arg(short = 'c', long, value_name = "NAME=VALUE", value_parser = pair)]
    context: Vec<(String, String)>,
    /// A pair that the old ciphertext is bound to, and the new is not
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    source_context: Vec<(String, String)>,
    /// A pair to bind the new ciphertext to
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    destination_context: Vec<(String, String)>,
    /// The algorithm that opens; an RSA key needs one
    #[arg(
        long,
        value_name = "ALGORITHM",
        default_value = "SYMMETRIC_DEFAULT",
        value_parser = one_of(EncryptionAlgorithm::ALL, EncryptionAlgorithm::as_str)
    )]
    source_algorithm: EncryptionAlgorithm,
    /// The algorithm that encrypts; an RSA key needs one
    #[arg(
        long,
        value_name = "ALGORITHM",
        default_value = "SYMMETRIC_DEFAULT",
        value_parser = one_of(EncryptionAlgorithm::ALL, EncryptionAlgorithm::as_str)
    )]
    destination_algorithm: EncryptionAlgorithm,
    /// How the old ciphertext is written
    #[arg(long, default_value = "auto")]
    encoding: Encoding,
    #[command(flatten)]
    output: EncodedOutput,
    #[command(flatten)]
    input: InputFile,
}

impl ReEncrypt {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        let context =
            |side: Vec<_>| EncryptionContext::from_pairs([self.context.clone(), side].concat());
        let source_context = context(self.source_context)?;
        let destination_context = context(self.destination_context)?;
        let limits = &session.store.capabilities().limits;
        let ciphertext =
            self.input.read_encoded(self.encoding, &Limit::ciphertext(limits.ciphertext_bytes))?;
        let mut call = session
            .store
            .re_encrypt(&self.source_key, &ciphertext, &self.destination_key)
            .source_algorithm(self.source_algorithm)
            .destination_algorithm(self.destination_algorithm);
        for (name, value) in source_context.iter() {
            call = call.source_context(name, value);
        }
        for (name, value) in destination_context.iter() {
            call = call.destination_context(name, value);
        }
        let encrypted = call.await?;
        session.output.deliver(
            &[
                ("source_key", encrypted.source_key.as_str()),
                ("destination_key", encrypted.destination_key.as_str()),
                ("source_algorithm", encrypted.source_algorithm.as_str()),
                ("destination_algorithm", encrypted.destination_algorithm.as_str()),
            ],
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
