//! `completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;
use serde_json::json;

use crate::args::Args;
use crate::failure::Result;
use crate::output::Output;

/// Print a completion script for a shell.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom completions bash > strongroom.bash
  $ strongroom completions zsh > _strongroom")]
pub(crate) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, output: Output) -> Result<()> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Args::command(), "strongroom", &mut script);
        let script = String::from_utf8_lossy(&script);
        output.report(&script, &json!({"shell": self.shell.to_string(), "script": script}))
    }
}
