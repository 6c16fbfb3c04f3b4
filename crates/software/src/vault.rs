//! The keys and aliases of a store, wherever they are kept.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::SystemTime;

use strongroom_core::{Clock, KeyRef, KeyRefForm, Result};
use uuid::Uuid;

use crate::error;
use crate::key::{Key, Status};
use crate::offload::offload;

/// All keys and aliases as last read.
#[derive(Debug, Default)]
pub(crate) struct State {
    keys: BTreeMap<Uuid, Arc<Key>>,
    aliases: BTreeMap<String, Uuid>,
    /// No key is to be deleted before this.
    next_deletion: Option<SystemTime>,
    /// What the shelf was at.
    pub(crate) generation: u64,
}

/// One change of the state. A call makes several at once or none.
#[derive(Debug)]
pub(crate) enum Change {
    PutKey(Arc<Key>),
    RemoveKey(Uuid),
    PutAlias(String, Uuid),
    RemoveAlias(String),
}

impl State {
    pub(crate) fn apply(&mut self, change: Change) {
        match change {
            Change::PutKey(key) => {
                if let Status::PendingDeletion(at) = key.status {
                    self.next_deletion = Some(self.next_deletion.map_or(at, |next| next.min(at)));
                }
                self.keys.insert(key.id, key);
            }
            Change::RemoveKey(id) => {
                self.keys.remove(&id);
            }
            Change::PutAlias(name, id) => {
                self.aliases.insert(name, id);
            }
            Change::RemoveAlias(name) => {
                self.aliases.remove(&name);
            }
        }
    }

    /// The removal of what is to be deleted by now.
    fn deletions(&self, now: SystemTime) -> Vec<Change> {
        if self.next_deletion.is_none_or(|next| now < next) {
            return Vec::new();
        }
        let deleted = |id: &Uuid| self.keys.get(id).is_some_and(|key| key.is_deleted(|| now));
        let keys = self.keys.keys().filter(|id| deleted(id)).copied().map(Change::RemoveKey);
        let aliases = self.aliases.iter().filter(|(_, id)| deleted(id));
        aliases.map(|(name, _)| Change::RemoveAlias(name.clone())).chain(keys).collect()
    }
}

/// Decides what to change, given the state that the change will meet.
pub(crate) type Decide<'a> = &'a mut dyn FnMut(&State) -> Result<Vec<Change>>;

/// Where the state is kept.
pub(crate) trait Shelf: Send + Sync + fmt::Debug + 'static {
    /// Whether nobody changed what a state of this generation was read from. Does not block.
    fn is_current(&self, generation: u64) -> bool;

    /// Brings the state up to date. May block.
    fn refresh(&self, state: &Shared) -> Result<()>;

    /// Brings the state up to date, decides, keeps the changes and applies them; all or nothing.
    /// When it returns, the changes outlive the process. May block.
    fn commit(&self, state: &Shared, decide: Decide<'_>) -> Result<()>;
}

/// The state, shared between threads. A lock is held to look up or to apply, never over
/// cryptography or the database.
#[derive(Debug, Default)]
pub(crate) struct Shared(RwLock<State>);

impl Shared {
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps nothing beside the state itself.
#[derive(Debug)]
pub(crate) struct MemoryShelf;

impl Shelf for MemoryShelf {
    fn is_current(&self, _generation: u64) -> bool {
        true
    }

    fn refresh(&self, _state: &Shared) -> Result<()> {
        Ok(())
    }

    fn commit(&self, state: &Shared, decide: Decide<'_>) -> Result<()> {
        let mut state = state.write();
        for change in decide(&state)? {
            state.apply(change);
        }
        Ok(())
    }
}

/// The keys and aliases of a store.
#[derive(Clone, Debug)]
pub(crate) struct Vault(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Shared,
    shelf: Box<dyn Shelf>,
    scope: String,
    clock: Arc<dyn Clock>,
}

impl Vault {
    pub(crate) fn new(
        shelf: impl Shelf,
        state: Shared,
        scope: String,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self(Arc::new(Inner { state, shelf: Box::new(shelf), scope, clock }))
    }

