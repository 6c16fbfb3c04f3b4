//! `key alias`: friendly names of keys.

use clap::Subcommand;
use serde_json::json;
use strongroom::{KeyArn, KeyRef, response};

use crate::args::key_ref;
use crate::failure::Result;
use crate::output::table;
use crate::session::Session;

/// Name keys.
///
/// An alias stands for a key in the cryptographic commands, so that a program can move to another
/// key without a change. Names begin with alias/.
#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  $ strongroom key alias create alias/backup alias/app
  $ strongroom key alias list")]
pub(crate) enum Alias {
    Create(Create),
    Update(Update),
    Delete(Delete),
    List(List),
}

/// Give a key a new name.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key alias create alias/backup alias/app")]
pub(crate) struct Create {
    #[command(flatten)]
    names: Names,
}

/// Point a name to another key, of the same type and usage.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key alias update alias/app alias/next")]
pub(crate) struct Update {
    #[command(flatten)]
    names: Names,
}

#[derive(clap::Args)]
struct Names {
    /// The name
    #[arg(value_name = "alias/NAME")]
    alias: String,
    /// The key: an id, an ARN, or an alias that it has already
    #[arg(value_name = "KEY", value_parser = key_ref)]
    key: KeyRef<'static>,
}

/// Remove a name; its key stays.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key alias delete alias/app")]
pub(crate) struct Delete {
    /// The name
    #[arg(value_name = "alias/NAME")]
    alias: String,
}

/// List names and their keys.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom key alias list
  $ strongroom key alias list --key alias/app")]
pub(crate) struct List {
    /// Only those of this key: an alias, id or ARN
    #[arg(long, value_name = "KEY", value_parser = key_ref)]
    key: Option<KeyRef<'static>>,
}

impl Alias {
    pub(crate) async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::Create(command) => command.run(session).await,
            Self::Update(command) => command.run(session).await,
            Self::Delete(command) => command.run(session).await,
            Self::List(command) => command.run(session).await,
        }
    }
}

impl Create {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.resolve(&self.names.key).await?;
        session.store.create_alias(&self.names.alias, &key).await?;
        self.names.report(session, key.as_str())
    }
}

impl Update {
    async fn run(self, session: &Session) -> Result<()> {
        let key = session.resolve(&self.names.key).await?;
        session.store.update_alias(&self.names.alias, &key).await?;
        self.names.report(session, key.as_str())
    }
}

impl Names {
    fn report(&self, session: &Session, key: &str) -> Result<()> {
        session.output.report(
            &format!("{} names {key}", self.alias),
            &json!({"alias": self.alias, "key": key}),
        )
    }
}

impl Delete {
    async fn run(self, session: &Session) -> Result<()> {
        session.store.delete_alias(&self.alias).await?;
        session.output.report(&format!("{} is removed", self.alias), &json!({"alias": self.alias}))
    }
}

impl List {
    async fn run(self, session: &Session) -> Result<()> {
        let mut aliases = session.store.list_aliases().await?;
        if let Some(key) = &self.key {
            let key = session.resolve(key).await?;
            aliases.retain(|alias| alias.target.as_ref() == Some(&key));
        }
        let key = |alias: &response::Alias| alias.target.as_ref().map(KeyArn::to_string);
        let rows: Vec<_> = aliases
            .iter()
            .map(|alias| [alias.name.to_string(), key(alias).unwrap_or_default()])
            .collect();
        let values: Vec<_> = aliases
            .iter()
            .map(|alias| json!({"alias": alias.name.as_str(), "key": alias.target}))
            .collect();
        let text = if rows.is_empty() { String::new() } else { table(["ALIAS", "KEY"], &rows) };
        session.output.report(&text, &json!({"aliases": values}))
    }
}
