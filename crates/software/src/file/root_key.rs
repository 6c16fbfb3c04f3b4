//! The root key: from a key file or a passphrase, never beside the data.

use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use strongroom_core::{Error, ErrorKind, Result, SecretBytes, StoreUrl};
use strongroom_crypto::{Provider, passphrase};
use zeroize::Zeroizing;

use super::connection::io_error;
use super::damaged;
use crate::config::invalid;
use crate::error;

const FILE_PREFIX: &str = "strongroom-root-key-1 ";
/// The prefix, 64 hexadecimal digits and a newline; a little room for white space.
const MAX_FILE_LEN: usize = 128;
const MAX_PASSPHRASE_LEN: usize = 4096;

/// Where the root key of a store on disk comes from.
#[derive(Debug)]
#[non_exhaustive]
pub enum RootKey {
    /// A file that only its owner can read (mode 0600), outside the store's directory. It is made
    /// with the store; several stores may share it.
    File(PathBuf),
    /// A passphrase. Argon2id (RFC 9106: 64 MiB, 3 passes, 4 lanes) makes the key of it.
    Passphrase(SecretBytes),
}

/// How the root key is made, as the store keeps it. Nothing in it is secret.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum Recipe {
    File,
    Passphrase { salt: [u8; 16], memory_kib: u32, iterations: u32, lanes: u32 },
}

impl RootKey {
    /// `root.key` in the user's configuration directory: `$XDG_CONFIG_HOME/strongroom` or
    /// `~/.config/strongroom`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when neither variable is set.
    pub fn default_file() -> Result<Self> {
        let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
        let directory = variable("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| {
            let home = variable("HOME").or_else(|| variable("USERPROFILE"))?;
            Some(Path::new(&home).join(".config"))
        });
        match directory {
            Some(directory) => Ok(Self::File(directory.join("strongroom").join("root.key"))),
            None => Err(invalid("there is no configuration directory for the root key")
                .with_hint("set HOME, or name a file by ?key-file=/path")),
        }
    }

    /// Reads `key-file`, `passphrase-file` or `passphrase-env` of a URL.
    pub(super) fn from_url(url: &StoreUrl) -> Result<Self> {
        let file = url.parameter("key-file");
        let passphrase_file = url.parameter("passphrase-file");
        let passphrase_env = url.parameter("passphrase-env");
        match (file, passphrase_file, passphrase_env) {
            (None, None, None) => Self::default_file(),
            (Some(path), None, None) => Ok(Self::File(path.into())),
            (None, Some(path), None) => read_passphrase(Path::new(path)).map(Self::Passphrase),
            (None, None, Some(name)) => match env::var_os(name) {
                Some(text) => Ok(Self::Passphrase(text.into_encoded_bytes().into())),
                None => Err(invalid("the environment variable of passphrase-env is not set")),
            },
            _ => Err(invalid("key-file, passphrase-file and passphrase-env exclude one another")),
        }
    }

    /// Refuses a key file in the store's directory: whoever copies the one would have the other.
    pub(super) fn check_place(&self, directory: &Path) -> Result<()> {
        let Self::File(path) = self else { return Ok(()) };
        let canonical = |path: &Path| path.canonicalize().ok();
        match (canonical(parent(path)), canonical(directory)) {
            (Some(parent), Some(directory)) if parent.starts_with(&directory) => {
                Err(invalid("the root key file is in the store's directory")
                    .with_hint("keep it elsewhere: a copy of the directory must not open the keys"))
            }
            _ => Ok(()),
        }
    }

    /// The root key of a new store, and how to make it again.
    pub(super) fn create(&self, provider: Provider) -> Result<(Zeroizing<[u8; 32]>, Vec<u8>)> {
        let (key, recipe) = match self {
            Self::File(path) => (read_or_create(path, provider)?, Recipe::File),
            Self::Passphrase(text) => {
                let mut salt = [0; 16];
                provider.random.fill(&mut salt).map_err(error::internal)?;
                let passphrase::Params { memory_kib, iterations, lanes, .. } =
                    passphrase::Params::default();
                let recipe = Recipe::Passphrase { salt, memory_kib, iterations, lanes };
                (recipe.derive(text)?, recipe)
            }
        };
        let recipe = serde_json::to_vec(&recipe).map_err(|_| damaged("root-key"))?;
        Ok((key, recipe))
    }

    /// The root key of a store that was made before.
    pub(super) fn open(&self, recipe: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        let recipe: Recipe = serde_json::from_slice(recipe).map_err(|_| damaged("root-key"))?;
        match (self, &recipe) {
            (Self::File(path), Recipe::File) => read(path)?.ok_or_else(|| {
                Error::new(
                    ErrorKind::Unauthenticated,
                    format!("the store's root key file {} is not there", path.display()),
                )
                .with_hint("name the file that the store was made with by ?key-file=/path")
            }),
            (Self::Passphrase(text), Recipe::Passphrase { .. }) => recipe.derive(text),
            (Self::File(_), Recipe::Passphrase { .. }) => {
                Err(invalid("the store was made with a passphrase")
                    .with_hint("give it by ?passphrase-file=/path or ?passphrase-env=NAME"))
            }
            (Self::Passphrase(_), Recipe::File) => {
                Err(invalid("the store was made with a root key file")
                    .with_hint("name it by ?key-file=/path"))
            }
        }
    }
}

