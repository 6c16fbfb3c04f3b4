//! Time, given to the code rather than taken by it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tells the time of day. Deletion windows are counted by it.
pub trait Clock: Send + Sync + fmt::Debug + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The clock of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that stands still until it is moved, for tests.
///
/// ```
/// # use std::time::{Duration, SystemTime};
/// # use strongroom_core::{Clock, ManualClock};
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
/// clock.advance(Duration::from_secs(7 * 86_400));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(604_800));
/// ```
#[derive(Debug)]
pub struct ManualClock(Mutex<SystemTime>);

impl ManualClock {
    /// A clock that shows `now`.
    pub const fn new(now: SystemTime) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Waits, on behalf of layers; implemented over the program's async runtime.
///
/// The crate `strongroom` has one for tokio.
pub trait Timer: Send + Sync + fmt::Debug + 'static {
    /// A future that is ready after `duration`. Dropping it stops the wait.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}
