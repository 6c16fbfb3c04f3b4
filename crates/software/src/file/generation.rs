//! Tells in one read whether another process changed the store.

use std::fs::File;
use std::io;
use std::path::Path;

use strongroom_core::Result;

use super::connection::{io_error, private_file};

/// Eight bytes beside the database: the generation of the last change, which the database holds
/// too.
///
/// A writer raises it inside its transaction, before the commit. So whoever reads the number of the
/// state it knows can rely on that state, without asking the database. A writer that dies between
/// the two leaves a number that no state has; readers then ask the database each time, until the
/// next change. The file is never ahead of a commit that it could hide.
#[derive(Debug)]
pub(super) struct GenerationFile(File);

impl GenerationFile {
    pub(super) fn open(directory: &Path) -> Result<Self> {
        private_file(&directory.join("generation"))
            .map(Self)
            .map_err(|error| io_error("open the store's generation file", error))
    }

    /// Whether the file holds this number. A file that does not read holds none.
    pub(super) fn holds(&self, generation: u64) -> bool {
        let mut bytes = [0; 8];
        let read = read_at_start(&self.0, &mut bytes);
        read.is_ok_and(|len| len == bytes.len()) && u64::from_be_bytes(bytes) == generation
    }

    pub(super) fn write(&self, generation: u64) -> Result<()> {
        write_at_start(&self.0, &generation.to_be_bytes())
            .map_err(|error| io_error("write the store's generation file", error))
    }
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
