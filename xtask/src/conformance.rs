//! `cargo xtask conformance`.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use clap::Args;
use serde::Deserialize;

use crate::shell::{self, Result, cargo};
use crate::table;

const REPORTS: &str = "target/conformance";

#[derive(Args)]
#[command(after_help = "\
Examples:
  $ cargo xtask conformance
  $ cargo xtask conformance software
  $ cargo xtask conformance file:///tmp/throwaway")]
pub(crate) struct Conformance {
    /// `all`, a backend such as `software`, or the URL of a store
    #[arg(default_value = "all")]
    store: String,
}

impl Conformance {
    pub(crate) fn run(&self) -> Result {
        match &*self.store {
            "all" => all(),
            url if url.contains(':') => shell::run(
                cargo("run --quiet --package strongroom-cli --all-features -- --store").args([
                    url,
                    "conformance",
                    "--yes",
                ]),
            ),
            backend => test(&format!("--package strongroom-{backend}")),
        }
    }
}

/// Runs the suite on all backends.
pub(crate) fn all() -> Result {
    test("--workspace")
}

/// Runs the test targets named `conformance` in some packages.
fn test(packages: &str) -> Result {
    shell::remove_directory(REPORTS)?;
    // Tests run elsewhere: the path must be absolute.
    let reports = std::path::absolute(REPORTS)?;
    let result = shell::run(
        cargo(&format!("test {packages} --all-features --test conformance"))
            .env("STRONGROOM_REPORT_DIR", reports),
    );
    print_table()?;
    result
}

/// The reports of the last run, in the order of their names.
pub(crate) fn reports() -> Result<Vec<PathBuf>> {
    if !Path::new(REPORTS).exists() {
        return Err("there are no reports: run `cargo xtask conformance` first".into());
    }
    let mut reports =
        fs::read_dir(REPORTS)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    reports.sort();
    Ok(reports)
}

fn print_table() -> Result {
    let header = ["STORE", "AGAINST", "PASSED", "REFUSED", "WAIVED", "FAILED", ""];
    let mut rows = vec![header.map(str::to_owned)];
    for path in reports()? {
        let report: Report = serde_json::from_str(&shell::read(path)?)?;
        let counts = report.counts;
        rows.push([
            report.target,
            report.against.to_string(),
            counts.pass.to_string(),
            counts.refusal_verified.to_string(),
            counts.waived.to_string(),
            counts.fail.to_string(),
            report.not_run.map_or_else(String::new, |reason| format!("NotRun: {reason}")),
        ]);
    }
    println!();
    table::print(&rows);
    Ok(())
}

/// What is shown of a report.
#[derive(Deserialize)]
struct Report {
    target: String,
    against: Against,
    counts: Counts,
    not_run: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Against {
    InProcess,
    Emulator(String),
    Live,
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InProcess => f.write_str("in process"),
            Self::Emulator(which) => write!(f, "emulator ({which})"),
            Self::Live => f.write_str("live service"),
        }
    }
}

#[derive(Deserialize)]
struct Counts {
    pass: usize,
    refusal_verified: usize,
    waived: usize,
    fail: usize,
}
