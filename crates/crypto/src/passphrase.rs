//! Keys from passphrases: Argon2id (RFC 9106).

use argon2::{Algorithm, Argon2, Version};
use zeroize::Zeroizing;

use crate::Error;

/// Length of a salt in bytes.
pub const SALT_LEN: usize = 16;
/// Length of a derived key in bytes.
pub const KEY_LEN: usize = 32;

/// The work Argon2id does.
///
/// Stored beside the salt, so [`derive()`] takes it from an untrusted file: it refuses parameters
/// beyond the `MAX` constants, which would exhaust the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Params {
    /// Memory in KiB, from eight for each lane to [`Params::MAX_MEMORY_KIB`].
    pub memory_kib: u32,
    /// Passes over the memory, from 1 to [`Params::MAX_ITERATIONS`].
    pub iterations: u32,
    /// Lanes of the memory, from 1 to [`Params::MAX_LANES`].
    pub lanes: u32,
}

impl Params {
    /// The most memory in KiB: 1 GiB.
    pub const MAX_MEMORY_KIB: u32 = 1024 * 1024;
    /// The most passes.
    pub const MAX_ITERATIONS: u32 = 16;
    /// The most lanes.
    pub const MAX_LANES: u32 = 16;
}

impl Default for Params {
    /// The second recommended option of RFC 9106, section 4: 64 MiB, three passes, four lanes.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, iterations: 3, lanes: 4 }
    }
}

/// Derives a key from a passphrase with Argon2id, version 0x13.
///
/// # Errors
///
/// [`Error::InvalidInput`] if a parameter is out of its bounds.
pub fn derive(
    passphrase: &[u8],
    salt: &[u8; SALT_LEN],
    params: Params,
) -> Result<Zeroizing<[u8; KEY_LEN]>, Error> {
    const OUT_OF_BOUNDS: Error = Error::InvalidInput("an Argon2id parameter is out of bounds");

    let Params { memory_kib, iterations, lanes } = params;
    if memory_kib > Params::MAX_MEMORY_KIB
        || iterations > Params::MAX_ITERATIONS
        || lanes > Params::MAX_LANES
    {
        return Err(OUT_OF_BOUNDS);
    }
    let params = argon2::Params::new(memory_kib, iterations, lanes, Some(KEY_LEN))
        .map_err(|_| OUT_OF_BOUNDS)?;

    let mut key = Zeroizing::new([0; KEY_LEN]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, &mut *key)
        .map_err(|_| Error::Internal)?;
    Ok(key)
}
