//! The store that a command works with, and questions to it that commands share.

use std::fmt::Write as _;
use std::path::PathBuf;

use strongroom::{Algorithm, Error, ErrorKind, KeyArn, KeyRef, KeyRefForm, Registry, Store};

use crate::failure::{Result, invalid_input};
use crate::output::Output;

/// An open store and the place for results.
pub(crate) struct Session {
    pub(crate) store: Store,
    pub(crate) output: Output,
}

impl Session {
    /// Opens the store at `url`, or the default store.
    pub(crate) async fn open(url: Option<&str>, output: Output) -> Result<Self> {
        let store = match url {
            Some(url) => Registry::new().open(url).await?,
            None => Registry::new().open(&default_url()?).await?,
        };
        Ok(Self { store, output })
    }

    /// The ARN of a key, which managing calls want: a moved alias never redirects them.
    pub(crate) async fn resolve(&self, key: &KeyRef<'_>) -> Result<KeyArn> {
        match key.form() {
            KeyRefForm::Arn => Ok(KeyArn::parse(key.as_str())?),
            _ => Ok(self.store.describe_key(key).await?.arn),
        }
    }

    /// The algorithm that was asked for, or else the only one that the key has.
    pub(crate) async fn algorithm<T: Copy>(
        &self,
        key: &KeyRef<'_>,
        asked: Option<T>,
        purpose: &str,
        pick: fn(Algorithm) -> Option<T>,
    ) -> Result<T> {
        if let Some(algorithm) = asked {
            return Ok(algorithm);
        }
        let key = self.store.describe_key(key).await?;
        let algorithms = key.algorithms();
        match *algorithms.iter().copied().filter_map(pick).collect::<Vec<_>>() {
            [algorithm] => Ok(algorithm),
            [] => Err(Error::new(
                ErrorKind::InvalidKeyUsage,
                format!("key {} is for {}, not for {purpose}", key.arn, key.usage),
            )
            .into()),
            _ => {
                let names: Vec<_> = algorithms.iter().map(|algorithm| algorithm.as_str()).collect();
                Err(invalid_input(
                    format!("key {} has more than one algorithm", key.arn),
                    format!("choose with --algorithm: {}", names.join(", ")),
                ))
            }
        }
    }
}

/// The URL that stands for the default store.
pub(crate) fn default_url() -> Result<String> {
    let directory =
        data_directory().ok_or_else(|| no_default("neither $XDG_DATA_HOME nor $HOME is set"))?;
    let directory = directory.join("strongroom").join("keys");
    let path = directory.to_str().ok_or_else(|| no_default("the data directory is not UTF-8"))?;
    let mut url = "file://".to_owned();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                url.push(char::from(byte));
            }
            _ => write!(url, "%{byte:02X}").expect("a string takes all that is written"),
        }
    }
    Ok(url)
}

/// As the XDG Base Directory Specification says: a relative path counts as unset.
fn data_directory() -> Option<PathBuf> {
    std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(std::env::home_dir()?.join(".local").join("share")))
}

fn no_default(why: &str) -> Error {
    Error::new(ErrorKind::Configuration, format!("there is no default store: {why}"))
        .with_hint("name one with --store or STRONGROOM_STORE, such as file:///absolute/path")
}
