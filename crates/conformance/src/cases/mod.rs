//! The cases, one module for each area of the contract.

mod aliases;
mod capabilities;
mod concurrency;
mod data_key;
mod decrypt;
mod deletion;
mod encrypt;
mod errors;
mod keys;
mod mac;
mod public_key;
mod random;
mod re_encrypt;
mod rotation;
mod secrecy;
mod sign;
mod states;
mod verify;

use std::sync::LazyLock;

pub(crate) use capabilities::MANIFEST;

use crate::case::Case;

/// All cases, in the order in which they run.
///
/// ```
/// assert!(strongroom_conformance::cases().iter().any(|case| case.id == "SR-DEC-03"));
/// ```
pub fn cases() -> &'static [&'static Case] {
    static CASES: LazyLock<Vec<&'static Case>> = LazyLock::new(|| {
        [
            capabilities::CASES,
            keys::CASES,
            aliases::CASES,
            encrypt::CASES,
            decrypt::CASES,
            re_encrypt::CASES,
            data_key::CASES,
            sign::CASES,
            verify::CASES,
            mac::CASES,
            public_key::CASES,
            random::CASES,
            states::CASES,
            rotation::CASES,
            deletion::CASES,
            errors::CASES,
            secrecy::CASES,
            concurrency::CASES,
        ]
        .into_iter()
        .flatten()
        .collect()
    });
    &CASES
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strongroom_core::{Capability, Operation};

    use super::*;
    use crate::case::{Check, kinds};

    #[test]
    fn ids_are_unique_and_well_formed() {
        let mut ids = BTreeSet::new();
        for case in cases() {
            let parts: Vec<_> = case.id.split('-').collect();
            assert!(
                matches!(parts[..], ["SR", area, number]
                    if area.len() == 3
                        && area.bytes().all(|byte| byte.is_ascii_uppercase())
                        && number.len() == 2
                        && number.bytes().all(|byte| byte.is_ascii_digit())),
                "{}",
                case.id
            );
            assert!(ids.insert(case.id), "{} is given twice", case.id);
        }
    }

    #[test]
    fn every_operation_key_and_algorithm_is_what_some_check_is_about() {
        let about: BTreeSet<Capability> = cases()
            .iter()
            .flat_map(|case| case.checks())
            .flat_map(|check: Check| check.about().collect::<Vec<_>>())
            .collect();
        let operations = Operation::ALL.iter().map(|operation| Capability::from(*operation));
        let keys = kinds().map(|(spec, usage)| Capability::Key(spec, usage));
        let algorithms = kinds().flat_map(|(spec, usage)| {
            spec.algorithms(usage)
                .iter()
                .map(move |algorithm| Capability::Algorithm(spec, *algorithm))
        });
        for capability in operations.chain(keys).chain(algorithms) {
            assert!(about.contains(&capability), "no check is about {capability}");
        }
    }

    /// The contract is in this workspace only, not in the published crate.
    #[test]
    fn the_contract_cites_every_case_and_no_other() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src/key_store.rs");
        let contract = std::fs::read_to_string(path).expect("the contract is beside the suite");
        let cited: BTreeSet<&str> = contract
            .split("[SR-")
            .skip(1)
            .filter_map(|rest| rest.split_once(']'))
            .map(|(id, _)| id)
            .collect();
        let known: BTreeSet<&str> = cases().iter().filter_map(|case| case.id.get(3..)).collect();
        let unknown: Vec<_> = cited.difference(&known).collect();
        assert!(unknown.is_empty(), "cited, and no case: {unknown:?}");
        let uncited: Vec<_> = known.difference(&cited).collect();
        assert!(uncited.is_empty(), "a case, and not cited: {uncited:?}");
    }
}
