//! `conformance`.

use std::io::{self, IsTerminal, Write as _};

use serde_json::json;
use strongroom::{ProtectionLevel, Store};
use strongroom_conformance::{Against, CheckReport, Outcome, Report, Suite};

use crate::failure::{Failure, Result, invalid_input};
use crate::output::{Output, table};
use crate::session::Session;

/// Prove that a store behaves as the others do.
///
/// Runs the conformance suite on the store that --store names: each promise of the contract, and
/// the refusal of what the store does not declare. It creates keys and schedules their deletion, so
/// give it a store that nothing else uses. Exit code 1 says that the store does not conform.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom --store memory:// conformance --yes
  $ strongroom --store memory:// conformance --yes --case SR-DEC-03")]
pub(crate) struct Conformance {
    /// Run only this case; repeat for more
    #[arg(long, value_name = "ID")]
    case: Vec<String>,
    /// Say in the report that an emulator stands in for the live service
    #[arg(long, value_name = "NAME")]
    emulator: Option<String>,
    /// Create keys in the store; without this nothing is done
    #[arg(long)]
    yes: bool,
}

impl Conformance {
    pub(crate) async fn run(self, url: Option<&str>, output: Output) -> Result<()> {
        let throwaway = "give it a store that nothing else uses, such as: \
                         strongroom --store memory:// conformance --yes";
        if url.is_none() {
            return Err(invalid_input("the suite is not run on the default store", throwaway));
        }
        if !self.yes {
            let message = "the suite creates keys and schedules their deletion: nothing was done";
            return Err(invalid_input(message, throwaway));
        }
        let Session { store, .. } = Session::open(url, output).await?;
        let suite = self.suite(&store)?;
        let mut progress = Progress::new();
        let report = suite.run(&store, |_| progress.advance()).await?;
        progress.end();
        output.report(&text(&report), &json!(report))?;
        if report.is_success() { Ok(()) } else { Err(Failure::NotConformant) }
    }

    fn suite(self, store: &Store) -> Result<Suite> {
        let against = match (self.emulator, store.capabilities().protection) {
            (Some(name), _) => Against::Emulator(name),
            (None, ProtectionLevel::Software) => Against::InProcess,
            (None, _) => Against::Live,
        };
        let suite = Suite::new().against(against);
        let known = |id: &String| strongroom_conformance::cases().iter().any(|case| case.id == id);
        match self.case.iter().find(|id| !known(id)) {
            Some(id) => Err(invalid_input(
                format!("there is no case {id:?}"),
                "leave --case out to run them all, and to see their ids",
            )),
            None if self.case.is_empty() => Ok(suite),
            None => Ok(suite.only(self.case)),
        }
    }
}

/// A row for each case, what failed, and the counts.
fn text(report: &Report) -> String {
    let rows: Vec<_> = report.checks.chunk_by(|one, next| one.id == next.id).map(row).collect();
    let header = ["CASE", "PASS", "REFUSED", "WAIVED", "FAIL", "PROMISE"];
    format!("{}\n\n{}", table(header, &rows), report.summary())
}

/// A case, by its checks, and how many came out how.
fn row(checks: &[CheckReport]) -> [String; 6] {
    let count = |kind: fn(&Outcome) -> bool| match checks
        .iter()
        .filter(|check| kind(&check.outcome))
        .count()
    {
        0 => String::new(),
        count => count.to_string(),
    };
    [
        checks[0].id.clone(),
        count(|outcome| matches!(outcome, Outcome::Pass)),
        count(|outcome| matches!(outcome, Outcome::RefusalVerified)),
        count(|outcome| matches!(outcome, Outcome::Waived { .. })),
        count(|outcome| matches!(outcome, Outcome::Fail)),
        checks[0].title.clone(),
    ]
}

/// A count of the checks that are done, on a terminal.
struct Progress {
    done: usize,
    shown: bool,
}

impl Progress {
    fn new() -> Self {
        Self { done: 0, shown: io::stderr().is_terminal() }
    }

    fn advance(&mut self) {
        self.done += 1;
        if self.shown {
            let _ = write!(io::stderr(), "\r{} checks done", self.done);
        }
    }

    fn end(self) {
        if self.shown {
            let _ = writeln!(io::stderr());
        }
    }
}
