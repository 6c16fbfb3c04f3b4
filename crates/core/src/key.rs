//! Keys: what they are for, what state they are in, who manages them.

use std::time::SystemTime;

use crate::names::names;
use crate::{KeyArn, Result};

names! {
    /// The kind of key material.
    ///
    /// Source: AWS KMS Developer Guide, "Key spec reference".
    pub enum KeySpec ("key spec") {
        /// 256-bit AES-GCM key.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        /// RSA, modulus of 2048 bits.
        Rsa2048 = "RSA_2048",
        /// RSA, modulus of 3072 bits.
        Rsa3072 = "RSA_3072",
        /// RSA, modulus of 4096 bits.
        Rsa4096 = "RSA_4096",
        /// NIST P-256.
        EccNistP256 = "ECC_NIST_P256",
        /// NIST P-384.
        EccNistP384 = "ECC_NIST_P384",
        /// HMAC key for SHA-256.
        Hmac256 = "HMAC_256",
        /// HMAC key for SHA-384.
        Hmac384 = "HMAC_384",
        /// HMAC key for SHA-512.
        Hmac512 = "HMAC_512",
    }
}

names! {
    /// What a key is for. A key has one usage, for ever.
    pub enum KeyUsage ("key usage") {
        /// Encrypt, decrypt, re-encrypt, data keys.
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        /// Sign and verify.
        SignVerify = "SIGN_VERIFY",
        /// Make and verify message authentication codes.
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
    }
}

names! {
    /// An encryption algorithm.
    pub enum EncryptionAlgorithm ("encryption algorithm") {
        /// Authenticated symmetric encryption, bound to the encryption context.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        /// RSAES-OAEP (RFC 8017), SHA-1 and MGF1 with SHA-1, empty label.
        RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
        /// RSAES-OAEP (RFC 8017), SHA-256 and MGF1 with SHA-256, empty label.
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
    }
}

names! {
    /// A signing algorithm.
    pub enum SigningAlgorithm ("signing algorithm") {
        /// RSASSA-PSS (RFC 8017) with SHA-256, MGF1 with SHA-256, salt of 32 bytes.
        RsassaPssSha256 = "RSASSA_PSS_SHA_256",
        /// RSASSA-PSS (RFC 8017) with SHA-384, MGF1 with SHA-384, salt of 48 bytes.
        RsassaPssSha384 = "RSASSA_PSS_SHA_384",
        /// RSASSA-PSS (RFC 8017) with SHA-512, MGF1 with SHA-512, salt of 64 bytes.
        RsassaPssSha512 = "RSASSA_PSS_SHA_512",
        /// RSASSA-PKCS1-v1_5 (RFC 8017) with SHA-256.
        RsassaPkcs1V15Sha256 = "RSASSA_PKCS1_V1_5_SHA_256",
        /// RSASSA-PKCS1-v1_5 (RFC 8017) with SHA-384.
        RsassaPkcs1V15Sha384 = "RSASSA_PKCS1_V1_5_SHA_384",
        /// RSASSA-PKCS1-v1_5 (RFC 8017) with SHA-512.
        RsassaPkcs1V15Sha512 = "RSASSA_PKCS1_V1_5_SHA_512",
        /// ECDSA (FIPS 186-5) on P-256 with SHA-256; the signature is DER (RFC 3279, 2.2.3).
        EcdsaSha256 = "ECDSA_SHA_256",
        /// ECDSA (FIPS 186-5) on P-384 with SHA-384; the signature is DER (RFC 3279, 2.2.3).
        EcdsaSha384 = "ECDSA_SHA_384",
    }
}

names! {
    /// An algorithm for message authentication codes: HMAC (RFC 2104), whole output.
    pub enum MacAlgorithm ("MAC algorithm") {
        /// HMAC with SHA-256, 32 bytes.
        HmacSha256 = "HMAC_SHA_256",
        /// HMAC with SHA-384, 48 bytes.
        HmacSha384 = "HMAC_SHA_384",
        /// HMAC with SHA-512, 64 bytes.
        HmacSha512 = "HMAC_SHA_512",
    }
}

