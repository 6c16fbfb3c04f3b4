//! Work that takes long enough to hold up other tasks.

use std::panic::resume_unwind;

use strongroom_core::{Error, ErrorKind, Result};

/// Runs work of milliseconds (RSA private keys, Argon2id, the disk) on a thread for blocking work.
/// It runs to its end even if the future is dropped. Outside a tokio runtime it runs in place.
pub(crate) async fn offload<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return work();
    };
    match runtime.spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Err(Error::new(ErrorKind::Unavailable, "the async runtime is shutting down")),
        },
    }
}
