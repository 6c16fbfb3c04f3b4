//! A store, spoken to in the words of its model.

use std::sync::Arc;
use std::time::Duration;

use strongroom_core::request::{DecryptRequest, OpeningKey, ReEncryptRequest};
use strongroom_core::{
    EncryptionContext, KeyArn, KeyMetadata, KeyRef, KeySpec, KeyUsage, ManualClock, Result, Store,
};

use crate::operations::step::{
    Answer, Context, Inventory, Kind, Name, Opening, Outcome, Shown, Step,
};

const DAY: Duration = Duration::from_hours(24);

/// A store and what it made so far.
pub(crate) struct Subject {
    store: Store,
    clock: Arc<ManualClock>,
    keys: Vec<Key>,
    ciphertexts: Vec<Vec<u8>>,
}

struct Key {
    arn: KeyArn,
    /// Its material, whenever that was seen to change.
    materials: Vec<Option<String>>,
}

impl Subject {
    pub(crate) const fn new(store: Store, clock: Arc<ManualClock>) -> Self {
        Self { store, clock, keys: Vec::new(), ciphertexts: Vec::new() }
    }

    pub(crate) async fn apply(&mut self, step: Step) -> Outcome {
        self.answer(step).await.map_err(|error| error.kind())
    }

    pub(crate) async fn inventory(&mut self) -> Result<Inventory> {
        let mut inventory = Inventory::default();
        for arn in self.store.list_keys().await? {
            let key = self.look_at(&arn).await?;
            let shown = Shown {
                state: key.state,
                deletion: key.deletion,
                rotations: self.keys[self.number(&arn)].materials.len() - 1,
            };
            inventory.keys.insert(self.number(&arn), shown);
        }
        for alias in self.store.list_aliases().await? {
            let target = alias.target.expect("a software store has no alias without key");
            let number = alias.name.as_str().trim_start_matches("alias/").parse();
            let number = number.expect("an alias that was created");
            inventory.aliases.insert(number, self.number(&target));
        }
        Ok(inventory)
    }

    async fn answer(&mut self, step: Step) -> Result<Answer> {
        match step {
            Step::CreateKey(kind) => {
                let (spec, usage) = match kind {
                    Kind::Symmetric => (KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt),
                    Kind::Hmac => (KeySpec::Hmac256, KeyUsage::GenerateVerifyMac),
                };
                let key = self.store.create_key().spec(spec, usage).await?;
                self.keys.push(Key { arn: key.arn, materials: vec![key.current_material] });
                return Ok(Answer::By(self.keys.len() - 1));
            }
            Step::DescribeKey(key) => {
                let key = self.store.describe_key(self.text(key)).await?;
                return Ok(Answer::By(self.number(&key.arn)));
            }
            Step::EnableKey(key) => self.store.enable_key(self.text(key)).await?,
            Step::DisableKey(key) => self.store.disable_key(self.text(key)).await?,
            Step::ScheduleKeyDeletion { key, days } => {
                let days = u32::from(days);
                let scheduled = self.store.schedule_key_deletion(self.text(key), days).await?;
                return Ok(Answer::Scheduled(self.number(&scheduled.key), scheduled.deletion));
            }
            Step::CancelKeyDeletion(key) => {
                let arn = self.store.cancel_key_deletion(self.text(key)).await?;
                return Ok(Answer::By(self.number(&arn)));
            }
            Step::RotateKeyOnDemand { key, times } => {
                for _ in 0..times {
                    let arn = self.store.rotate_key_on_demand(self.text(key)).await?;
                    self.look_at(&arn).await?;
                }
            }
            Step::CreateAliases { first, count, target } => {
                for alias in first..first + count {
                    self.store.create_alias(&alias_name(alias), self.text(target)).await?;
                }
            }
            Step::UpdateAlias { alias, target } => {
                self.store.update_alias(&alias_name(alias), self.text(target)).await?;
            }
            Step::DeleteAlias { alias } => self.store.delete_alias(&alias_name(alias)).await?,
            Step::Encrypt { key, context, plaintext } => {
                let (key, plaintext) = (self.text(key), plaintext.bytes());
                let call = self.store.encrypt(key, &plaintext).whole_context(pairs(context));
                let encrypted = call.await?;
                self.ciphertexts.push(encrypted.ciphertext);
                return Ok(Answer::By(self.number(&encrypted.key)));
            }
            Step::Decrypt(opening) => {
                let (key, context) = (self.opening_key(opening)?, pairs(opening.context));
                let mut request = DecryptRequest::discover(self.ciphertext(opening));
                request.key = key;
                let opened = self.store.driver().decrypt(&request.context(&context)).await?;
                let plaintext = opened.expose().to_vec();
                return Ok(Answer::Opened(self.number(&opened.key), plaintext));
            }
            Step::ReEncrypt { source, destination, destination_context } => {
                let contexts = [source.context, destination_context].map(pairs);
                let destination = KeyRef::parse(self.text(destination))?;
                let mut request = ReEncryptRequest::discover(self.ciphertext(source), destination)
                    .source_context(&contexts[0])
                    .destination_context(&contexts[1]);
                request.source_key = self.opening_key(source)?;
                let made = self.store.driver().re_encrypt(&request).await?;
                let keys = [made.source_key, made.destination_key].map(|key| self.number(&key));
                self.ciphertexts.push(made.ciphertext);
                return Ok(Answer::ReEncrypted(keys[0], keys[1]));
            }
            Step::AdvanceClock { days } => self.clock.advance(DAY * u32::from(days)),
        }
        Ok(Answer::Done)
    }

