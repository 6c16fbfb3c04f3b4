//! The parts of the README that machines read or write.

use crate::shell::{self, Result};

pub(crate) const PATH: &str = "README.md";

/// Marks the block of commands that shows what Strongroom is for.
pub(crate) const MAIN_JOB: &str = "ci:main-job";
/// Marks the block of the command that runs the tests.
pub(crate) const TESTS: &str = "ci:tests";

/// The fenced block after `<!-- marker -->`.
pub(crate) fn block(marker: &str) -> Result<String> {
    find_block(&shell::read(PATH)?, marker)
        .ok_or_else(|| format!("{PATH} has no fenced block after <!-- {marker} -->").into())
}

/// The README with other text between `<!-- name:begin -->` and `<!-- name:end -->`.
pub(crate) fn with_section(readme: &str, name: &str, text: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {name}:begin -->"), format!("<!-- {name}:end -->"));
    let missing = || format!("{PATH} has no {begin} before {end}");
    let (before, rest) = readme.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n\n{text}\n{end}{after}"))
}

fn find_block(readme: &str, marker: &str) -> Option<String> {
    let (_, rest) = readme.split_once(&format!("<!-- {marker} -->"))?;
    let mut lines = rest.trim_start().lines();
    lines.next()?.strip_prefix("```")?;
    let mut block = String::new();
    for line in lines {
        if line == "```" {
            return Some(block);
        }
        block.push_str(line);
        block.push('\n');
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_follows_its_marker() {
        let text = "a\n<!-- ci:x -->\n\n```sh\none\ntwo\n```\n```sh\nthree\n```\n";
        assert_eq!(find_block(text, "ci:x").as_deref(), Some("one\ntwo\n"));
    }

    #[test]
    fn a_block_elsewhere_is_not_taken() {
        assert_eq!(find_block("<!-- ci:x -->\ntext\n```sh\none\n```\n", "ci:x"), None);
        assert_eq!(find_block("```sh\none\n```\n", "ci:x"), None);
        assert_eq!(find_block("<!-- ci:x -->\n```sh\none\n", "ci:x"), None);
    }

    #[test]
    fn a_section_is_replaced_once_and_for_all() {
        let text = "a\n<!-- m:begin -->old<!-- m:end -->\nb\n";
        let once = with_section(text, "m", "new\n").expect("the section is there");
        assert_eq!(once, "a\n<!-- m:begin -->\n\nnew\n\n<!-- m:end -->\nb\n");
        assert_eq!(with_section(&once, "m", "new\n").expect("the section is there"), once);
        assert!(with_section("<!-- m:end --><!-- m:begin -->", "m", "new").is_err());
    }
}
