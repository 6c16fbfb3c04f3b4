//! What a check finds.

use std::fmt;

use strongroom_core::{Error, ErrorKind, Result};

/// Nothing to say, or what was observed instead of the promise.
pub(crate) type Verdict = Result<(), Failure>;

/// What was observed instead of the promise.
#[derive(Clone, Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(observed: impl fmt::Display) -> Self {
        Self(observed.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(format!("unexpected failure of kind {}: {error}", error.kind()))
    }
}

/// Says where in a check something was observed.
pub(crate) trait At<T> {
    fn at(self, place: impl fmt::Display) -> Result<T, Failure>;
}

impl<T, E: Into<Failure>> At<T> for Result<T, E> {
    fn at(self, place: impl fmt::Display) -> Result<T, Failure> {
        self.map_err(|failure| Failure(format!("{place}: {}", failure.into())))
    }
}

/// Demands a failure of this kind.
pub(crate) fn refused<T>(result: Result<T>, kind: ErrorKind) -> Verdict {
    refused_as_one_of(result, &[kind])
}

/// Demands a failure of one of these kinds.
pub(crate) fn refused_as_one_of<T>(result: Result<T>, kinds: &[ErrorKind]) -> Verdict {
    let wanted = kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    match result {
        Ok(_) => Err(Failure(format!("succeeded where {wanted} is promised"))),
        Err(error) if kinds.contains(&error.kind()) => Ok(()),
        Err(error) => {
            let kind = error.kind();
            Err(Failure(format!("failed with {kind} where {wanted} is promised: {error}")))
        }
    }
}

/// Demands that a condition holds; the rest says what was observed if it does not.
macro_rules! ensure {
    ($condition:expr, $($observed:tt)+) => {
        if !$condition {
            return Err($crate::verdict::Failure::new(format_args!($($observed)+)));
        }
    };
}

pub(crate) use ensure;
