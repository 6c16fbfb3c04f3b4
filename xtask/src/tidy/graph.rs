//! What the facade's users build.

use crate::shell::{self, Result, cargo};

/// No AWS and no TLS by default.
const NOT_BY_DEFAULT: [&str; 6] = ["aws-*", "rustls*", "openssl*", "ring", "native-tls", "*-tls"];

/// No C with `memory` alone.
const NOT_IN_PURE_RUST: [&str; 5] = ["*-sys", "cc", "cmake", "bindgen", "pkg-config"];

pub(super) fn check() -> Result<Vec<String>> {
    let default = forbidden("--features default", &NOT_BY_DEFAULT)?;
    let memory = forbidden("--no-default-features --features memory", &NOT_IN_PURE_RUST)?;
    Ok([default, memory].concat())
}

/// The packages in the facade's graph with some features whose names match a pattern.
fn forbidden(features: &str, patterns: &[&str]) -> Result<Vec<String>> {
    let tree = format!("tree --package strongroom {features} --edges normal,build --prefix none");
    let tree = shell::output(&mut cargo(&tree))?;
    let mut names: Vec<_> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names
        .into_iter()
        .filter(|name| patterns.iter().any(|pattern| matches(pattern, name)))
        .map(|name| format!("strongroom {features}: depends on {name}"))
        .collect())
}

/// Whether a name is the pattern, whose first or last letter may be a star.
fn matches(pattern: &str, name: &str) -> bool {
    if let Some(end) = pattern.strip_prefix('*') {
        name.ends_with(end)
    } else if let Some(start) = pattern.strip_suffix('*') {
        name.starts_with(start)
    } else {
        name == pattern
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_the_rest() {
        assert!(matches("aws-*", "aws-lc-rs"));
        assert!(matches("*-sys", "libsqlite3-sys"));
        assert!(matches("ring", "ring"));
        assert!(!matches("ring", "string"));
        assert!(!matches("*-sys", "sys-info"));
        assert!(!matches("aws-*", "laws-x"));
    }
}
