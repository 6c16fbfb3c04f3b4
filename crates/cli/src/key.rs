//! `key`: what is done to keys, rather than with them.

mod alias;

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};
use serde_json::{Value, json};
use strongroom::{KeyMetadata, KeyRef, KeySpec, KeyUsage};

use self::alias::Alias;
use crate::args::{key_ref, one_of};
use crate::failure::{Failure, Result, invalid_input};
use crate::output::{Form, Payload, rfc3339, table};
use crate::session::Session;

/// Create, list, name, switch, rotate and delete keys.
///
/// A key is named by its ARN, its id, or an alias such as alias/app. Commands that change a key
/// look an alias up first and print the ARN that they acted on.
#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  $ strongroom key create --alias alias/first
  $ strongroom key list --long")]
pub(crate) enum Key {
    Create(Create),
    List(List),
    Describe(Describe),
    #[command(subcommand)]
    Alias(Alias),
    Enable(Enable),
    Disable(Disable),
    Rotate(Rotate),
    Delete(Delete),
    CancelDeletion(CancelDeletion),
    PublicKey(PublicKey),
}

/// The key that a command is about.
#[derive(clap::Args)]
struct KeyArgument {
    /// The key: an alias, id or ARN
    #[arg(value_name = "KEY", value_parser = key_ref)]
    key: KeyRef<'static>,
}

/// Create a key and print its ARN.
///
/// The key is symmetric, for encryption and data keys, unless --spec says otherwise. A key has one
/// spec and one usage for ever.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key create --alias alias/first --description 'secrets of the first app'
  $ strongroom key create --alias alias/release --spec ECC_NIST_P256")]
pub(crate) struct Create {
    /// Name the key too
    #[arg(long, value_name = "alias/NAME")]
    alias: Option<String>,
    /// The kind of key material
    #[arg(
        long,
        default_value = "SYMMETRIC_DEFAULT",
        value_parser = one_of(KeySpec::ALL, KeySpec::as_str)
    )]
    spec: KeySpec,
    /// What the key is for; an RSA key needs it, the others have one usage
    #[arg(long, value_parser = one_of(KeyUsage::ALL, KeyUsage::as_str))]
    usage: Option<KeyUsage>,
    /// Words for those who find the key later
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    description: String,
}

/// List the keys of the store with their aliases.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key list
  $ strongroom key list --long")]
pub(crate) struct List {
    /// Show spec, usage and state too, which asks the store about each key
    #[arg(short, long)]
    long: bool,
}

/// Show what the store tells of a key, in any state.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key describe alias/app")]
pub(crate) struct Describe {
    #[command(flatten)]
    key: KeyArgument,
}

/// Let a disabled key be used again.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key enable alias/app")]
pub(crate) struct Enable {
    #[command(flatten)]
    key: KeyArgument,
}

/// Stop a key from being used.
///
/// What it encrypted opens again after `strongroom key enable`. Disable a key that you want to
/// delete, and delete it when nothing has missed it.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key disable alias/app")]
pub(crate) struct Disable {
    #[command(flatten)]
    key: KeyArgument,
}

/// Give a symmetric key new material now.
///
/// Old ciphertexts still open; new ones are made with the new material. A key can be rotated 25
/// times.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key rotate alias/app")]
pub(crate) struct Rotate {
    #[command(flatten)]
    key: KeyArgument,
}

/// Schedule a key for deletion.
///
/// The key cannot be used from now on. After the waiting period it is gone for ever, and with it
/// all that was encrypted under it. Until then `strongroom key cancel-deletion` calls it off.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key delete alias/app --days 7 --yes")]
pub(crate) struct Delete {
    #[command(flatten)]
    key: KeyArgument,
    /// The waiting period: 7 to 30 days
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    days: u32,
    /// Do it; without this nothing is done
    #[arg(long)]
    yes: bool,
}

/// Call off a scheduled deletion.
///
/// The key is disabled afterwards, until `strongroom key enable`.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key delete alias/app --yes
  $ strongroom key cancel-deletion alias/app")]
pub(crate) struct CancelDeletion {
    #[command(flatten)]
    key: KeyArgument,
}

/// Print the public half of an asymmetric key, in PEM.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key public-key alias/signer -o signer.pem
  $ strongroom key public-key alias/signer | openssl pkey -pubin -text -noout")]
pub(crate) struct PublicKey {
    #[command(flatten)]
    key: KeyArgument,
    /// Write the DER as it is, not PEM
    #[arg(long)]
    raw: bool,
    /// Write to this file, whole or not at all
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

impl Key {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::Create(command) => command.run(session).await,
            Self::List(command) => command.run(session).await,
            Self::Describe(command) => command.run(session).await,
            Self::Alias(command) => command.run(session).await,
            Self::Enable(command) => command.run(session).await,
            Self::Disable(command) => command.run(session).await,
            Self::Rotate(command) => command.run(session).await,
            Self::Delete(command) => command.run(session).await,
            Self::CancelDeletion(command) => command.run(session).await,
            Self::PublicKey(command) => command.run(session).await,
        }
    }
}

impl Create {
    async fn run(self, session: &Session) -> Result<()> {
        let usage = self.usage()?;
        let mut call =
            session.store.create_key().spec(self.spec, usage).description(self.description);
        if let Some(alias) = &self.alias {
            call = call.alias(alias);
        }
        let key = call.await?;
        session.output.report(key.arn.as_str(), &metadata(&key))
    }

