//! Capabilities taken away.

use std::collections::BTreeSet;

use super::{Attempt, Layer};
use crate::request::{Call, DescribeKeyRequest};
use crate::{
    Algorithm, Capabilities, Capability, Error, KeySpec, KeyStore, KeyUsage, Operation, Result,
};

/// Takes capabilities away: what is gone is refused with
/// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) and not declared.
///
/// For programs that want to be sure to use only what their production store has, and to hand out
/// a store that can, say, encrypt and not decrypt.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    operations: BTreeSet<Operation>,
    specs: BTreeSet<KeySpec>,
    algorithms: BTreeSet<Algorithm>,
}

impl Narrow {
    /// Takes nothing away yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes operations away.
    #[must_use]
    pub fn without_operations(mut self, operations: impl IntoIterator<Item = Operation>) -> Self {
        self.operations.extend(operations);
        self
    }

    /// Takes keys of these specs away, existing ones included.
    #[must_use]
    pub fn without_specs(mut self, specs: impl IntoIterator<Item = KeySpec>) -> Self {
        self.specs.extend(specs);
        self
    }

    /// Takes algorithms away, for keys of every spec.
    #[must_use]
    pub fn without_algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms.extend(algorithms);
        self
    }

    /// Whether keys of this spec and usage are gone: by their spec, or by all their algorithms.
    fn takes_away(&self, spec: KeySpec, usage: KeyUsage) -> bool {
        let algorithms = spec.algorithms(usage);
        let none_left = algorithms.iter().all(|algorithm| self.algorithms.contains(algorithm));
        self.specs.contains(&spec) || (none_left && !algorithms.is_empty())
    }

    /// The first key that was taken away, created or named by the call.
    async fn refused_key(
        &self,
        call: &Call<'_>,
        inner: &dyn KeyStore,
    ) -> Result<Option<Capability>> {
        if self.specs.is_empty() && self.algorithms.is_empty() {
            return Ok(None);
        }
        let mut keys: Vec<_> = call.creates.into_iter().collect();
        for key in call.keys() {
            let metadata = inner.describe_key(&DescribeKeyRequest::new(key.reborrow())).await?;
            keys.push((metadata.spec, metadata.usage));
        }
        if call.discovers_key {
            keys.push((KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt));
        }
        let refused = keys.into_iter().find(|(spec, usage)| self.takes_away(*spec, *usage));
        Ok(refused.map(|(spec, usage)| Capability::Key(spec, usage)))
    }
}

impl Layer for Narrow {
    fn capabilities(&self, inner: &Capabilities) -> Capabilities {
        let mut capabilities = inner.clone();
        capabilities.operations.retain(|operation| !self.operations.contains(operation));
        capabilities.keys.retain(|spec, usages| {
            usages.retain(|usage, algorithms| {
                algorithms.retain(|algorithm| !self.algorithms.contains(algorithm));
                !self.takes_away(*spec, *usage)
            });
            !usages.is_empty()
        });
        capabilities
    }

    async fn around<'a, T: Send + 'a>(
        &'a self,
        call: Call<'a>,
        inner: &'a dyn KeyStore,
        attempt: Attempt<'a, T>,
    ) -> Result<T> {
        if self.operations.contains(&call.operation) {
            return Err(Error::unsupported(call.operation));
        }
        if let Some(algorithm) = call.algorithms().find(|one| self.algorithms.contains(one)) {
            return Err(Error::unsupported(algorithm));
        }
        if let Some(capability) = self.refused_key(&call, inner).await? {
            return Err(Error::unsupported(capability));
        }
        attempt.make().await
    }
}
