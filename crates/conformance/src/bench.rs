//! The store under test, and what cases share.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use strongroom_core::request::{
    CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DecryptRequest,
    DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, EncryptRequest,
    ListAliasesRequest, ListKeysRequest, PublicKeyRequest, RotateRequest, ScheduleDeletionRequest,
    SignRequest, UpdateAliasRequest,
};
use strongroom_core::response::{Alias, ScheduledDeletion};
use strongroom_core::{
    Algorithm, AliasName, Capabilities, Capability, EncryptionContext, Error, ErrorKind, KeyArn,
    KeyMetadata, KeySpec, KeyStore, KeyUsage, Limits, MacAlgorithm, Operation, ProtectionLevel,
    Result, SigningAlgorithm, Store,
};

use crate::verdict::Verdict;

/// Key specs from the cheapest to the dearest.
const BY_COST: [KeySpec; 9] = [
    KeySpec::SymmetricDefault,
    KeySpec::EccNistP256,
    KeySpec::EccNistP384,
    KeySpec::Hmac256,
    KeySpec::Hmac384,
    KeySpec::Hmac512,
    KeySpec::Rsa2048,
    KeySpec::Rsa3072,
    KeySpec::Rsa4096,
];

/// The store under test. Keys that a case does not change are made once; all keys and aliases are
/// given up at the end.
#[derive(Debug)]
pub(crate) struct Bench {
    store: Store,
    declared: Capabilities,
    pause: Duration,
    run: String,
    shared: tokio::sync::Mutex<BTreeMap<(KeySpec, KeyUsage), KeyMetadata>>,
    refusals: tokio::sync::Mutex<BTreeMap<Capability, Verdict>>,
    created: Mutex<Vec<KeyArn>>,
    aliases: Mutex<Vec<AliasName>>,
    counter: AtomicU32,
}

impl Bench {
    /// A bench for a store that declares this; `pause` is waited after each change.
    pub(crate) fn new(store: Store, declared: Capabilities, pause: Duration) -> Result<Self> {
        let run = getrandom::u64().map_err(|error| {
            Error::new(ErrorKind::Internal, "the system has no random bytes").with_source(error)
        })?;
        Ok(Self {
            store,
            declared,
            pause,
            run: format!("{run:016x}"),
            shared: tokio::sync::Mutex::default(),
            refusals: tokio::sync::Mutex::default(),
            created: Mutex::default(),
            aliases: Mutex::default(),
            counter: AtomicU32::new(0),
        })
    }

    /// The store, as programs hold it.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The store, as its author wrote it: nothing is checked before it.
    pub(crate) fn driver(&self) -> &dyn KeyStore {
        self.store.driver()
    }

    pub(crate) fn declared(&self) -> &Capabilities {
        &self.declared
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.declared.limits
    }

    pub(crate) fn supports(&self, capability: impl Into<Capability>) -> bool {
        self.declared.supports(capability)
    }

