//! Every target, over its corpus, on stable Rust.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use strongroom_oracles::{TARGETS, Target};

fn main() {
    let trials = TARGETS.map(|target| Trial::test(target.name, move || run(target)));
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit();
}

fn run(target: Target) -> Result<(), Failed> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(target.name);
    let mut inputs = Vec::new();
    for entry in fs::read_dir(&corpus)? {
        let path = entry?.path();
        let input = fs::read(&path)?;
        catch_unwind(|| target.run(&input)).map_err(|_| format!("{} fails", path.display()))?;
        inputs.push(input);
    }
    for seed in target.seeds() {
        if !inputs.contains(&seed) {
            return Err("a seed is missing: run the example `seeds`".into());
        }
    }
    Ok(())
}
