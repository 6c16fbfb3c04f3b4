//! `data-key`.

use std::path::PathBuf;

use clap::ValueHint;
use strongroom::request::DataKeyLength;

use crate::args::{ContextOption, EncodedOutput, KeyOption};
use crate::failure::{Result, invalid_input};
use crate::output::{Form, Payload};
use crate::session::Session;

/// Make a data key, in the clear and encrypted.
///
/// This is how data of any size is encrypted under a key that never leaves its store: encrypt the
/// data with the data key in your own program, keep the encrypted data key beside it, and forget
/// the one in the clear. `strongroom decrypt` opens the encrypted data key again.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom data-key --key alias/app -c file=backup.tar --plaintext-output data.key \\
      -o data.key.sealed
  $ strongroom data-key --key alias/app --without-plaintext")]
pub(crate) struct DataKey {
    #[command(flatten)]
    key: KeyOption,
    #[command(flatten)]
    context: ContextOption,
    /// How long the data key is: 1 to 1024 bytes
    #[arg(long, value_name = "N", default_value_t = 32)]
    bytes: usize,
    /// Write the data key in the clear to this file, readable by its owner only
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    plaintext_output: Option<PathBuf>,
    /// Only the encrypted data key
    #[arg(long, conflicts_with = "plaintext_output")]
    without_plaintext: bool,
    #[command(flatten)]
    output: EncodedOutput,
}

impl DataKey {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        let printed = !self.without_plaintext && self.plaintext_output.is_none();
        if self.output.raw && printed && !session.output.is_json() {
            return Err(invalid_input(
                "--raw cannot print two keys, since nothing would tell where one ends",
                "add --plaintext-output FILE or --without-plaintext",
            ));
        }
        let context = self.context.context()?;
        let mut call =
            session.store.generate_data_key(&self.key.key).length(DataKeyLength::Bytes(self.bytes));
        for (name, value) in context.iter() {
            call = call.context(name, value);
        }
        if self.without_plaintext {
            call = call.without_plaintext();
        }
        let data_key = call.await?;
        let form = Form::raw_or_base64(self.output.raw);
        let ciphertext = Payload {
            name: "ciphertext",
            bytes: &data_key.ciphertext,
            form,
            secret: false,
            file: self.output.output.as_deref(),
        };
        let plaintext = data_key.plaintext.as_ref().map(|plaintext| Payload {
            name: "plaintext",
            bytes: plaintext.expose(),
            form,
            secret: true,
            file: self.plaintext_output.as_deref(),
        });
        let payloads: Vec<_> = [ciphertext].into_iter().chain(plaintext).collect();
        session.output.deliver(&[("key", data_key.key.as_str())], &payloads)
    }
}
