//! Faults, injected.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Attempt, Layer};
use crate::request::Call;
use crate::{Error, ErrorKind, KeyStore, Result, Timer};

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The call fails and never reaches the store.
    Fail(ErrorKind),
    /// The store makes the call; its answer is lost.
    LoseAnswer(ErrorKind),
    /// The call is late.
    Delay(Duration),
}

type Plan = dyn Fn(u64, &Call<'_>) -> Option<Fault> + Send + Sync;

/// Injects faults into calls by a plan, for tests of programs and of layers.
///
/// The plan is told the number of the call, from 0, and the call: the same plan and the same calls
/// give the same faults.
#[derive(Clone)]
pub struct Chaos {
    plan: Arc<Plan>,
    timer: Arc<dyn Timer>,
    calls: Arc<AtomicU64>,
}

impl Chaos {
    /// Faults by a plan.
    pub fn new(
        timer: Arc<dyn Timer>,
        plan: impl Fn(u64, &Call<'_>) -> Option<Fault> + Send + Sync + 'static,
    ) -> Self {
        Self { plan: Arc::new(plan), timer, calls: Arc::default() }
    }
}

impl fmt::Debug for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chaos").field("calls", &self.calls).finish_non_exhaustive()
    }
}

impl Layer for Chaos {
    async fn around<'a, T: Send + 'a>(
        &'a self,
        call: Call<'a>,
        _inner: &'a dyn KeyStore,
        attempt: Attempt<'a, T>,
    ) -> Result<T> {
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        match (self.plan)(number, &call) {
            None => attempt.make().await,
            Some(Fault::Fail(kind)) => Err(injected(kind)),
            Some(Fault::LoseAnswer(kind)) => {
                attempt.make().await?;
                Err(injected(kind))
            }
            Some(Fault::Delay(by)) => {
                self.timer.sleep(by).await;
                attempt.make().await
            }
        }
    }
}

fn injected(kind: ErrorKind) -> Error {
    Error::new(kind, "injected fault")
}
