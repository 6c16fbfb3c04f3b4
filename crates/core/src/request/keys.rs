//! The life of keys.

use std::borrow::Cow;

use super::{Call, Request, check_not_alias, check_page, invalid};
use crate::{Capabilities, Capability, Error, KeyRef, KeySpec, KeyUsage, Operation, Result};

/// Create a key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreateKeyRequest<'a> {
    /// The kind of key material.
    pub spec: KeySpec,
    /// What the key is for.
    pub usage: KeyUsage,
    /// The owner's words, up to 8192 characters.
    pub description: Cow<'a, str>,
}

impl<'a> CreateKeyRequest<'a> {
    /// The longest description, in characters.
    pub const MAX_DESCRIPTION: usize = 8192;

    /// A key of this spec and usage.
    pub const fn new(spec: KeySpec, usage: KeyUsage) -> Self {
        Self { spec, usage, description: Cow::Borrowed("") }
    }

    /// Describes the key.
    #[must_use]
    pub fn description(mut self, description: impl Into<Cow<'a, str>>) -> Self {
        self.description = description.into();
        self
    }
}

impl Request for CreateKeyRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call { creates: Some((self.spec, self.usage)), ..Call::new(Operation::CreateKey) }
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        if !self.spec.usages().contains(&self.usage) {
            return Err(invalid(format!("a {} key cannot be used for {}", self.spec, self.usage)));
        }
        if !capabilities.supports(Capability::Key(self.spec, self.usage)) {
            return Err(Error::unsupported(Capability::Key(self.spec, self.usage)));
        }
        let characters = self.description.chars().count();
        if characters > Self::MAX_DESCRIPTION {
            return Err(invalid(format!(
                "description of {characters} characters is over the limit of {}",
                Self::MAX_DESCRIPTION
            )));
        }
        Ok(())
    }
}

/// A request that names a key and nothing else.
macro_rules! key_request {
    ($(#[$meta:meta])* $name:ident, $operation:ident $(, $check:path)?) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct $name<'a> {
            /// The key.
            pub key: KeyRef<'a>,
        }

        impl<'a> $name<'a> {
            /// For this key.
            pub const fn new(key: KeyRef<'a>) -> Self {
                Self { key }
            }
        }

        impl Request for $name<'_> {
            fn call(&self) -> Call<'_> {
                Call::new(Operation::$operation).with_key(&self.key)
            }

            $(
                fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
                    $check(&self.key)
                }
            )?
        }
    };
}

key_request!(
    /// The metadata of a key.
    DescribeKeyRequest, DescribeKey
);
key_request!(
    /// The public half of an asymmetric key.
    PublicKeyRequest, GetPublicKey
);
key_request!(
    /// Let a disabled key be used again. The key is named by id or ARN.
    EnableKeyRequest, EnableKey, check_not_alias
);
key_request!(
    /// Stop a key from being used. The key is named by id or ARN.
    DisableKeyRequest, DisableKey, check_not_alias
);
key_request!(
    /// Call off a deletion. The key is named by id or ARN.
    CancelDeletionRequest, CancelKeyDeletion, check_not_alias
);
key_request!(
    /// Give a symmetric key new material now. The key is named by id or ARN.
    RotateRequest, RotateKeyOnDemand, check_not_alias
);

/// Delete a key after a waiting period. The key is named by id or ARN.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScheduleDeletionRequest<'a> {
    /// The key.
    pub key: KeyRef<'a>,
    /// The waiting period in days: 7 to 30.
    pub pending_window_days: u32,
}

impl<'a> ScheduleDeletionRequest<'a> {
    /// In 30 days.
    pub const fn new(key: KeyRef<'a>) -> Self {
        Self { key, pending_window_days: 30 }
    }

    /// Chooses the waiting period: 7 to 30 days.
    #[must_use]
    pub const fn pending_window_days(mut self, days: u32) -> Self {
        self.pending_window_days = days;
        self
    }
}

impl Request for ScheduleDeletionRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::ScheduleKeyDeletion).with_key(&self.key)
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        let (least, most) = capabilities.limits.deletion_days;
        if !(least..=most).contains(&self.pending_window_days) {
            return Err(invalid(format!(
                "waiting period of {} days is not within {least} to {most} days",
                self.pending_window_days
            )));
        }
        check_not_alias(&self.key)
    }
}

/// List keys, a page at a time.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ListKeysRequest<'a> {
    /// At most so many items: 1 to 1000.
    pub limit: Option<usize>,
    /// The marker of the page before.
    pub marker: Option<&'a str>,
}

impl<'a> ListKeysRequest<'a> {
    /// The first page.
    pub const fn new() -> Self {
        Self { limit: None, marker: None }
    }

    /// At most so many items.
    #[must_use]
    pub const fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The page that begins at a marker.
    #[must_use]
    pub const fn marker(mut self, marker: Option<&'a str>) -> Self {
        self.marker = marker;
        self
    }
}

impl Request for ListKeysRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::ListKeys)
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        check_page(capabilities, self.limit)
    }
}
