//! Faults in keys, aliases, listings and rotation.

use std::collections::BTreeSet;

use strongroom_core::request::{
    CreateAliasRequest, CreateKeyRequest, DecryptRequest, DescribeKeyRequest, DisableKeyRequest,
    EncryptRequest, ListAliasesRequest, ListKeysRequest, RotateRequest, UpdateAliasRequest,
};
use strongroom_core::response::{Alias, Decrypted, Encrypted, Page};
use strongroom_core::{Error, ErrorKind, KeyArn, KeyMetadata, KeyRef, KeyStore as _, Result};

use crate::sabotage::{Good, Memory, mutants};

mutants! {
    /// A rotation forgets the old material.
    RotationForgets => "SR-ROT-01" remembers {
        made: Memory<BTreeSet<Vec<u8>>>,
        forgotten: Memory<BTreeSet<Vec<u8>>>,
    } {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let encrypted = good.encrypt(request).await?;
            self.made.lock().insert(encrypted.ciphertext.clone());
            Ok(encrypted)
        }
        async fn rotate_key_on_demand(
            &self,
            good: &Good,
            request: &RotateRequest<'_>,
        ) -> Result<KeyArn> {
            let key = good.rotate_key_on_demand(request).await?;
            self.forgotten.lock().append(&mut self.made.lock());
            Ok(key)
        }
        async fn decrypt(&self, good: &Good, request: &DecryptRequest<'_>) -> Result<Decrypted> {
            if self.forgotten.lock().contains(request.ciphertext) {
                return Err(Error::new(
                    ErrorKind::DecryptionFailed,
                    "the ciphertext does not open",
                ));
            }
            good.decrypt(request).await
        }
    }

    /// A rotation does nothing.
    RotationDoesNothing => "SR-ROT-02" {
        async fn rotate_key_on_demand(
            &self,
            good: &Good,
            request: &RotateRequest<'_>,
        ) -> Result<KeyArn> {
            let key = good.describe_key(&DescribeKeyRequest::new(request.key.reborrow())).await?;
            Ok(key.arn)
        }
    }

    /// A new alias points to another key.
    AliasOfAnotherKey => "SR-ALI-01" {
        async fn create_alias(&self, good: &Good, request: &CreateAliasRequest<'_>) -> Result<()> {
            let key =
                good.describe_key(&DescribeKeyRequest::new(request.target.reborrow())).await?;
            let other = good.create_key(&CreateKeyRequest::new(key.spec, key.usage)).await?.arn;
            good.create_alias(&CreateAliasRequest::new(request.alias.clone(), (&other).into()))
                .await
        }
    }

    /// To move an alias does nothing.
    AliasStays => "SR-ALI-03" {
        async fn update_alias(
            &self,
            _good: &Good,
            _request: &UpdateAliasRequest<'_>,
        ) -> Result<()> {
            Ok(())
        }
    }

    /// A name that is taken is taken over.
    AliasTakenOver => "SR-ALI-02" {
        async fn create_alias(&self, good: &Good, request: &CreateAliasRequest<'_>) -> Result<()> {
            match good.create_alias(request).await {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let request =
                        UpdateAliasRequest::new(request.alias.clone(), request.target.reborrow());
                    good.update_alias(&request).await
                }
                result => result,
            }
        }
    }

    /// An alias that does not exist is made by moving it.
    AliasMadeByMoving => "SR-ALI-05" {
        async fn update_alias(&self, good: &Good, request: &UpdateAliasRequest<'_>) -> Result<()> {
            match good.update_alias(request).await {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    let request =
                        CreateAliasRequest::new(request.alias.clone(), request.target.reborrow());
                    good.create_alias(&request).await
                }
                result => result,
            }
        }
    }

    /// The aliases of one key are listed with those of all.
    AliasesOfAllKeys => "SR-ALI-09" {
        async fn list_aliases(
            &self,
            good: &Good,
            request: &ListAliasesRequest<'_>,
        ) -> Result<Page<Alias>> {
            let mut request = request.clone();
            request.key = None;
            good.list_aliases(&request).await
        }
    }

    /// A managing call takes an alias.
    AliasManages => "SR-KEY-07" {
        async fn disable_key(&self, good: &Good, request: &DisableKeyRequest<'_>) -> Result<()> {
            let key =
                good.describe_key(&DescribeKeyRequest::new(request.key.reborrow())).await?.arn;
            good.disable_key(&DisableKeyRequest::new((&key).into())).await
        }
    }

    /// A listing drops the last key of a page that is not the last.
    ListingDropsAtBorder => "SR-KEY-11" {
        async fn list_keys(
            &self,
            good: &Good,
            request: &ListKeysRequest<'_>,
        ) -> Result<Page<KeyArn>> {
            let mut page = good.list_keys(request).await?;
            if page.next_marker.is_some() {
                page.items.pop();
            }
            Ok(page)
        }
    }

    /// A listing repeats the last key of a page on the next.
    ListingRepeatsAtBorder => "SR-KEY-11" remembers { last: Memory<Option<KeyArn>> } {
        async fn list_keys(
            &self,
            good: &Good,
            request: &ListKeysRequest<'_>,
        ) -> Result<Page<KeyArn>> {
            let mut page = good.list_keys(request).await?;
            let last = std::mem::replace(&mut *self.last.lock(), page.items.last().cloned());
            if request.marker.is_some() {
                page.items.extend(last);
            }
            Ok(page)
        }
    }

    /// A marker that is not the store's begins from the start.
    MarkerIgnored => "SR-KEY-13" {
        async fn list_keys(
            &self,
            good: &Good,
            request: &ListKeysRequest<'_>,
        ) -> Result<Page<KeyArn>> {
            match good.list_keys(request).await {
                Err(error) if error.kind() == ErrorKind::InvalidInput => {
                    let mut request = request.clone();
                    request.marker = None;
                    good.list_keys(&request).await
                }
                page => page,
            }
        }
    }

    /// A description is cut to 256 characters.
    DescriptionCut => "SR-KEY-04" {
        async fn create_key(
            &self,
            good: &Good,
            request: &CreateKeyRequest<'_>,
        ) -> Result<KeyMetadata> {
            let mut request = request.clone();
            request.description = request.description.chars().take(256).collect();
            good.create_key(&request).await
        }
    }

    /// The account and region of an ARN are ignored.
    ForeignKeyAccepted => "SR-KEY-09" {
        async fn encrypt(&self, good: &Good, request: &EncryptRequest<'_>) -> Result<Encrypted> {
            let mut request = request.clone();
            if let Some(id) = request.key.key_id().map(str::to_owned) {
                request.key = KeyRef::parse(id)?;
            }
            good.encrypt(&request).await
        }
    }

    /// A usage that does not go with the spec is replaced by one that does.
    UsageReplaced => "SR-KEY-03" {
        async fn create_key(
            &self,
            good: &Good,
            request: &CreateKeyRequest<'_>,
        ) -> Result<KeyMetadata> {
            let mut request = request.clone();
            if !request.spec.usages().contains(&request.usage) {
                request.usage = request.spec.usages()[0];
            }
            good.create_key(&request).await
        }
    }
}
