//! Proof that the conformance suite bites.
//!
//! Each mutant is a good store with one fault, most of which published libraries have shipped. It
//! names the case that must notice it, and is killed only if that case, run alone, fails on the
//! mutant and passes on the good store. A round-trip test is blind to most of them.

mod mutants;
mod sabotage;

use std::fmt;

use strongroom_conformance::{Manifest, Suite};
use strongroom_core::{KeyStore as _, Result, Store};
use strongroom_software::{Settings, SoftwareStore};

/// A store with one fault.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// Its name.
    pub name: &'static str,
    /// What is wrong with it.
    pub fault: &'static str,
    /// The case that must notice.
    pub case: &'static str,
    sabotage: fn(SoftwareStore) -> Store,
}

/// What became of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// The case noticed: so.
    Killed(String),
    /// The case passed.
    Survived,
    /// The case fails on the good store too, which proves nothing.
    Unproven(String),
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Killed(_) => f.write_str("killed"),
            Self::Survived => f.write_str("SURVIVED"),
            Self::Unproven(observed) => write!(f, "UNPROVEN: the good store fails too: {observed}"),
        }
    }
}

/// All mutants.
pub fn mutants() -> impl Iterator<Item = &'static Mutant> {
    mutants::ALL.iter().copied().flatten()
}

impl Mutant {
    /// Runs the case that must notice on the good store and on the mutant, inside a tokio runtime.
    ///
    /// # Errors
    ///
    /// As [`Suite::run`].
    pub async fn hunt(&self) -> Result<Fate> {
        let good = SoftwareStore::memory(Settings::default());
        let manifest = Manifest::from(good.capabilities().clone());
        if let Some(observed) = self.noticed(Store::new(good), &manifest).await? {
            return Ok(Fate::Unproven(observed));
        }
        let mutant = (self.sabotage)(SoftwareStore::memory(Settings::default()));
        Ok(self.noticed(mutant, &manifest).await?.map_or(Fate::Survived, Fate::Killed))
    }

    /// What the case says against a store. The store is taken at its word, but for the case that
    /// compares its word with a manifest.
    async fn noticed(&self, store: Store, manifest: &Manifest) -> Result<Option<String>> {
        let suite = if self.case == "SR-CAP-01" {
            Suite::new().manifest(manifest.clone())
        } else {
            Suite::new()
        };
        let report = suite.only([self.case]).run(&store, |_| {}).await?;
        if report.checks.is_empty() {
            return Ok(Some(format!("there is no case {}", self.case)));
        }
        Ok(report.failures().next().map(ToString::to_string))
    }
}
