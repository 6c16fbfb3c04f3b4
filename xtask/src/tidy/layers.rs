//! Imports run one way.

use crate::metadata::{Metadata, Package};

/// A published crate, what of this workspace it may depend on, and what its tests may, too.
struct Layer {
    name: &'static str,
    below: &'static [&'static str],
    tests: &'static [&'static str],
}

/// From the bottom up. The packages that are not published, such as benches, may depend on all.
const LAYERS: [Layer; 6] = [
    Layer { name: "strongroom-core", below: &[], tests: &[] },
    Layer { name: "strongroom-crypto", below: &[], tests: &[] },
    Layer { name: "strongroom-conformance", below: &["strongroom-core"], tests: &[] },
    Layer {
        name: "strongroom-software",
        below: &["strongroom-core", "strongroom-crypto"],
        tests: &["strongroom-conformance"],
    },
    Layer { name: "strongroom", below: &["strongroom-core", "strongroom-software"], tests: &[] },
    Layer { name: "strongroom-cli", below: &["strongroom", "strongroom-conformance"], tests: &[] },
];

pub(super) fn check(metadata: &Metadata) -> Vec<String> {
    let mut complaints = Vec::new();
    for package in metadata.members().filter(|package| package.is_published()) {
        match LAYERS.iter().find(|layer| layer.name == package.name) {
            Some(layer) => complaints.extend(trespasses(layer, package, metadata)),
            None => complaints.push(format!("package {}: in no layer", package.name)),
        }
    }
    complaints
}

/// The dependencies of a package that its layer does not allow.
fn trespasses(layer: &Layer, package: &Package, metadata: &Metadata) -> Vec<String> {
    package
        .dependencies
        .iter()
        .filter(|dependency| metadata.members().any(|member| member.name == dependency.name))
        .filter(|dependency| {
            let name = &&*dependency.name;
            let in_tests = dependency.is_dev() && layer.tests.contains(name);
            !in_tests && !layer.below.contains(name)
        })
        .map(|dependency| {
            format!("package {}: may not depend on {}", package.name, dependency.name)
        })
        .collect()
}
