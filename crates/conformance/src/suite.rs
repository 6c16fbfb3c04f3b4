//! A run of the suite on one store.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use strongroom_core::{Consistency, Result, Store};

use crate::bench::Bench;
use crate::case::Check;
use crate::cases::{MANIFEST, cases};
use crate::manifest::{Least, Manifest, Waiver};
use crate::report::{Against, CheckReport, Counts, Outcome, Report};
use crate::verdict::{Failure, Verdict};

/// How long a live service may take until a change is seen.
const LIVE_PAUSE: Duration = Duration::from_secs(5);

/// The suite, set up for a store.
///
/// ```
/// # async fn example(store: strongroom_core::Store) -> strongroom_core::Result<()> {
/// use strongroom_conformance::Suite;
///
/// let report = Suite::new().run(&store, |check| println!("{check}")).await?;
/// println!("{}", report.to_markdown());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Suite {
    manifest: Option<Manifest>,
    only: Option<BTreeSet<String>>,
    target: String,
    against: Against,
    command: String,
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

impl Suite {
    /// The whole suite, which takes the store's own word for what it can do.
    pub fn new() -> Self {
        Self {
            manifest: None,
            only: None,
            target: String::new(),
            against: Against::InProcess,
            command: String::new(),
        }
    }

    /// Compares the store with a manifest, whose waivers and least counts hold.
    #[must_use]
    pub fn manifest(mut self, manifest: Manifest) -> Self {
        self.manifest = Some(manifest);
        self
    }

    /// Runs these cases alone. Least counts do not hold then.
    #[must_use]
    pub fn only<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.only = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    /// Names what is run; the backend if not called.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = target.into();
        self
    }

    /// Says against what the store is run; [`Against::InProcess`] if not called. Against the live
    /// service a store of eventual consistency is given time after each change.
    #[must_use]
    pub fn against(mut self, against: Against) -> Self {
        self.against = against;
        self
    }

    /// Says how to run it again.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// Runs the cases one after the other, inside a tokio runtime, and tells each outcome. Keys
    /// and aliases that it made are given up at the end.
    ///
    /// # Errors
    ///
    /// None that the store makes: those are in the report. [`Internal`] if the system has no
    /// random bytes for the names that a run uses.
    ///
    /// [`Internal`]: strongroom_core::ErrorKind::Internal
    pub async fn run(
        &self,
        store: &Store,
        mut progress: impl FnMut(&CheckReport),
    ) -> Result<Report> {
        let declared = match &self.manifest {
            Some(manifest) => manifest.capabilities.clone(),
            None => store.capabilities().clone(),
        };
        let bench = Bench::new(store.clone(), declared, self.pause(store))?;
        let mut waivers = Waivers::new(self.manifest.as_ref(), SystemTime::now());
        let mut checks = Vec::new();
        for check in self.checks() {
            let report = waivers.apply(judge(&bench, &check).await);
            progress(&report);
            checks.push(report);
        }
        bench.give_up().await;
        let counts = Counts::of(&checks);
        let mut problems = waivers.problems(&checks);
        if self.only.is_none() {
            problems.extend(self.too_little(counts));
        }
        Ok(Report {
            suite: env!("CARGO_PKG_VERSION").to_owned(),
            target: if self.target.is_empty() { store.info().backend } else { &self.target }
                .to_owned(),
            against: self.against.clone(),
            command: self.command.clone(),
            backend: store.info().backend.to_owned(),
            capabilities: Some(store.capabilities().clone()),
            not_run: None,
            checks,
            counts,
            problems,
        })
    }

    /// The checks of the cases to be run. Without a manifest there is nothing to compare with.
    fn checks(&self) -> impl Iterator<Item = Check> {
        cases()
            .iter()
            .filter(|case| self.manifest.is_some() || case.id != MANIFEST)
            .filter(|case| self.only.as_ref().is_none_or(|only| only.contains(case.id)))
            .flat_map(|case| case.checks())
    }

    fn pause(&self, store: &Store) -> Duration {
        match (&self.against, store.capabilities().consistency) {
            (Against::Live, Consistency::Eventual) => LIVE_PAUSE,
            _ => Duration::ZERO,
        }
    }

    fn too_little(&self, counts: Counts) -> Vec<String> {
        let least = self.manifest.as_ref().map_or_else(Least::default, |manifest| manifest.least);
        let mut problems = Vec::new();
        let pass = least.pass.max(Least::FLOOR);
        if counts.pass < pass {
            problems.push(format!("only {} checks passed, at least {pass} must", counts.pass));
        }
        if counts.refusal_verified < least.refusal_verified {
            problems.push(format!(
                "only {} refusals were verified, at least {} must be",
                counts.refusal_verified, least.refusal_verified
            ));
        }
        problems
    }
}

