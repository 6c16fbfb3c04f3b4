//! Stores that show secrets.

use std::sync::Mutex;
use std::sync::PoisonError;

use strongroom_core::request::{DataKeyRequest, DecryptRequest, EncryptRequest, SignRequest};
use strongroom_core::response::{DataKey, Decrypted, Encrypted, Signature};
use strongroom_core::{Error, KeyStore as _, Result};

use crate::sabotage::{Good, Memory, mutants};

/// What a fault remembers and shows.
type Shown = Mutex<Vec<u8>>;

fn show(shown: &Shown, secret: &[u8]) {
    *shown.lock().unwrap_or_else(PoisonError::into_inner) = secret.to_vec();
}

mutants! {
    /// The Debug of the store shows the last plaintext.
    PlaintextInDebug => "SR-SEC-01" remembers { last: Shown } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            show(&self.last, request.plaintext.expose());
            good.encrypt(request).await
        }
    }

    /// The Debug of the store shows the last data key.
    DataKeyInDebug => "SR-SEC-04" remembers { last: Shown } {
        async fn generate_data_key(
            &self,
            good: &Good,
            request: &DataKeyRequest<'_>,
        ) -> Result<DataKey> {
            let data_key = good.generate_data_key(request).await?;
            if let Some(plaintext) = &data_key.plaintext {
                show(&self.last, plaintext.expose());
            }
            Ok(data_key)
        }
    }

    /// The error of an encryption shows the plaintext.
    PlaintextInError => "SR-SEC-02" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            good.encrypt(request).await.map_err(|error| {
                Error::new(error.kind(), format!("cannot encrypt {:?}", request.plaintext.expose()))
            })
        }
    }

    /// The cause of an error of a decryption shows the plaintext.
    PlaintextInCause => "SR-SEC-03" remembers { last: Memory<Vec<u8>> } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            *self.last.lock() = request.plaintext.expose().to_vec();
            good.encrypt(request).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            good.decrypt(request).await.map_err(|error| {
                error.with_source(String::from_utf8_lossy(&self.last.lock()).into_owned())
            })
        }
    }

    /// The hint of an error of signing shows the message.
    MessageInHint => "SR-SEC-05" {
        async fn sign(&self, good: &Good, request: &SignRequest<'_>) -> Result<Signature> {
            good.sign(request).await.map_err(|error| {
                error.with_hint(String::from_utf8_lossy(request.message.expose()).into_owned())
            })
        }
    }
}
