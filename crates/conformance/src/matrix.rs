//! The support matrix, made from reports.

use std::fmt::Write as _;

use strongroom_core::{Capability, Operation};

use crate::case::kinds;
use crate::report::{CheckReport, Outcome, Report, cell};

/// What stores can do, as their runs have shown it: a table of Markdown with a row for each
/// operation, and each key spec, usage and algorithm, and a column for each report.
///
/// A cell says `verified`, `refused` (which was verified too), `waived` or `FAILED`.
pub fn matrix(reports: &[Report]) -> String {
    let mut text = String::from("# Support matrix\n\nGenerated from runs of the conformance suite");
    text.push_str("; not to be edited.\n\n");
    text.push_str("| store | run against | checks | command |\n|---|---|---|---|\n");
    for report in reports {
        let _ = writeln!(
            text,
            "| {} | {} | {} | `{}` |",
            cell(&report.target),
            cell(&report.against.to_string()),
            report.not_run.as_ref().map_or_else(
                || report.counts.to_string(),
                |reason| format!("not run: {}", cell(reason)),
            ),
            report.command,
        );
    }
    let operations = Operation::ALL.iter().map(|operation| Capability::from(*operation));
    let keys = kinds().flat_map(|(spec, usage)| {
        spec.algorithms(usage).iter().map(move |algorithm| Capability::Algorithm(spec, *algorithm))
    });
    let run: Vec<_> = reports.iter().filter(|report| report.not_run.is_none()).collect();
    table(&mut text, "Operations", operations, &run);
    table(&mut text, "Keys and algorithms", keys, &run);
    text
}

fn table(
    text: &mut String,
    title: &str,
    rows: impl Iterator<Item = Capability>,
    reports: &[&Report],
) {
    let _ = write!(text, "\n## {title}\n\n|  |");
    for report in reports {
        let _ = write!(text, " {} |", cell(&report.target));
    }
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(reports.len()));
    for row in rows {
        let _ = write!(text, "| {row} |");
        for report in reports {
            let _ = write!(text, " {} |", shown(report, row));
        }
        text.push('\n');
    }
}

/// What the checks that are about a capability have shown.
fn shown(report: &Report, capability: Capability) -> String {
    let name = capability.to_string();
    let about = || report.checks.iter().filter(|check| check.about.contains(&name));
    let ids = |outcome: fn(&Outcome) -> bool| {
        let mut ids: Vec<&str> =
            about().filter(|check| outcome(&check.outcome)).map(|check| &*check.id).collect();
        ids.dedup();
        ids.join(", ")
    };
    let any = |outcome: fn(&CheckReport) -> bool| about().any(outcome);
    if any(|check| check.outcome == Outcome::Fail) {
        format!("FAILED: {}", ids(|outcome| *outcome == Outcome::Fail))
    } else if any(|check| matches!(check.outcome, Outcome::Waived { .. })) {
        format!("waived: {}", ids(|outcome| matches!(outcome, Outcome::Waived { .. })))
    } else if any(|check| check.outcome == Outcome::Pass) {
        "verified".to_owned()
    } else if report.capabilities.as_ref().is_some_and(|all| !all.supports(capability))
        && any(|check| check.outcome == Outcome::RefusalVerified)
    {
        "refused".to_owned()
    } else {
        "not shown".to_owned()
    }
}
