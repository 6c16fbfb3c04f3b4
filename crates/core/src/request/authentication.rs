//! Signatures and message authentication codes.

use super::{Call, Request, invalid};
use crate::{
    Algorithm, Capabilities, KeyRef, MacAlgorithm, MessageType, Operation, Result, SecretSlice,
    SigningAlgorithm,
};

/// Sign a message of up to 4096 bytes, or a digest.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: SigningAlgorithm,
    /// The message or its digest.
    pub message: SecretSlice<'a>,
    /// Which of the two it is.
    pub message_type: MessageType,
}

impl<'a> SignRequest<'a> {
    /// A message, hashed by the store.
    pub fn new(key: KeyRef<'a>, algorithm: SigningAlgorithm, message: &'a [u8]) -> Self {
        Self { key, algorithm, message: message.into(), message_type: MessageType::Raw }
    }

    /// Says that the message is a digest.
    #[must_use]
    pub fn message_type(mut self, message_type: MessageType) -> Self {
        self.message_type = message_type;
        self
    }
}

impl Request for SignRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::Sign)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Signing(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        check_message(capabilities, self.algorithm, self.message_type, self.message.len())
    }
}

/// Verify a signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerifyRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: SigningAlgorithm,
    /// The message or its digest.
    pub message: SecretSlice<'a>,
    /// Which of the two it is.
    pub message_type: MessageType,
    /// The signature, 1 to 6144 bytes.
    pub signature: &'a [u8],
}

impl<'a> VerifyRequest<'a> {
    /// A message, hashed by the store.
    pub fn new(
        key: KeyRef<'a>,
        algorithm: SigningAlgorithm,
        message: &'a [u8],
        signature: &'a [u8],
    ) -> Self {
        Self { key, algorithm, message: message.into(), message_type: MessageType::Raw, signature }
    }

    /// Says that the message is a digest.
    #[must_use]
    pub fn message_type(mut self, message_type: MessageType) -> Self {
        self.message_type = message_type;
        self
    }
}

impl Request for VerifyRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::Verify)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Signing(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        check_message(capabilities, self.algorithm, self.message_type, self.message.len())
    }
}

/// Make a message authentication code of a message of 1 to 4096 bytes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MacRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: MacAlgorithm,
    /// The message.
    pub message: SecretSlice<'a>,
}

impl<'a> MacRequest<'a> {
    /// The code of a message.
    pub fn new(key: KeyRef<'a>, algorithm: MacAlgorithm, message: &'a [u8]) -> Self {
        Self { key, algorithm, message: message.into() }
    }
}

impl Request for MacRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::GenerateMac)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Mac(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_message(self.message.len(), 1)
    }
}

/// Verify a message authentication code.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerifyMacRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The algorithm.
    pub algorithm: MacAlgorithm,
    /// The message.
    pub message: SecretSlice<'a>,
    /// The code, whole.
    pub mac: &'a [u8],
}

impl<'a> VerifyMacRequest<'a> {
    /// The code of a message.
    pub fn new(key: KeyRef<'a>, algorithm: MacAlgorithm, message: &'a [u8], mac: &'a [u8]) -> Self {
        Self { key, algorithm, message: message.into(), mac }
    }
}

impl Request for VerifyMacRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::VerifyMac)
            .with_key(&self.key)
            .with_algorithm(Algorithm::Mac(self.algorithm))
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        capabilities.check_message(self.message.len(), 1)
    }
}

fn check_message(
    capabilities: &Capabilities,
    algorithm: SigningAlgorithm,
    message_type: MessageType,
    len: usize,
) -> Result<()> {
    match message_type {
        MessageType::Raw => capabilities.check_message(len, 0),
        MessageType::Digest if len == algorithm.digest_len() => Ok(()),
        MessageType::Digest => Err(invalid(format!(
            "digest of {len} bytes does not go with {algorithm}, which takes {} bytes",
            algorithm.digest_len()
        ))
        .with_hint("pass the output of the algorithm's hash, or the message as RAW")),
    }
}
