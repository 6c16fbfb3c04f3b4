//! A key of a software store.

use std::sync::Arc;
use std::time::SystemTime;

use strongroom_core::{
    Algorithm, KeyArn, KeyMetadata, KeySpec, KeyState, KeyUsage, Operation, Result,
};
use strongroom_crypto::Provider;
use uuid::Uuid;

use crate::error;
use crate::material::{Material, Parsed};

/// A key as it is at one moment; a change makes a new one.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) id: Uuid,
    pub(crate) arn: KeyArn,
    pub(crate) spec: KeySpec,
    pub(crate) usage: KeyUsage,
    pub(crate) description: String,
    pub(crate) created: SystemTime,
    pub(crate) status: Status,
    /// Oldest first; the last one encrypts.
    pub(crate) materials: Vec<Arc<Material>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Enabled,
    Disabled,
    PendingDeletion(SystemTime),
}

impl Key {
    pub(crate) fn metadata(&self) -> KeyMetadata {
        let mut metadata = KeyMetadata::new(self.arn.clone(), self.spec, self.usage, self.created);
        metadata.description.clone_from(&self.description);
        (metadata.state, metadata.deletion) = match self.status {
            Status::Enabled => (KeyState::Enabled, None),
            Status::Disabled => (KeyState::Disabled, None),
            Status::PendingDeletion(at) => (KeyState::PendingDeletion, Some(at)),
        };
        if self.spec == KeySpec::SymmetricDefault {
            metadata.current_material = self.materials.last().map(|material| material.id_hex());
        }
        metadata
    }

    /// Whether the waiting period of a deletion is over.
    pub(crate) fn is_deleted(&self, now: impl FnOnce() -> SystemTime) -> bool {
        matches!(self.status, Status::PendingDeletion(at) if at <= now())
    }

    /// Refuses a call that needs the key enabled.
    pub(crate) fn require_enabled(&self) -> Result<()> {
        match self.status {
            Status::Enabled => Ok(()),
            Status::Disabled => Err(error::disabled(&self.arn)),
            Status::PendingDeletion(_) => Err(error::pending_deletion(&self.arn)),
        }
    }

    /// Refuses a call that is possible in any state but pending deletion.
    pub(crate) fn require_not_pending_deletion(&self) -> Result<()> {
        match self.status {
            Status::PendingDeletion(_) => Err(error::pending_deletion(&self.arn)),
            Status::Enabled | Status::Disabled => Ok(()),
        }
    }

    /// Refuses a cryptographic call that state, usage or algorithm rule out.
    pub(crate) fn require(
        &self,
        operation: Operation,
        usage: KeyUsage,
        algorithm: Algorithm,
    ) -> Result<()> {
        self.require_enabled()?;
        if self.usage != usage {
            return Err(error::invalid_usage(&self.arn, self.usage, operation));
        }
        if !self.spec.algorithms(usage).contains(&algorithm) {
            return Err(error::invalid_algorithm(&self.arn, algorithm));
        }
        Ok(())
    }

    /// The material that encrypts and signs.
    pub(crate) fn current(&self) -> Result<&Material> {
        self.materials.last().map(|material| &**material).ok_or_else(error::decryption_failed)
    }

    pub(crate) fn material(&self, id: &[u8; 32]) -> Option<&Material> {
        self.materials.iter().rev().find(|material| material.id == *id).map(|material| &**material)
    }

    /// The current material, ready for use.
    pub(crate) fn parsed(&self, provider: Provider) -> Result<&Parsed> {
        self.current()?.parsed(provider, self.spec)
    }
}
