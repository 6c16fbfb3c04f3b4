//! The errors of a software store, with the codes and words of AWS KMS.

use strongroom_core::{Algorithm, Error, ErrorKind, KeyArn, KeyUsage, Operation};

pub(crate) fn key_not_found(key: &str) -> Error {
    Error::new(ErrorKind::NotFound, format!("key {key} does not exist"))
        .with_code("NotFoundException")
}

pub(crate) fn alias_not_found(alias: &str) -> Error {
    Error::new(ErrorKind::NotFound, format!("{alias} is not found"))
        .with_code("NotFoundException")
        .with_hint("list_aliases tells the aliases; create_alias makes one")
}

pub(crate) fn disabled(key: &KeyArn) -> Error {
    Error::new(ErrorKind::Disabled, format!("{key} is disabled"))
        .with_code("DisabledException")
        .with_hint("enable_key lets it be used again")
}

pub(crate) fn pending_deletion(key: &KeyArn) -> Error {
    Error::new(ErrorKind::InvalidState, format!("{key} is pending deletion"))
        .with_code("KMSInvalidStateException")
        .with_hint("cancel_key_deletion keeps it, disabled")
}

pub(crate) fn not_pending_deletion(key: &KeyArn) -> Error {
    Error::new(ErrorKind::InvalidState, format!("{key} is not pending deletion"))
        .with_code("KMSInvalidStateException")
}

pub(crate) fn invalid_usage(key: &KeyArn, usage: KeyUsage, operation: Operation) -> Error {
    Error::new(
        ErrorKind::InvalidKeyUsage,
        format!("{key} key usage is {usage}, which is not valid for {operation}"),
    )
    .with_code("InvalidKeyUsageException")
}

pub(crate) fn invalid_algorithm(key: &KeyArn, algorithm: Algorithm) -> Error {
    Error::new(ErrorKind::InvalidKeyUsage, format!("{algorithm} does not go with key {key}"))
        .with_code("InvalidKeyUsageException")
        .with_hint("describe_key tells the key's spec, which decides the algorithms")
}

pub(crate) fn wrong_key_type(key: &KeyArn, operation: Operation) -> Error {
    Error::new(ErrorKind::Unsupported, format!("{operation} is not possible with key {key}"))
        .with_code("UnsupportedOperationException")
}

pub(crate) fn decryption_failed() -> Error {
    Error::new(ErrorKind::DecryptionFailed, "the ciphertext does not open")
        .with_code("InvalidCiphertextException")
        .with_hint(
            "it opens with the key, algorithm and encryption context that it was made with, \
             unchanged",
        )
}

/// The ciphertext says in the clear that it is of another key: telling so is no oracle.
pub(crate) fn incorrect_key() -> Error {
    Error::new(ErrorKind::DecryptionFailed, "the ciphertext was made with another key")
        .with_code("IncorrectKeyException")
        .with_hint("name the key that made it")
}

pub(crate) fn invalid_signature() -> Error {
    Error::new(ErrorKind::InvalidSignature, "the signature does not verify")
        .with_code("KMSInvalidSignatureException")
}

pub(crate) fn invalid_mac() -> Error {
    Error::new(ErrorKind::InvalidMac, "the message authentication code does not verify")
        .with_code("KMSInvalidMacException")
}

pub(crate) fn invalid_input(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidInput, message.into()).with_code("ValidationException")
}

pub(crate) fn limit_exceeded(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::LimitExceeded, message.into()).with_code("LimitExceededException")
}

/// A primitive that failed for no fault of the request.
pub(crate) fn internal(error: strongroom_crypto::Error) -> Error {
    Error::new(ErrorKind::Internal, "a cryptographic primitive failed")
        .with_code("KMSInternalException")
        .with_source(error)
}

pub(crate) fn alias_exists(alias: &str) -> Error {
    Error::new(ErrorKind::AlreadyExists, format!("{alias} exists"))
        .with_code("AlreadyExistsException")
        .with_hint("update_alias points it to another key")
}
