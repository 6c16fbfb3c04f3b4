//! Futures, run without a runtime.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The output of a future of a software store, which never waits outside a runtime.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a software store waits for something"),
    }
}
