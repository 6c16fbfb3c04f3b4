//! The files of the repository, those that are not committed yet included.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{self, Result, command};

const LARGEST: u64 = 1 << 20;

/// What shall not stay in code. Written apart, so that this file is no finding.
const UNFINISHED: [&str; 3] = [concat!("todo", "!"), concat!("dbg", "!"), concat!("FIX", "ME")];

/// Where paths of one machine start.
const MACHINE_PATHS: [&str; 3] =
    [concat!("/", "root/"), concat!("/", "home/"), concat!("/", "work/")];

const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

pub(super) fn check() -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    let files = repository_files()?;
    for license in LICENSES {
        if !files.iter().any(|file| file == Path::new(license)) {
            complaints.push(format!("{license} is missing"));
        }
    }
    for file in files {
        let name = file.display();
        let bytes = fs::read(&file)?;
        if bytes.len() as u64 > LARGEST {
            complaints.push(format!("{name} is larger than 1 MiB"));
        }
        let is_rust = file.extension().is_some_and(|extension| extension == "rs");
        for (number, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            let unfinished = UNFINISHED.into_iter().filter(|word| is_rust && line.contains(word));
            let paths = MACHINE_PATHS.into_iter().filter(|path| has_path(line, path));
            for found in unfinished.chain(paths) {
                complaints.push(format!("{name}:{}: {found}", number + 1));
            }
        }
    }
    Ok(complaints)
}

/// All files but those that git ignores.
pub(super) fn repository_files() -> Result<Vec<PathBuf>> {
    let mut list = command("git", "ls-files -z --cached --others --exclude-standard");
    let list = shell::output(&mut list)?;
    Ok(list.split_terminator('\0').map(PathBuf::from).filter(|file| file.exists()).collect())
}

/// Whether a path is in a line, and not as the end of another.
fn has_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(start, _)| {
        !line[..start].ends_with(|before: char| {
            before.is_alphanumeric() || matches!(before, '/' | '.' | '-' | '_' | '}' | '~')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_machine_starts_with_its_name() {
        let home = MACHINE_PATHS[1];
        assert!(has_path(&format!("cd {home}ada"), home));
        assert!(has_path(&format!("{home}ada"), home));
        assert!(!has_path(&format!("/var{home}ada"), home));
        assert!(!has_path(&format!("$HOME{home}ada"), home));
    }
}
