//! What can go wrong in a primitive.

use std::fmt;

/// Why a primitive gave no result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A ciphertext, signature or code is not authentic.
    ///
    /// Deliberately without a cause: a cause would be an oracle.
    Rejected,
    /// An input the operation can never take, such as a digest of the wrong length.
    InvalidInput(&'static str),
    /// An encoding that is not a key of the kind asked for.
    InvalidKey(&'static str),
    /// An algorithm or parameter outside the provider's set.
    Unsupported(&'static str),
    /// No random bytes could be had from the operating system.
    Random,
    /// The library failed where only a fault can make it fail, such as a lack of memory.
    Internal,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected => f.write_str("the input is not authentic"),
            Self::InvalidInput(what) => write!(f, "invalid input: {what}"),
            Self::InvalidKey(what) => write!(f, "invalid key: {what}"),
            Self::Unsupported(what) => write!(f, "unsupported: {what}"),
            Self::Random => f.write_str("no random bytes from the operating system"),
            Self::Internal => f.write_str("the cryptographic library failed"),
        }
    }
}

impl std::error::Error for Error {}
