//! One plausible call of each operation.

use strongroom_core::request::{
    CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DataKeyRequest, DecryptRequest,
    DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, EncryptRequest,
    ListAliasesRequest, ListKeysRequest, MacRequest, PublicKeyRequest, RandomRequest,
    ReEncryptRequest, RotateRequest, ScheduleDeletionRequest, SignRequest, UpdateAliasRequest,
    VerifyMacRequest, VerifyRequest,
};
use strongroom_core::{
    Algorithm, AliasName, Capability, EncryptionAlgorithm, Error, ErrorKind, KeyArn, KeyMetadata,
    KeyRef, KeySpec, KeyStore, KeyUsage, Operation, Result,
};

use crate::bench::{Bench, mac_algorithm, signing_algorithm};
use crate::case::need;

const MESSAGE: &[u8] = b"a message of the conformance suite";

/// The operations that name a key and accept every form of its name.
pub(crate) const BY_ANY_NAME: &[Operation] = &[
    Operation::Encrypt,
    Operation::Decrypt,
    Operation::ReEncrypt,
    Operation::GenerateDataKey,
    Operation::GenerateDataKeyWithoutPlaintext,
    Operation::Sign,
    Operation::Verify,
    Operation::GenerateMac,
    Operation::VerifyMac,
    Operation::GetPublicKey,
    Operation::DescribeKey,
];

/// The operations that name a key by id or ARN only.
pub(crate) const MANAGING: &[Operation] = &[
    Operation::EnableKey,
    Operation::DisableKey,
    Operation::ScheduleKeyDeletion,
    Operation::CancelKeyDeletion,
    Operation::RotateKeyOnDemand,
    Operation::CreateAlias,
    Operation::UpdateAlias,
    Operation::ListAliases,
];

/// The operations that name a key.
pub(crate) const NAMING_A_KEY: &[Operation] = &[
    Operation::Encrypt,
    Operation::Decrypt,
    Operation::ReEncrypt,
    Operation::GenerateDataKey,
    Operation::GenerateDataKeyWithoutPlaintext,
    Operation::Sign,
    Operation::Verify,
    Operation::GenerateMac,
    Operation::VerifyMac,
    Operation::GetPublicKey,
    Operation::DescribeKey,
    Operation::EnableKey,
    Operation::DisableKey,
    Operation::ScheduleKeyDeletion,
    Operation::CancelKeyDeletion,
    Operation::RotateKeyOnDemand,
    Operation::CreateAlias,
    Operation::UpdateAlias,
];

/// A call that would succeed on an enabled key, for any operation.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    operation: Operation,
    key: KeyRef<'static>,
    kind: KeyMetadata,
    /// A ciphertext, signature or code of the key.
    made: Vec<u8>,
    alias: AliasName,
}

impl Probe {
    /// A call on a key of its own.
    pub(crate) async fn on_new_key(bench: &Bench, operation: Operation) -> Result<Self> {
        let (spec, usage) = kind_for(bench, operation)?;
        let key = bench.create(spec, usage).await?;
        Self::on(bench, operation, key).await
    }

    /// A call on a key that cases share.
    pub(crate) async fn on_shared_key(bench: &Bench, operation: Operation) -> Result<Self> {
        let (spec, usage) = kind_for(bench, operation)?;
        let key = bench.key(spec, usage).await?;
        Self::on(bench, operation, key).await
    }

    /// A call on a key that never was.
    pub(crate) fn on_no_key(bench: &Bench, operation: Operation) -> Result<Self> {
        let usage = usage_of(operation).unwrap_or(KeyUsage::EncryptDecrypt);
        let arn = unknown_key(bench)?;
        let created = std::time::SystemTime::UNIX_EPOCH;
        Ok(Self {
            operation,
            key: KeyRef::from(&arn).into_owned(),
            kind: KeyMetadata::new(arn, cheapest(usage), usage, created),
            made: vec![1; 64],
            alias: bench.unused_alias()?,
        })
    }

