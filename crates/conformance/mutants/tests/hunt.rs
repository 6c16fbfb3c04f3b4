//! A test for each mutant: the case that it names must tell it from a good store.

use libtest_mimic::{Arguments, Failed, Trial};
use strongroom_mutants::{Fate, Mutant, mutants};

fn main() {
    let trials = mutants().map(|mutant| Trial::test(mutant.name, || hunt(mutant))).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn hunt(mutant: &Mutant) -> Result<(), Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    match runtime.block_on(mutant.hunt())? {
        Fate::Killed(_) => Ok(()),
        fate => Err(format!("{}: {} {fate}", mutant.fault, mutant.case).into()),
    }
}
