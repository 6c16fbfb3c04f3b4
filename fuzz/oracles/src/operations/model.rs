//! What a store should do.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use strongroom_core::{ErrorKind, KeyState};

use crate::operations::step::{
    Answer, Context, Inventory, Kind, Name, Opening, Outcome, Shown, Step,
};

type Result<T> = std::result::Result<T, ErrorKind>;

const DAY: Duration = Duration::from_hours(24);

/// Keys, aliases and ciphertexts as plain data. A deleted key is `None`.
#[derive(Debug)]
pub(crate) struct Model {
    now: SystemTime,
    keys: Vec<Option<Key>>,
    aliases: BTreeMap<u8, usize>,
    ciphertexts: Vec<Ciphertext>,
}

#[derive(Debug)]
struct Key {
    kind: Kind,
    status: Status,
    rotations: usize,
}

#[derive(Clone, Copy, Debug)]
enum Status {
    Enabled,
    Disabled,
    PendingDeletion(SystemTime),
}

#[derive(Clone, Debug)]
struct Ciphertext {
    key: usize,
    context: Context,
    plaintext: Vec<u8>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            now: SystemTime::UNIX_EPOCH,
            keys: Vec::new(),
            aliases: BTreeMap::new(),
            ciphertexts: Vec::new(),
        }
    }
}

impl Model {
    pub(crate) fn apply(&mut self, step: Step) -> Outcome {
        match step {
            Step::CreateKey(kind) => {
                self.keys.push(Some(Key { kind, status: Status::Enabled, rotations: 0 }));
                Ok(Answer::By(self.keys.len() - 1))
            }
            Step::DescribeKey(key) => self.find(key).map(Answer::By),
            Step::EnableKey(key) => self.set_status(key, Status::Enabled),
            Step::DisableKey(key) => self.set_status(key, Status::Disabled),
            Step::ScheduleKeyDeletion { key, days } => self.schedule(key, days),
            Step::CancelKeyDeletion(key) => self.cancel(key),
            Step::RotateKeyOnDemand { key, times } => {
                (0..times).try_for_each(|_| self.rotate(key))?;
                Ok(Answer::Done)
            }
            Step::CreateAliases { first, count, target } => {
                (first..first + count).try_for_each(|alias| self.create_alias(alias, target))?;
                Ok(Answer::Done)
            }
            Step::UpdateAlias { alias, target } => self.update_alias(alias, target),
            Step::DeleteAlias { alias } => {
                self.aliases.remove(&alias).map(|_| Answer::Done).ok_or(ErrorKind::NotFound)
            }
            Step::Encrypt { key, context, plaintext } => {
                let plaintext = plaintext.bytes();
                if !(1..=4096).contains(&plaintext.len()) {
                    return Err(ErrorKind::InvalidInput);
                }
                let key = self.find_for_encryption(key)?;
                self.ciphertexts.push(Ciphertext { key, context, plaintext });
                Ok(Answer::By(key))
            }
            Step::Decrypt(opening) => {
                let opened = self.open(opening)?;
                Ok(Answer::Opened(opened.key, opened.plaintext))
            }
            Step::ReEncrypt { source, destination, destination_context: context } => {
                let key = self.find_for_encryption(destination)?;
                let opened = self.open(source)?;
                self.ciphertexts.push(Ciphertext { key, context, ..opened });
                Ok(Answer::ReEncrypted(opened.key, key))
            }
            Step::AdvanceClock { days } => {
                self.advance(days);
                Ok(Answer::Done)
            }
        }
    }

    pub(crate) fn inventory(&self) -> Inventory {
        let keys = self.keys.iter().enumerate();
        Inventory {
            keys: keys.filter_map(|(at, key)| Some((at, key.as_ref()?.shown()))).collect(),
            aliases: self.aliases.clone(),
        }
    }

    fn set_status(&mut self, key: Name, status: Status) -> Outcome {
        let key = self.find_to_manage(key)?;
        self.key(key)?.not_pending_deletion()?.status = status;
        Ok(Answer::Done)
    }

    fn schedule(&mut self, key: Name, days: u8) -> Outcome {
        if !(7..=30).contains(&days) {
            return Err(ErrorKind::InvalidInput);
        }
        let deletion = self.now + DAY * u32::from(days);
        let key = self.find_to_manage(key)?;
        self.key(key)?.not_pending_deletion()?.status = Status::PendingDeletion(deletion);
        Ok(Answer::Scheduled(key, deletion))
    }

    fn cancel(&mut self, key: Name) -> Outcome {
        let number = self.find_to_manage(key)?;
        let key = self.key(number)?;
        if !matches!(key.status, Status::PendingDeletion(_)) {
            return Err(ErrorKind::InvalidState);
        }
        key.status = Status::Disabled;
        Ok(Answer::By(number))
    }

