//! Faults in what must be new each time, and in data keys.

use std::collections::BTreeMap;

use strongroom_core::request::{DataKeyLength, DataKeyRequest, EncryptRequest, RandomRequest};
use strongroom_core::response::{DataKey, Encrypted};
use strongroom_core::{KeyStore as _, Result, SecretBytes};

use crate::sabotage::{Good, Memory, mutants};

mutants! {
    /// The nonce is fixed: equal plaintexts give equal ciphertexts.
    FixedNonce => "SR-ENC-03" remembers { made: Memory<BTreeMap<String, Encrypted>> } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let asked = format!(
                "{:?} {:?} {:?} {:?}",
                request.key,
                request.plaintext.expose(),
                request.context,
                request.algorithm,
            );
            let made = self.made.lock().get(&asked).cloned();
            if let Some(made) = made {
                return Ok(made);
            }
            let encrypted = good.encrypt(request).await?;
            self.made.lock().insert(asked, encrypted.clone());
            Ok(encrypted)
        }
    }

    /// A data key always has 32 bytes.
    DataKeyAlways32Bytes => "SR-DAT-01" {
        async fn generate_data_key(
            &self,
            good: &Good,
            request: &DataKeyRequest<'_>,
        ) -> Result<DataKey> {
            good.generate_data_key(&request.clone().length(DataKeyLength::Aes256)).await
        }
    }

    /// A data key without plaintext comes with it.
    DataKeyWithPlaintext => "SR-DAT-03" {
        async fn generate_data_key(
            &self,
            good: &Good,
            request: &DataKeyRequest<'_>,
        ) -> Result<DataKey> {
            let mut request = request.clone();
            request.plaintext = true;
            good.generate_data_key(&request).await
        }
    }

    /// Data keys repeat, in new ciphertexts.
    DataKeysRepeat => "SR-DAT-04" {
        async fn generate_data_key(
            &self,
            good: &Good,
            request: &DataKeyRequest<'_>,
        ) -> Result<DataKey> {
            let data_key = good.generate_data_key(request).await?;
            if data_key.plaintext.is_none() {
                return Ok(data_key);
            }
            let plaintext = vec![0x5a; request.length.bytes()];
            let sealed =
                EncryptRequest::new(request.key.reborrow(), &plaintext).context(&request.context);
            let ciphertext = good.encrypt(&sealed).await?.ciphertext;
            Ok(DataKey::new(data_key.key, ciphertext, Some(plaintext.into())))
        }
    }

    /// The ciphertext of a data key is of another one.
    DataKeyCiphertextOfAnother => "SR-DAT-01" {
        async fn generate_data_key(
            &self,
            good: &Good,
            request: &DataKeyRequest<'_>,
        ) -> Result<DataKey> {
            let mut data_key = good.generate_data_key(request).await?;
            data_key.ciphertext = good.generate_data_key(request).await?.ciphertext;
            Ok(data_key)
        }
    }

    /// Random bytes repeat.
    RandomRepeats => "SR-RND-03" {
        async fn generate_random(
            &self,
            good: &Good,
            request: &RandomRequest,
        ) -> Result<SecretBytes> {
            let random = good.generate_random(request).await?;
            Ok(vec![0x5a; random.len()].into())
        }
    }

    /// Random bytes come short of a full block.
    RandomShort => "SR-RND-01" {
        async fn generate_random(
            &self,
            good: &Good,
            request: &RandomRequest,
        ) -> Result<SecretBytes> {
            let random = good.generate_random(request).await?;
            Ok(random.expose()[..random.len().min(1008)].to_vec().into())
        }
    }
}
