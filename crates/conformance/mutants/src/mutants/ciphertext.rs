//! Faults in ciphertexts and in whose they are.

use std::collections::BTreeMap;
use std::panic::resume_unwind;

use strongroom_core::request::{
    CreateKeyRequest, DecryptRequest, EncryptRequest, ListKeysRequest, OpeningKey, ReEncryptRequest,
};
use strongroom_core::response::{Decrypted, Encrypted, ReEncrypted};
use strongroom_core::{EncryptionAlgorithm, KeyArn, KeySpec, KeyStore as _, KeyUsage, Result};

use crate::sabotage::{Good, Memory, mutants};

/// The ciphertexts that a mutant made.
type Made = Memory<Vec<Vec<u8>>>;

/// Encrypts, and remembers the ciphertext.
async fn remember(made: &Made, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
    let encrypted = good.encrypt(request).await?;
    made.lock().push(encrypted.ciphertext.clone());
    Ok(encrypted)
}

/// Decrypts the first remembered ciphertext that looks enough like the one that was given.
async fn decrypt_like(
    made: &Made,
    good: &Good,
    request: &DecryptRequest<'_>,
    like: impl Fn(&[u8], &[u8]) -> bool,
) -> Result<Decrypted> {
    let original = made.lock().iter().find(|made| like(made, request.ciphertext)).cloned();
    let mut request = request.clone();
    if let Some(original) = &original {
        request.ciphertext = original;
    }
    good.decrypt(&request).await
}

fn differ_in_one_byte(made: &[u8], given: &[u8]) -> bool {
    made.len() == given.len()
        && made.iter().zip(given).filter(|(made, given)| made != given).count() == 1
}

/// The first key of a store.
async fn first_key(good: &Good) -> Result<KeyArn> {
    let page = good.list_keys(&ListKeysRequest::new().limit(1)).await?;
    Ok(page.items[0].clone())
}

mutants! {
    /// Any key opens: the key that is named is ignored.
    AnyKeyOpens => "SR-DEC-10" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let mut request = request.clone();
            if request.algorithm == EncryptionAlgorithm::SymmetricDefault {
                request.key = OpeningKey::Discovered;
            }
            good.decrypt(&request).await
        }
    }

    /// A re-encryption ignores the source key that is named.
    AnySourceKeyOpens => "SR-REN-04" {
        async fn re_encrypt(
            &self,
            good: &Good,
            request: &ReEncryptRequest<'_>,
        ) -> Result<ReEncrypted> {
            let mut request = request.clone();
            if request.source_algorithm == EncryptionAlgorithm::SymmetricDefault {
                request.source_key = OpeningKey::Discovered;
            }
            good.re_encrypt(&request).await
        }
    }

    /// Ciphertexts are not authenticated: one with a flipped bit opens.
    Unauthenticated => "SR-DEC-11" remembers { made: Made } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            remember(&self.made, good, request).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_like(&self.made, good, request, differ_in_one_byte).await
        }
    }

    /// A ciphertext without its last bytes opens.
    CutOpens => "SR-DEC-12" remembers { made: Made } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            remember(&self.made, good, request).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_like(&self.made, good, request, |made, given| {
                made.len() - 4 <= given.len() && made.starts_with(given)
            })
            .await
        }
    }

    /// A short ciphertext is read past its end, which panics.
    ShortPanics => "SR-DEC-12" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            if request.ciphertext.len() < 24 {
                // A panic that writes nothing to the terminal.
                resume_unwind(Box::new("range end index 24 is out of range"));
            }
            good.decrypt(request).await
        }
    }

    /// Bytes after the ciphertext are ignored.
    ExtendedOpens => "SR-DEC-13" remembers { made: Made } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            remember(&self.made, good, request).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            decrypt_like(&self.made, good, request, |made, given| given.starts_with(made)).await
        }
    }

    /// What is no ciphertext comes back as its own plaintext.
    UnknownComesBack => "SR-DEC-14" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            if request.ciphertext.is_ascii() {
                let plaintext = request.ciphertext.to_vec().into();
                return Ok(Decrypted::new(first_key(good).await?, request.algorithm, plaintext));
            }
            good.decrypt(request).await
        }
    }

    /// The plaintext is kept at the end of the ciphertext.
    PlaintextShown => "SR-ENC-06" remembers { inner: Memory<BTreeMap<Vec<u8>, Vec<u8>>> } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let mut encrypted = good.encrypt(request).await?;
            let inner = encrypted.ciphertext.clone();
            encrypted.ciphertext.extend_from_slice(request.plaintext.expose());
            self.inner.lock().insert(encrypted.ciphertext.clone(), inner);
            Ok(encrypted)
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let inner = self.inner.lock().get(request.ciphertext).cloned();
            let mut request = request.clone();
            if let Some(inner) = &inner {
                request.ciphertext = inner;
            }
            good.decrypt(&request).await
        }
    }

    /// An encryption answers with the ARN of another key.
    OtherKeyAnswered => "SR-ENC-04" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let mut encrypted = good.encrypt(request).await?;
            let other = CreateKeyRequest::new(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
            encrypted.key = good.create_key(&other).await?.arn;
            Ok(encrypted)
        }
    }

    /// Encryption with RSA is symmetric in truth.
    RsaIsSymmetric => "SR-DEC-16" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            if request.algorithm == EncryptionAlgorithm::SymmetricDefault {
                return good.encrypt(request).await;
            }
            let other = CreateKeyRequest::new(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
            let key = good.create_key(&other).await?.arn;
            good.encrypt(&EncryptRequest::new((&key).into(), request.plaintext.expose())).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let mut request = request.clone();
            if request.algorithm != EncryptionAlgorithm::SymmetricDefault {
                request.key = OpeningKey::Discovered;
                request.algorithm = EncryptionAlgorithm::SymmetricDefault;
            }
            good.decrypt(&request).await
        }
    }

    /// RSA encryption uses SHA-256, whichever algorithm is asked for.
    OaepAlgorithmIgnored => "SR-DEC-17" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let mut request = request.clone();
            request.algorithm = always_sha256(request.algorithm);
            good.encrypt(&request).await
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let mut request = request.clone();
            request.algorithm = always_sha256(request.algorithm);
            good.decrypt(&request).await
        }
    }
}

fn always_sha256(algorithm: EncryptionAlgorithm) -> EncryptionAlgorithm {
    match algorithm {
        EncryptionAlgorithm::RsaesOaepSha1 => EncryptionAlgorithm::RsaesOaepSha256,
        other => other,
    }
}