    /// The key of any name, in any state.
    pub(crate) async fn key(&self, key: &KeyRef<'_>) -> Result<Arc<Key>> {
        self.read(|view| view.key(key).cloned()).await?
    }

    /// Reads the state as it is now.
    pub(crate) async fn read<T>(&self, look: impl FnOnce(&View<'_>) -> T) -> Result<T> {
        {
            let state = self.0.state.read();
            if self.0.shelf.is_current(state.generation) {
                return Ok(look(&self.0.view(&state)));
            }
        }
        let inner = Arc::clone(&self.0);
        offload(move || inner.shelf.refresh(&inner.state)).await?;
        Ok(look(&self.0.view(&self.0.state.read())))
    }

    /// Erases what is to be deleted by now; any other change does so too. May block.
    #[cfg(feature = "file")]
    pub(crate) fn erase_deleted(&self) -> Result<()> {
        let Inner { state, shelf, clock, .. } = &*self.0;
        shelf.commit(state, &mut |state| Ok(state.deletions(clock.now())))
    }

    /// Changes the state: decides on what is there now, and keeps all of it or nothing.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        decide: impl FnOnce(&View<'_>) -> Result<(Vec<Change>, T)> + Send + 'static,
    ) -> Result<T> {
        let inner = Arc::clone(&self.0);
        offload(move || {
            let mut decide = Some(decide);
            let mut answer = None;
            inner.shelf.commit(&inner.state, &mut |state| {
                let mut changes = state.deletions(inner.clock.now());
                if let Some(decide) = decide.take() {
                    let (decided, value) = decide(&inner.view(state))?;
                    changes.extend(decided);
                    answer = Some(value);
                }
                Ok(changes)
            })?;
            answer.ok_or_else(|| error::invalid_input("nothing was decided"))
        })
        .await
    }
}

impl Inner {
    fn view<'a>(&'a self, state: &'a State) -> View<'a> {
        View { state, scope: &self.scope, clock: &*self.clock }
    }
}

/// The state at one moment. Keys whose waiting period is over are not in it.
pub(crate) struct View<'a> {
    state: &'a State,
    scope: &'a str,
    clock: &'a dyn Clock,
}

impl<'a> View<'a> {
    pub(crate) fn key(&self, key: &KeyRef<'_>) -> Result<&'a Arc<Key>> {
        let missing = || match key.form() {
            KeyRefForm::Id | KeyRefForm::Arn => error::key_not_found(key.as_str()),
            KeyRefForm::Alias | KeyRefForm::AliasArn => error::alias_not_found(key.as_str()),
        };
        let resource = key.resource_in(self.scope).ok_or_else(missing)?;
        let id = match key.form() {
            KeyRefForm::Id | KeyRefForm::Arn => Uuid::try_parse(resource).ok(),
            KeyRefForm::Alias | KeyRefForm::AliasArn => self.state.aliases.get(resource).copied(),
        };
        id.and_then(|id| self.key_of_id(id)).ok_or_else(missing)
    }

    pub(crate) fn key_of_id(&self, id: Uuid) -> Option<&'a Arc<Key>> {
        self.state.keys.get(&id).filter(|key| self.is_there(key))
    }

    /// The keys after one, in the order of their ids.
    pub(crate) fn keys_after(&self, id: Option<Uuid>) -> impl Iterator<Item = &'a Arc<Key>> {
        let start = id.map_or(Bound::Unbounded, Bound::Excluded);
        self.state
            .keys
            .range((start, Bound::Unbounded))
            .map(|(_, key)| key)
            .filter(|key| self.is_there(key))
    }

    /// The aliases after one, in the order of their names, and their keys.
    pub(crate) fn aliases_after(
        &self,
        name: Option<&str>,
    ) -> impl Iterator<Item = (&'a str, &'a Arc<Key>)> {
        let start = name.map_or(Bound::Unbounded, Bound::Excluded);
        self.state
            .aliases
            .range::<str, _>((start, Bound::Unbounded))
            .filter_map(|(name, id)| Some((name.as_str(), self.key_of_id(*id)?)))
    }

    fn is_there(&self, key: &Key) -> bool {
        !key.is_deleted(|| self.clock.now())
    }
}
