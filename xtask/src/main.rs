//! The tasks of Strongroom's developers: `cargo xtask --help`.

mod bench;
mod ci;
mod conformance;
mod fuzz;
mod matrix;
mod metadata;
mod mutants;
mod readme;
mod shell;
mod table;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::shell::Result;

/// The tasks of Strongroom's developers.
///
/// Start with `cargo xtask test`. Before you send a change, run `cargo xtask ci`.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
pub(crate) struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run all tests
    ///
    /// The whole workspace with all features, in one build; the examples in the documentation; the
    /// facade with fewer features; and the store that a third party would write. Needs a C
    /// compiler, and uses cargo-nextest if it is installed.
    Test,
    /// Run the conformance suite and print how each store did
    ///
    /// Leaves a report for each store in target/conformance, from which `cargo xtask matrix` makes
    /// the support matrix. A store named by its URL leaves none: keys are created in it, so name
    /// one that nothing else uses.
    Conformance(conformance::Conformance),
    /// Show that the conformance suite notices each sabotaged store
    ///
    /// Prints each mutant with the case that must notice it, and fails if one survives.
    Mutants,
    /// Fuzz each target for some seconds
    ///
    /// Needs a nightly toolchain and cargo-fuzz: without them it says NotRun and fails. What it
    /// finds is left in fuzz/artifacts.
    Fuzz(fuzz::Fuzz),
    /// Run the benches and print what stores cost beside the bare call
    ///
    /// Compare the ratios, not the times: both sides of a ratio were measured in the same run.
    Bench(bench::Bench),
    /// Write the support matrix into the README
    ///
    /// The matrix comes from the reports that `cargo xtask conformance` left behind.
    Matrix(matrix::Matrix),
    /// Check what the compiler does not
    ///
    /// Files, manifests, the direction of imports, what the default build depends on, the minimum
    /// supported Rust version, and that the commands in the documentation exist.
    Tidy,
    /// Run what continuous integration runs
    ///
    /// All steps run, whatever fails, and a table at the end says how each went. Name steps to run
    /// only those. `.ci/run` installs the tools that they need, then calls this.
    Ci(ci::Ci),
}

fn main() -> ExitCode {
    let task = Xtask::parse().task;
    match shell::enter_root().and_then(|()| task.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Task {
    fn run(self) -> Result {
        match self {
            Self::Test => test::run(),
            Self::Conformance(conformance) => conformance.run(),
            Self::Mutants => mutants::run(),
            Self::Fuzz(fuzz) => fuzz.run(),
            Self::Bench(bench) => bench.run(),
            Self::Matrix(matrix) => matrix.run(),
            Self::Tidy => tidy::run(),
            Self::Ci(ci) => ci.run(),
        }
    }
}
