//! `cargo xtask matrix`.

use std::fs;
use std::path::Path;

use clap::Args;

use crate::shell::{self, Result, cargo};
use crate::{conformance, readme};

#[derive(Args)]
pub(crate) struct Matrix {
    /// Fail if the README is out of date, and change nothing
    #[arg(long)]
    check: bool,
}

impl Matrix {
    pub(crate) fn run(&self) -> Result {
        if self.check { check() } else { write() }
    }
}

/// Fails if the README does not have the matrix of the last run.
pub(crate) fn check() -> Result {
    let readme = shell::read(readme::PATH)?;
    if with_matrix(&readme)? == readme {
        return Ok(());
    }
    Err("the support matrix is out of date: run `cargo xtask conformance`, then `cargo xtask \
         matrix`"
        .into())
}

fn write() -> Result {
    Ok(fs::write(readme::PATH, with_matrix(&shell::read(readme::PATH)?)?)?)
}

/// The README with the matrix of the last run.
fn with_matrix(readme: &str) -> Result<String> {
    let example = "run --quiet --package xtask --example matrix --";
    let stores = conformance::reports()?.into_iter().filter(|report| !is_layered(report));
    let page = shell::output(cargo(example).args(stores))?;
    readme::with_section(readme, "matrix", &as_section(&page))
}

/// Whether a report is of a store under a layer, which adds nothing to what the store can do.
fn is_layered(report: &Path) -> bool {
    report.to_string_lossy().contains("-under-")
}

/// A page of tables as a section: without what is above the first table, headings one level down.
fn as_section(page: &str) -> String {
    page.lines()
        .skip_while(|line| !line.starts_with('|'))
        .map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_a_page_under_another_heading() {
        let page = "# Title\n\nText.\n\n| a |\n|---|\n\n## Part\n\n| b |\n|---|\n";
        assert_eq!(as_section(page), "| a |\n|---|\n\n### Part\n\n| b |\n|---|\n");
    }
}
