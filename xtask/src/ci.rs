//! `cargo xtask ci`.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;
use std::{env, fmt, fs, iter, path};

use clap::{Args, ValueEnum};

use crate::shell::{self, Result, cargo, command};
use crate::{conformance, fuzz, matrix, mutants, readme, table, tidy};

/// How long continuous integration fuzzes each target.
const FUZZ_SECONDS: u32 = 10;

#[derive(Args)]
#[command(after_help = "\
Examples:
  $ cargo xtask ci
  $ cargo xtask ci format clippy")]
pub(crate) struct Ci {
    /// The steps to run, in the order that they are listed here; all of them if none is named
    steps: Vec<Step>,
}

/// The steps, in the order that they are run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// The lock file is up to date and all that it names is here
    Fetch,
    /// The code is formatted
    Format,
    /// The compiler and clippy have nothing to say
    Clippy,
    /// The documentation has no broken link
    Doc,
    /// The licences and sources of dependencies, and that each is there once
    Deny,
    /// `cargo xtask tidy`
    Tidy,
    /// The tests, by the command in the README
    Test,
    /// `cargo xtask mutants`
    Mutants,
    /// `cargo xtask conformance`
    Conformance,
    /// `cargo xtask matrix --check`
    Matrix,
    /// `cargo xtask fuzz`, briefly
    Fuzz,
    /// The main job, as the README shows it, in an empty home
    MainJob,
}

/// How a step went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    NotRun,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::NotRun => "NotRun",
        })
    }
}

impl Ci {
    pub(crate) fn run(&self) -> Result {
        let mut rows = vec![["STEP", "RESULT", "SECONDS"].map(str::to_owned)];
        let mut failed = Vec::new();
        for step in Step::value_variants() {
            if !self.steps.is_empty() && !self.steps.contains(step) {
                continue;
            }
            let name = step.name();
            println!("\n== {name}");
            let start = Instant::now();
            let verdict = step.verdict();
            let seconds = start.elapsed().as_secs_f64();
            println!("== {name}: {verdict} after {seconds:.1} s");
            rows.push([name.clone(), verdict.to_string(), format!("{seconds:.1}")]);
            if verdict == Verdict::Failed {
                failed.push(name);
            }
        }
        println!();
        table::print(&rows);
        if failed.is_empty() {
            Ok(())
        } else {
            Err(format!("failed: {}", failed.join(", ")).into())
        }
    }
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    fn verdict(self) -> Verdict {
        if self == Self::Fuzz
            && let Some(obstacle) = fuzz::obstacle()
        {
            println!("{obstacle}");
            return Verdict::NotRun;
        }
        match self.run() {
            Ok(()) => Verdict::Passed,
            Err(error) => {
                println!("error: {error}");
                Verdict::Failed
            }
        }
    }

    fn run(self) -> Result {
        match self {
            Self::Fetch => shell::run(&mut cargo("fetch --locked")),
            Self::Format => format(),
            Self::Clippy => {
                let clippy = "clippy --workspace --all-targets --all-features -- -D warnings";
                shell::run(&mut cargo(clippy))
            }
            // Of the libraries alone: the binary `strongroom` would overwrite the facade's pages.
            Self::Doc => shell::run(
                cargo("doc --workspace --all-features --no-deps --lib")
                    .env("RUSTDOCFLAGS", "-D warnings"),
            ),
            // Advisories need a database that is not in a package registry.
            Self::Deny => {
                let deny = "deny --offline check licenses bans sources";
                shell::run(&mut cargo(deny))
            }
            Self::Tidy => tidy::run(),
            Self::Test => shell::run_unshown(&mut bash(&readme::block(readme::TESTS)?)),
            Self::Mutants => mutants::run(),
            Self::Conformance => conformance::all(),
            Self::Matrix => matrix::check(),
            Self::Fuzz => fuzz::fuzz(FUZZ_SECONDS, Vec::new()),
            Self::MainJob => main_job(),
        }
    }
}

/// Formatting, of the workspaces that are not this one too.
fn format() -> Result {
    for manifest in ["Cargo.toml", "examples/third-party-store/Cargo.toml", "fuzz/Cargo.toml"] {
        shell::run(&mut cargo(&format!("fmt --all --check --manifest-path {manifest}")))?;
    }
    Ok(())
}

/// Runs the README's main job as someone does who has nothing yet but Rust.
fn main_job() -> Result {
    let script = readme::block(readme::MAIN_JOB)?;
    let home = path::absolute("target/main-job")?;
    shell::remove_directory(&home)?;
    fs::create_dir_all(&home)?;
    let old_home = env::home_dir().ok_or("there is no home directory")?;
    let kept = |variable: &str, directory: &str| {
        env::var_os(variable).map_or_else(|| old_home.join(directory), PathBuf::from)
    };
    let installed = home.join("bin");
    let old_path = env::var_os("PATH").unwrap_or_default();
    let search = env::join_paths(iter::once(installed).chain(env::split_paths(&old_path)))?;
    shell::run_unshown(
        bash(&script)
            .env("CARGO_HOME", kept("CARGO_HOME", ".cargo"))
            .env("RUSTUP_HOME", kept("RUSTUP_HOME", ".rustup"))
            .env("CARGO_INSTALL_ROOT", &home)
            .env("PATH", search)
            .env("HOME", &home)
            .env_remove("XDG_DATA_HOME")
            .env_remove("STRONGROOM_STORE"),
    )
}

/// A script of bash that shows each command and ends at the first that fails.
fn bash(script: &str) -> Command {
    let mut bash = command("bash", "-euxo pipefail -c");
    bash.arg(script);
    bash
}
