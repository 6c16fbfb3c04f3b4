//! `cargo xtask test`.

use crate::shell::{self, Result, cargo};

/// Smaller feature sets of the facade. They are compiled; the default one is tested too.
const FEWER_FEATURES: [&str; 2] = ["", "memory"];

pub(crate) fn run() -> Result {
    if shell::succeeds(&mut cargo("nextest --version")) {
        shell::run(&mut cargo("nextest run --workspace --all-features"))?;
        shell::run(&mut cargo("test --workspace --all-features --doc"))?;
    } else {
        println!("cargo-nextest is not installed: cargo test does the same, more slowly");
        shell::run(&mut cargo("test --workspace --all-features"))?;
    }
    for features in FEWER_FEATURES {
        let check = "check --package strongroom --all-targets --no-default-features --features";
        shell::run(cargo(check).arg(features))?;
    }
    shell::run(&mut cargo("test --package strongroom"))?;
    third_party()
}

/// The store of a third party, in a workspace of its own as a user's would be. It shares the build
/// directory, for what both build alike.
fn third_party() -> Result {
    let test = "test --manifest-path examples/third-party-store/Cargo.toml --target-dir target";
    shell::run(&mut cargo(test))
}
