//! Waiting, on tokio.

use std::time::Duration;

use strongroom_core::{BoxFuture, Timer};

/// The [`Timer`] of the tokio runtime, for the layers that wait. It needs a runtime with time
/// enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioTimer;

impl Timer for TokioTimer {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