    /// A call on this key, with real inputs as far as the store makes them.
    async fn on(bench: &Bench, operation: Operation, key: KeyMetadata) -> Result<Self> {
        let arn = &key.arn;
        let made = match operation {
            Operation::Decrypt | Operation::ReEncrypt if bench.supports(Operation::Encrypt) => {
                let request = EncryptRequest::new(arn.into(), MESSAGE).algorithm(encryption(&key));
                bench.driver().encrypt(&request).await?.ciphertext
            }
            Operation::Verify if bench.supports(Operation::Sign) => {
                bench.sign(arn, signing_algorithm(&key), MESSAGE).await?
            }
            Operation::VerifyMac if bench.supports(Operation::GenerateMac) => {
                let request = MacRequest::new(arn.into(), mac_algorithm(&key), MESSAGE);
                bench.driver().generate_mac(&request).await?.bytes
            }
            _ => vec![1; 64],
        };
        let alias = match operation {
            Operation::UpdateAlias if bench.supports(Operation::CreateAlias) => {
                bench.alias(&bench.create(key.spec, key.usage).await?.arn).await?
            }
            Operation::DeleteAlias if bench.supports(Operation::CreateAlias) => {
                bench.alias(arn).await?
            }
            _ => bench.unused_alias()?,
        };
        Ok(Self { operation, key: KeyRef::from(arn).into_owned(), kind: key, made, alias })
    }

    /// The key that the call is on.
    pub(crate) fn arn(&self) -> &KeyArn {
        &self.kind.arn
    }

    /// The same call with another name for the key.
    pub(crate) fn naming(mut self, key: KeyRef<'static>) -> Self {
        self.key = key;
        self
    }

    /// Makes the call. The answer is the ARN of the key, where the store names it.
    pub(crate) async fn call(&self, driver: &dyn KeyStore) -> Result<Option<KeyArn>> {
        let key = || self.key.reborrow();
        match self.operation {
            Operation::Encrypt => {
                let request = EncryptRequest::new(key(), MESSAGE).algorithm(encryption(&self.kind));
                driver.encrypt(&request).await.map(|encrypted| Some(encrypted.key))
            }
            Operation::Decrypt => {
                let request =
                    DecryptRequest::new(key(), &self.made).algorithm(encryption(&self.kind));
                driver.decrypt(&request).await.map(|decrypted| Some(decrypted.key))
            }
            Operation::ReEncrypt => {
                let request = ReEncryptRequest::new(key(), &self.made, key())
                    .source_algorithm(encryption(&self.kind))
                    .destination_algorithm(encryption(&self.kind));
                driver.re_encrypt(&request).await.map(|answer| Some(answer.destination_key))
            }
            Operation::GenerateDataKey => {
                let request = DataKeyRequest::new(key());
                driver.generate_data_key(&request).await.map(|data_key| Some(data_key.key))
            }
            Operation::GenerateDataKeyWithoutPlaintext => {
                let request = DataKeyRequest::new(key()).without_plaintext();
                driver.generate_data_key(&request).await.map(|data_key| Some(data_key.key))
            }
            Operation::Sign => {
                let request = SignRequest::new(key(), signing_algorithm(&self.kind), MESSAGE);
                driver.sign(&request).await.map(|signature| Some(signature.key))
            }
            Operation::Verify => {
                let algorithm = signing_algorithm(&self.kind);
                let request = VerifyRequest::new(key(), algorithm, MESSAGE, &self.made);
                driver.verify(&request).await.map(|()| None)
            }
            Operation::GenerateMac => {
                let request = MacRequest::new(key(), mac_algorithm(&self.kind), MESSAGE);
                driver.generate_mac(&request).await.map(|mac| Some(mac.key))
            }
            Operation::VerifyMac => {
                let algorithm = mac_algorithm(&self.kind);
                let request = VerifyMacRequest::new(key(), algorithm, MESSAGE, &self.made);
                driver.verify_mac(&request).await.map(|()| None)
            }
            Operation::GetPublicKey => {
                let request = PublicKeyRequest::new(key());
                driver.public_key(&request).await.map(|public| Some(public.metadata.arn))
            }
            _ => self.manage(driver).await,
        }
    }