    fn usage(&self) -> Result<KeyUsage> {
        match (self.usage, self.spec.usages()) {
            (Some(usage), _) | (None, &[usage]) => Ok(usage),
            (None, usages) => {
                let names: Vec<_> = usages.iter().map(|usage| usage.as_str()).collect();
                Err(invalid_input(
                    format!("{} keys have more than one usage", self.spec),
                    format!("choose with --usage: {}", names.join(", ")),
                ))
            }
        }
    }
}

impl List {
    async fn run(self, session: &Session) -> Result<()> {
        let keys = session.store.list_keys().await?;
        let aliases = session.store.list_aliases().await?;
        let (mut rows, mut long_rows, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for key in &keys {
            let names: Vec<_> = aliases
                .iter()
                .filter(|alias| alias.target.as_ref() == Some(key))
                .map(|alias| alias.name.as_str())
                .collect();
            let (arn, joined) = (key.to_string(), names.join(" "));
            if self.long {
                let key = session.store.describe_key(key).await?;
                let [spec, usage, state] =
                    [key.spec.as_str(), key.usage.as_str(), key.state.as_str()].map(str::to_owned);
                long_rows.push([arn, spec, usage, state, joined]);
                let mut value = metadata(&key);
                value["aliases"] = json!(names);
                values.push(value);
            } else {
                values.push(json!({"arn": arn, "aliases": names}));
                rows.push([arn, joined]);
            }
        }
        let text = match (keys.is_empty(), self.long) {
            (true, _) => String::new(),
            (false, true) => table(["ARN", "SPEC", "USAGE", "STATE", "ALIASES"], &long_rows),
            (false, false) => table(["ARN", "ALIASES"], &rows),
        };
        session.output.report(&text, &json!({"keys": values}))
    }
}

impl Describe {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.store.describe_key(&self.key.key).await?;
        session.output.report(&description(&key), &metadata(&key))
    }
}

impl Enable {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.resolve(&self.key.key).await?;
        session.store.enable_key(&key).await?;
        session.output.report(&format!("enabled {key}"), &json!({"key": key}))
    }
}

impl Disable {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.resolve(&self.key.key).await?;
        session.store.disable_key(&key).await?;
        session.output.report(&format!("disabled {key}"), &json!({"key": key}))
    }
}

impl Rotate {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.resolve(&self.key.key).await?;
        session.store.rotate_key_on_demand(&key).await?;
        session.output.report(&format!("rotated {key}"), &json!({"key": key}))
    }
}

impl Delete {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.resolve(&self.key.key).await?;
        if !self.yes {
            return Err(unconfirmed(&key, self.days));
        }
        let scheduled = session.store.schedule_key_deletion(&key, self.days).await?;
        let time = rfc3339(scheduled.deletion);
        session.output.report(
            &format!(
                "{key} will be deleted at {time}\n\
                 until then `strongroom key cancel-deletion {key}` calls it off"
            ),
            &json!({"key": key, "deletion": time}),
        )
    }
}

impl CancelDeletion {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.resolve(&self.key.key).await?;
        session.store.cancel_key_deletion(&key).await?;
        session.output.report(
            &format!(
                "{key} will not be deleted\n\
                 it is disabled until `strongroom key enable {key}`"
            ),
            &json!({"key": key}),
        )
    }
}

impl PublicKey {
    async fn run(self, session: &Session) -> Result<()> {
        let public_key = session.store.public_key(&self.key.key).await?;
        let key = &public_key.metadata;
        session.output.deliver(
            &[
                ("key", key.arn.as_str()),
                ("spec", key.spec.as_str()),
                ("usage", key.usage.as_str()),
            ],
            &[Payload {
                name: "public_key",
                bytes: &public_key.der,
                form: if self.raw { Form::Raw } else { Form::Pem },
                secret: false,
                file: self.output.as_deref(),
            }],
        )
    }
}

fn unconfirmed(key: &strongroom::KeyArn, days: u32) -> Failure {
    invalid_input(
        format!("{key} was not deleted: all that is encrypted under it would be lost"),
        format!("to delete it, say so: strongroom key delete {key} --days {days} --yes"),
    )
}

/// What the store tells of a key, as JSON.
fn metadata(key: &KeyMetadata) -> Value {
    json!({
        "arn": key.arn,
        "spec": key.spec,
        "usage": key.usage,
        "state": key.state,
        "algorithms": key.algorithms(),
        "description": key.description,
        "origin": key.origin,
        "manager": key.manager,
        "created": rfc3339(key.created),
        "deletion": key.deletion.map(rfc3339),
        "current_material": key.current_material,
    })
}

/// The same, a line each, without what the key does not have.
fn description(key: &KeyMetadata) -> String {
    let algorithms: Vec<_> = key.algorithms().iter().map(|algorithm| algorithm.as_str()).collect();
    let lines = [
        ("arn", key.arn.to_string()),
        ("description", key.description.clone()),
        ("spec", key.spec.to_string()),
        ("usage", key.usage.to_string()),
        ("algorithms", algorithms.join(" ")),
        ("state", key.state.to_string()),
        ("created", rfc3339(key.created)),
        ("deletion", key.deletion.map(rfc3339).unwrap_or_default()),
        ("current material", key.current_material.clone().unwrap_or_default()),
        ("origin", key.origin.to_string()),
        ("manager", key.manager.to_string()),
    ];
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let lines = lines.map(|(name, value)| format!("{:17} {value}", format!("{name}:")));
    lines.collect::<Vec<_>>().join("\n")
}
