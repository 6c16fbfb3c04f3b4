//! A store on disk: SQLite, each record sealed under a root key.
//!
//! | table | holds |
//! |---|---|
//! | `meta` | the store's id, ARN scope, how the root key is made and a check of it, the generation |
//! | `entry` | keys and aliases: name, generation of the last change, sealed record (null: removed) |
//!
//! SQLite was chosen over a store in pure Rust (redb) because several processes use one store at
//! once: redb locks its file for one. It runs in WAL mode with `synchronous=FULL`, so a commit is
//! on disk before it is acknowledged and a killed process leaves nothing half done.

mod connection;
mod generation;
mod record;
mod root_key;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use strongroom_core::{Error, ErrorKind, Result, StoreUrl};
use strongroom_crypto::Provider;

use crate::config::{Settings, invalid};
use crate::error;
use crate::offload::offload;
use crate::store::{SoftwareStore, forget_random_state};
use crate::vault::{Change, Decide, Shared, Shelf, Vault};
use generation::GenerationFile;
use record::{Entry, Sealer};
pub use root_key::RootKey;

impl SoftwareStore {
    /// The parameters of a `file:` URL.
    pub const FILE_PARAMETERS: &'static [&'static str] =
        &["account", "key-file", "passphrase-env", "passphrase-file", "provider", "region"];

    /// Opens the store in a directory, or makes one there.
    ///
    /// Several processes may have a store open at once; each sees the others' changes within
    /// 0.1 ms, and its own at once. A new store takes region and account of its ARNs from the settings; an existing one keeps
    /// its own.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unauthenticated`] for a wrong root key, [`ErrorKind::Incompatible`] for a
    /// store of a newer version, [`ErrorKind::Corrupted`] for a damaged one,
    /// [`ErrorKind::Configuration`] for settings that do not fit, [`ErrorKind::Unavailable`] when
    /// the disk or another process does not let it in within 10 seconds.
    pub async fn file(
        directory: impl AsRef<Path>,
        root_key: RootKey,
        settings: Settings,
    ) -> Result<Self> {
        forget_random_state(&settings);
        let directory = directory.as_ref().to_owned();
        offload(move || {
            let (shelf, scope) = FileShelf::open(&directory, &root_key, &settings)?;
            let state = Shared::default();
            shelf.refresh(&state)?;
            let vault = Vault::new(shelf, state, scope.clone(), Arc::clone(&settings.clock));
            vault.erase_deleted()?;
            Ok(Self::over(vault, scope, settings))
        })
        .await
    }

    /// Opens the store that a `file:` URL names: `file:///var/lib/app/keys`, or `file:keys` below
    /// the current directory. `key-file`, `passphrase-file` or `passphrase-env` say where the root
    /// key comes from; without them it is [`RootKey::default_file`].
    ///
    /// # Errors
    ///
    /// As [`SoftwareStore::file`].
    pub async fn from_file_url(url: &StoreUrl) -> Result<Self> {
        url.check_parameters(Self::FILE_PARAMETERS)?;
        if url.authority().is_some_and(|authority| !authority.is_empty()) {
            return Err(invalid("a file: URL has no host")
                .with_hint("write file:///absolute/path or file:relative/path"));
        }
        if url.path().is_empty() {
            return Err(invalid("a file: URL needs a path")
                .with_hint("write file:///absolute/path or file:relative/path"));
        }
        Self::file(url.path(), RootKey::from_url(url)?, Settings::from_url(url)?).await
    }
}

/// Keeps the state in SQLite.
#[derive(Debug)]
struct FileShelf {
    connection: Mutex<Connection>,
    generation: GenerationFile,
    sealer: Sealer,
    scope: String,
    /// Whether the log may hold records that are to be gone.
    to_erase: AtomicBool,
}