    /// The metadata of a key, whose material is remembered if it changed.
    async fn look_at(&mut self, arn: &KeyArn) -> Result<KeyMetadata> {
        let key = self.store.describe_key(arn).await?;
        let number = self.number(arn);
        let materials = &mut self.keys[number].materials;
        if materials.last() != Some(&key.current_material) {
            materials.push(key.current_material.clone());
        }
        Ok(key)
    }

    fn opening_key(&self, opening: Opening) -> Result<OpeningKey<'static>> {
        match opening.key {
            Some(key) => KeyRef::parse(self.text(key)).map(OpeningKey::Named),
            None => Ok(OpeningKey::Discovered),
        }
    }

    fn ciphertext(&self, opening: Opening) -> &[u8] {
        let ciphertext = self.ciphertexts.get(usize::from(opening.ciphertext));
        ciphertext.map_or(b"no ciphertext", Vec::as_slice)
    }

    fn number(&self, arn: &KeyArn) -> usize {
        let number = self.keys.iter().position(|key| key.arn == *arn);
        number.expect("the ARN of a key that was created")
    }

    /// A key identifier as text; of a key that never was, if there are fewer.
    fn text(&self, name: Name) -> String {
        let id = |number: u8| match self.keys.get(usize::from(number)) {
            Some(key) => key.arn.key_id().to_owned(),
            None => format!("00000000-0000-0000-0000-0000000000{number:02x}"),
        };
        let scope = &self.store.info().scope;
        match name {
            Name::Id(number) => id(number),
            Name::Arn(number) => format!("arn:{scope}:key/{}", id(number)),
            Name::ArnElsewhere(number) => {
                format!("arn:aws:kms:eu-north-1:000000000000:key/{}", id(number))
            }
            Name::Alias(number) => alias_name(number),
            Name::AliasArn(number) => format!("arn:{scope}:{}", alias_name(number)),
        }
    }
}

fn alias_name(number: u8) -> String {
    format!("alias/{number}")
}

fn pairs(context: Context) -> EncryptionContext {
    let pairs: &[(&str, &str)] = match context {
        Context::Empty => &[],
        Context::Split1 => &[("a", "bc")],
        Context::Split2 => &[("ab", "c")],
    };
    EncryptionContext::from_pairs(pairs.iter().copied()).expect("a short context")
}
