//! Hunts all mutants: a line for each, and failure if one survives.

use std::process::ExitCode;

use strongroom_mutants::{Fate, mutants};

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("the system has threads");
    let mut survivors = 0;
    let mut all = 0;
    for mutant in mutants() {
        let fate = runtime.block_on(mutant.hunt()).expect("the system has random bytes");
        println!("{:<28} {:<10} {fate}", mutant.name, mutant.case);
        all += 1;
        survivors += usize::from(!matches!(fate, Fate::Killed(_)));
    }
    println!("{all} mutants, {survivors} not killed");
    if survivors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
