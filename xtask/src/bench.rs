//! `cargo xtask bench`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::shell::{self, Result, cargo};
use crate::table;

const ESTIMATES: &str = "target/criterion";

#[derive(Args)]
#[command(after_help = "\
Examples:
  $ cargo xtask bench
  $ cargo xtask bench symmetric
  $ cargo xtask bench blob -- --quick")]
pub(crate) struct Bench {
    /// The benches, by their file in benches/; all of them if none is named
    names: Vec<String>,
    /// Options for criterion
    #[arg(last = true)]
    criterion: Vec<String>,
}

impl Bench {
    pub(crate) fn run(&self) -> Result {
        let start = SystemTime::now();
        let mut bench = cargo("bench --package strongroom-benches");
        for name in &self.names {
            bench.args(["--bench", name]);
        }
        if self.names.is_empty() {
            bench.arg("--benches");
        }
        shell::run(bench.arg("--").args(&self.criterion))?;
        let measured = measurements(Path::new(ESTIMATES), start)?;
        println!();
        table::print(&ratios(&measured));
        Ok(())
    }
}

/// What was measured, in the order of groups, parameters and functions.
type Measured = BTreeMap<(String, Parameter), BTreeMap<String, f64>>;

/// A parameter, which sorts as a number if it is one.
type Parameter = (u64, String);

/// Nanoseconds of the measurements that were written since `start`.
fn measurements(root: &Path, start: SystemTime) -> Result<Measured> {
    let mut measured = Measured::new();
    for directory in directories(root)? {
        let estimates = directory.join("new/estimates.json");
        if !estimates.exists() || fs::metadata(&estimates)?.modified()? < start {
            continue;
        }
        let Benchmark { group_id, function_id, value_str } =
            parse(&directory.join("new/benchmark.json"))?;
        let Estimates { median } = parse(&estimates)?;
        let parameter = value_str.unwrap_or_default();
        let parameter = (parameter.parse().unwrap_or_default(), parameter);
        measured
            .entry((group_id, parameter))
            .or_default()
            .insert(function_id.unwrap_or_default(), median.point_estimate);
    }
    Ok(measured)
}

/// Each directory below another.
fn directories(root: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(directories(&path)?);
            found.push(path);
        }
    }
    Ok(found)
}

/// Criterion's `benchmark.json`.
#[derive(Deserialize)]
struct Benchmark {
    group_id: String,
    function_id: Option<String>,
    value_str: Option<String>,
}

/// Criterion's `estimates.json`.
#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T> {
    Ok(serde_json::from_str(&shell::read(path)?)?)
}

/// A row for each function that has a bare one beside it.
fn ratios(measured: &Measured) -> Vec<[String; 6]> {
    let header = ["GROUP", "PARAMETER", "FUNCTION", "BARE", "OURS", "RATIO"];
    let mut rows = vec![header.map(str::to_owned)];
    for ((group, (_, parameter)), functions) in measured {
        let is_bare = |name: &str| name.starts_with("bare");
        let Some((_, bare)) = functions.iter().find(|(name, _)| is_bare(name)) else { continue };
        for (name, ours) in functions.iter().filter(|(name, _)| !is_bare(name)) {
            rows.push([
                group.clone(),
                parameter.clone(),
                name.clone(),
                time(*bare),
                time(*ours),
                format!("{:.2}", ours / bare),
            ]);
        }
    }
    rows
}

/// Nanoseconds in the unit that suits them.
fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns if ns < 1e9 => format!("{:.2} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_is_compared_with_the_bare_one_of_its_parameter() {
        let key = |size: u64| ("encrypt".to_owned(), (size, size.to_string()));
        let functions = |all: &[(&str, f64)]| {
            all.iter().map(|(name, time)| ((*name).to_owned(), *time)).collect()
        };
        let measured = Measured::from([
            (key(1024), functions(&[("bare", 100.0), ("file", 250.0), ("memory", 150.0)])),
            (key(32), functions(&[("bare copy", 1500.0), ("memory", 3e6)])),
            (key(64), functions(&[("memory", 1.0)])),
        ]);
        let rows: Vec<_> = ratios(&measured).into_iter().skip(1).map(|row| row.join("|")).collect();
        assert_eq!(
            rows,
            [
                "encrypt|32|memory|1.50 µs|3.00 ms|2000.00",
                "encrypt|1024|file|100.0 ns|250.0 ns|2.50",
                "encrypt|1024|memory|100.0 ns|150.0 ns|1.50",
            ]
        );
    }
}
