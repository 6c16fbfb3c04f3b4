//! The minimum supported Rust version, which is what the manifests promise.

use crate::metadata::{Metadata, compare_versions};
use crate::shell::{self, Result, command};

pub(super) fn check(metadata: &Metadata) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    let promised = metadata
        .members()
        .find_map(|package| package.rust_version.as_deref())
        .ok_or("the workspace has no rust-version")?;
    let rustc = shell::output(&mut command("rustc", "--version"))?;
    let built = rustc.split_whitespace().nth(1).ok_or("rustc has no version")?;
    if compare_versions(promised, built).is_gt() {
        complaints.push(format!("rust-version {promised} is above the compiler's {built}"));
    }
    for package in metadata.dependencies() {
        if let Some(needed) = &package.rust_version
            && compare_versions(needed, promised).is_gt()
        {
            let (name, version) = (&package.name, &package.version);
            complaints.push(format!("{name} {version} needs Rust {needed}, above {promised}"));
        }
    }
    Ok(complaints)
}
