//! Random bytes.

use std::fmt::Debug;

use crate::Error;

/// A cryptographically secure generator, seeded by the operating system.
///
/// Each thread has its own, so that filling a nonce costs neither a system call nor a lock.
///
/// # `fork`
///
/// A child made by `fork` without `exec` inherits the state of the thread that forked: it would
/// draw the same bytes as its parent, and so reuse its nonces. It must call
/// [`reseed`](Self::reseed) before it draws any. The threads it starts are seeded anew.
pub trait Random: Send + Sync + Debug + 'static {
    /// Fills `out` with random bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] if the operating system gives no seed; `out` is then unspecified.
    fn fill(&self, out: &mut [u8]) -> Result<(), Error>;

    /// Forgets the state of this thread's generator, which is seeded again when next used.
    fn reseed(&self);
}
