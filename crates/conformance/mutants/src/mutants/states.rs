//! Faults in what a key's state allows.

use strongroom_core::request::{
    CancelDeletionRequest, DecryptRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest,
    EncryptRequest, ListKeysRequest, ReEncryptRequest, ScheduleDeletionRequest, SignRequest,
};
use strongroom_core::response::{Decrypted, Encrypted, ReEncrypted, Signature};
use strongroom_core::{Error, ErrorKind, KeyArn, KeyRef, KeyState, KeyStore as _, Result};

use crate::sabotage::{Good, mutants};

/// Makes a call that failed for a disabled key again, on the enabled key.
async fn although_disabled<T>(
    good: &Good,
    key: &KeyRef<'_>,
    failure: Error,
    again: impl Future<Output = Result<T>>,
) -> Result<T> {
    let state = good.describe_key(&DescribeKeyRequest::new(key.reborrow())).await?.state;
    if failure.kind() != ErrorKind::Disabled || state != KeyState::Disabled {
        return Err(failure);
    }
    good.enable_key(&EnableKeyRequest::new(key.reborrow())).await?;
    let result = again.await;
    good.disable_key(&DisableKeyRequest::new(key.reborrow())).await?;
    result
}

mutants! {
    /// A disabled key encrypts.
    DisabledEncrypts => "SR-STA-02" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            match good.encrypt(request).await {
                Err(failure) => {
                    although_disabled(good, &request.key, failure, good.encrypt(request)).await
                }
                encrypted => encrypted,
            }
        }
    }

    /// A disabled key decrypts.
    DisabledDecrypts => "SR-STA-02" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            match (good.decrypt(request).await, request.key.named()) {
                (Err(failure), Some(key)) => {
                    although_disabled(good, key, failure, good.decrypt(request)).await
                }
                (decrypted, _) => decrypted,
            }
        }
    }

    /// A disabled key signs.
    DisabledSigns => "SR-STA-02" {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            match good.sign(request).await {
                Err(failure) => {
                    although_disabled(good, &request.key, failure, good.sign(request)).await
                }
                signature => signature,
            }
        }
    }

    /// A re-encryption does not look at the state of its destination.
    DisabledDestination => "SR-STA-07" {
        async fn re_encrypt(
            &self,
            good: &Good,
            request: &ReEncryptRequest<'_>,
        ) -> Result<ReEncrypted> {
            match good.re_encrypt(request).await {
                Err(failure) => {
                    although_disabled(
                        good,
                        &request.destination_key,
                        failure,
                        good.re_encrypt(request),
                    )
                    .await
                }
                moved => moved,
            }
        }
    }

    /// A disabled key opens what names it.
    DisabledOpensDiscovered => "SR-STA-06" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let result = good.decrypt(request).await;
            if request.key.named().is_some() {
                return result;
            }
            let keys = good.list_keys(&ListKeysRequest::new()).await?.items;
            for key in &keys {
                let named =
                    DecryptRequest::new(key.into(), request.ciphertext).context(&request.context);
                let Err(failure) = good.decrypt(&named).await else { continue };
                let again = good.decrypt(request);
                let opened = although_disabled(good, &key.into(), failure, again).await;
                if opened.is_ok() {
                    return opened;
                }
            }
            result
        }
    }

    /// A key that is pending deletion encrypts.
    PendingDeletionEncrypts => "SR-STA-03" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let key = || request.key.reborrow();
            match good.encrypt(request).await {
                Err(error) if error.kind() == ErrorKind::InvalidState => {
                    good.cancel_key_deletion(&CancelDeletionRequest::new(key())).await?;
                    good.enable_key(&EnableKeyRequest::new(key())).await?;
                    let encrypted = good.encrypt(request).await;
                    good.schedule_key_deletion(&ScheduleDeletionRequest::new(key())).await?;
                    encrypted
                }
                encrypted => encrypted,
            }
        }
    }

    /// A key whose deletion is cancelled is enabled.
    CancelEnables => "SR-DEL-03" {
        async fn cancel_key_deletion(
            &self,
            good: &Good,
            request: &CancelDeletionRequest<'_>,
        ) -> Result<KeyArn> {
            let key = good.cancel_key_deletion(request).await?;
            good.enable_key(&EnableKeyRequest::new((&key).into())).await?;
            Ok(key)
        }
    }

    /// There is always a deletion to cancel.
    CancelsNothing => "SR-DEL-04" {
        async fn cancel_key_deletion(
            &self,
            good: &Good,
            request: &CancelDeletionRequest<'_>,
        ) -> Result<KeyArn> {
            match good.cancel_key_deletion(request).await {
                Err(error) if error.kind() == ErrorKind::InvalidState => {
                    KeyArn::parse(request.key.as_str())
                }
                result => result,
            }
        }
    }

    /// To disable a key does nothing.
    DisableDoesNothing => "SR-STA-05" {
        async fn disable_key(&self, _good: &Good, _request: &DisableKeyRequest<'_>) -> Result<()> {
            Ok(())
        }
    }

    /// A key that is pending deletion is enabled by a call.
    PendingDeletionEnabled => "SR-STA-03" {
        async fn enable_key(&self, good: &Good, request: &EnableKeyRequest<'_>) -> Result<()> {
            let _ =
                good.cancel_key_deletion(&CancelDeletionRequest::new(request.key.reborrow())).await;
            good.enable_key(request).await
        }
    }
}