impl FileShelf {
    fn open(directory: &Path, root_key: &RootKey, settings: &Settings) -> Result<(Self, String)> {
        connection::create_directory(directory)?;
        root_key.check_place(directory)?;
        let mut connection = connection::open(directory)?;
        let stored = Stored::read(&connection.transaction().map_err(connection::error)?)?;
        let Meta { scope, sealer } = match stored {
            Some(stored) => stored.unlock(root_key, settings.provider)?,
            None => Meta::create(&mut connection, root_key, settings)?,
        };
        check_settings(&scope, settings)?;

        let transaction = begin(&mut connection)?;
        check_generations(&transaction)?;
        let generation = GenerationFile::open(directory)?;
        generation.write(stored_generation(&transaction)?)?;
        transaction.commit().map_err(connection::error)?;
        let erased = connection::erase_log(&connection);
        let shelf = Self {
            connection: Mutex::new(connection),
            generation,
            sealer,
            scope: scope.clone(),
            to_erase: AtomicBool::new(!erased),
        };
        Ok((shelf, scope))
    }

    /// Reads what changed since the state was read.
    fn catch_up(&self, transaction: &Transaction<'_>, state: &Shared) -> Result<()> {
        let generation = stored_generation(transaction)?;
        let known = state.read().generation;
        if generation == known {
            return Ok(());
        }
        let mut changes = Vec::new();
        let mut query = transaction
            .prepare("SELECT name, generation, sealed FROM entry WHERE generation > ?1")
            .map_err(connection::error)?;
        let mut rows = query.query([known.cast_signed()]).map_err(connection::error)?;
        while let Some(row) = rows.next().map_err(connection::error)? {
            let name: String = row.get(0).map_err(connection::error)?;
            let generation: i64 = row.get(1).map_err(connection::error)?;
            let sealed: Option<Vec<u8>> = row.get(2).map_err(connection::error)?;
            let entry = Entry::parse(&name)?;
            changes.push(match sealed {
                Some(sealed) => {
                    let generation = generation.cast_unsigned();
                    let record = self.sealer.open(&name, generation, &sealed)?;
                    entry.restore(&record, &self.scope)?
                }
                None => entry.removal(),
            });
        }
        let mut state = state.write();
        for change in changes {
            state.apply(change);
        }
        state.generation = generation;
        Ok(())
    }

    fn write(&self, transaction: &Transaction<'_>, generation: u64, change: &Change) -> Result<()> {
        let entry = Entry::of(change);
        let name = entry.name();
        let sealed = Entry::record(change)?
            .map(|record| self.sealer.seal(&name, generation, &record))
            .transpose()?;
        transaction
            .prepare(
                "INSERT INTO entry (name, generation, sealed) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (name) DO UPDATE \
                 SET generation = excluded.generation, sealed = excluded.sealed",
            )
            .and_then(|mut insert| insert.execute(params![name, generation.cast_signed(), sealed]))
            .map_err(connection::error)?;
        Ok(())
    }
}

impl Shelf for FileShelf {
    fn is_current(&self, generation: u64) -> bool {
        self.generation.holds(generation)
    }

    fn refresh(&self, state: &Shared) -> Result<()> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction().map_err(connection::error)?;
        self.catch_up(&transaction, state)
    }

    fn commit(&self, state: &Shared, decide: Decide<'_>) -> Result<()> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = begin(&mut connection)?;
        self.catch_up(&transaction, state)?;
        let changes = decide(&state.read())?;
        if changes.is_empty() {
            return Ok(());
        }
        let generation =
            stored_generation(&transaction)?.checked_add(1).ok_or_else(|| damaged("generation"))?;
        for change in &changes {
            self.write(&transaction, generation, change)?;
        }
        store_meta(&transaction, "generation", &generation.to_be_bytes())?;
        self.generation.write(generation)?;
        transaction.commit().map_err(connection::error)?;

        let erased = changes.iter().any(|change| matches!(change, Change::RemoveKey(_)));
        let mut state = state.write();
        for change in changes {
            state.apply(change);
        }
        state.generation = generation;
        drop(state);
        if erased || self.to_erase.load(Ordering::Relaxed) {
            self.to_erase.store(!connection::erase_log(&connection), Ordering::Relaxed);
        }
        Ok(())
    }
}

/// What a store needs to read its records.
struct Meta {
    scope: String,
    sealer: Sealer,
}

