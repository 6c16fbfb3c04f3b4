//! The software store: KMS operations over a vault of keys.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use strongroom_core::request::{
    CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DataKeyRequest, DecryptRequest,
    DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, EncryptRequest,
    ListAliasesRequest, ListKeysRequest, MacRequest, OpeningKey, PublicKeyRequest, RandomRequest,
    ReEncryptRequest, Request, RotateRequest, ScheduleDeletionRequest, SignRequest,
    UpdateAliasRequest, VerifyMacRequest, VerifyRequest,
};
use strongroom_core::response::{
    Alias, DataKey, Decrypted, Encrypted, Mac, Page, PublicKey, ReEncrypted, ScheduledDeletion,
    Signature,
};
use strongroom_core::{
    AliasName, Capabilities, Clock, EncryptionAlgorithm, EncryptionContext, KeyArn, KeyMetadata,
    KeyRef, KeySpec, KeyStore, Operation, Result, SecretBytes, StoreInfo, StoreUrl,
};
use strongroom_crypto::Provider;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::capabilities::capabilities;
use crate::config::{Settings, invalid};
use crate::error;
use crate::key::{Key, Status};
use crate::material::Material;
use crate::offload::offload;
use crate::vault::{Change, MemoryShelf, Shared, Vault, View};
use crate::{asymmetric, mac, symmetric};

const DAY: Duration = Duration::from_hours(24);

/// A key store in software, in memory or on disk.
#[derive(Debug)]
pub struct SoftwareStore {
    info: StoreInfo,
    capabilities: Capabilities,
    provider: Provider,
    clock: Arc<dyn Clock>,
    vault: Vault,
}

impl SoftwareStore {
    /// A new, empty store in memory. Its keys are gone when it is dropped.
    pub fn memory(settings: Settings) -> Self {
        forget_random_state(&settings);
        let scope = settings.scope();
        let vault =
            Vault::new(MemoryShelf, Shared::default(), scope.clone(), Arc::clone(&settings.clock));
        Self::over(vault, scope, settings)
    }

    /// The store that a `memory:` URL names; it takes the parameters of [`Settings`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](strongroom_core::ErrorKind::Configuration) for parameters that
    /// do not fit, and for a path.
    pub fn from_memory_url(url: &StoreUrl) -> Result<Self> {
        url.check_parameters(Settings::PARAMETERS)?;
        if !url.path().is_empty() || url.authority().is_some_and(|name| !name.is_empty()) {
            return Err(invalid("a memory: URL has no path").with_hint("write memory://"));
        }
        Ok(Self::memory(Settings::from_url(url)?))
    }

    pub(crate) fn over(vault: Vault, scope: String, settings: Settings) -> Self {
        Self {
            info: StoreInfo::new("software", scope),
            capabilities: capabilities(),
            provider: settings.provider,
            clock: settings.clock,
            vault,
        }
    }

    /// Encrypts with a key that allows it.
    fn seal(
        &self,
        key: &Key,
        operation: Operation,
        algorithm: EncryptionAlgorithm,
        context: &EncryptionContext,
        plaintext: &[u8],
    ) -> Result<Vec<u8>> {
        symmetric::require(key, operation, algorithm)?;
        match algorithm {
            EncryptionAlgorithm::SymmetricDefault => {
                symmetric::seal(self.provider, key, context, plaintext)
            }
            algorithm => asymmetric::encrypt(self.provider, key, algorithm, plaintext),
        }
    }

    /// Decrypts with a key that allows it.
    async fn unseal(
        &self,
        opening_key: &OpeningKey<'_>,
        operation: Operation,
        algorithm: EncryptionAlgorithm,
        context: &EncryptionContext,
        ciphertext: &[u8],
    ) -> Result<(Arc<Key>, Zeroizing<Vec<u8>>)> {
        let key = match opening_key {
            OpeningKey::Named(key) => self.vault.key(key).await?,
            OpeningKey::Discovered => {
                let id = symmetric::key_id(ciphertext)?;
                let key = self.vault.read(|view| view.key_of_id(id).cloned()).await?;
                key.filter(|key| is_symmetric(key)).ok_or_else(error::decryption_failed)?
            }
        };
        symmetric::require(&key, operation, algorithm)?;
        let plaintext = match algorithm {
            EncryptionAlgorithm::SymmetricDefault => {
                symmetric::open(self.provider, &key, context, ciphertext)?
            }
            algorithm => asymmetric::decrypt(self.provider, &key, algorithm, ciphertext).await?,
        };
        Ok((key, plaintext))
    }

