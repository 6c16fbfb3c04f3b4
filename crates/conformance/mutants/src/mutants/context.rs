//! Faults in the binding of the encryption context.

use std::borrow::Cow;
use std::collections::BTreeMap;

use strongroom_core::request::{DataKeyRequest, DecryptRequest, EncryptRequest, ReEncryptRequest};
use strongroom_core::response::{DataKey, Decrypted, Encrypted, ReEncrypted};
use strongroom_core::{EncryptionAlgorithm, EncryptionContext, KeyStore as _, Result};

use crate::sabotage::{Good, Memory, mutants};

/// Encrypts with another context than was asked for.
async fn encrypt_with(
    good: &Good,
    request: &EncryptRequest<'_>,
    context: EncryptionContext,
) -> Result<Encrypted> {
    let mut request = request.clone();
    request.context = Cow::Owned(context);
    good.encrypt(&request).await
}

/// Decrypts with another context than was asked for.
async fn decrypt_with(
    good: &Good,
    request: &DecryptRequest<'_>,
    context: EncryptionContext,
) -> Result<Decrypted> {
    let mut request = request.clone();
    request.context = Cow::Owned(context);
    good.decrypt(&request).await
}

/// The one pair that says what a fault has left of a context.
fn left(of_context: String) -> EncryptionContext {
    EncryptionContext::from_pairs([("left", of_context)]).unwrap_or_default()
}

fn length(context: &EncryptionContext) -> EncryptionContext {
    left(context.encoded_len().to_string())
}

fn joined(context: &EncryptionContext) -> EncryptionContext {
    left(context.iter().flat_map(|(name, value)| [name, value]).collect())
}

fn names(context: &EncryptionContext) -> EncryptionContext {
    left(context.iter().flat_map(|(name, _)| [name, ","]).collect())
}

fn folded(context: &EncryptionContext) -> EncryptionContext {
    left(format!("{context:?}").to_lowercase())
}

/// The context of each ciphertext.
type Bound = Memory<BTreeMap<Vec<u8>, EncryptionContext>>;

mutants! {
    /// The context is dropped on both sides.
    ContextDropped => "SR-DEC-03" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            encrypt_with(good, request, EncryptionContext::new()).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_with(good, request, EncryptionContext::new()).await
        }
    }

    /// Only the length of the context is checked.
    ContextLengthOnly => "SR-DEC-02" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            encrypt_with(good, request, length(&request.context)).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_with(good, request, length(&request.context)).await
        }
    }

    /// Names and values are joined without lengths.
    ContextJoined => "SR-DEC-05" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            encrypt_with(good, request, joined(&request.context)).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_with(good, request, joined(&request.context)).await
        }
    }

    /// The values of the context are ignored.
    ContextNamesOnly => "SR-DEC-07" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            encrypt_with(good, request, names(&request.context)).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_with(good, request, names(&request.context)).await
        }
    }

    /// The case of letters in the context is ignored.
    ContextCaseFolded => "SR-DEC-06" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            encrypt_with(good, request, folded(&request.context)).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_with(good, request, folded(&request.context)).await
        }
    }

    /// Further pairs in the context of a decryption are ignored.
    ContextFurtherPairs => "SR-DEC-04" remembers { bound: Bound } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let encrypted = good.encrypt(request).await?;
            let bound = request.context.clone().into_owned();
            self.bound.lock().insert(encrypted.ciphertext.clone(), bound);
            Ok(encrypted)
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let bound = self.bound.lock().get(request.ciphertext).cloned();
            match bound {
                Some(bound)
                    if bound
                        .iter()
                        .all(|(name, value)| request.context.get(name) == Some(value)) =>
                {
                    decrypt_with(good, request, bound).await
                }
                _ => good.decrypt(request).await,
            }
        }
    }

    /// The context of a data key is dropped.
    ContextOfDataKeyDropped => "SR-DAT-05" remembers { made: Memory<Vec<Vec<u8>>> } {
        async fn generate_data_key(
            &self,
            good: &Good,
            request: &DataKeyRequest<'_>,
        ) -> Result<DataKey> {
            let mut request = request.clone();
            request.context = Cow::Owned(EncryptionContext::new());
            let data_key = good.generate_data_key(&request).await?;
            self.made.lock().push(data_key.ciphertext.clone());
            Ok(data_key)
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let made = self.made.lock().iter().any(|made| made == request.ciphertext);
            let context =
                if made { EncryptionContext::new() } else { request.context.clone().into_owned() };
            decrypt_with(good, request, context).await
        }
    }

    /// A re-encryption keeps the old context.
    ReEncryptionKeepsContext => "SR-REN-02" {
        async fn re_encrypt(
            &self,
            good: &Good,
            request: &ReEncryptRequest<'_>,
        ) -> Result<ReEncrypted> {
            let mut request = request.clone();
            request.destination_context = request.source_context.clone();
            good.re_encrypt(&request).await
        }
    }

    /// A re-encryption drops the context.
    ReEncryptionDropsContext => "SR-REN-01" {
        async fn re_encrypt(
            &self,
            good: &Good,
            request: &ReEncryptRequest<'_>,
        ) -> Result<ReEncrypted> {
            let mut request = request.clone();
            request.destination_context = Cow::Owned(EncryptionContext::new());
            good.re_encrypt(&request).await
        }
    }

    /// A context is silently ignored for RSA.
    ContextIgnoredForRsa => "SR-ENC-07" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            if request.algorithm == EncryptionAlgorithm::SymmetricDefault {
                return good.encrypt(request).await;
            }
            encrypt_with(good, request, EncryptionContext::new()).await
        }
    }
}
