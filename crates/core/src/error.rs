//! Errors that say what to do.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use crate::Operation;

/// The result of a key store call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in one word. The kinds are the same for every store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No key or alias of that name.
    NotFound,
    /// The name is taken.
    AlreadyExists,
    /// The request itself is wrong: a malformed identifier, a size out of bounds.
    InvalidInput,
    /// The store cannot do this, and said so in its [`Capabilities`](crate::Capabilities).
    Unsupported,
    /// The key is for another usage or another algorithm.
    InvalidKeyUsage,
    /// The key is disabled.
    Disabled,
    /// The key's state does not allow the call: pending deletion, pending import, unavailable.
    InvalidState,
    /// A ciphertext did not open: another key, another context, another algorithm, or damage.
    ///
    /// There is one kind for all causes, so that failures tell an attacker nothing.
    DecryptionFailed,
    /// A signature does not verify.
    InvalidSignature,
    /// A message authentication code does not verify.
    InvalidMac,
    /// A quota of the store or of a resource is used up. Waiting does not help.
    LimitExceeded,
    /// Too many requests. Waiting helps.
    Throttled,
    /// The caller may not do this.
    AccessDenied,
    /// The credentials, root key or PIN are missing, expired or wrong.
    Unauthenticated,
    /// The request collides with another that is under way.
    Conflict,
    /// The store cannot be reached or cannot answer now.
    Unavailable,
    /// No answer within the deadline; whether the call took effect is unknown.
    Timeout,
    /// What is stored was written by a newer version.
    Incompatible,
    /// What is stored is damaged.
    Corrupted,
    /// The store's address or settings are wrong.
    Configuration,
    /// A fault of the store.
    Internal,
}

impl ErrorKind {
    /// The advice that goes with the kind, unless the store knows better.
    const fn retry_advice(self) -> RetryAdvice {
        match self {
            Self::Throttled | Self::Unavailable => RetryAdvice::Safe,
            Self::Timeout | Self::Internal => RetryAdvice::IfIdempotent,
            _ => RetryAdvice::Never,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Whether trying again is safe and sensible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryAdvice {
    /// The same request will fail again.
    Never,
    /// The request had no effect; it may succeed later.
    Safe,
    /// The request may have had an effect: retry only what [`Operation::is_idempotent`].
    IfIdempotent,
}

/// An error of a key store.
///
/// `Display` is one line without secrets: the operation, what is wrong and what to do about it.
/// The kind decides; the provider's own code, message and request id are kept beside it.
///
/// ```
/// # use strongroom_core::{Error, ErrorKind, Operation, RetryAdvice};
/// let error = Error::new(ErrorKind::Throttled, "rate exceeded").with_operation(Operation::Encrypt);
/// assert_eq!(error.to_string(), "Encrypt: rate exceeded");
/// assert_eq!(error.retry_advice(), RetryAdvice::Safe);
/// ```
pub struct Error(Box<Details>);

struct Details {
    kind: ErrorKind,
    retry: RetryAdvice,
    message: Cow<'static, str>,
    hint: Option<Cow<'static, str>>,
    operation: Option<Operation>,
    backend: Option<Cow<'static, str>>,
    code: Option<Cow<'static, str>>,
    request_id: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of `kind`. The message names the thing that is wrong and holds no secret.
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details {
            kind,
            retry: kind.retry_advice(),
            message: message.into(),
            hint: None,
            operation: None,
            backend: None,
            code: None,
            request_id: None,
            source: None,
        }))
    }

    /// A refusal of what the store does not declare.
    pub fn unsupported(what: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Unsupported, format!("this store does not support {what}"))
            .with_code("UnsupportedOperationException")
            .with_hint("capabilities() lists what it supports")
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Names the operation, unless the error names one.
    #[must_use]
    pub fn with_operation(mut self, operation: Operation) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    /// Names the backend, unless the error names one.
    #[must_use]
    pub fn with_backend(mut self, backend: impl Into<Cow<'static, str>>) -> Self {
        self.0.backend.get_or_insert_with(|| backend.into());
        self
    }

    /// Keeps the provider's code, such as `DisabledException`.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<Cow<'static, str>>) -> Self {
        self.0.code = Some(code.into());
        self
    }

    /// Keeps the provider's request id.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<String>) -> Self {
        self.0.request_id = Some(request_id.into());
        self
    }

    /// Overrides the retry advice of the kind.
    #[must_use]
    pub fn with_retry_advice(mut self, retry: RetryAdvice) -> Self {
        self.0.retry = retry;
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether trying again is safe and sensible.
    pub fn retry_advice(&self) -> RetryAdvice {
        self.0.retry
    }

    /// What is wrong, in words.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The operation that failed.
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// The backend that failed, such as `software`.
    pub fn backend(&self) -> Option<&str> {
        self.0.backend.as_deref()
    }

    /// The provider's code, such as `DisabledException`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The provider's request id.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(request_id) = &self.0.request_id {
            write!(f, " (request {request_id})")?;
        }
        match &self.0.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("backend", &self.0.backend)
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("hint", &self.0.hint)
            .field("request_id", &self.0.request_id)
            .field("retry", &self.0.retry)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_says_where_what_and_what_to_do() {
        let error = Error::new(ErrorKind::InvalidInput, "plaintext is empty")
            .with_operation(Operation::Encrypt)
            .with_hint("pass 1 to 4096 bytes");
        assert_eq!(error.to_string(), "Encrypt: plaintext is empty; pass 1 to 4096 bytes");
    }

    #[test]
    fn the_first_operation_and_backend_win() {
        let error = Error::new(ErrorKind::Internal, "x")
            .with_operation(Operation::Decrypt)
            .with_operation(Operation::ReEncrypt)
            .with_backend("inner")
            .with_backend("outer");
        assert_eq!(error.operation(), Some(Operation::Decrypt));
        assert_eq!(error.backend(), Some("inner"));
    }

    #[test]
    fn a_quota_is_not_retried_and_a_rate_is() {
        let advice = |kind| Error::new(kind, "").retry_advice();
        assert_eq!(advice(ErrorKind::LimitExceeded), RetryAdvice::Never);
        assert_eq!(advice(ErrorKind::Throttled), RetryAdvice::Safe);
        assert_eq!(advice(ErrorKind::Timeout), RetryAdvice::IfIdempotent);
    }
}
