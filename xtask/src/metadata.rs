//! What `cargo metadata` says.

use std::cmp::Ordering;
use std::path::PathBuf;

use serde::Deserialize;

use crate::shell::{self, Result, cargo};

/// The workspace and all that it depends on.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) manifest_path: PathBuf,
    pub(crate) rust_version: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
    source: Option<String>,
    publish: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Option<String>,
}

impl Metadata {
    pub(crate) fn read() -> Result<Self> {
        let json = shell::output(&mut cargo("metadata --format-version 1 --all-features"))?;
        Ok(serde_json::from_str(&json)?)
    }

    /// The packages of this workspace.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_none())
    }

    /// The packages of others.
    pub(crate) fn dependencies(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_some())
    }
}

impl Package {
    /// Whether it is for users, and not for this workspace alone.
    pub(crate) fn is_published(&self) -> bool {
        self.publish.is_none()
    }
}

impl Dependency {
    pub(crate) fn is_dev(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

/// Compares versions of Rust, `1.95` and `1.95.0` being the same.
pub(crate) fn compare_versions(one: &str, other: &str) -> Ordering {
    let parts = |version: &str| -> Vec<u64> {
        let mut parts: Vec<_> =
            version.split('.').map(|part| part.parse().unwrap_or_default()).collect();
        parts.resize(3, 0);
        parts
    };
    parts(one).cmp(&parts(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert_eq!(compare_versions("1.95", "1.95.0"), Ordering::Equal);
        assert_eq!(compare_versions("1.100", "1.95.1"), Ordering::Greater);
        assert_eq!(compare_versions("1.95.0", "1.95.1"), Ordering::Less);
    }
}
