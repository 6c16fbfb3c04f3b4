//! Sequences of operations, against a model.

mod model;
mod step;
mod subject;

use std::sync::Arc;
use std::time::SystemTime;

use strongroom_core::{ManualClock, Store};
use strongroom_software::{Settings, SoftwareStore};

use crate::block_on::block_on;
use crate::deterministic::{self, PROVIDER};
use crate::operations::model::Model;
use crate::operations::step::Step;
use crate::operations::subject::Subject;
use crate::{Target, generated};

/// The most steps of one input.
const MAX_STEPS: usize = 100;

/// Any sequence of operations on a new store.
pub const TARGET: Target = Target {
    name: "operations",
    run: |bytes| {
        if let Some(steps) = generated::<Vec<Step>>(bytes) {
            check(&steps, |store| store);
        }
    },
    seeds: || deterministic::inputs(16, 600),
};

/// A store, made over by `wrap`, answers every step as the model does, and looks like it after
/// every step.
fn check(steps: &[Step], wrap: impl FnOnce(Store) -> Store) {
    PROVIDER.random.reseed();
    let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH));
    let settings = Settings::default().provider(PROVIDER).clock(clock.clone());
    let mut subject = Subject::new(wrap(Store::new(SoftwareStore::memory(settings))), clock);
    let mut model = Model::default();
    for (at, step) in steps.iter().take(MAX_STEPS).enumerate() {
        let answer = block_on(subject.apply(*step));
        assert_eq!(answer, model.apply(*step), "the answer to the last of {:#?}", &steps[..=at]);
        let inventory = block_on(subject.inventory()).expect("what a store has is listed");
        assert_eq!(inventory, model.inventory(), "the store after {:#?}", &steps[..=at]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strongroom_core::layer::{Attempt, Layer};
    use strongroom_core::request::{Call, DisableKeyRequest, EnableKeyRequest};
    use strongroom_core::{KeyStore, Operation, Result};

    use super::step::{Context, Kind, Name, Plaintext};
    use super::*;

    proptest! {
        #[test]
        fn any_operations_hold(bytes in prop::collection::vec(any::<u8>(), 0..1000)) {
            TARGET.run(&bytes);
        }
    }

    const KEY: Name = Name::Id(0);

    #[test]
    fn limits_hold() {
        let steps = [
            Step::CreateKey(Kind::Symmetric),
            Step::RotateKeyOnDemand { key: KEY, times: 25 },
            Step::RotateKeyOnDemand { key: KEY, times: 1 },
            Step::CreateAliases { first: 0, count: 50, target: KEY },
            Step::CreateAliases { first: 50, count: 1, target: KEY },
            Step::ScheduleKeyDeletion { key: KEY, days: 6 },
            Step::ScheduleKeyDeletion { key: KEY, days: 7 },
            Step::AdvanceClock { days: 6 },
            Step::AdvanceClock { days: 1 },
        ];
        check(&steps, |store| store);
    }

    #[test]
    fn an_alias_keeps_to_keys_of_one_kind() {
        let steps = [
            Step::CreateKey(Kind::Symmetric),
            Step::CreateKey(Kind::Hmac),
            Step::CreateAliases { first: 0, count: 1, target: KEY },
            Step::UpdateAlias { alias: 0, target: Name::Id(1) },
        ];
        check(&steps, |store| store);
    }

    const ENCRYPT: Step =
        Step::Encrypt { key: KEY, context: Context::Empty, plaintext: Plaintext::Short(1) };

    #[test]
    #[should_panic(expected = "the answer to the last of")]
    fn a_store_that_uses_disabled_keys_is_found() {
        let steps = [Step::CreateKey(Kind::Symmetric), Step::DisableKey(KEY), ENCRYPT];
        check(&steps, |store| store.layer(Meddler));
    }

    #[test]
    #[should_panic(expected = "the store after")]
    fn a_store_that_changes_what_it_should_read_is_found() {
        let steps = [Step::CreateKey(Kind::Symmetric), Step::DescribeKey(KEY)];
        check(&steps, |store| store.layer(Meddler));
    }

    /// Enables keys to encrypt with them, and disables those that it describes.
    #[derive(Debug)]
    struct Meddler;

    impl Layer for Meddler {
        async fn around<'a, T: Send + 'a>(
            &'a self,
            call: Call<'a>,
            inner: &'a dyn KeyStore,
            attempt: Attempt<'a, T>,
        ) -> Result<T> {
            match (call.operation, call.key) {
                (Operation::Encrypt, Some(key)) => {
                    inner.enable_key(&EnableKeyRequest::new(key.reborrow())).await?;
                    attempt.make().await
                }
                (Operation::DescribeKey, Some(key)) => {
                    let answer = attempt.make().await;
                    inner.disable_key(&DisableKeyRequest::new(key.reborrow())).await?;
                    answer
                }
                _ => attempt.make().await,
            }
        }
    }
}
