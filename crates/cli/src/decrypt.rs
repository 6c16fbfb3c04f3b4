//! `decrypt`.

use std::path::PathBuf;

use clap::ValueHint;
use strongroom::{EncryptionAlgorithm, KeyRef};

use crate::args::{ContextOption, key_ref, one_of};
use crate::failure::Result;
use crate::input::{Encoding, InputFile, Limit};
use crate::output::{Form, Payload};
use crate::session::Session;

/// Open a ciphertext and write the plaintext.
///
/// Opens what `strongroom encrypt` or `strongroom data-key` made, with the named key and no other.
/// Without -o the plaintext goes to standard output, byte by byte; with -o the file is readable by
/// its owner only. Whatever is wrong with key, context or ciphertext, the answer is the same: exit
/// code 5.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom decrypt --key alias/app -c tenant=42 secret.sealed
  $ strongroom decrypt --discover -c tenant=42 -o secret.opened < secret.sealed")]
pub(crate) struct Decrypt {
    #[command(flatten)]
    key: OpeningKey,
    #[command(flatten)]
    context: ContextOption,
    /// The algorithm; an RSA key needs one
    #[arg(
        long,
        default_value = "SYMMETRIC_DEFAULT",
        value_parser = one_of(EncryptionAlgorithm::ALL, EncryptionAlgorithm::as_str)
    )]
    algorithm: EncryptionAlgorithm,
    /// How the ciphertext is written
    ///
    /// A raw ciphertext is never taken for base64, because it has bytes that are not text; a
    /// symmetric one begins with such a byte.
    #[arg(long, default_value = "auto")]
    encoding: Encoding,
    /// Write to this file, whole or not at all, readable by its owner only
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    #[command(flatten)]
    input: InputFile,
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct OpeningKey {
    /// The key: an alias, id or ARN
    #[arg(long, value_name = "KEY", value_parser = key_ref)]
    key: Option<KeyRef<'static>>,
    /// Open with whichever key the ciphertext names
    ///
    /// Only symmetric ciphertexts name their key. Who chooses the ciphertext chooses the key, so
    /// prefer --key for input that others can write.
    #[arg(long)]
    discover: bool,
}

impl Decrypt {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        let context = self.context.context()?;
        let limits = &session.store.capabilities().limits;
        let ciphertext =
            self.input.read_encoded(self.encoding, &Limit::ciphertext(limits.ciphertext_bytes))?;
        let call = match &self.key.key {
            Some(key) => session.store.decrypt(key, &ciphertext),
            None => session.store.decrypt_discovering(&ciphertext),
        };
        let decrypted = call.whole_context(context).algorithm(self.algorithm).await?;
        session.output.deliver(
            &[("key", decrypted.key.as_str()), ("algorithm", decrypted.algorithm.as_str())],
            &[Payload {
                name: "plaintext",
                bytes: decrypted.expose(),
                form: Form::Raw,
                secret: true,
                file: self.output.as_deref(),
            }],
        )
    }
}
