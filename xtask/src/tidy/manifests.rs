//! The manifests of the workspace's packages.

use crate::metadata::Metadata;
use crate::shell::{self, Result};

/// What each manifest takes from the workspace.
const INHERITED: [&str; 4] = [
    "\n[lints]\nworkspace = true\n",
    "\nlicense.workspace = true\n",
    "\nedition.workspace = true\n",
    "\nrust-version.workspace = true\n",
];

pub(super) fn check(metadata: &Metadata) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for package in metadata.members() {
        let name = &package.name;
        let manifest = shell::read(&package.manifest_path)?;
        for inherited in INHERITED {
            if !manifest.contains(inherited) {
                let inherited = inherited.trim().replace('\n', " ");
                complaints.push(format!("package {name}: no `{inherited}`"));
            }
        }
        if package.description.as_ref().is_none_or(String::is_empty) {
            complaints.push(format!("package {name}: no description"));
        }
    }
    Ok(complaints)
}
