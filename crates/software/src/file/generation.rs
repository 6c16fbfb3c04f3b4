//! Tells in one read whether another process changed the store.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use strongroom_core::Result;

use super::connection::{io_error, private_file};

/// Eight bytes beside the database: the generation of the last change, which the database holds
/// too.
///
/// A writer raises it inside its transaction, before the commit. So whoever reads the number of the
/// state it knows can rely on that state, without asking the database. A writer that dies between
/// the two leaves a number that no state has; readers then ask the database each time, until the
/// next change. The file never lags behind a commit.
///
/// A read of the file takes as long as the encryption of a kilobyte, so an answer is good for
/// [`GenerationFile::GOOD_FOR`].
#[derive(Debug)]
pub(super) struct GenerationFile {
    file: File,
    opened: Instant,
    /// Until when, in nanoseconds since `opened`, the last good answer is relied on.
    good_until: AtomicU64,
}

impl GenerationFile {
    /// How late another process's change may be seen.
    const GOOD_FOR: Duration = Duration::from_micros(100);

    pub(super) fn open(directory: &Path) -> Result<Self> {
        let file = private_file(&directory.join("generation"))
            .map_err(|error| io_error("open the store's generation file", error))?;
        Ok(Self { file, opened: Instant::now(), good_until: AtomicU64::new(0) })
    }

    /// Whether the file holds this number, or did a moment ago. A file that does not read holds
    /// none.
    pub(super) fn holds(&self, generation: u64) -> bool {
        let now = nanoseconds(self.opened.elapsed());
        if now < self.good_until.load(Ordering::Relaxed) {
            return true;
        }
        let mut bytes = [0; 8];
        let read = read_at_start(&self.file, &mut bytes);
        let holds =
            read.is_ok_and(|len| len == bytes.len()) && u64::from_be_bytes(bytes) == generation;
        if holds {
            self.good_until.store(now + nanoseconds(Self::GOOD_FOR), Ordering::Relaxed);
        }
        holds
    }

    pub(super) fn write(&self, generation: u64) -> Result<()> {
        write_at_start(&self.file, &generation.to_be_bytes())
            .map_err(|error| io_error("write the store's generation file", error))
    }
}

/// Good for 584 years.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(unix)]
fn read_at_start(file: &File, bytes: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, 0)
}

#[cfg(unix)]
fn write_at_start(file: &File, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, 0)
}

#[cfg(windows)]
fn read_at_start(file: &File, bytes: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, 0)
}

#[cfg(windows)]
fn write_at_start(file: &File, bytes: &[u8]) -> io::Result<()> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, 0).map(|_| ())
}