names! {
    /// What the message of a signature is.
    pub enum MessageType ("message type") {
        /// The message itself, up to 4096 bytes; the store hashes it.
        Raw = "RAW",
        /// The digest of the message, as long as the algorithm's hash; the store does not hash.
        Digest = "DIGEST",
    }
}

names! {
    /// The state of a key. Which call is allowed in which state is the same for every store.
    ///
    /// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".
    pub enum KeyState ("key state") {
        /// Ready for use.
        Enabled = "Enabled",
        /// Switched off, until it is enabled again.
        Disabled = "Disabled",
        /// Waiting to be deleted. A cancelled deletion leaves the key disabled.
        PendingDeletion = "PendingDeletion",
        /// Waiting for its key material.
        PendingImport = "PendingImport",
        /// Being created.
        Creating = "Creating",
        /// The primary Region is being changed.
        Updating = "Updating",
        /// The custom key store that holds the material cannot be used.
        Unavailable = "Unavailable",
        /// A primary key waiting for the deletion of its replicas.
        PendingReplicaDeletion = "PendingReplicaDeletion",
    }
}

names! {
    /// Where the key material comes from.
    pub enum Origin ("origin") {
        /// Made by the key service.
        AwsKms = "AWS_KMS",
        /// Imported by the owner.
        External = "EXTERNAL",
        /// Made in the owner's CloudHSM cluster.
        AwsCloudHsm = "AWS_CLOUDHSM",
        /// Held by a key manager outside AWS.
        ExternalKeyStore = "EXTERNAL_KEY_STORE",
    }
}

names! {
    /// Who manages a key: the three classes that newcomers confuse.
    ///
    /// | class | can view | can manage | used only for my account |
    /// |---|---|---|---|
    /// | customer managed | yes | yes | yes |
    /// | AWS managed | yes | no | yes |
    /// | AWS owned | no | no | no |
    ///
    /// ```
    /// # use strongroom_core::KeyManager;
    /// let aws_managed = KeyManager::Aws;
    /// assert!(aws_managed.can_view() && !aws_managed.can_manage() && aws_managed.is_exclusive());
    /// ```
    ///
    /// Source: AWS KMS Developer Guide, "AWS KMS keys".
    pub enum KeyManager ("key manager") {
        /// Created, owned and managed by the customer. The class for one's own programs.
        Customer = "CUSTOMER",
        /// Made by a service in the customer's account (`alias/aws/...`); visible, not manageable,
        /// usable only through that service.
        Aws = "AWS",
        /// Owned by a service and shared by its customers; invisible.
        AwsOwned = "AWS_OWNED",
    }
}

impl KeyManager {
    /// Whether the account sees the key and its metadata.
    pub const fn can_view(self) -> bool {
        matches!(self, Self::Customer | Self::Aws)
    }

    /// Whether the account can enable, disable, rotate, alias and delete the key.
    pub const fn can_manage(self) -> bool {
        matches!(self, Self::Customer)
    }

    /// Whether the key is used for this account only.
    pub const fn is_exclusive(self) -> bool {
        matches!(self, Self::Customer | Self::Aws)
    }
}

