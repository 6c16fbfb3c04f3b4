//! Bounded retries with backoff and jitter.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::time::Duration;

use super::{Attempt, Layer};
use crate::request::Call;
use crate::{Error, KeyStore, Operation, Result, RetryAdvice, Timer};

/// Tries again what is safe to try again: errors of [`RetryAdvice::Safe`], and those of
/// [`RetryAdvice::IfIdempotent`] where the operation is.
///
/// Before the n-th retry it waits a random time of up to `base` × 2ⁿ⁻¹, at most `cap` ("full
/// jitter"), so that clients do not return all at once.
///
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
#[derive(Clone, Debug)]
pub struct Retry {
    attempts: u32,
    base: Duration,
    cap: Duration,
    timer: Arc<dyn Timer>,
}

impl Retry {
    /// Three attempts, 50 ms base, 5 s cap.
    pub fn new(timer: Arc<dyn Timer>) -> Self {
        Self { attempts: 3, base: Duration::from_millis(50), cap: Duration::from_secs(5), timer }
    }

    /// How often a call is made at most, the first time included.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The bound of the first wait, and of any.
    #[must_use]
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        (self.base, self.cap) = (base, cap);
        self
    }

    fn wait_before(&self, retry: u32) -> Duration {
        let bound = self.base.saturating_mul(1_u32.checked_shl(retry).unwrap_or(u32::MAX));
        let bound = bound.min(self.cap);
        bound.mul_f64(f64::from(random_u32()) / f64::from(u32::MAX))
    }
}

impl Layer for Retry {
    async fn around<'a, T: Send + 'a>(
        &'a self,
        call: Call<'a>,
        _inner: &'a dyn KeyStore,
        attempt: Attempt<'a, T>,
    ) -> Result<T> {
        let mut retry = 0;
        loop {
            match attempt.make().await {
                Err(error) if retry + 1 < self.attempts && is_safe(&error, call.operation) => {
                    tracing::debug!(operation = %call.operation, kind = %error.kind(), "retry");
                    self.timer.sleep(self.wait_before(retry)).await;
                    retry += 1;
                }
                result => return result,
            }
        }
    }
}

fn is_safe(error: &Error, operation: Operation) -> bool {
    match error.retry_advice() {
        RetryAdvice::Never => false,
        RetryAdvice::Safe => true,
        RetryAdvice::IfIdempotent => operation.is_idempotent(),
    }
}

/// Spreads waits; nothing secret depends on it.
fn random_u32() -> u32 {
    let bits = RandomState::new().build_hasher().finish();
    u32::try_from(bits >> 32).unwrap_or(0)
}
