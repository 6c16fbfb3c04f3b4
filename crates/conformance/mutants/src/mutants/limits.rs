//! Limits that are off, or missing.

use strongroom_core::request::{
    CreateAliasRequest, DataKeyLength, DataKeyRequest, DecryptRequest, EncryptRequest,
    ListKeysRequest, MacRequest, RandomRequest, RotateRequest, ScheduleDeletionRequest,
    SignRequest,
};
use strongroom_core::response::{
    DataKey, Decrypted, Encrypted, Mac, Page, ScheduledDeletion, Signature,
};
use strongroom_core::{
    EncryptionAlgorithm, Error, ErrorKind, KeyArn, KeySpec, KeyStore as _, MessageType, Result,
    SecretBytes,
};

use crate::sabotage::{Good, mutants};

fn too_long() -> Error {
    Error::new(ErrorKind::InvalidInput, "too long")
}

mutants! {
    /// A plaintext of one byte too much is encrypted, without it.
    PlaintextLimitHigh => "SR-ENC-02" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let mut request = request.clone();
            if request.plaintext.len() == 4097 {
                request.plaintext = (&request.plaintext.expose()[1..]).into();
            }
            good.encrypt(&request).await
        }
    }

    /// The longest plaintext is refused.
    PlaintextLimitLow => "SR-ENC-01" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            if request.plaintext.len() == 4096 {
                return Err(too_long());
            }
            good.encrypt(request).await
        }
    }

    /// The longest plaintext of RSA-OAEP is refused.
    OaepLimitLow => "SR-ENC-01" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            if request.algorithm != EncryptionAlgorithm::SymmetricDefault
                && request.algorithm.max_plaintext_len(KeySpec::Rsa2048)
                    == Some(request.plaintext.len())
            {
                return Err(too_long());
            }
            good.encrypt(request).await
        }
    }

    /// A plaintext too long for RSA-OAEP is cut.
    OaepCuts => "SR-ENC-02" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let result = good.encrypt(request).await;
            let mut cut = request.clone();
            match result {
                Err(error)
                    if error.kind() == ErrorKind::InvalidInput
                        && request.algorithm != EncryptionAlgorithm::SymmetricDefault
                        && !request.plaintext.is_empty() =>
                {
                    cut.plaintext = (&request.plaintext.expose()[1..]).into();
                    good.encrypt(&cut).await
                }
                result => result,
            }
        }
    }

    /// A ciphertext over the limit is tried.
    CiphertextLimitMissing => "SR-DEC-15" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let mut request = request.clone();
            request.ciphertext = &request.ciphertext[..request.ciphertext.len().min(6144)];
            good.decrypt(&request).await
        }
    }

    /// A message over the limit is signed in part.
    MessageLimitMissing => "SR-SIG-05" {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            let mut request = request.clone();
            request.message = (&request.message.expose()[..request.message.len().min(4096)]).into();
            good.sign(&request).await
        }
    }

    /// The code of a message over the limit is made of a part.
    MacLimitMissing => "SR-MAC-07" {
        async fn generate_mac(&self, good: &Good, request: &MacRequest<'_>) -> Result<Mac> {
            let mut request = request.clone();
            request.message = (&request.message.expose()[..request.message.len().min(4096)]).into();
            good.generate_mac(&request).await
        }
    }

    /// A digest of the wrong length is signed as a message.
    DigestLengthUnchecked => "SR-SIG-04" {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            let mut request = request.clone();
            if request.message.len() != request.algorithm.digest_len() {
                request.message_type = MessageType::Raw;
            }
            good.sign(&request).await
        }
    }

    /// A data key over the limit is made.
    DataKeyLimitMissing => "SR-DAT-02" {
        async fn generate_data_key(
            &self,
            good: &Good,
            request: &DataKeyRequest<'_>,
        ) -> Result<DataKey> {
            let bytes = request.length.bytes().min(1024);
            good.generate_data_key(&request.clone().length(DataKeyLength::Bytes(bytes))).await
        }
    }

    /// No random byte is as good as one.
    RandomOfNothing => "SR-RND-02" {
        async fn generate_random(
            &self,
            good: &Good,
            request: &RandomRequest,
        ) -> Result<SecretBytes> {
            if request.length == 0 {
                return Ok(Vec::new().into());
            }
            good.generate_random(request).await
        }
    }

    /// The waiting period of a deletion is not checked.
    DeletionPeriodUnchecked => "SR-DEL-02" {
        async fn schedule_key_deletion(
            &self,
            good: &Good,
            request: &ScheduleDeletionRequest<'_>,
        ) -> Result<ScheduledDeletion> {
            let days = request.pending_window_days.clamp(7, 30);
            good.schedule_key_deletion(&request.clone().pending_window_days(days)).await
        }
    }

    /// The waiting period of a deletion is always the longest.
    DeletionPeriodIgnored => "SR-DEL-01" {
        async fn schedule_key_deletion(
            &self,
            good: &Good,
            request: &ScheduleDeletionRequest<'_>,
        ) -> Result<ScheduledDeletion> {
            if (7..=30).contains(&request.pending_window_days) {
                return good.schedule_key_deletion(&request.clone().pending_window_days(30)).await;
            }
            good.schedule_key_deletion(request).await
        }
    }

    /// An alias too many is said to be made.
    AliasLimitMissing => "SR-ALI-11" {
        async fn create_alias(&self, good: &Good, request: &CreateAliasRequest<'_>) -> Result<()> {
            match good.create_alias(request).await {
                Err(error) if error.kind() == ErrorKind::LimitExceeded => Ok(()),
                result => result,
            }
        }
    }

    /// A rotation too many is said to be made.
    RotationLimitMissing => "SR-ROT-04" {
        async fn rotate_key_on_demand(
            &self,
            good: &Good,
            request: &RotateRequest<'_>,
        ) -> Result<KeyArn> {
            match good.rotate_key_on_demand(request).await {
                Err(error) if error.kind() == ErrorKind::LimitExceeded => {
                    KeyArn::parse(request.key.as_str())
                }
                result => result,
            }
        }
    }

    /// A page of no item is as good as one of one.
    PageOfNothing => "SR-KEY-12" {
        async fn list_keys(
            &self,
            good: &Good,
            request: &ListKeysRequest<'_>,
        ) -> Result<Page<KeyArn>> {
            let mut request = request.clone();
            request.limit = request.limit.map(|limit| limit.max(1));
            good.list_keys(&request).await
        }
    }
}
