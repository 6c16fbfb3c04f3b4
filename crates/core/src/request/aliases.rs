//! Aliases.

use super::{Call, Request, check_not_alias, check_page};
use crate::{AliasName, Capabilities, Error, ErrorKind, KeyRef, Operation, Result};

/// List aliases, a page at a time.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ListAliasesRequest<'a> {
    /// Only those of this key, named by id or ARN.
    pub key: Option<KeyRef<'a>>,
    /// At most so many items: 1 to 1000.
    pub limit: Option<usize>,
    /// The marker of the page before.
    pub marker: Option<&'a str>,
}

impl<'a> ListAliasesRequest<'a> {
    /// The first page, of all keys.
    pub const fn new() -> Self {
        Self { key: None, limit: None, marker: None }
    }

    /// Only the aliases of a key, named by id or ARN.
    #[must_use]
    pub fn key(mut self, key: KeyRef<'a>) -> Self {
        self.key = Some(key);
        self
    }

    /// At most so many items.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The page that begins at a marker.
    #[must_use]
    pub fn marker(mut self, marker: Option<&'a str>) -> Self {
        self.marker = marker;
        self
    }
}

impl Request for ListAliasesRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call { key: self.key.as_ref(), ..Call::new(Operation::ListAliases) }
    }

    fn check_sizes(&self, capabilities: &Capabilities) -> Result<()> {
        self.key.as_ref().map_or(Ok(()), check_not_alias)?;
        check_page(capabilities, self.limit)
    }
}

/// Give a key a friendly name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreateAliasRequest<'a> {
    /// The new name.
    pub alias: AliasName,
    /// The key, named by id or ARN.
    pub target: KeyRef<'a>,
}

impl<'a> CreateAliasRequest<'a> {
    /// This name for this key.
    pub const fn new(alias: AliasName, target: KeyRef<'a>) -> Self {
        Self { alias, target }
    }
}

impl Request for CreateAliasRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::CreateAlias).with_key(&self.target)
    }

    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        check_not_reserved(&self.alias)?;
        check_not_alias(&self.target)
    }
}

/// Point an alias to another key of the same type and usage.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateAliasRequest<'a> {
    /// The name.
    pub alias: AliasName,
    /// The key, named by id or ARN.
    pub target: KeyRef<'a>,
}

impl<'a> UpdateAliasRequest<'a> {
    /// This name for this key.
    pub const fn new(alias: AliasName, target: KeyRef<'a>) -> Self {
        Self { alias, target }
    }
}

impl Request for UpdateAliasRequest<'_> {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::UpdateAlias).with_key(&self.target)
    }

    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        check_not_reserved(&self.alias)?;
        check_not_alias(&self.target)
    }
}

/// Remove an alias; its key stays.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeleteAliasRequest {
    /// The name.
    pub alias: AliasName,
}

impl DeleteAliasRequest {
    /// This name.
    pub const fn new(alias: AliasName) -> Self {
        Self { alias }
    }
}

impl Request for DeleteAliasRequest {
    fn call(&self) -> Call<'_> {
        Call::new(Operation::DeleteAlias)
    }

    fn check_sizes(&self, _capabilities: &Capabilities) -> Result<()> {
        check_not_reserved(&self.alias)
    }
}

fn check_not_reserved(alias: &AliasName) -> Result<()> {
    if alias.is_reserved() {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            format!("{alias} is reserved for AWS managed keys"),
        )
        .with_code("InvalidAliasNameException"));
    }
    Ok(())
}