    /// Changes one key.
    async fn change_key<T: Send + 'static>(
        &self,
        key: &KeyRef<'_>,
        change: impl FnOnce(&Key) -> Result<(Key, T)> + Send + 'static,
    ) -> Result<T> {
        let key = key.clone().into_owned();
        self.vault
            .change(move |view| {
                let (key, answer) = change(view.key(&key)?)?;
                Ok((vec![Change::PutKey(Arc::new(key))], answer))
            })
            .await
    }

    async fn set_status(&self, key: &KeyRef<'_>, status: Status) -> Result<()> {
        self.change_key(key, move |key| {
            key.require_not_pending_deletion()?;
            Ok((Key { status, ..key.clone() }, ()))
        })
        .await
    }

    /// New material, made where it holds up nobody.
    async fn generate_material(&self, spec: KeySpec) -> Result<Arc<Material>> {
        let provider = self.provider;
        offload(move || Material::generate(provider, spec).map(Arc::new)).await
    }

    fn new_id(&self) -> Result<Uuid> {
        let mut bytes = [0; 16];
        self.provider.random.fill(&mut bytes).map_err(error::internal)?;
        Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    fn random(&self, length: usize) -> Result<Zeroizing<Vec<u8>>> {
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.provider.random.fill(&mut bytes).map_err(error::internal)?;
        Ok(bytes)
    }
}