impl Meta {
    /// Makes a new store, unless another process does so first.
    fn create(
        connection: &mut Connection,
        root_key: &RootKey,
        settings: &Settings,
    ) -> Result<Self> {
        let provider = settings.provider;
        let transaction = begin(connection)?;
        if let Some(stored) = Stored::read(&transaction)? {
            drop(transaction);
            return stored.unlock(root_key, provider);
        }
        connection::create_tables(&transaction)?;
        let mut id = [0; 16];
        provider.random.fill(&mut id).map_err(error::internal)?;
        let (root, recipe) = root_key.create(provider)?;
        let sealer = Sealer::new(provider, &root, id);
        let scope = settings.scope();
        store_meta(&transaction, "id", &id)?;
        store_meta(&transaction, "scope", scope.as_bytes())?;
        store_meta(&transaction, "root-key", &recipe)?;
        store_meta(&transaction, "root-key-check", &sealer.check_value(&scope)?)?;
        store_meta(&transaction, "generation", &0_u64.to_be_bytes())?;
        transaction.commit().map_err(connection::error)?;
        Ok(Self { scope, sealer })
    }
}

/// What a store says of itself, before its root key is there.
struct Stored {
    id: [u8; 16],
    scope: String,
    recipe: Vec<u8>,
    root_key_check: Vec<u8>,
}

impl Stored {
    /// `None` for a store that is not made yet.
    fn read(transaction: &Transaction<'_>) -> Result<Option<Self>> {
        match connection::format(transaction)? {
            0 => Ok(None),
            connection::FORMAT => Ok(Some(Self {
                id: meta(transaction, "id")?.try_into().map_err(|_| damaged("id"))?,
                scope: String::from_utf8(meta(transaction, "scope")?)
                    .map_err(|_| damaged("scope"))?,
                recipe: meta(transaction, "root-key")?,
                root_key_check: meta(transaction, "root-key-check")?,
            })),
            newer => Err(Error::new(
                ErrorKind::Incompatible,
                format!("the store has format {newer}, newer than {}", connection::FORMAT),
            )
            .with_hint("open it with a newer version of strongroom")),
        }
    }

    /// Makes the root key, which takes a while for a passphrase: no lock is held.
    fn unlock(self, root_key: &RootKey, provider: Provider) -> Result<Meta> {
        let root = root_key.open(&self.recipe)?;
        let sealer = Sealer::new(provider, &root, self.id);
        sealer.check(&self.scope, &self.root_key_check)?;
        Ok(Meta { scope: self.scope, sealer })
    }
}

/// Refuses region and account that are not the store's own.
fn check_settings(scope: &str, settings: &Settings) -> Result<()> {
    let mut own = scope.rsplit(':');
    let fits = |wanted: &Option<String>, own: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| Some(wanted) == own)
    };
    if fits(&settings.account, own.next()) && fits(&settings.region, own.next()) {
        return Ok(());
    }
    Err(invalid(format!("the store's keys are in {scope}"))
        .with_hint("leave region and account out for a store that exists"))
}

/// Refuses a generation that would hide records.
fn check_generations(transaction: &Transaction<'_>) -> Result<()> {
    let newest: Option<i64> = transaction
        .query_row("SELECT max(generation) FROM entry", [], |row| row.get(0))
        .map_err(connection::error)?;
    if newest.unwrap_or(0).cast_unsigned() == stored_generation(transaction)? {
        return Ok(());
    }
    Err(damaged("generation"))
}

fn begin(connection: &mut Connection) -> Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(connection::error)
}

fn stored_generation(transaction: &Transaction<'_>) -> Result<u64> {
    let bytes = meta(transaction, "generation")?;
    Ok(u64::from_be_bytes(bytes.try_into().map_err(|_| damaged("generation"))?))
}

fn meta(transaction: &Transaction<'_>, name: &'static str) -> Result<Vec<u8>> {
    transaction
        .prepare("SELECT value FROM meta WHERE name = ?1")
        .and_then(|mut query| query.query_row([name], |row| row.get(0)).optional())
        .map_err(connection::error)?
        .ok_or_else(|| damaged(name))
}

fn store_meta(transaction: &Transaction<'_>, name: &str, value: &[u8]) -> Result<()> {
    transaction
        .prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")
        .and_then(|mut insert| insert.execute(params![name, value]))
        .map_err(connection::error)?;
    Ok(())
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::Corrupted, format!("the store is damaged: {what} does not read"))
        .with_hint("restore it from a backup")
}
