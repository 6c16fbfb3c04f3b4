//! The database and how its failures read.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction};
use strongroom_core::{Error, ErrorKind, Result};

/// The format that this version writes and reads.
pub(super) const FORMAT: u32 = 1;

/// How long to wait for another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Makes the directory, for its owner alone.
pub(super) fn create_directory(directory: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(|error| io_error("make the store's directory", error))
}

pub(super) fn open(directory: &Path) -> Result<Connection> {
    let path = directory.join("strongroom.db");
    private_file(&path).map_err(|error| io_error("open the store's file", error))?;
    let connection = Connection::open(&path).map_err(error)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(error)?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;",
        )
        .map_err(error)?;
    Ok(connection)
}

/// The format of the store; 0 for one that is not made yet.
pub(super) fn format(transaction: &Transaction<'_>) -> Result<u32> {
    transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(error)
}

pub(super) fn create_tables(transaction: &Transaction<'_>) -> Result<()> {
    transaction
        .execute_batch(
            "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
             CREATE TABLE entry (name TEXT PRIMARY KEY, generation INTEGER NOT NULL, sealed BLOB)
                 STRICT;
             CREATE INDEX entry_generation ON entry (generation);",
        )
        .and_then(|()| transaction.pragma_update(None, "user_version", FORMAT))
        .map_err(error)
}

/// Overwrites the write-ahead log, which holds old records. If another process reads at this
/// moment it is left to a later time.
pub(super) fn erase_log(connection: &Connection) {
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

/// A file that its owner alone can read, made if it is not there.
pub(super) fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(super) fn error(error: rusqlite::Error) -> Error {
    let (kind, message) = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            (ErrorKind::Unavailable, "another process holds the store for too long")
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::TypeMismatch) => {
            (ErrorKind::Corrupted, "the store's file is damaged")
        }
        Some(ErrorCode::DiskFull) => (ErrorKind::Unavailable, "the disk is full"),
        Some(ErrorCode::PermissionDenied | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
            (ErrorKind::AccessDenied, "the store's file cannot be opened or written")
        }
        None => (ErrorKind::Corrupted, "the store's file does not hold what it should"),
        Some(_) => (ErrorKind::Internal, "the store's database failed"),
    };
    Error::new(kind, message).with_source(error)
}

pub(super) fn io_error(what: &str, error: io::Error) -> Error {
    let kind = match error.kind() {
        io::ErrorKind::PermissionDenied => ErrorKind::AccessDenied,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            ErrorKind::Configuration
        }
        _ => ErrorKind::Unavailable,
    };
    Error::new(kind, format!("cannot {what}: {error}")).with_source(error)
}
