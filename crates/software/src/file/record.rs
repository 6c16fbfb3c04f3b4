//! Records: what is written of keys and aliases, and how it is sealed.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use strongroom_core::{Error, ErrorKind, KeyArn, KeySpec, KeyUsage, Result};
use strongroom_crypto::{AeadKey, Provider};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::damaged;
use crate::error;
use crate::key::{Key, Status};
use crate::material::Material;
use crate::vault::Change;

const NONCE_LEN: usize = 24;

/// Seals records under the root key (XAES-256-GCM), bound to the store, their name and the
/// generation that wrote them: no record can stand in for another or for an older one of another
/// generation.
#[derive(Debug)]
pub(super) struct Sealer {
    provider: Provider,
    root: Box<dyn AeadKey>,
    store_id: [u8; 16],
}

impl Sealer {
    pub(super) fn new(provider: Provider, root: &[u8; 32], store_id: [u8; 16]) -> Self {
        Self { provider, root: provider.aead.xaes_256_gcm(root), store_id }
    }

    pub(super) fn seal(&self, name: &str, generation: u64, record: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        self.provider.random.fill(&mut nonce).map_err(error::internal)?;
        let mut sealed = nonce.to_vec();
        self.root
            .seal(&nonce, &self.aad(name, generation), record, &mut sealed)
            .map_err(error::internal)?;
        Ok(sealed)
    }

    pub(super) fn open(
        &self,
        name: &str,
        generation: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) =
            sealed.split_first_chunk::<NONCE_LEN>().ok_or_else(|| damaged(name))?;
        self.root.open(nonce, &self.aad(name, generation), sealed).map_err(|_| damaged(name))
    }

    /// What only the right root key opens, in a store of this scope.
    pub(super) fn check_value(&self, scope: &str) -> Result<Vec<u8>> {
        self.seal(scope, 0, &[])
    }

    /// Refuses a wrong root key.
    pub(super) fn check(&self, scope: &str, value: &[u8]) -> Result<()> {
        self.open(scope, 0, value).map(|_| ()).map_err(|_| {
            Error::new(ErrorKind::Unauthenticated, "the root key does not open this store")
                .with_hint("use the key file or passphrase that the store was made with")
        })
    }

    fn aad(&self, name: &str, generation: u64) -> Vec<u8> {
        let mut aad = b"strongroom file store 1".to_vec();
        aad.extend_from_slice(&self.store_id);
        aad.extend_from_slice(&generation.to_be_bytes());
        aad.extend_from_slice(name.as_bytes());
        aad
    }
}

/// What a row is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Key(Uuid),
    Alias(String),
}

impl Entry {
    pub(super) fn of(change: &Change) -> Self {
        match change {
            Change::PutKey(key) => Self::Key(key.id),
            Change::RemoveKey(id) => Self::Key(*id),
            Change::PutAlias(name, _) | Change::RemoveAlias(name) => Self::Alias(name.clone()),
        }
    }

    pub(super) fn parse(name: &str) -> Result<Self> {
        match name.strip_prefix("key/") {
            Some(id) => Uuid::try_parse(id).map(Self::Key).map_err(|_| damaged(name)),
            None => Ok(Self::Alias(name.to_owned())),
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::Key(id) => format!("key/{id}"),
            Self::Alias(name) => name.clone(),
        }
    }

    /// The record of a change; `None` for a removal.
    pub(super) fn record(change: &Change) -> Result<Option<Zeroizing<Vec<u8>>>> {
        match change {
            Change::PutKey(key) => encode_key(key).map(Some),
            Change::PutAlias(_, id) => Ok(Some(Zeroizing::new(id.as_bytes().to_vec()))),
            Change::RemoveKey(_) | Change::RemoveAlias(_) => Ok(None),
        }
    }

    /// The change that a record tells of.
    pub(super) fn restore(self, record: &[u8], scope: &str) -> Result<Change> {
        let name = self.name();
        match self {
            Self::Key(id) => {
                let key = decode_key(id, record, scope).ok_or_else(|| damaged(&name))?;
                Ok(Change::PutKey(Arc::new(key)))
            }
            Self::Alias(alias) => {
                let id = Uuid::from_slice(record).map_err(|_| damaged(&name))?;
                Ok(Change::PutAlias(alias, id))
            }
        }
    }

    pub(super) fn removal(self) -> Change {
        match self {
            Self::Key(id) => Change::RemoveKey(id),
            Self::Alias(name) => Change::RemoveAlias(name),
        }
    }
}

/// What is written of a key before its material.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyRecord {
    spec: KeySpec,
    usage: KeyUsage,
    description: String,
    created: Time,
    status: StatusRecord,
    /// Id and length in bytes of each material, oldest first.
    materials: Vec<([u8; 32], usize)>,
}

#[derive(Serialize, Deserialize)]
enum StatusRecord {
    Enabled,
    Disabled,
    PendingDeletion(Time),
}

/// Since the Unix epoch.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Time(Duration);

impl Time {
    fn of(time: SystemTime) -> Self {
        Self(time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default())
    }

    fn system_time(self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(self.0)
    }
}

/// The length of the description, the description in JSON, then the secrets one after another: so
/// that secrets are only ever in buffers that are overwritten.
fn encode_key(key: &Key) -> Result<Zeroizing<Vec<u8>>> {
    let header = KeyRecord {
        spec: key.spec,
        usage: key.usage,
        description: key.description.clone(),
        created: Time::of(key.created),
        status: match key.status {
            Status::Enabled => StatusRecord::Enabled,
            Status::Disabled => StatusRecord::Disabled,
            Status::PendingDeletion(at) => StatusRecord::PendingDeletion(Time::of(at)),
        },
        materials: key
            .materials
            .iter()
            .map(|material| (material.id, material.encoded().len()))
            .collect(),
    };
    let header = serde_json::to_vec(&header)
        .map_err(|error| Error::new(ErrorKind::Internal, "a record").with_source(error))?;
    let header_len = u32::try_from(header.len())
        .map_err(|error| Error::new(ErrorKind::Internal, "a record").with_source(error))?;
    let secrets: usize = key.materials.iter().map(|material| material.encoded().len()).sum();
    let mut record = Zeroizing::new(Vec::with_capacity(4 + header.len() + secrets));
    record.extend_from_slice(&header_len.to_be_bytes());
    record.extend_from_slice(&header);
    for material in &key.materials {
        record.extend_from_slice(material.encoded());
    }
    Ok(record)
}

fn decode_key(id: Uuid, record: &[u8], scope: &str) -> Option<Key> {
    let (header_len, rest) = record.split_first_chunk::<4>()?;
    let header_len = usize::try_from(u32::from_be_bytes(*header_len)).ok()?;
    let (header, mut secrets) = rest.split_at_checked(header_len)?;
    let header: KeyRecord = serde_json::from_slice(header).ok()?;
    let mut materials = Vec::new();
    for (material_id, len) in header.materials {
        let (secret, rest) = secrets.split_at_checked(len)?;
        materials.push(Arc::new(Material::new(material_id, Zeroizing::new(secret.to_vec()))));
        secrets = rest;
    }
    Some(Key {
        id,
        arn: KeyArn::parse(&format!("arn:{scope}:key/{id}")).ok()?,
        spec: header.spec,
        usage: header.usage,
        description: header.description,
        created: header.created.system_time()?,
        status: match header.status {
            StatusRecord::Enabled => Status::Enabled,
            StatusRecord::Disabled => Status::Disabled,
            StatusRecord::PendingDeletion(at) => Status::PendingDeletion(at.system_time()?),
        },
        materials,
    })
}
