//! Faults in what an error says.

use strongroom_core::request::{DecryptRequest, DescribeKeyRequest, EncryptRequest};
use strongroom_core::response::{Decrypted, Encrypted};
use strongroom_core::{
    Error, ErrorKind, KeyMetadata, KeyStore as _, Operation, Result, RetryAdvice,
};

use crate::sabotage::{Good, mutants};

mutants! {
    /// A key that is not found is a fault of the store.
    NotFoundIsInternal => "SR-KEY-08" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            good.encrypt(request).await.map_err(|error| match error.kind() {
                ErrorKind::NotFound => Error::new(ErrorKind::Internal, "unknown"),
                _ => error,
            })
        }
    }

    /// A ciphertext of another key is told from a damaged one.
    OtherKeyIsTold => "SR-DEC-10" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            let result = good.decrypt(request).await;
            if result.is_err()
                && good.decrypt(&DecryptRequest::discover(request.ciphertext)).await.is_ok()
            {
                return Err(Error::new(ErrorKind::NotFound, "the ciphertext is of another key"));
            }
            result
        }
    }

    /// A failure that comes again each time is to be retried.
    PermanentIsRetried => "SR-ERR-01" {
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            good.decrypt(request).await.map_err(|error| error.with_retry_advice(RetryAdvice::Safe))
        }
    }

    /// An error names another operation.
    OtherOperationNamed => "SR-ERR-02" {
        async fn describe_key(
            &self,
            good: &Good,
            request: &DescribeKeyRequest<'_>,
        ) -> Result<KeyMetadata> {
            good.describe_key(request).await.map_err(|error| {
                Error::new(error.kind(), "failed").with_operation(Operation::ListKeys)
            })
        }
    }

    /// An error says nothing.
    EmptyMessage => "SR-ERR-03" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            good.encrypt(request).await.map_err(|error| Error::new(error.kind(), ""))
        }
    }
}
