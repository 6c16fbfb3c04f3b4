//! What programs hold.

mod calls;

use std::fmt;
use std::sync::Arc;

use tracing::Instrument;

pub use calls::{CreateKey, Decrypt, Encrypt, GenerateDataKey, ReEncrypt, Sign, Verify};

use crate::layer::{Layer, Layered};
use crate::request::{
    CancelDeletionRequest, CreateAliasRequest, CreateKeyRequest, DataKeyRequest, DecryptRequest,
    DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, EncryptRequest,
    ListAliasesRequest, ListKeysRequest, MacRequest, PublicKeyRequest, RandomRequest,
    ReEncryptRequest, Request, RotateRequest, ScheduleDeletionRequest, SignRequest,
    UpdateAliasRequest, VerifyMacRequest, VerifyRequest,
};
use crate::response::{Alias, Mac, Page, PublicKey, ScheduledDeletion};
use crate::{
    AliasName, BoxFuture, Capabilities, IntoKeyRef, KeyArn, KeyMetadata, KeyRef, KeySpec, KeyStore,
    KeyUsage, MacAlgorithm, Result, SecretBytes, SigningAlgorithm, StoreInfo,
};

/// A key store, as programs hold it: any [`KeyStore`] with the shared checks, tracing and
/// convenient calls around it. Cheap to clone.
///
/// Calls that take a context or other options are builders, which are awaited:
///
/// ```
/// # async fn example(store: strongroom_core::Store) -> strongroom_core::Result<()> {
/// let sealed = store.encrypt("alias/app", b"postgres://...").context("tenant", "42").await?;
/// let opened = store.decrypt("alias/app", &sealed).context("tenant", "42").await?;
/// assert_eq!(opened.expose(), b"postgres://...");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Those of the [`KeyStore`] methods. A request that the store's [`Capabilities`] rule out fails
/// before the store is called. Identifiers, contexts and sizes are checked when the call is
/// awaited.
#[derive(Clone)]
pub struct Store(Arc<dyn KeyStore>);

impl Store {
    /// Wraps a driver.
    pub fn new(driver: impl KeyStore) -> Self {
        Self(Arc::new(driver))
    }

    /// Puts a layer around the store.
    #[must_use]
    pub fn layer(self, layer: impl Layer) -> Self {
        Self::new(Layered::new(layer, self.0))
    }

    /// The driver, whose methods skip the checks and tracing of `Store`.
    pub fn driver(&self) -> &dyn KeyStore {
        &*self.0
    }

    /// Which store this is.
    pub fn info(&self) -> &StoreInfo {
        self.0.info()
    }