    fn rotate(&mut self, key: Name) -> Result<()> {
        let key = self.find_to_manage(key)?;
        let key = self.key(key)?.enabled()?;
        if key.kind != Kind::Symmetric {
            return Err(ErrorKind::Unsupported);
        }
        if key.rotations == 25 {
            return Err(ErrorKind::LimitExceeded);
        }
        key.rotations += 1;
        Ok(())
    }

    fn create_alias(&mut self, alias: u8, target: Name) -> Result<()> {
        refuse_alias(target)?;
        if self.aliases.contains_key(&alias) {
            return Err(ErrorKind::AlreadyExists);
        }
        let target = self.find(target)?;
        self.key(target)?.not_pending_deletion()?;
        self.point(alias, target)
    }

    fn update_alias(&mut self, alias: u8, target: Name) -> Outcome {
        refuse_alias(target)?;
        let old = *self.aliases.get(&alias).ok_or(ErrorKind::NotFound)?;
        let target = self.find(target)?;
        let kind = self.key(target)?.not_pending_deletion()?.kind;
        if self.key(old)?.kind != kind {
            return Err(ErrorKind::InvalidInput);
        }
        self.point(alias, target)?;
        Ok(Answer::Done)
    }

    /// Points an alias to a key that has room for it.
    fn point(&mut self, alias: u8, target: usize) -> Result<()> {
        let others = self.aliases.iter().filter(|(name, key)| **name != alias && **key == target);
        if others.count() == 50 {
            return Err(ErrorKind::LimitExceeded);
        }
        self.aliases.insert(alias, target);
        Ok(())
    }

    fn open(&mut self, opening: Opening) -> Result<Ciphertext> {
        let ciphertext = self.ciphertexts.get(usize::from(opening.ciphertext)).cloned();
        let key = match opening.key {
            Some(key) => self.find(key)?,
            None => ciphertext
                .as_ref()
                .map(|ciphertext| ciphertext.key)
                .filter(|key| self.keys[*key].is_some())
                .ok_or(ErrorKind::DecryptionFailed)?,
        };
        self.key(key)?.can_encrypt()?;
        ciphertext
            .filter(|ciphertext| ciphertext.key == key && ciphertext.context == opening.context)
            .ok_or(ErrorKind::DecryptionFailed)
    }

    fn advance(&mut self, days: u8) {
        self.now += DAY * u32::from(days);
        for key in &mut self.keys {
            key.take_if(|key| matches!(key.status, Status::PendingDeletion(at) if at <= self.now));
        }
        self.aliases.retain(|_, key| self.keys[*key].is_some());
    }

    fn find(&self, name: Name) -> Result<usize> {
        let number = match name {
            Name::Id(number) | Name::Arn(number) => Some(usize::from(number)),
            Name::Alias(alias) | Name::AliasArn(alias) => self.aliases.get(&alias).copied(),
            Name::ArnElsewhere(_) => None,
        };
        number
            .filter(|number| self.keys.get(*number).is_some_and(Option::is_some))
            .ok_or(ErrorKind::NotFound)
    }

    fn find_to_manage(&self, name: Name) -> Result<usize> {
        refuse_alias(name)?;
        self.find(name)
    }

    fn find_for_encryption(&mut self, name: Name) -> Result<usize> {
        let key = self.find(name)?;
        self.key(key)?.can_encrypt()?;
        Ok(key)
    }

    fn key(&mut self, number: usize) -> Result<&mut Key> {
        self.keys[number].as_mut().ok_or(ErrorKind::NotFound)
    }
}

fn refuse_alias(name: Name) -> Result<()> {
    match name {
        Name::Alias(_) | Name::AliasArn(_) => Err(ErrorKind::InvalidInput),
        Name::Id(_) | Name::Arn(_) | Name::ArnElsewhere(_) => Ok(()),
    }
}

impl Key {
    fn enabled(&mut self) -> Result<&mut Self> {
        match self.status {
            Status::Enabled => Ok(self),
            Status::Disabled => Err(ErrorKind::Disabled),
            Status::PendingDeletion(_) => Err(ErrorKind::InvalidState),
        }
    }

    fn not_pending_deletion(&mut self) -> Result<&mut Self> {
        match self.status {
            Status::PendingDeletion(_) => Err(ErrorKind::InvalidState),
            Status::Enabled | Status::Disabled => Ok(self),
        }
    }

    fn can_encrypt(&mut self) -> Result<()> {
        match self.enabled()?.kind {
            Kind::Symmetric => Ok(()),
            Kind::Hmac => Err(ErrorKind::InvalidKeyUsage),
        }
    }

    fn shown(&self) -> Shown {
        let (state, deletion) = match self.status {
            Status::Enabled => (KeyState::Enabled, None),
            Status::Disabled => (KeyState::Disabled, None),
            Status::PendingDeletion(at) => (KeyState::PendingDeletion, Some(at)),
        };
        Shown { state, deletion, rotations: self.rotations }
    }
}