/// Runs a check, or verifies the refusal of what it needs.
async fn judge(bench: &Bench, check: &Check) -> CheckReport {
    let undeclared = check.needs().find(|need| !bench.supports(*need));
    let verdict = match undeclared {
        Some(need) => survive(bench.refusal(need)).await,
        None => survive(check.run(bench)).await,
    };
    let (outcome, detail) = match (verdict, undeclared) {
        (Err(failure), _) => (Outcome::Fail, failure.to_string()),
        (Ok(()), Some(need)) => (Outcome::RefusalVerified, need.to_string()),
        (Ok(()), None) => (Outcome::Pass, String::new()),
    };
    CheckReport {
        id: check.case.id.to_owned(),
        title: check.case.title.to_owned(),
        subject: check.subject.map(|subject| subject.to_string()),
        about: check.about().map(|capability| capability.to_string()).collect(),
        outcome,
        detail,
    }
}

/// Turns a panic, which no input may cause in a store, into a failure.
async fn survive(check: impl Future<Output = Verdict>) -> Verdict {
    let mut check = Box::pin(check);
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| check.as_mut().poll(context))).unwrap_or_else(|panic| {
            let message = panic
                .downcast_ref::<&str>()
                .map(ToString::to_string)
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            Poll::Ready(Err(Failure::new(format_args!("panic: {message}"))))
        })
    })
    .await
}

/// The waivers of a run.
struct Waivers<'a> {
    waivers: &'a [Waiver],
    now: SystemTime,
}

impl<'a> Waivers<'a> {
    fn new(manifest: Option<&'a Manifest>, now: SystemTime) -> Self {
        Self { waivers: manifest.map_or(&[], |manifest| &manifest.waived), now }
    }

    /// Waives a failure, unless the waiver is expired.
    fn apply(&mut self, mut report: CheckReport) -> CheckReport {
        let waiver = self.waivers.iter().find(|waiver| waiver.case == report.id);
        if let (Some(waiver), Outcome::Fail) = (waiver, &report.outcome) {
            if waiver.is_expired(self.now) {
                report.detail =
                    format!("{} (the waiver expired on {})", report.detail, waiver.expires);
            } else {
                report.outcome = Outcome::Waived {
                    reason: waiver.reason.clone(),
                    link: waiver.link.clone(),
                    expires: waiver.expires,
                };
            }
        }
        report
    }

    /// Waivers that should not be there.
    fn problems(&self, checks: &[CheckReport]) -> Vec<String> {
        let mut problems = Vec::new();
        for waiver in self.waivers {
            if !cases().iter().any(|case| case.id == waiver.case) {
                problems.push(format!("{} is waived, and no case", waiver.case));
                continue;
            }
            let mut outcomes = checks
                .iter()
                .filter(|check| check.id == waiver.case)
                .map(|check| &check.outcome)
                .peekable();
            let was_run = outcomes.peek().is_some();
            let failed =
                outcomes.any(|outcome| matches!(outcome, Outcome::Waived { .. } | Outcome::Fail));
            if was_run && !failed {
                problems.push(format!("{} is waived, and does not fail", waiver.case));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use strongroom_core::{Capabilities, ProtectionLevel};

    use super::*;

    fn manifest(expires: &str) -> Manifest {
        let mut manifest = Manifest::from(Capabilities::new(ProtectionLevel::Software));
        manifest.waived = vec![
            toml::from_str(&format!(
                "case = \"SR-ENC-01\"\nreason = \"r\"\nlink = \"l\"\nexpires = {expires}"
            ))
            .expect("the waiver is well formed"),
        ];
        manifest
    }

    fn report(outcome: Outcome) -> CheckReport {
        CheckReport {
            id: "SR-ENC-01".into(),
            title: String::new(),
            subject: None,
            about: Vec::new(),
            outcome,
            detail: String::new(),
        }
    }

    #[test]
    fn a_waived_failure_is_none_until_the_waiver_expires() {
        let outcome = |expires| {
            let manifest = manifest(expires);
            Waivers::new(Some(&manifest), SystemTime::now()).apply(report(Outcome::Fail)).outcome
        };
        assert!(matches!(outcome("9999-12-31"), Outcome::Waived { .. }));
        assert_eq!(outcome("2020-01-01"), Outcome::Fail);
    }

    #[test]
    fn a_waived_case_that_passes_fails_the_run() {
        let manifest = manifest("9999-12-31");
        let mut waivers = Waivers::new(Some(&manifest), SystemTime::now());
        let passed = waivers.apply(report(Outcome::Pass));
        assert_eq!(waivers.problems(&[passed]).len(), 1);
        let failed = waivers.apply(report(Outcome::Fail));
        assert!(waivers.problems(&[failed]).is_empty());
    }

    #[test]
    fn a_run_that_shows_nothing_fails() {
        let problems = Suite::new().too_little(Counts::default());
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}