    /// What the store can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.0.capabilities()
    }

    /// Encrypts 1 to 4096 bytes. See [`KeyStore::encrypt`].
    pub fn encrypt<'a>(
        &'a self,
        key: impl IntoKeyRef<'a>,
        plaintext: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Encrypt<'a> {
        let request = key.into_key_ref().map(|key| EncryptRequest::new(key, plaintext.as_ref()));
        Encrypt { store: self, request }
    }

    /// Opens a ciphertext with this key and no other. See [`KeyStore::decrypt`].
    pub fn decrypt<'a>(
        &'a self,
        key: impl IntoKeyRef<'a>,
        ciphertext: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Decrypt<'a> {
        let request = key.into_key_ref().map(|key| DecryptRequest::new(key, ciphertext.as_ref()));
        Decrypt { store: self, request }
    }

    /// Opens a symmetric ciphertext with whichever key it names. Prefer [`Store::decrypt`]: who
    /// chooses the ciphertext chooses the key here.
    pub fn decrypt_discovering<'a>(
        &'a self,
        ciphertext: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Decrypt<'a> {
        Decrypt { store: self, request: Ok(DecryptRequest::discover(ciphertext.as_ref())) }
    }

    /// Opens a ciphertext with one key and encrypts the plaintext under another, inside the store.
    /// See [`KeyStore::re_encrypt`].
    pub fn re_encrypt<'a>(
        &'a self,
        source_key: impl IntoKeyRef<'a>,
        ciphertext: &'a (impl AsRef<[u8]> + ?Sized),
        destination_key: impl IntoKeyRef<'a>,
    ) -> ReEncrypt<'a> {
        let request = source_key.into_key_ref().and_then(|source| {
            let destination = destination_key.into_key_ref()?;
            Ok(ReEncryptRequest::new(source, ciphertext.as_ref(), destination))
        });
        ReEncrypt { store: self, request }
    }

    /// As [`Store::re_encrypt`], from whichever symmetric key the ciphertext names. Prefer
    /// [`Store::re_encrypt`]: who chooses the ciphertext chooses the key here.
    pub fn re_encrypt_discovering<'a>(
        &'a self,
        ciphertext: &'a (impl AsRef<[u8]> + ?Sized),
        destination_key: impl IntoKeyRef<'a>,
    ) -> ReEncrypt<'a> {
        let request = destination_key
            .into_key_ref()
            .map(|destination| ReEncryptRequest::discover(ciphertext.as_ref(), destination));
        ReEncrypt { store: self, request }
    }

    /// Makes a data key of 32 bytes, in the clear and encrypted. See
    /// [`KeyStore::generate_data_key`].
    pub fn generate_data_key<'a>(&'a self, key: impl IntoKeyRef<'a>) -> GenerateDataKey<'a> {
        GenerateDataKey { store: self, request: key.into_key_ref().map(DataKeyRequest::new) }
    }

    /// Signs a message of up to 4096 bytes. See [`KeyStore::sign`].
    pub fn sign<'a>(
        &'a self,
        key: impl IntoKeyRef<'a>,
        algorithm: SigningAlgorithm,
        message: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Sign<'a> {
        let request =
            key.into_key_ref().map(|key| SignRequest::new(key, algorithm, message.as_ref()));
        Sign { store: self, request }
    }

    /// Verifies a signature: `Ok` if it is one. See [`KeyStore::verify`].
    pub fn verify<'a>(
        &'a self,
        key: impl IntoKeyRef<'a>,
        algorithm: SigningAlgorithm,
        message: &'a (impl AsRef<[u8]> + ?Sized),
        signature: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Verify<'a> {
        let (message, signature) = (message.as_ref(), signature.as_ref());
        let request =
            key.into_key_ref().map(|key| VerifyRequest::new(key, algorithm, message, signature));
        Verify { store: self, request }
    }

    /// Makes a message authentication code. See [`KeyStore::generate_mac`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::generate_mac`].
    pub async fn generate_mac(
        &self,
        key: impl IntoKeyRef<'_>,
        algorithm: MacAlgorithm,
        message: &(impl AsRef<[u8]> + ?Sized),
    ) -> Result<Mac> {
        let request = MacRequest::new(key.into_key_ref()?, algorithm, message.as_ref());
        self.call(&request, |driver| driver.generate_mac(&request)).await
    }

    /// Verifies a message authentication code: `Ok` if it is one. See [`KeyStore::verify_mac`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::verify_mac`].
    pub async fn verify_mac(
        &self,
        key: impl IntoKeyRef<'_>,
        algorithm: MacAlgorithm,
        message: &(impl AsRef<[u8]> + ?Sized),
        mac: &(impl AsRef<[u8]> + ?Sized),
    ) -> Result<()> {
        let (message, mac) = (message.as_ref(), mac.as_ref());
        let request = VerifyMacRequest::new(key.into_key_ref()?, algorithm, message, mac);
        self.call(&request, |driver| driver.verify_mac(&request)).await
    }

    /// The public half of an asymmetric key. See [`KeyStore::public_key`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::public_key`].
    pub async fn public_key(&self, key: impl IntoKeyRef<'_>) -> Result<PublicKey> {
        let request = PublicKeyRequest::new(key.into_key_ref()?);
        self.call(&request, |driver| driver.public_key(&request)).await
    }

    /// Random bytes, 1 to 1024. See [`KeyStore::generate_random`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::generate_random`].
    pub async fn generate_random(&self, length: usize) -> Result<SecretBytes> {
        let request = RandomRequest::new(length);
        self.call(&request, |driver| driver.generate_random(&request)).await
    }

    /// Creates a symmetric key for encryption, unless told otherwise. See
    /// [`KeyStore::create_key`].
    ///
    /// ```
    /// # use strongroom_core::*;
    /// # async fn example(store: Store) -> Result<()> {
    /// let key = store.create_key().alias("alias/app").await?;
    /// let signer = store.create_key().spec(KeySpec::EccNistP256, KeyUsage::SignVerify).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_key(&self) -> CreateKey<'_> {
        let request = CreateKeyRequest::new(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
        CreateKey { store: self, request, alias: None }
    }

    /// The metadata of a key. See [`KeyStore::describe_key`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::describe_key`].
    pub async fn describe_key(&self, key: impl IntoKeyRef<'_>) -> Result<KeyMetadata> {
        let request = DescribeKeyRequest::new(key.into_key_ref()?);
        self.call(&request, |driver| driver.describe_key(&request)).await
    }

    /// All keys, of all pages. See [`KeyStore::list_keys`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::list_keys`].
    pub async fn list_keys(&self) -> Result<Vec<KeyArn>> {
        let mut keys = Vec::new();
        let mut marker: Option<String> = None;
        loop {
            let request = ListKeysRequest::new().marker(marker.as_deref());
            let page = self.call(&request, |driver| driver.list_keys(&request)).await?;
            keys.extend(page.items);
            match page.next_marker {
                Some(next) => marker = Some(next),
                None => return Ok(keys),
            }
        }
    }

    /// One page of the keys. See [`KeyStore::list_keys`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::list_keys`].
    pub async fn list_keys_page(&self, request: &ListKeysRequest<'_>) -> Result<Page<KeyArn>> {
        self.call(request, |driver| driver.list_keys(request)).await
    }

    /// Lets a disabled key be used again. See [`KeyStore::enable_key`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::enable_key`].
    pub async fn enable_key(&self, key: impl IntoKeyRef<'_>) -> Result<()> {
        let request = EnableKeyRequest::new(key.into_key_ref()?);
        self.call(&request, |driver| driver.enable_key(&request)).await
    }

    /// Stops a key from being used. See [`KeyStore::disable_key`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::disable_key`].
    pub async fn disable_key(&self, key: impl IntoKeyRef<'_>) -> Result<()> {
        let request = DisableKeyRequest::new(key.into_key_ref()?);
        self.call(&request, |driver| driver.disable_key(&request)).await
    }

    /// Deletes a key in `pending_window_days` (7 to 30). See [`KeyStore::schedule_key_deletion`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::schedule_key_deletion`].
    pub async fn schedule_key_deletion(
        &self,
        key: impl IntoKeyRef<'_>,
        pending_window_days: u32,
    ) -> Result<ScheduledDeletion> {
        let request = ScheduleDeletionRequest::new(key.into_key_ref()?)
            .pending_window_days(pending_window_days);
        self.call(&request, |driver| driver.schedule_key_deletion(&request)).await
    }

    /// Calls off a deletion; the key is disabled afterwards. See
    /// [`KeyStore::cancel_key_deletion`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::cancel_key_deletion`].
    pub async fn cancel_key_deletion(&self, key: impl IntoKeyRef<'_>) -> Result<KeyArn> {
        let request = CancelDeletionRequest::new(key.into_key_ref()?);
        self.call(&request, |driver| driver.cancel_key_deletion(&request)).await
    }

    /// Gives a symmetric key new material now. See [`KeyStore::rotate_key_on_demand`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::rotate_key_on_demand`].
    pub async fn rotate_key_on_demand(&self, key: impl IntoKeyRef<'_>) -> Result<KeyArn> {
        let request = RotateRequest::new(key.into_key_ref()?);
        self.call(&request, |driver| driver.rotate_key_on_demand(&request)).await
    }

    /// Gives a key a friendly name. See [`KeyStore::create_alias`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::create_alias`].
    pub async fn create_alias(&self, alias: &str, target: impl IntoKeyRef<'_>) -> Result<()> {
        let request = CreateAliasRequest::new(AliasName::parse(alias)?, target.into_key_ref()?);
        self.call(&request, |driver| driver.create_alias(&request)).await
    }

    /// Points an alias to another key. See [`KeyStore::update_alias`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::update_alias`].
    pub async fn update_alias(&self, alias: &str, target: impl IntoKeyRef<'_>) -> Result<()> {
        let request = UpdateAliasRequest::new(AliasName::parse(alias)?, target.into_key_ref()?);
        self.call(&request, |driver| driver.update_alias(&request)).await
    }

    /// Removes an alias; its key stays. See [`KeyStore::delete_alias`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::delete_alias`].
    pub async fn delete_alias(&self, alias: &str) -> Result<()> {
        let request = DeleteAliasRequest::new(AliasName::parse(alias)?);
        self.call(&request, |driver| driver.delete_alias(&request)).await
    }

    /// All aliases, of all pages. See [`KeyStore::list_aliases`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::list_aliases`].
    pub async fn list_aliases(&self) -> Result<Vec<Alias>> {
        let mut aliases = Vec::new();
        let mut marker: Option<String> = None;
        loop {
            let request = ListAliasesRequest::new().marker(marker.as_deref());
            let page = self.call(&request, |driver| driver.list_aliases(&request)).await?;
            aliases.extend(page.items);
            match page.next_marker {
                Some(next) => marker = Some(next),
                None => return Ok(aliases),
            }
        }
    }

    /// One page of the aliases, of all keys or of one. See [`KeyStore::list_aliases`].
    ///
    /// # Errors
    ///
    /// As [`KeyStore::list_aliases`].
    pub async fn list_aliases_page(&self, request: &ListAliasesRequest<'_>) -> Result<Page<Alias>> {
        self.call(request, |driver| driver.list_aliases(request)).await
    }

    /// What every call goes through: the checks, a span, and an error that says where.
    async fn call<'a, T>(
        &'a self,
        request: &'a impl Request,
        send: impl FnOnce(&'a dyn KeyStore) -> BoxFuture<'a, Result<T>>,
    ) -> Result<T> {
        let call = request.call();
        let operation = call.operation;
        let backend = self.info().backend;
        let span = tracing::debug_span!(
            "strongroom",
            %operation,
            backend,
            key = call.key.map(KeyRef::as_str),
        );
        let result = match request.check(self.capabilities()) {
            Ok(()) => send(&*self.0).instrument(span).await,
            Err(error) => Err(error),
        };
        result.map_err(|error| error.with_operation(operation).with_backend(backend))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.0).finish()
    }
}
