//! The command line as a whole, and the options that commands share.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueHint};
use strongroom::{EncryptionContext, Error, KeyRef};

use crate::failure::Result;
use crate::output::Output;
use crate::session::Session;
use crate::{
    completions, conformance, data_key, decrypt, encrypt, key, mac, random, re_encrypt, sign,
    stores,
};

/// Encrypt, sign and manage keys with any key store.
///
/// A key store holds keys that never leave it and uses them on request: a directory of this
/// machine, the memory of this process, a key service. Every command works with every store; the
/// URL says which, and `strongroom stores` lists the kinds.
#[derive(Parser)]
#[command(
    name = "strongroom",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    after_help = AFTER_HELP
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  $ strongroom key create --alias alias/first
  $ printf 'postgres://...' | strongroom encrypt --key alias/first -c tenant=42 -o db.sealed
  $ strongroom decrypt --key alias/first -c tenant=42 db.sealed

Exit codes:
  0  done; a signature or MAC verified
  1  failed otherwise: an unreadable file, a damaged store, a store that does not conform
  2  the command line, the input or the store URL is wrong
  3  there is no such key or alias
  4  the store refused: unsupported, wrong key usage, disabled, wrong state, name taken, quota
  5  a ciphertext did not open, or a signature or MAC does not verify
  6  access denied, or credentials are missing or wrong
  7  the store is unavailable, timed out or throttled: try again later

With --json an error is one JSON object on standard error, with the members kind, operation, code,
message, hint, retry (never, safe or if-idempotent) and request_id.";

/// Options of every command.
#[derive(clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// The key store [default: file:// and strongroom/keys in the user's data directory]
    #[arg(
        long,
        value_name = "URL",
        env = "STRONGROOM_STORE",
        hide_env_values = true,
        global = true,
        value_hint = ValueHint::Url
    )]
    pub(crate) store: Option<String>,
    /// Print JSON, for programs; bytes are base64 in it
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
enum Command {
    #[command(subcommand)]
    Key(key::Key),
    Encrypt(encrypt::Encrypt),
    Decrypt(decrypt::Decrypt),
    ReEncrypt(re_encrypt::ReEncrypt),
    Sign(sign::Sign),
    Verify(sign::Verify),
    #[command(subcommand)]
    Mac(mac::Mac),
    DataKey(data_key::DataKey),
    Random(random::Random),
    Conformance(conformance::Conformance),
    Stores(stores::Stores),
    Completions(completions::Completions),
}

impl Args {
    /// Carries the command out.
    pub(crate) async fn run(self, output: Output) -> Result<()> {
        let session = || Session::open(self.global.store.as_deref(), output);
        match self.command {
            Command::Key(command) => command.run(&session().await?).await,
            Command::Encrypt(command) => command.run(&session().await?).await,
            Command::Decrypt(command) => command.run(&session().await?).await,
            Command::ReEncrypt(command) => command.run(&session().await?).await,
            Command::Sign(command) => command.run(&session().await?).await,
            Command::Verify(command) => command.run(&session().await?).await,
            Command::Mac(command) => command.run(&session().await?).await,
            Command::DataKey(command) => command.run(&session().await?).await,
            Command::Random(command) => command.run(&session().await?).await,
            Command::Conformance(command) => {
                command.run(self.global.store.as_deref(), output).await
            }
            Command::Stores(command) => command.run(output),
            Command::Completions(command) => command.run(output),
        }
    }
}

/// The key of a cryptographic command.
#[derive(clap::Args)]
pub(crate) struct KeyOption {
    /// The key: an alias, id or ARN
    #[arg(long, value_name = "KEY", value_parser = key_ref)]
    pub(crate) key: KeyRef<'static>,
}

/// The encryption context of a command.
#[derive(clap::Args)]
pub(crate) struct ContextOption {
    /// A pair that is bound to the ciphertext; repeat for more
    ///
    /// The ciphertext opens only with the same pairs. They are not secret: services log them.
    #[arg(short = 'c', long, value_name = "NAME=VALUE", value_parser = pair)]
    context: Vec<(String, String)>,
}

impl ContextOption {
    /// The context; names that are given twice are refused.
    pub(crate) fn context(self) -> Result<EncryptionContext> {
        Ok(EncryptionContext::from_pairs(self.context)?)
    }
}

/// How a command writes bytes that are not secret.
#[derive(clap::Args)]
pub(crate) struct EncodedOutput {
    /// Write the bytes as they are, not base64
    #[arg(long)]
    pub(crate) raw: bool,
    /// Write to this file, whole or not at all
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

/// Parses the name of a key.
pub(crate) fn key_ref(text: &str) -> Result<KeyRef<'static>, Error> {
    KeyRef::parse(text.to_owned())
}

/// Parses a pair of an encryption context.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("a pair of the encryption context is written NAME=VALUE".to_owned()),
    }
}

/// Parses one of these values, by its name.
pub(crate) fn one_of<T>(
    values: &[T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + std::str::FromStr<Err = Error> + Send + Sync + 'static,
{
    PossibleValuesParser::new(values.iter().map(|value| name(*value)))
        .try_map(|name| name.parse::<T>())
}
