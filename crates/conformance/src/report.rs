//! What a run has shown.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use strongroom_core::Capabilities;

use crate::manifest::Date;

/// What a run of the suite on one store has shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report {
    /// The version of the suite.
    pub suite: String,
    /// What was run: the store and how it was set up.
    pub target: String,
    /// Against what.
    pub against: Against,
    /// How to run it again.
    pub command: String,
    /// The backend, as the store names it.
    pub backend: String,
    /// What the store declares.
    pub capabilities: Option<Capabilities>,
    /// Why the store could not be opened, if it could not.
    pub not_run: Option<String>,
    /// One line for each check.
    pub checks: Vec<CheckReport>,
    /// How many checks came out how.
    pub counts: Counts,
    /// What is wrong with the run as a whole: too little shown, a waiver that is not needed.
    pub problems: Vec<String>,
}

/// Against what a store was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Against {
    /// The store is all there is.
    InProcess,
    /// A program that acts as the service; this one.
    Emulator(String),
    /// The service itself.
    Live,
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InProcess => f.write_str("in process"),
            Self::Emulator(which) => write!(f, "emulator ({which})"),
            Self::Live => f.write_str("live service"),
        }
    }
}

/// How one check came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CheckReport {
    /// The case.
    pub id: String,
    /// Its promise.
    pub title: String,
    /// What the case was checked on, where it ranges over something.
    pub subject: Option<String>,
    /// The capabilities that the check is about: rows of the support matrix.
    pub about: Vec<String>,
    /// The outcome.
    pub outcome: Outcome,
    /// What was observed, where that is not the promise; what was refused, in a verified refusal.
    pub detail: String,
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id)?;
        if let Some(subject) = &self.subject {
            write!(f, " [{subject}]")?;
        }
        write!(f, " {}: {}", self.title, self.outcome)?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

/// The outcomes of a check. There is no skip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// The promise was kept.
    Pass,
    /// Something that the case needs is not declared; it was called, refused, and left no trace.
    RefusalVerified,
    /// The promise was not kept, and the manifest says why and until when.
    Waived {
        /// Why.
        reason: String,
        /// Where the work on it is to be found.
        link: String,
        /// The last day.
        expires: Date,
    },
    /// The promise was not kept.
    Fail,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("pass"),
            Self::RefusalVerified => f.write_str("refusal verified"),
            Self::Waived { reason, link, expires } => {
                write!(f, "waived until {expires} ({reason}; {link})")
            }
            Self::Fail => f.write_str("FAIL"),
        }
    }
}

/// How many checks came out how. Their sum is the same for every store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// Promises kept.
    pub pass: usize,
    /// Refusals verified.
    pub refusal_verified: usize,
    /// Promises not kept, with a waiver.
    pub waived: usize,
    /// Promises not kept.
    pub fail: usize,
}

impl Counts {
    pub(crate) fn of(checks: &[CheckReport]) -> Self {
        let mut counts = Self::default();
        for check in checks {
            match check.outcome {
                Outcome::Pass => counts.pass += 1,
                Outcome::RefusalVerified => counts.refusal_verified += 1,
                Outcome::Waived { .. } => counts.waived += 1,
                Outcome::Fail => counts.fail += 1,
            }
        }
        counts
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pass, refusal_verified, waived, fail } = self;
        let all = pass + refusal_verified + waived + fail;
        write!(
            f,
            "{all} checks: {pass} passed, {refusal_verified} refusals verified, {waived} waived, \
             {fail} failed"
        )
    }
}

impl Report {
    /// The report on a store that could not be opened.
    pub fn not_run(target: impl Into<String>, against: Against, reason: impl fmt::Display) -> Self {
        Self {
            suite: env!("CARGO_PKG_VERSION").to_owned(),
            target: target.into(),
            against,
            command: String::new(),
            backend: String::new(),
            capabilities: None,
            not_run: Some(reason.to_string()),
            checks: Vec::new(),
            counts: Counts::default(),
            problems: Vec::new(),
        }
    }

    /// Whether the store was run and keeps the contract, but for what is waived.
    pub fn is_success(&self) -> bool {
        self.not_run.is_none() && self.counts.fail == 0 && self.problems.is_empty()
    }

    /// The checks that failed.
    pub fn failures(&self) -> impl Iterator<Item = &CheckReport> {
        self.checks.iter().filter(|check| check.outcome == Outcome::Fail)
    }

    /// What is to be read when the run failed: the failed checks, what is wrong with the run, and
    /// the counts.
    pub fn summary(&self) -> String {
        let mut text = String::new();
        if let Some(reason) = &self.not_run {
            let _ = writeln!(text, "not run: {reason}");
        }
        for failure in self.failures() {
            let _ = writeln!(text, "{failure}");
        }
        for problem in &self.problems {
            let _ = writeln!(text, "{problem}");
        }
        let _ = write!(text, "{}", self.counts);
        text
    }

    /// The report as a page of Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "# Conformance of {}\n\nSuite {}, run against: {}.\n\n",
            self.target, self.suite, self.against
        );
        if !self.command.is_empty() {
            let _ = writeln!(text, "```sh\n{}\n```\n", self.command);
        }
        if let Some(reason) = &self.not_run {
            let _ = writeln!(text, "**Not run:** {reason}");
            return text;
        }
        let _ = writeln!(text, "{}\n", self.counts);
        for problem in &self.problems {
            let _ = writeln!(text, "- **{problem}**");
        }
        text.push_str("| case | promise | on | outcome |\n|---|---|---|---|\n");
        for check in &self.checks {
            let detail =
                if check.detail.is_empty() { String::new() } else { format!(": {}", check.detail) };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {}{} |",
                check.id,
                cell(&check.title),
                cell(check.subject.as_deref().unwrap_or("")),
                cell(&check.outcome.to_string()),
                cell(&detail),
            );
        }
        text
    }
}

/// Text that stays in its cell of a Markdown table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
