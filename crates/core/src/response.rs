//! What operations answer.

use std::time::SystemTime;

use crate::{
    AliasName, EncryptionAlgorithm, KeyArn, KeyMetadata, MacAlgorithm, SecretBytes,
    SigningAlgorithm,
};

/// The answer to an encryption. As `AsRef<[u8]>` it is the ciphertext.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Encrypted {
    /// The key that encrypted.
    pub key: KeyArn,
    /// The algorithm that was used.
    pub algorithm: EncryptionAlgorithm,
    /// The ciphertext: the store's own format, at most 6144 bytes.
    pub ciphertext: Vec<u8>,
}

impl Encrypted {
    /// An answer of these parts.
    pub const fn new(key: KeyArn, algorithm: EncryptionAlgorithm, ciphertext: Vec<u8>) -> Self {
        Self { key, algorithm, ciphertext }
    }
}

impl AsRef<[u8]> for Encrypted {
    fn as_ref(&self) -> &[u8] {
        &self.ciphertext
    }
}

/// The answer to a decryption.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decrypted {
    /// The key that opened the ciphertext.
    pub key: KeyArn,
    /// The algorithm that was used.
    pub algorithm: EncryptionAlgorithm,
    /// The plaintext.
    pub plaintext: SecretBytes,
}

impl Decrypted {
    /// An answer of these parts.
    pub const fn new(key: KeyArn, algorithm: EncryptionAlgorithm, plaintext: SecretBytes) -> Self {
        Self { key, algorithm, plaintext }
    }

    /// The plaintext bytes.
    pub fn expose(&self) -> &[u8] {
        self.plaintext.expose()
    }
}

/// The answer to a re-encryption. As `AsRef<[u8]>` it is the new ciphertext.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReEncrypted {
    /// The key that opened the old ciphertext.
    pub source_key: KeyArn,
    /// The key that made the new ciphertext.
    pub destination_key: KeyArn,
    /// The algorithm that opened.
    pub source_algorithm: EncryptionAlgorithm,
    /// The algorithm that encrypted.
    pub destination_algorithm: EncryptionAlgorithm,
    /// The new ciphertext.
    pub ciphertext: Vec<u8>,
}

impl ReEncrypted {
    /// An answer of these parts.
    pub fn new(
        source: (KeyArn, EncryptionAlgorithm),
        destination: (KeyArn, EncryptionAlgorithm),
        ciphertext: Vec<u8>,
    ) -> Self {
        Self {
            source_key: source.0,
            destination_key: destination.0,
            source_algorithm: source.1,
            destination_algorithm: destination.1,
            ciphertext,
        }
    }
}

impl AsRef<[u8]> for ReEncrypted {
    fn as_ref(&self) -> &[u8] {
        &self.ciphertext
    }
}

/// A data key: use the plaintext, keep the ciphertext beside the data.
#[derive(Debug)]
#[non_exhaustive]
pub struct DataKey {
    /// The key that encrypted the data key.
    pub key: KeyArn,
    /// The data key, encrypted; [`Decrypt`](crate::Operation::Decrypt) opens it.
    pub ciphertext: Vec<u8>,
    /// The data key in the clear, unless it was asked for without.
    pub plaintext: Option<SecretBytes>,
}

impl DataKey {
    /// An answer of these parts.
    pub const fn new(key: KeyArn, ciphertext: Vec<u8>, plaintext: Option<SecretBytes>) -> Self {
        Self { key, ciphertext, plaintext }
    }
}

/// A signature. As `AsRef<[u8]>` it is the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// The key that signed.
    pub key: KeyArn,
    /// The algorithm that was used.
    pub algorithm: SigningAlgorithm,
    /// RSA: as long as the modulus, big-endian (RFC 8017). ECDSA: DER (RFC 3279, 2.2.3).
    pub bytes: Vec<u8>,
}

impl Signature {
    /// An answer of these parts.
    pub const fn new(key: KeyArn, algorithm: SigningAlgorithm, bytes: Vec<u8>) -> Self {
        Self { key, algorithm, bytes }
    }
}

impl AsRef<[u8]> for Signature {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// A message authentication code. As `AsRef<[u8]>` it is the bytes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mac {
    /// The key that was used.
    pub key: KeyArn,
    /// The algorithm that was used.
    pub algorithm: MacAlgorithm,
    /// The code: the whole output of the hash.
    pub bytes: Vec<u8>,
}

impl Mac {
    /// An answer of these parts.
    pub const fn new(key: KeyArn, algorithm: MacAlgorithm, bytes: Vec<u8>) -> Self {
        Self { key, algorithm, bytes }
    }
}

impl AsRef<[u8]> for Mac {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The public half of an asymmetric key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PublicKey {
    /// The key, its spec, usage and algorithms.
    pub metadata: KeyMetadata,
    /// `SubjectPublicKeyInfo` in DER (RFC 5280, 4.1).
    pub der: Vec<u8>,
}

impl PublicKey {
    /// An answer of these parts.
    pub const fn new(metadata: KeyMetadata, der: Vec<u8>) -> Self {
        Self { metadata, der }
    }
}

/// A scheduled deletion.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScheduledDeletion {
    /// The key.
    pub key: KeyArn,
    /// When it will be deleted. Until then the deletion can be cancelled.
    pub deletion: SystemTime,
}

impl ScheduledDeletion {
    /// An answer of these parts.
    pub const fn new(key: KeyArn, deletion: SystemTime) -> Self {
        Self { key, deletion }
    }
}

/// An alias and the key it points to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alias {
    /// The name.
    pub name: AliasName,
    /// The key, or `None` for a reserved alias whose key does not exist yet.
    pub target: Option<KeyArn>,
}

impl Alias {
    /// An answer of these parts.
    pub const fn new(name: AliasName, target: Option<KeyArn>) -> Self {
        Self { name, target }
    }
}

/// One page of a listing. An empty page is not the last one: only a missing marker says so.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last page.
    pub next_marker: Option<String>,
}

impl<T> Page<T> {
    /// A page of these items.
    pub const fn new(items: Vec<T>, next_marker: Option<String>) -> Self {
        Self { items, next_marker }
    }
}