    async fn manage(&self, driver: &dyn KeyStore) -> Result<Option<KeyArn>> {
        let key = || self.key.reborrow();
        match self.operation {
            Operation::GenerateRandom => {
                driver.generate_random(&RandomRequest::new(32)).await.map(|_| None)
            }
            Operation::CreateKey => {
                let request = CreateKeyRequest::new(self.kind.spec, self.kind.usage);
                driver.create_key(&request).await.map(|key| Some(key.arn))
            }
            Operation::DescribeKey => {
                let request = DescribeKeyRequest::new(key());
                driver.describe_key(&request).await.map(|key| Some(key.arn))
            }
            Operation::ListKeys => driver.list_keys(&ListKeysRequest::new()).await.map(|_| None),
            Operation::EnableKey => {
                driver.enable_key(&EnableKeyRequest::new(key())).await.map(|()| None)
            }
            Operation::DisableKey => {
                driver.disable_key(&DisableKeyRequest::new(key())).await.map(|()| None)
            }
            Operation::ScheduleKeyDeletion => {
                let request = ScheduleDeletionRequest::new(key());
                driver.schedule_key_deletion(&request).await.map(|scheduled| Some(scheduled.key))
            }
            Operation::CancelKeyDeletion => {
                driver.cancel_key_deletion(&CancelDeletionRequest::new(key())).await.map(Some)
            }
            Operation::RotateKeyOnDemand => {
                driver.rotate_key_on_demand(&RotateRequest::new(key())).await.map(Some)
            }
            Operation::CreateAlias => {
                let request = CreateAliasRequest::new(self.alias.clone(), key());
                driver.create_alias(&request).await.map(|()| None)
            }
            Operation::UpdateAlias => {
                let request = UpdateAliasRequest::new(self.alias.clone(), key());
                driver.update_alias(&request).await.map(|()| None)
            }
            Operation::DeleteAlias => {
                let request = DeleteAliasRequest::new(self.alias.clone());
                driver.delete_alias(&request).await.map(|()| None)
            }
            Operation::ListAliases => {
                let request = ListAliasesRequest::new().key(key());
                driver.list_aliases(&request).await.map(|_| None)
            }
            operation => Err(Error::new(
                ErrorKind::Internal,
                format!("the suite has no call of {operation}"),
            )),
        }
    }
}

/// The ARN of a key that the store does not have.
pub(crate) fn unknown_key(bench: &Bench) -> Result<KeyArn> {
    KeyArn::parse(&format!(
        "arn:{}:key/0badc0de-0000-4000-8000-000000000000",
        bench.store().info().scope
    ))
}

/// What a call of an operation takes beside a key: what another operation makes, or a symmetric
/// key and no other.
pub(crate) const fn takes(operation: Operation) -> Option<Capability> {
    match operation {
        Operation::Decrypt | Operation::ReEncrypt => Some(need::ENCRYPT),
        Operation::Verify => Some(need::SIGN),
        Operation::VerifyMac => Some(need::GENERATE_MAC),
        Operation::UpdateAlias | Operation::DeleteAlias => Some(need::CREATE_ALIAS),
        Operation::GenerateDataKey
        | Operation::GenerateDataKeyWithoutPlaintext
        | Operation::RotateKeyOnDemand => Some(need::SYMMETRIC),
        _ => None,
    }
}

/// The usage of the keys that an operation is called on, if it matters.
const fn usage_of(operation: Operation) -> Option<KeyUsage> {
    match operation {
        Operation::Encrypt
        | Operation::Decrypt
        | Operation::ReEncrypt
        | Operation::GenerateDataKey
        | Operation::GenerateDataKeyWithoutPlaintext
        | Operation::RotateKeyOnDemand => Some(KeyUsage::EncryptDecrypt),
        Operation::Sign | Operation::Verify | Operation::GetPublicKey => Some(KeyUsage::SignVerify),
        Operation::GenerateMac | Operation::VerifyMac => Some(KeyUsage::GenerateVerifyMac),
        _ => None,
    }
}

/// The cheapest declared kind of key that an operation is called on.
fn kind_for(bench: &Bench, operation: Operation) -> Result<(KeySpec, KeyUsage)> {
    match usage_of(operation) {
        Some(usage) => Ok((bench.spec_for(usage)?, usage)),
        None => bench.kinds().next().ok_or_else(|| {
            Error::new(ErrorKind::Configuration, "CreateKey is declared, and no key")
        }),
    }
}

/// The cheapest spec of a usage, declared or not.
const fn cheapest(usage: KeyUsage) -> KeySpec {
    match usage {
        KeyUsage::SignVerify => KeySpec::EccNistP256,
        KeyUsage::GenerateVerifyMac => KeySpec::Hmac256,
        _ => KeySpec::SymmetricDefault,
    }
}

fn encryption(key: &KeyMetadata) -> EncryptionAlgorithm {
    match (key.spec, key.algorithms()) {
        (KeySpec::SymmetricDefault, _) => EncryptionAlgorithm::SymmetricDefault,
        (_, [Algorithm::Encryption(algorithm), ..]) => *algorithm,
        _ => EncryptionAlgorithm::RsaesOaepSha256,
    }
}
