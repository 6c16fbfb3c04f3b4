//! The mutants, one module for each kind of fault.

mod capabilities;
mod ciphertext;
mod concurrency;
mod context;
mod errors;
mod fresh;
mod keys;
mod limits;
mod mac;
mod secrecy;
mod signature;
mod states;

use crate::Mutant;

pub(crate) const ALL: &[&[Mutant]] = &[
    context::MUTANTS,
    ciphertext::MUTANTS,
    fresh::MUTANTS,
    limits::MUTANTS,
    signature::MUTANTS,
    mac::MUTANTS,
    states::MUTANTS,
    keys::MUTANTS,
    capabilities::MUTANTS,
    errors::MUTANTS,
    secrecy::MUTANTS,
    concurrency::MUTANTS,
];