impl KeySpec {
    /// The usages that a key of this spec can be created for.
    pub const fn usages(self) -> &'static [KeyUsage] {
        match self {
            Self::SymmetricDefault => &[KeyUsage::EncryptDecrypt],
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => {
                &[KeyUsage::EncryptDecrypt, KeyUsage::SignVerify]
            }
            Self::EccNistP256 | Self::EccNistP384 => &[KeyUsage::SignVerify],
            Self::Hmac256 | Self::Hmac384 | Self::Hmac512 => &[KeyUsage::GenerateVerifyMac],
        }
    }

    /// The algorithms of a key of this spec and `usage`; none where they do not go together.
    ///
    /// ```
    /// # use strongroom_core::{Algorithm, KeySpec, KeyUsage, SigningAlgorithm};
    /// assert_eq!(
    ///     KeySpec::EccNistP256.algorithms(KeyUsage::SignVerify),
    ///     [Algorithm::Signing(SigningAlgorithm::EcdsaSha256)],
    /// );
    /// assert_eq!(KeySpec::Hmac256.algorithms(KeyUsage::SignVerify), []);
    /// ```
    pub fn algorithms(self, usage: KeyUsage) -> &'static [Algorithm] {
        use Algorithm::{Encryption, Mac, Signing};
        match (self, usage) {
            (Self::SymmetricDefault, KeyUsage::EncryptDecrypt) => {
                &[Encryption(EncryptionAlgorithm::SymmetricDefault)]
            }
            (Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096, KeyUsage::EncryptDecrypt) => &[
                Encryption(EncryptionAlgorithm::RsaesOaepSha1),
                Encryption(EncryptionAlgorithm::RsaesOaepSha256),
            ],
            (Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096, KeyUsage::SignVerify) => &[
                Signing(SigningAlgorithm::RsassaPssSha256),
                Signing(SigningAlgorithm::RsassaPssSha384),
                Signing(SigningAlgorithm::RsassaPssSha512),
                Signing(SigningAlgorithm::RsassaPkcs1V15Sha256),
                Signing(SigningAlgorithm::RsassaPkcs1V15Sha384),
                Signing(SigningAlgorithm::RsassaPkcs1V15Sha512),
            ],
            (Self::EccNistP256, KeyUsage::SignVerify) => &[Signing(SigningAlgorithm::EcdsaSha256)],
            (Self::EccNistP384, KeyUsage::SignVerify) => &[Signing(SigningAlgorithm::EcdsaSha384)],
            (Self::Hmac256, KeyUsage::GenerateVerifyMac) => &[Mac(MacAlgorithm::HmacSha256)],
            (Self::Hmac384, KeyUsage::GenerateVerifyMac) => &[Mac(MacAlgorithm::HmacSha384)],
            (Self::Hmac512, KeyUsage::GenerateVerifyMac) => &[Mac(MacAlgorithm::HmacSha512)],
            _ => &[],
        }
    }
}

impl SigningAlgorithm {
    /// The length in bytes of the digest that [`MessageType::Digest`] takes.
    pub const fn digest_len(self) -> usize {
        match self {
            Self::RsassaPssSha256 | Self::RsassaPkcs1V15Sha256 | Self::EcdsaSha256 => 32,
            Self::RsassaPssSha384 | Self::RsassaPkcs1V15Sha384 | Self::EcdsaSha384 => 48,
            Self::RsassaPssSha512 | Self::RsassaPkcs1V15Sha512 => 64,
        }
    }
}

impl EncryptionAlgorithm {
    /// The longest plaintext, in bytes, that a key of `spec` encrypts with this algorithm: 4096
    /// for symmetric keys, modulus − 2 × hash − 2 for RSAES-OAEP (RFC 8017, 7.1.1). `None` where
    /// they do not go together.
    pub const fn max_plaintext_len(self, spec: KeySpec) -> Option<usize> {
        let modulus = match spec {
            KeySpec::SymmetricDefault => {
                return if matches!(self, Self::SymmetricDefault) { Some(4096) } else { None };
            }
            KeySpec::Rsa2048 => 256,
            KeySpec::Rsa3072 => 384,
            KeySpec::Rsa4096 => 512,
            _ => return None,
        };
        match self {
            Self::RsaesOaepSha1 => Some(modulus - 42),
            Self::RsaesOaepSha256 => Some(modulus - 66),
            Self::SymmetricDefault => None,
        }
    }
}

