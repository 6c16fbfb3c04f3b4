//! The database and how its failures read.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction};
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
    create_private(&path).map_err(|error| io_error("open the store's file", error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(error)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(error)?;
    use_log(&connection)?;
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;",
        )
        .map_err(error)?;
    Ok(connection)
}

/// Makes the database file, for its owner alone, unless it is there.
///
/// A file that is there is not even opened: closing it would drop the locks that SQLite holds on
/// it for other handles of this process (<https://sqlite.org/howtocorrupt.html>, 2.2). For the
/// same reason only one thread at a time is here.
fn create_private(path: &Path) -> io::Result<()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    match private_options().create_new(true).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Switches to the write-ahead log. While another process does so SQLite does not wait by itself.
fn use_log(connection: &Connection) -> Result<()> {
    let started = Instant::now();
    loop {
        match connection.execute_batch("PRAGMA journal_mode = WAL") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && started.elapsed() < BUSY_TIMEOUT =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            switched => return switched.map_err(error),
        }
    }
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

/// Overwrites the write-ahead log, which holds old records. Answers whether it could: not while
/// another handle reads, for which it does not wait.
pub(super) fn erase_log(connection: &Connection) -> bool {
    let busy: rusqlite::Result<i64> = connection.busy_timeout(Duration::ZERO).and_then(|()| {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
    });
    let waits_again = connection.busy_timeout(BUSY_TIMEOUT);
    waits_again.is_ok() && busy.is_ok_and(|busy| busy == 0)
}

/// A file that its owner alone can read, made if it is not there.
pub(super) fn private_file(path: &Path) -> io::Result<fs::File> {
    private_options().create(true).truncate(false).open(path)
}

fn private_options() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
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