#[async_trait]
impl KeyStore for SoftwareStore {
    fn info(&self) -> &StoreInfo {
        &self.info
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn encrypt(&self, request: &EncryptRequest<'_>) -> Result<Encrypted> {
        request.check(&self.capabilities)?;
        let key = self.vault.key(&request.key).await?;
        let plaintext = request.plaintext.expose();
        let ciphertext =
            self.seal(&key, Operation::Encrypt, request.algorithm, &request.context, plaintext)?;
        Ok(Encrypted::new(key.arn.clone(), request.algorithm, ciphertext))
    }

    async fn decrypt(&self, request: &DecryptRequest<'_>) -> Result<Decrypted> {
        request.check(&self.capabilities)?;
        let DecryptRequest { key, ciphertext, context, algorithm, .. } = request;
        let (key, plaintext) =
            self.unseal(key, Operation::Decrypt, *algorithm, context, ciphertext).await?;
        Ok(Decrypted::new(key.arn.clone(), *algorithm, plaintext.into()))
    }

    async fn re_encrypt(&self, request: &ReEncryptRequest<'_>) -> Result<ReEncrypted> {
        const OPERATION: Operation = Operation::ReEncrypt;
        request.check(&self.capabilities)?;
        let destination = self.vault.key(&request.destination_key).await?;
        symmetric::require(&destination, OPERATION, request.destination_algorithm)?;
        let (source, plaintext) = self
            .unseal(
                &request.source_key,
                OPERATION,
                request.source_algorithm,
                &request.source_context,
                request.ciphertext,
            )
            .await?;
        let algorithm = request.destination_algorithm;
        let context = &request.destination_context;
        let ciphertext = self.seal(&destination, OPERATION, algorithm, context, &plaintext)?;
        Ok(ReEncrypted::new(
            (source.arn.clone(), request.source_algorithm),
            (destination.arn.clone(), algorithm),
            ciphertext,
        ))
    }

    async fn generate_data_key(&self, request: &DataKeyRequest<'_>) -> Result<DataKey> {
        request.check(&self.capabilities)?;
        let key = self.vault.key(&request.key).await?;
        let operation = request.call().operation;
        let algorithm = EncryptionAlgorithm::SymmetricDefault;
        symmetric::require(&key, operation, algorithm)?;
        let plaintext = self.random(request.length.bytes())?;
        let ciphertext = self.seal(&key, operation, algorithm, &request.context, &plaintext)?;
        let plaintext = request.plaintext.then(|| plaintext.into());
        Ok(DataKey::new(key.arn.clone(), ciphertext, plaintext))
    }

    async fn sign(&self, request: &SignRequest<'_>) -> Result<Signature> {
        request.check(&self.capabilities)?;
        let key = self.vault.key(&request.key).await?;
        let bytes = asymmetric::sign(self.provider, &key, request).await?;
        Ok(Signature::new(key.arn.clone(), request.algorithm, bytes))
    }

    async fn verify(&self, request: &VerifyRequest<'_>) -> Result<()> {
        request.check(&self.capabilities)?;
        let key = self.vault.key(&request.key).await?;
        asymmetric::verify(self.provider, &key, request)
    }

    async fn generate_mac(&self, request: &MacRequest<'_>) -> Result<Mac> {
        request.check(&self.capabilities)?;
        let key = self.vault.key(&request.key).await?;
        let bytes = mac::generate(self.provider, &key, request)?;
        Ok(Mac::new(key.arn.clone(), request.algorithm, bytes))
    }

    async fn verify_mac(&self, request: &VerifyMacRequest<'_>) -> Result<()> {
        request.check(&self.capabilities)?;
        let key = self.vault.key(&request.key).await?;
        mac::verify(self.provider, &key, request)
    }

    async fn public_key(&self, request: &PublicKeyRequest<'_>) -> Result<PublicKey> {
        request.check(&self.capabilities)?;
        let key = self.vault.key(&request.key).await?;
        let der = asymmetric::public_key(self.provider, &key)?;
        Ok(PublicKey::new(key.metadata(), der))
    }

    async fn generate_random(&self, request: &RandomRequest) -> Result<SecretBytes> {
        request.check(&self.capabilities)?;
        self.random(request.length).map(SecretBytes::from)
    }

    async fn create_key(&self, request: &CreateKeyRequest<'_>) -> Result<KeyMetadata> {
        request.check(&self.capabilities)?;
        let material = self.generate_material(request.spec).await?;
        let id = self.new_id()?;
        let key = Arc::new(Key {
            id,
            arn: KeyArn::parse(&format!("arn:{}:key/{id}", self.info.scope))?,
            spec: request.spec,
            usage: request.usage,
            description: request.description.clone().into_owned(),
            created: self.clock.now(),
            status: Status::Enabled,
            materials: vec![material],
        });
        let metadata = key.metadata();
        self.vault.change(move |_| Ok((vec![Change::PutKey(key)], ()))).await?;
        Ok(metadata)
    }

    async fn describe_key(&self, request: &DescribeKeyRequest<'_>) -> Result<KeyMetadata> {
        request.check(&self.capabilities)?;
        Ok(self.vault.key(&request.key).await?.metadata())
    }

    async fn list_keys(&self, request: &ListKeysRequest<'_>) -> Result<Page<KeyArn>> {
        request.check(&self.capabilities)?;
        let after = request
            .marker
            .map(|marker| Uuid::try_parse(marker).map_err(|_| invalid_marker()))
            .transpose()?;
        let limit = request.limit.unwrap_or(self.capabilities.limits.page_items);
        let keys = self
            .vault
            .read(|view| {
                view.keys_after(after).take(limit + 1).map(|key| key.arn.clone()).collect()
            })
            .await?;
        Ok(page(keys, limit, |arn: &KeyArn| arn.key_id().to_owned()))
    }

    async fn enable_key(&self, request: &EnableKeyRequest<'_>) -> Result<()> {
        request.check(&self.capabilities)?;
        self.set_status(&request.key, Status::Enabled).await
    }

    async fn disable_key(&self, request: &DisableKeyRequest<'_>) -> Result<()> {
        request.check(&self.capabilities)?;
        self.set_status(&request.key, Status::Disabled).await
    }

    async fn schedule_key_deletion(
        &self,
        request: &ScheduleDeletionRequest<'_>,
    ) -> Result<ScheduledDeletion> {
        request.check(&self.capabilities)?;
        let deletion = self.clock.now() + DAY * request.pending_window_days;
        self.change_key(&request.key, move |key| {
            key.require_not_pending_deletion()?;
            let answer = ScheduledDeletion::new(key.arn.clone(), deletion);
            Ok((Key { status: Status::PendingDeletion(deletion), ..key.clone() }, answer))
        })
        .await
    }

    async fn cancel_key_deletion(&self, request: &CancelDeletionRequest<'_>) -> Result<KeyArn> {
        request.check(&self.capabilities)?;
        self.change_key(&request.key, |key| match key.status {
            Status::PendingDeletion(_) => {
                Ok((Key { status: Status::Disabled, ..key.clone() }, key.arn.clone()))
            }
            Status::Enabled | Status::Disabled => Err(error::not_pending_deletion(&key.arn)),
        })
        .await
    }

    async fn rotate_key_on_demand(&self, request: &RotateRequest<'_>) -> Result<KeyArn> {
        request.check(&self.capabilities)?;
        let material = self.generate_material(KeySpec::SymmetricDefault).await?;
        let most = self.capabilities.limits.rotations_per_key;
        self.change_key(&request.key, move |key| {
            key.require_enabled()?;
            if key.spec != KeySpec::SymmetricDefault {
                return Err(error::wrong_key_type(&key.arn, Operation::RotateKeyOnDemand));
            }
            if key.materials.len() > most {
                return Err(error::limit_exceeded(format!(
                    "{} was rotated on demand {most} times, which is the limit",
                    key.arn
                )));
            }
            let mut rotated = key.clone();
            rotated.materials.push(material);
            Ok((rotated, key.arn.clone()))
        })
        .await
    }

    async fn create_alias(&self, request: &CreateAliasRequest<'_>) -> Result<()> {
        request.check(&self.capabilities)?;
        let alias = request.alias.as_str().to_owned();
        let target = request.target.clone().into_owned();
        let most = self.capabilities.limits.aliases_per_key;
        self.vault
            .change(move |view| {
                if view.key(&(&AliasName::parse(&alias)?).into()).is_ok() {
                    return Err(error::alias_exists(&alias));
                }
                let key = view.key(&target)?;
                key.require_not_pending_deletion()?;
                require_room_for_alias(view, key, most)?;
                Ok((vec![Change::PutAlias(alias, key.id)], ()))
            })
            .await
    }

    async fn update_alias(&self, request: &UpdateAliasRequest<'_>) -> Result<()> {
        request.check(&self.capabilities)?;
        let alias = request.alias.clone();
        let target = request.target.clone().into_owned();
        let most = self.capabilities.limits.aliases_per_key;
        self.vault
            .change(move |view| {
                let old = view.key(&(&alias).into())?;
                let new = view.key(&target)?;
                new.require_not_pending_deletion()?;
                if old.usage != new.usage || is_symmetric(old) != is_symmetric(new) {
                    return Err(error::invalid_input(format!(
                        "{alias} points to a key of another type or usage than {}",
                        new.arn
                    )));
                }
                if old.id != new.id {
                    require_room_for_alias(view, new, most)?;
                }
                Ok((vec![Change::PutAlias(alias.as_str().to_owned(), new.id)], ()))
            })
            .await
    }

    async fn delete_alias(&self, request: &DeleteAliasRequest) -> Result<()> {
        request.check(&self.capabilities)?;
        let alias = request.alias.clone();
        self.vault
            .change(move |view| {
                view.key(&(&alias).into())?;
                Ok((vec![Change::RemoveAlias(alias.as_str().to_owned())], ()))
            })
            .await
    }

    async fn list_aliases(&self, request: &ListAliasesRequest<'_>) -> Result<Page<Alias>> {
        request.check(&self.capabilities)?;
        let after =
            request.marker.map(AliasName::parse).transpose().map_err(|_| invalid_marker())?;
        let of_key = match &request.key {
            Some(key) => Some(self.vault.key(key).await?.id),
            None => None,
        };
        let limit = request.limit.unwrap_or(self.capabilities.limits.page_items);
        let aliases = self
            .vault
            .read(|view| {
                view.aliases_after(after.as_ref().map(AliasName::as_str))
                    .filter(|(_, key)| of_key.is_none_or(|id| id == key.id))
                    .take(limit + 1)
                    .map(|(name, key)| {
                        Ok(Alias::new(AliasName::parse(name)?, Some(key.arn.clone())))
                    })
                    .collect::<Result<Vec<_>>>()
            })
            .await??;
        Ok(page(aliases, limit, |alias: &Alias| alias.name.as_str().to_owned()))
    }
}

/// A process that was forked must not draw the random bytes of its parent.
pub(crate) fn forget_random_state(settings: &Settings) {
    settings.provider.random.reseed();
}

/// A page of the first `limit` items; the marker is that of its last item if there are more.
fn page<T>(mut items: Vec<T>, limit: usize, marker: impl Fn(&T) -> String) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next_marker = items.last().filter(|_| more).map(marker);
    Page::new(items, next_marker)
}

fn invalid_marker() -> strongroom_core::Error {
    error::invalid_input("the marker is not one that a page of this listing gave")
}

fn require_room_for_alias(view: &View<'_>, key: &Key, most: usize) -> Result<()> {
    let aliases = view.aliases_after(None).filter(|(_, target)| target.id == key.id).count();
    if aliases >= most {
        return Err(error::limit_exceeded(format!("{} has {most} aliases, the limit", key.arn)));
    }
    Ok(())
}

fn is_symmetric(key: &Key) -> bool {
    key.spec == KeySpec::SymmetricDefault
}
