//! What operations are asked. Requests borrow from the caller and are passed by reference, so that
//! a layer sends one as often as it wants.

mod aliases;
mod authentication;
mod encryption;
mod keys;

pub use aliases::{CreateAliasRequest, DeleteAliasRequest, ListAliasesRequest, UpdateAliasRequest};
pub use authentication::{MacRequest, SignRequest, VerifyMacRequest, VerifyRequest};
pub use encryption::{
    DataKeyLength, DataKeyRequest, DecryptRequest, EncryptRequest, RandomRequest, ReEncryptRequest,
};
pub use keys::{
    CancelDeletionRequest, CreateKeyRequest, DescribeKeyRequest, DisableKeyRequest,
    EnableKeyRequest, ListKeysRequest, PublicKeyRequest, RotateRequest, ScheduleDeletionRequest,
};

use crate::{
    Algorithm, Capabilities, Error, ErrorKind, KeyRef, KeyRefForm, KeySpec, KeyUsage, Operation,
    Result,
};

/// What every request tells about itself: to the checks of [`Store`](crate::Store) and to layers.
pub trait Request: Sync {
    /// The operation, its key and its algorithm.
    fn call(&self) -> Call<'_>;

    /// Refuses a request that no store with these capabilities could serve.
    ///
    /// Drivers call it too: it is the one place where limits are compared.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] for an operation that is not declared;
    /// [`ErrorKind::InvalidInput`] for sizes out of bounds.
    fn check(&self, capabilities: &Capabilities) -> Result<()> {
        let operation = self.call().operation;
        if !capabilities.supports(operation) {
            return Err(Error::unsupported(operation));
        }
        self.check_sizes(capabilities)
    }

    /// Refuses sizes out of bounds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`].
    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        Ok(())
    }
}

/// The outline of a request: what layers decide by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call<'a> {
    /// The operation.
    pub operation: Operation,
    /// The key that is named, if one is.
    pub key: Option<&'a KeyRef<'a>>,
    /// The algorithm that is named, if one is.
    pub algorithm: Option<Algorithm>,
    /// The key that opens, in a re-encryption that names it.
    pub source_key: Option<&'a KeyRef<'a>>,
    /// The algorithm that opens, in a re-encryption.
    pub source_algorithm: Option<Algorithm>,
    /// Whether the key that opens is the one that the ciphertext names: a symmetric one.
    pub discovers_key: bool,
    /// What is to be created, if something is.
    pub creates: Option<(KeySpec, KeyUsage)>,
}

impl<'a> Call<'a> {
    const fn new(operation: Operation) -> Self {
        Self {
            operation,
            key: None,
            algorithm: None,
            source_key: None,
            source_algorithm: None,
            discovers_key: false,
            creates: None,
        }
    }

    /// Every key that the call names.
    pub fn keys(&self) -> impl Iterator<Item = &'a KeyRef<'a>> {
        self.key.into_iter().chain(self.source_key)
    }

    /// Every algorithm that the call names.
    pub fn algorithms(&self) -> impl Iterator<Item = Algorithm> {
        self.algorithm.into_iter().chain(self.source_algorithm)
    }

    fn with_key(mut self, key: &'a KeyRef<'a>) -> Self {
        self.key = Some(key);
        self
    }

    fn with_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }
}

/// Which key opens a ciphertext.
#[derive(Clone, Debug)]
pub enum OpeningKey<'a> {
    /// This key and no other.
    Named(KeyRef<'a>),
    /// The key that the ciphertext names. Symmetric ciphertexts only.
    Discovered,
}

impl<'a> OpeningKey<'a> {
    /// The key, where one is named.
    pub const fn named(&self) -> Option<&KeyRef<'a>> {
        match self {
            Self::Named(key) => Some(key),
            Self::Discovered => None,
        }
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidInput, message).with_code("ValidationException")
}

fn check_not_alias(key: &KeyRef<'_>) -> Result<()> {
    match key.form() {
        KeyRefForm::Id | KeyRefForm::Arn => Ok(()),
        KeyRefForm::Alias | KeyRefForm::AliasArn => {
            Err(invalid(format!("alias {key} cannot name the key of a managing call"))
                .with_hint("name the key by id or ARN, which describe_key tells"))
        }
    }
}

fn check_page(capabilities: &Capabilities, limit: Option<usize>) -> Result<()> {
    let most = capabilities.limits.page_items;
    match limit {
        Some(limit) if !(1..=most).contains(&limit) => {
            Err(invalid(format!("page of {limit} items is not within 1 to {most} items")))
        }
        _ => Ok(()),
    }
}
