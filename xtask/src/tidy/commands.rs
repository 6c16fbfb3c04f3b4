//! The commands that the documentation names.

use clap::CommandFactory as _;

use super::files::repository_files;
use crate::metadata::Metadata;
use crate::readme;
use crate::shell::{self, Result};

pub(super) fn check(metadata: &Metadata) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for file in repository_files()? {
        if file.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = shell::read(&file)?;
        for complaint in unknown(&text, metadata) {
            complaints.push(format!("{}: {complaint}", file.display()));
        }
    }
    for marker in [readme::MAIN_JOB, readme::TESTS] {
        if let Err(error) = readme::block(marker) {
            complaints.push(error.to_string());
        }
    }
    Ok(complaints)
}

/// The tasks, and packages of ours, that a text names and that there are not.
fn unknown(text: &str, metadata: &Metadata) -> Vec<String> {
    let xtask = crate::Xtask::command();
    let tasks = after(text, &["xtask"])
        .filter(|task| xtask.find_subcommand(task).is_none())
        .map(|task| format!("there is no task {task}"));
    let packages = after(text, &["-p", "--package"])
        .filter(|name| name.starts_with("strongroom"))
        .filter(|name| !metadata.members().any(|package| package.name == *name))
        .map(|name| format!("there is no package {name}"));
    tasks.chain(packages).collect()
}

/// The words, of letters and hyphens, that follow one of some words.
fn after<'a>(text: &'a str, words: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let mut rest = text.split([' ', '\n', '`', '(']);
    std::iter::from_fn(move || {
        rest.find(|word| words.contains(word))?;
        rest.next()
    })
    .map(|word| word.trim_end_matches(|letter: char| !letter.is_alphanumeric()))
    .filter(|word| word.starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_what_stands_before_them() {
        let text =
            "Run `cargo xtask test`, cargo xtask tidy.\ncargo xtask --help\ncargo run -p a-b";
        let found: Vec<_> = after(text, &["xtask", "-p"]).collect();
        assert_eq!(found, ["test", "tidy", "a-b"]);
    }
}
