//! `cargo xtask mutants`.

use crate::shell::{self, Result, cargo};

pub(crate) fn run() -> Result {
    shell::run(&mut cargo("run --quiet --package strongroom-mutants"))
}
