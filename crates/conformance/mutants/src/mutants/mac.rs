//! Faults in message authentication codes.

use strongroom_core::request::{CreateKeyRequest, MacRequest, VerifyMacRequest};
use strongroom_core::response::Mac;
use strongroom_core::{KeyArn, KeyStore as _, Result};

use crate::sabotage::{Good, Memory, mutants};

mutants! {
    /// Every code verifies.
    VerifyMacAlwaysSucceeds => "SR-MAC-05" {
        async fn verify_mac(&self, _good: &Good, _request: &VerifyMacRequest<'_>) -> Result<()> {
            Ok(())
        }
    }

    /// A code that is cut verifies: only the bytes that are there are compared.
    CutMacAccepted => "SR-MAC-04" {
        async fn verify_mac(&self, good: &Good, request: &VerifyMacRequest<'_>) -> Result<()> {
            let own = MacRequest::new(
                request.key.reborrow(),
                request.algorithm,
                request.message.expose(),
            );
            if good.generate_mac(&own).await?.bytes.starts_with(request.mac) {
                return Ok(());
            }
            good.verify_mac(request).await
        }
    }

    /// Only the first half of a code is compared.
    HalfMacCompared => "SR-MAC-03" {
        async fn verify_mac(&self, good: &Good, request: &VerifyMacRequest<'_>) -> Result<()> {
            let own = MacRequest::new(
                request.key.reborrow(),
                request.algorithm,
                request.message.expose(),
            );
            let own = good.generate_mac(&own).await?.bytes;
            let half = own.len() / 2;
            if own.len() == request.mac.len() && own[..half] == request.mac[..half] {
                return Ok(());
            }
            good.verify_mac(request).await
        }
    }

    /// A code has 16 bytes, which verify.
    MacCut => "SR-MAC-01" {
        async fn generate_mac(&self, good: &Good, request: &MacRequest<'_>) -> Result<Mac> {
            let mut mac = good.generate_mac(request).await?;
            mac.bytes.truncate(16);
            Ok(mac)
        }
        async fn verify_mac(&self, good: &Good, request: &VerifyMacRequest<'_>) -> Result<()> {
            let own = MacRequest::new(
                request.key.reborrow(),
                request.algorithm,
                request.message.expose(),
            );
            let own = good.generate_mac(&own).await?.bytes;
            if own[..16] == *request.mac {
                return Ok(());
            }
            good.verify_mac(request).await
        }
    }

    /// All HMAC keys are one.
    OneMacKey => "SR-MAC-06" remembers { first: Memory<Option<KeyArn>> } {
        async fn generate_mac(&self, good: &Good, request: &MacRequest<'_>) -> Result<Mac> {
            let first = self.first.lock().clone();
            let Some(first) = first else {
                let mac = good.generate_mac(request).await?;
                *self.first.lock() = Some(mac.key.clone());
                return Ok(mac);
            };
            let mut request = request.clone();
            request.key = (&first).into();
            good.generate_mac(&request).await
        }
        async fn verify_mac(&self, good: &Good, request: &VerifyMacRequest<'_>) -> Result<()> {
            let first = self.first.lock().clone();
            let mut request = request.clone();
            if let Some(first) = &first {
                request.key = first.into();
            }
            good.verify_mac(&request).await
        }
    }

    /// A code is made under a new key each time, and its message is forgotten.
    MacOfNewKey => "SR-MAC-02" {
        async fn generate_mac(&self, good: &Good, request: &MacRequest<'_>) -> Result<Mac> {
            let own = good.generate_mac(request).await?;
            let key = good
                .describe_key(&strongroom_core::request::DescribeKeyRequest::new((&own.key).into()))
                .await?;
            let other = good.create_key(&CreateKeyRequest::new(key.spec, key.usage)).await?.arn;
            let mut request = request.clone();
            request.key = (&other).into();
            Ok(Mac::new(own.key, own.algorithm, good.generate_mac(&request).await?.bytes))
        }
    }
}
