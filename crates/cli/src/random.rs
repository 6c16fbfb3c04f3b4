//! `random`.

use std::path::PathBuf;

use clap::ValueHint;

use crate::failure::Result;
use crate::output::{Form, Payload};
use crate::session::Session;

/// Print random bytes of the store.
///
/// The bytes come from the random number generator of the store, such as that of an HSM, and are
/// fit for keys and tokens.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom random
  $ strongroom random 16 --raw -o token.bin")]
pub(crate) struct Random {
    /// How many: 1 to 1024
    #[arg(value_name = "BYTES", default_value_t = 32)]
    bytes: usize,
    /// Write the bytes as they are, not base64
    #[arg(long)]
    raw: bool,
    /// Write to this file, whole or not at all, readable by its owner only
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

impl Random {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        let random = session.store.generate_random(self.bytes).await?;
        session.output.deliver(
            &[],
            &[Payload {
                name: "random",
                bytes: random.expose(),
                form: Form::raw_or_base64(self.raw),
                secret: true,
                file: self.output.as_deref(),
            }],
        )
    }
}
