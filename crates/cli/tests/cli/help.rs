//! Help: reviewed word by word, and its examples run as written.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use snapbox::Data;

use crate::sandbox::{Sandbox, has, stdout};

/// After a change of words: `SNAPSHOTS=overwrite cargo test -p strongroom-cli`, and read the diff.
#[test]
fn help_reads_as_reviewed() {
    let sandbox = Sandbox::new();
    let mut reviewed = BTreeSet::new();
    for (command, help) in all_help(&sandbox) {
        let name = if command.is_empty() { "strongroom".to_owned() } else { command.join("-") };
        let file = snapshots().join(name).with_extension("txt");
        sandbox.assert().eq(help, Data::read_from(&file, None));
        reviewed.insert(file);
    }
    let stored: BTreeSet<_> = fs::read_dir(snapshots())
        .expect("snapshots")
        .map(|entry| entry.expect("a snapshot").path())
        .collect();
    assert_eq!(stored, reviewed, "a snapshot for each command, and no other");
}

#[test]
fn short_help_fits_a_screen() {
    let help = stdout(Sandbox::new().line("encrypt -h"));
    assert!(help.lines().count() <= 30 && help.lines().all(|line| line.len() <= 100), "{help}");
}

#[test]
fn every_example_runs_as_written() {
    if !has("openssl") {
        return;
    }
    for (command, help) in all_help(&Sandbox::new()) {
        let examples = examples(&help);
        assert!(!examples.is_empty(), "{command:?} has no example");
        let sandbox = Sandbox::furnished();
        for example in examples {
            sandbox.sh(&example).success();
        }
    }
}

/// The help of all commands, found as a reader finds them: in the help of their parent.
fn all_help(sandbox: &Sandbox) -> Vec<(Vec<String>, String)> {
    let (mut found, mut next) = (Vec::new(), vec![Vec::new()]);
    while let Some(command) = next.pop() {
        let help = stdout(sandbox.run(command.iter().map(String::as_str).chain(["--help"])));
        for child in section(&help, "Commands:").filter_map(|line| line.split_whitespace().next()) {
            next.push([command.as_slice(), &[child.to_owned()]].concat());
        }
        found.push((command, help));
    }
    assert!(found.len() > 20, "the commands were not found: {found:?}");
    found
}

/// The commands after `$`, with the lines that a backslash continues.
fn examples(help: &str) -> Vec<String> {
    let lines: Vec<_> = section(help, "Examples:").collect();
    let examples = lines.join("\n");
    examples.split("  $ ").skip(1).map(str::to_owned).collect()
}

/// The lines under a heading, up to an empty line.
fn section<'a>(help: &'a str, heading: &'a str) -> impl Iterator<Item = &'a str> {
    help.lines()
        .skip_while(move |line| *line != heading)
        .skip(1)
        .take_while(|line| !line.is_empty())
}

fn snapshots() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cli/snapshots/help")
}