impl Recipe {
    fn derive(&self, text: &SecretBytes) -> Result<Zeroizing<[u8; 32]>> {
        let Self::Passphrase { salt, memory_kib, iterations, lanes } = self else {
            return Err(damaged("root-key"));
        };
        if text.is_empty() {
            return Err(invalid("the passphrase is empty"));
        }
        let params =
            passphrase::Params { memory_kib: *memory_kib, iterations: *iterations, lanes: *lanes };
        passphrase::derive(text.expose(), salt, params).map_err(|_| damaged("root-key"))
    }
}

/// The key in a file, or `None` if there is no file.
fn read(path: &Path) -> Result<Option<Zeroizing<[u8; 32]>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error("open the root key file", error)),
    };
    check_private(path, &file)?;
    let text = read_secret(file, MAX_FILE_LEN)
        .map_err(|error| io_error("read the root key file", error))?;
    let mut key = Zeroizing::new([0; 32]);
    let digits = text.trim_ascii_end().strip_prefix(FILE_PREFIX.as_bytes()).unwrap_or_default();
    match base16ct::lower::decode(digits, &mut *key) {
        Ok(decoded) if decoded.len() == 32 => Ok(Some(key)),
        _ => Err(invalid(format!("{} is not a root key file", path.display()))),
    }
}

/// The passphrase in a file that its owner alone can read, without the line break at its end.
fn read_passphrase(path: &Path) -> Result<SecretBytes> {
    let file = File::open(path).map_err(|error| io_error("open the passphrase file", error))?;
    check_private(path, &file)?;
    let mut text = read_secret(file, MAX_PASSPHRASE_LEN + 1)
        .map_err(|error| io_error("read the passphrase file", error))?;
    if text.len() > MAX_PASSPHRASE_LEN {
        return Err(invalid("the passphrase file is longer than 4096 bytes"));
    }
    while matches!(text.last(), Some(b'\n' | b'\r')) {
        text.pop();
    }
    Ok(text.into())
}

/// Reads up to `most` bytes into a buffer that never moves, so that none is left behind.
fn read_secret(file: File, most: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::with_capacity(most + 64));
    file.take(most as u64).read_to_end(&mut text)?;
    Ok(text)
}

/// Of several processes that make the file at once, one wins and all read its key.
fn read_or_create(path: &Path, provider: Provider) -> Result<Zeroizing<[u8; 32]>> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    create(path, provider).map_err(|error| io_error("make the root key file", error))?;
    read(path)?.ok_or_else(|| invalid("the root key file vanished"))
}

/// Writes a whole file under another name, then links it: nobody reads half a key.
fn create(path: &Path, provider: Provider) -> io::Result<()> {
    let directory = parent(path);
    super::connection::create_directory(directory).map_err(io::Error::other)?;
    let mut key = Zeroizing::new([0; 32]);
    provider.random.fill(&mut *key).map_err(io::Error::other)?;
    let digits = Zeroizing::new(base16ct::lower::encode_string(&*key));
    let text = Zeroizing::new(format!("{FILE_PREFIX}{}\n", *digits));
    let mut suffix = [0; 8];
    provider.random.fill(&mut suffix).map_err(io::Error::other)?;

    let temporary = path.with_extension(format!("{:016x}", u64::from_be_bytes(suffix)));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| {
        match fs::hard_link(&temporary, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            linked => linked,
        }
    });
    fs::remove_file(&temporary)?;
    written?;
    #[cfg(unix)]
    File::open(directory)?.sync_all()?;
    Ok(())
}

/// The directory of a file, which may be the current one.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn check_private(path: &Path, file: &File) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata().map_err(|error| io_error("read the root key file", error))?;
    let mode = metadata.permissions().mode() & 0o777;
    let others = mode & 0o077;
    if others == 0 {
        return Ok(());
    }
    Err(invalid(format!(
        "root key file {} can be read by others (mode {mode:04o})",
        path.display()
    ))
    .with_hint(format!("run: chmod 600 {}", path.display())))
}

#[cfg(not(unix))]
fn check_private(_path: &Path, _file: &File) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_key_file_is_in_the_current_directory() {
        assert_eq!(parent(Path::new("root.key")), Path::new("."));
        assert_eq!(parent(Path::new("keys/root.key")), Path::new("keys"));
        assert_eq!(parent(Path::new("/root.key")), Path::new("/"));
    }
}
