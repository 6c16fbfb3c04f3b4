//! A deadline for every call.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::{Attempt, Layer};
use crate::request::Call;
use crate::{Error, ErrorKind, KeyStore, Result, Timer};

/// Fails a call with [`ErrorKind::Timeout`] when there is no answer in time, and drops it.
#[derive(Clone, Debug)]
pub struct Timeout {
    after: Duration,
    timer: Arc<dyn Timer>,
}

impl Timeout {
    /// A deadline of `after` for each call.
    pub fn new(after: Duration, timer: Arc<dyn Timer>) -> Self {
        Self { after, timer }
    }
}

impl Layer for Timeout {
    async fn around<'a, T: Send + 'a>(
        &'a self,
        _call: Call<'a>,
        _inner: &'a dyn KeyStore,
        attempt: Attempt<'a, T>,
    ) -> Result<T> {
        let mut answer = attempt.make();
        let mut deadline = self.timer.sleep(self.after);
        poll_fn(|context| {
            if let Poll::Ready(result) = answer.as_mut().poll(context) {
                return Poll::Ready(result);
            }
            deadline.as_mut().poll(context).map(|()| {
                Err(Error::new(ErrorKind::Timeout, format!("no answer within {:?}", self.after))
                    .with_hint("whether the call took effect is unknown"))
            })
        })
        .await
    }
}