/// An algorithm of any usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// For [`KeyUsage::EncryptDecrypt`].
    Encryption(EncryptionAlgorithm),
    /// For [`KeyUsage::SignVerify`].
    Signing(SigningAlgorithm),
    /// For [`KeyUsage::GenerateVerifyMac`].
    Mac(MacAlgorithm),
}

impl Algorithm {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Encryption(algorithm) => algorithm.as_str(),
            Self::Signing(algorithm) => algorithm.as_str(),
            Self::Mac(algorithm) => algorithm.as_str(),
        }
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Algorithm {
    type Err = crate::Error;

    fn from_str(name: &str) -> Result<Self> {
        name.parse()
            .map(Self::Encryption)
            .or_else(|_| name.parse().map(Self::Signing))
            .or_else(|_| name.parse().map(Self::Mac))
            .map_err(|_: crate::Error| {
                crate::Error::new(
                    crate::ErrorKind::InvalidInput,
                    format!("unknown algorithm {name:?}"),
                )
            })
    }
}

impl serde::Serialize for Algorithm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Algorithm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

/// What a store tells of a key. Never key material.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyMetadata {
    /// The key's name, for ever.
    pub arn: KeyArn,
    /// The kind of key material.
    pub spec: KeySpec,
    /// What the key is for.
    pub usage: KeyUsage,
    /// The state now.
    pub state: KeyState,
    /// Where the material comes from.
    pub origin: Origin,
    /// Who manages the key.
    pub manager: KeyManager,
    /// The owner's words, up to 8192 characters.
    pub description: String,
    /// When the key was created.
    pub created: SystemTime,
    /// When the key will be deleted, in [`KeyState::PendingDeletion`].
    pub deletion: Option<SystemTime>,
    /// Which material encrypts now, for symmetric keys: 64 hexadecimal digits. A rotation changes
    /// it.
    pub current_material: Option<String>,
}

impl KeyMetadata {
    /// An enabled, customer managed key of origin `AWS_KMS`; the fields are set from there.
    pub fn new(arn: KeyArn, spec: KeySpec, usage: KeyUsage, created: SystemTime) -> Self {
        Self {
            arn,
            spec,
            usage,
            state: KeyState::Enabled,
            origin: Origin::AwsKms,
            manager: KeyManager::Customer,
            description: String::new(),
            created,
            deletion: None,
            current_material: None,
        }
    }

    /// The algorithms that the key can be used with.
    pub fn algorithms(&self) -> &'static [Algorithm] {
        self.spec.algorithms(self.usage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_parse_back_and_unknown_names_list_the_known() {
        for spec in KeySpec::ALL {
            assert_eq!(spec.as_str().parse::<KeySpec>().unwrap(), *spec);
        }
        let error = "RSA_1024".parse::<KeySpec>().unwrap_err();
        assert!(error.to_string().contains("RSA_2048"), "{error}");
    }

    #[test]
    fn oaep_limits_are_those_that_kms_documents() {
        let limits = |algorithm: EncryptionAlgorithm| {
            [KeySpec::Rsa2048, KeySpec::Rsa3072, KeySpec::Rsa4096]
                .map(|spec| algorithm.max_plaintext_len(spec).unwrap())
        };
        assert_eq!(limits(EncryptionAlgorithm::RsaesOaepSha1), [214, 342, 470]);
        assert_eq!(limits(EncryptionAlgorithm::RsaesOaepSha256), [190, 318, 446]);
    }

    #[test]
    fn every_spec_has_an_algorithm_for_each_of_its_usages() {
        for spec in KeySpec::ALL {
            for usage in spec.usages() {
                assert!(!spec.algorithms(*usage).is_empty(), "{spec} {usage}");
            }
        }
    }

    #[test]
    fn key_classes_are_told_apart() {
        let table = KeyManager::ALL
            .iter()
            .map(|class| (class.can_view(), class.can_manage(), class.is_exclusive()))
            .collect::<Vec<_>>();
        assert_eq!(table, [(true, true, true), (true, false, true), (false, false, false)]);
    }
}
