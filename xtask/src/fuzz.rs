//! `cargo xtask fuzz`.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::{fs, path};

use clap::Args;

use crate::shell::{self, Result, command};
use crate::table;

#[derive(Args)]
#[command(after_help = "\
Examples:
  $ cargo xtask fuzz --seconds 60
  $ cargo xtask fuzz --seconds 600 blob_decode")]
pub(crate) struct Fuzz {
    /// How long to fuzz each target
    #[arg(long, value_name = "N", default_value_t = 10)]
    seconds: u32,
    /// Succeed, saying NotRun, where nightly Rust or cargo-fuzz is missing
    #[arg(long)]
    if_available: bool,
    /// The targets; all of them if none is named
    targets: Vec<String>,
}

impl Fuzz {
    pub(crate) fn run(self) -> Result {
        match obstacle() {
            None => fuzz(self.seconds, self.targets),
            Some(obstacle) if self.if_available => {
                println!("NotRun: {obstacle}");
                Ok(())
            }
            Some(obstacle) => Err(format!("NotRun: {obstacle}").into()),
        }
    }
}

/// Why fuzzing is not possible here.
pub(crate) fn obstacle() -> Option<&'static str> {
    if !shell::succeeds(&mut nightly("--version")) {
        Some("there is no nightly toolchain: rustup toolchain install nightly")
    } else if !shell::succeeds(&mut nightly("fuzz --version")) {
        Some("there is no cargo-fuzz: cargo install --locked cargo-fuzz")
    } else {
        None
    }
}

/// Fuzzes each target, or all there are if none is named, and prints how each did.
pub(crate) fn fuzz(seconds: u32, mut targets: Vec<String>) -> Result {
    if targets.is_empty() {
        targets.extend(shell::output(&mut nightly("fuzz list"))?.lines().map(str::to_owned));
    }
    shell::run(&mut nightly("fuzz build"))?;
    let mut rows = vec![["TARGET", "EXECUTIONS", "RESULT"].map(str::to_owned)];
    let mut findings = 0;
    for target in targets {
        let Run { executions, clean } = run(&target, seconds)?;
        findings += usize::from(!clean);
        let result = if clean { "no finding" } else { "FINDING" };
        rows.push([target, executions, result.to_owned()]);
    }
    println!();
    table::print(&rows);
    if findings == 0 { Ok(()) } else { Err(format!("{findings} targets with a finding").into()) }
}

struct Run {
    executions: String,
    clean: bool,
}

/// Fuzzes a target from its checked-in corpus, to which it adds nothing. The fuzzer reports on its
/// standard error, which is passed on.
fn run(target: &str, seconds: u32) -> Result<Run> {
    let grown = path::absolute(format!("fuzz/target/corpus/{target}"))?;
    fs::create_dir_all(&grown)?;
    let mut fuzzer = nightly("fuzz run")
        .arg(target)
        .args([grown, path::absolute(format!("fuzz/corpus/{target}"))?])
        .args(["--", &format!("-max_total_time={seconds}"), "-print_final_stats=1", "-verbosity=0"])
        .stderr(Stdio::piped())
        .spawn()?;
    let mut executions = String::from("?");
    for line in BufReader::new(fuzzer.stderr.take().ok_or("the fuzzer has no output")?).lines() {
        let line = line?;
        if let Some(number) = line.strip_prefix("stat::number_of_executed_units:") {
            number.trim().clone_into(&mut executions);
        }
        eprintln!("{line}");
    }
    Ok(Run { executions, clean: fuzzer.wait()?.success() })
}

/// A command of the nightly cargo.
fn nightly(arguments: &str) -> Command {
    command("rustup", &format!("run nightly cargo {arguments}"))
}