    /// How a key may refuse an algorithm that does not go with it: as not its own, or, where the
    /// store has no key for the algorithm, as not the store's.
    pub(crate) fn misuse(&self, algorithm: Algorithm) -> &'static [ErrorKind] {
        let declared =
            KeySpec::ALL.iter().any(|spec| self.supports(Capability::Algorithm(*spec, algorithm)));
        if declared {
            &[ErrorKind::InvalidKeyUsage]
        } else {
            &[ErrorKind::InvalidKeyUsage, ErrorKind::Unsupported]
        }
    }

    /// Whether a call costs next to nothing, so that a case can afford thousands.
    pub(crate) fn is_cheap(&self) -> bool {
        self.declared.protection == ProtectionLevel::Software
    }

    /// The verdict on a refusal, reached once.
    pub(crate) async fn refusal(&self, capability: Capability) -> Verdict {
        let mut refusals = self.refusals.lock().await;
        if let Some(verdict) = refusals.get(&capability) {
            return verdict.clone();
        }
        let verdict = crate::refusal::verify(self, capability).await;
        refusals.insert(capability, verdict.clone());
        verdict
    }

    /// The key of this spec and usage that all cases share. None may change it.
    pub(crate) async fn key(&self, spec: KeySpec, usage: KeyUsage) -> Result<KeyMetadata> {
        let mut shared = self.shared.lock().await;
        if let Some(key) = shared.get(&(spec, usage)) {
            return Ok(key.clone());
        }
        let key = self.create(spec, usage).await?;
        shared.insert((spec, usage), key.clone());
        Ok(key)
    }

    /// The shared symmetric key.
    pub(crate) async fn symmetric(&self) -> Result<KeyArn> {
        Ok(self.key(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt).await?.arn)
    }

    /// A shared key that signs, of the cheapest spec that is declared.
    pub(crate) async fn signer(&self) -> Result<(KeyMetadata, SigningAlgorithm)> {
        let key = self.key(self.spec_for(KeyUsage::SignVerify)?, KeyUsage::SignVerify).await?;
        let algorithm = signing_algorithm(&key);
        Ok((key, algorithm))
    }

    /// A shared key that makes codes, of the cheapest spec that is declared.
    pub(crate) async fn mac_key(&self) -> Result<(KeyMetadata, MacAlgorithm)> {
        let usage = KeyUsage::GenerateVerifyMac;
        let key = self.key(self.spec_for(usage)?, usage).await?;
        let algorithm = mac_algorithm(&key);
        Ok((key, algorithm))
    }

    /// The cheapest declared spec for a usage.
    pub(crate) fn spec_for(&self, usage: KeyUsage) -> Result<KeySpec> {
        self.kinds().find(|(_, one)| *one == usage).map(|(spec, _)| spec).ok_or_else(|| {
            Error::new(ErrorKind::Configuration, format!("no key is declared for {usage}"))
        })
    }

    /// The declared kinds of keys, from the cheapest to the dearest.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (KeySpec, KeyUsage)> {
        BY_COST
            .iter()
            .flat_map(|spec| spec.usages().iter().map(|usage| (*spec, *usage)))
            .filter(|(spec, usage)| self.supports(Capability::Key(*spec, *usage)))
    }

    /// A key for one case alone.
    pub(crate) async fn create(&self, spec: KeySpec, usage: KeyUsage) -> Result<KeyMetadata> {
        let request = CreateKeyRequest::new(spec, usage).description("strongroom conformance");
        let key = self.driver().create_key(&request).await?;
        self.adopt(key.arn.clone());
        self.settle().await;
        Ok(key)
    }

    /// A symmetric key for one case alone.
    pub(crate) async fn create_symmetric(&self) -> Result<KeyArn> {
        Ok(self.create(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt).await?.arn)
    }

    /// Takes a key into the care of the bench, which gives it up at the end.
    pub(crate) fn adopt(&self, key: KeyArn) {
        lock(&self.created).push(key);
    }

    /// Every key that was made so far.
    pub(crate) fn created(&self) -> Vec<KeyArn> {
        lock(&self.created).clone()
    }

    /// A name that nobody uses.
    pub(crate) fn unused_alias(&self) -> Result<AliasName> {
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        let alias =
            AliasName::parse(&format!("alias/strongroom-conformance/{}/{number}", self.run))?;
        lock(&self.aliases).push(alias.clone());
        Ok(alias)
    }

    /// A new alias of a key.
    pub(crate) async fn alias(&self, key: &KeyArn) -> Result<AliasName> {
        let alias = self.unused_alias()?;
        let request = CreateAliasRequest::new(alias.clone(), key.into());
        self.driver().create_alias(&request).await?;
        self.settle().await;
        Ok(alias)
    }

    pub(crate) async fn update_alias(&self, alias: &AliasName, key: &KeyArn) -> Result<()> {
        let request = UpdateAliasRequest::new(alias.clone(), key.into());
        self.driver().update_alias(&request).await?;
        self.settle().await;
        Ok(())
    }

    pub(crate) async fn describe(&self, key: &KeyArn) -> Result<KeyMetadata> {
        self.driver().describe_key(&DescribeKeyRequest::new(key.into())).await
    }

    pub(crate) async fn disable(&self, key: &KeyArn) -> Result<()> {
        self.driver().disable_key(&DisableKeyRequest::new(key.into())).await?;
        self.settle().await;
        Ok(())
    }

    pub(crate) async fn enable(&self, key: &KeyArn) -> Result<()> {
        self.driver().enable_key(&EnableKeyRequest::new(key.into())).await?;
        self.settle().await;
        Ok(())
    }

    pub(crate) async fn schedule(&self, key: &KeyArn, days: u32) -> Result<ScheduledDeletion> {
        let request = ScheduleDeletionRequest::new(key.into()).pending_window_days(days);
        let scheduled = self.driver().schedule_key_deletion(&request).await?;
        self.settle().await;
        Ok(scheduled)
    }

    /// Schedules a deletion as soon as the store allows.
    pub(crate) async fn schedule_soon(&self, key: &KeyArn) -> Result<ScheduledDeletion> {
        self.schedule(key, self.limits().deletion_days.0).await
    }

    pub(crate) async fn cancel(&self, key: &KeyArn) -> Result<KeyArn> {
        let key =
            self.driver().cancel_key_deletion(&CancelDeletionRequest::new(key.into())).await?;
        self.settle().await;
        Ok(key)
    }

    /// Rotates a key, and waits for a rotation that is under way.
    pub(crate) async fn rotate(&self, key: &KeyArn) -> Result<KeyArn> {
        const PATIENCE: u32 = 60;
        for _ in 0..PATIENCE {
            match self.driver().rotate_key_on_demand(&RotateRequest::new(key.into())).await {
                Err(error) if error.kind() == ErrorKind::Conflict => self.settle().await,
                rotated => {
                    self.settle().await;
                    return rotated;
                }
            }
        }
        Err(Error::new(ErrorKind::Conflict, "a rotation does not come to an end"))
    }

    /// All keys, by pages of this many.
    pub(crate) async fn list_keys(&self, limit: Option<usize>) -> Result<Vec<KeyArn>> {
        let mut keys = Vec::new();
        let mut marker: Option<String> = None;
        loop {
            let mut request = ListKeysRequest::new().marker(marker.as_deref());
            request.limit = limit;
            let page = self.driver().list_keys(&request).await?;
            keys.extend(page.items);
            marker = page.next_marker;
            if marker.is_none() {
                return Ok(keys);
            }
        }
    }

    /// All aliases, or those of a key, by pages of this many.
    pub(crate) async fn list_aliases(
        &self,
        key: Option<&KeyArn>,
        limit: Option<usize>,
    ) -> Result<Vec<Alias>> {
        let mut aliases = Vec::new();
        let mut marker: Option<String> = None;
        loop {
            let mut request = ListAliasesRequest::new().marker(marker.as_deref());
            request.key = key.map(Into::into);
            request.limit = limit;
            let page = self.driver().list_aliases(&request).await?;
            aliases.extend(page.items);
            marker = page.next_marker;
            if marker.is_none() {
                return Ok(aliases);
            }
        }
    }

    /// A symmetric ciphertext.
    pub(crate) async fn encrypt(
        &self,
        key: &KeyArn,
        plaintext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Vec<u8>> {
        let request = EncryptRequest::new(key.into(), plaintext).context(context);
        Ok(self.driver().encrypt(&request).await?.ciphertext)
    }

    /// The plaintext of a symmetric ciphertext.
    pub(crate) async fn decrypt(
        &self,
        key: &KeyArn,
        ciphertext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Vec<u8>> {
        let request = DecryptRequest::new(key.into(), ciphertext).context(context);
        Ok(self.driver().decrypt(&request).await?.expose().to_vec())
    }

    /// The signature of a message.
    pub(crate) async fn sign(
        &self,
        key: &KeyArn,
        algorithm: SigningAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>> {
        let request = SignRequest::new(key.into(), algorithm, message);
        Ok(self.driver().sign(&request).await?.bytes)
    }

    /// The public half of a key, in DER.
    pub(crate) async fn public_key(&self, key: &KeyArn) -> Result<Vec<u8>> {
        Ok(self.driver().public_key(&PublicKeyRequest::new(key.into())).await?.der)
    }

    /// Waits until a change is seen, where the store says that this takes time.
    pub(crate) async fn settle(&self) {
        if !self.pause.is_zero() {
            tokio::time::sleep(self.pause).await;
        }
    }

    /// Gives up all keys and aliases, as far as the store allows.
    pub(crate) async fn give_up(&self) {
        if self.supports(Operation::DeleteAlias) {
            let aliases = std::mem::take(&mut *lock(&self.aliases));
            for alias in aliases {
                let _ = self.driver().delete_alias(&DeleteAliasRequest::new(alias)).await;
            }
        }
        if self.supports(Operation::ScheduleKeyDeletion) {
            let created = std::mem::take(&mut *lock(&self.created));
            for key in created {
                let request = ScheduleDeletionRequest::new((&key).into())
                    .pending_window_days(self.limits().deletion_days.0);
                let _ = self.driver().schedule_key_deletion(&request).await;
            }
        }
    }
}

/// A context of these pairs, whose names differ.
pub(crate) fn context<const N: usize>(pairs: [(&str, &str); N]) -> EncryptionContext {
    EncryptionContext::from_pairs(pairs).expect("the names differ and the pairs are short")
}

/// No pair.
pub(crate) const NO_CONTEXT: EncryptionContext = EncryptionContext::new();

/// The first signing algorithm of a key that signs.
pub(crate) fn signing_algorithm(key: &KeyMetadata) -> SigningAlgorithm {
    key.algorithms()
        .iter()
        .find_map(|algorithm| match algorithm {
            Algorithm::Signing(algorithm) => Some(*algorithm),
            _ => None,
        })
        .unwrap_or(SigningAlgorithm::EcdsaSha256)
}

/// The MAC algorithm of an HMAC key.
pub(crate) fn mac_algorithm(key: &KeyMetadata) -> MacAlgorithm {
    key.algorithms()
        .iter()
        .find_map(|algorithm| match algorithm {
            Algorithm::Mac(algorithm) => Some(*algorithm),
            _ => None,
        })
        .unwrap_or(MacAlgorithm::HmacSha256)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
