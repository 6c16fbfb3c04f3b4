//! Commands, run at the root of the workspace.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// What went wrong, as text for the terminal.
pub(crate) type Result<T = (), E = Box<dyn Error>> = std::result::Result<T, E>;

/// Makes the root of the workspace the current directory.
pub(crate) fn enter_root() -> Result {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(env::set_current_dir(xtask.parent().ok_or("xtask is in no workspace")?)?)
}

/// A command of cargo, its arguments parted by spaces.
pub(crate) fn cargo(arguments: &str) -> Command {
    command("cargo", arguments)
}

/// A command, its arguments parted by spaces.
pub(crate) fn command(program: impl AsRef<OsStr>, arguments: &str) -> Command {
    let mut command = Command::new(program);
    command.args(arguments.split_whitespace());
    command
}

/// Shows a command and runs it.
pub(crate) fn run(command: &mut Command) -> Result {
    println!("$ {}{}", environment(command), shown(command));
    run_unshown(command)
}

/// Runs a command that shows itself what it does.
pub(crate) fn run_unshown(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command)).into()) }
}

/// Runs a command for what it prints.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(format!("{}: {}", shown(command), output.status).into())
    }
}

/// Whether a command is there and succeeds, in silence.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Reads a text file; an error names it.
pub(crate) fn read(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    Ok(fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Removes a directory with all that is in it, if it is there.
pub(crate) fn remove_directory(path: impl AsRef<Path>) -> Result {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn not_started(command: &Command, error: &io::Error) -> String {
    format!("{}: {error}", shown(command))
}

/// The variables that are set for a command, as one would type them before it.
fn environment(command: &Command) -> String {
    let mut text = String::new();
    for (name, value) in command.get_envs() {
        let _ = write!(text, "{}='{}' ", name.display(), value.unwrap_or_default().display());
    }
    text
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    let mut text = command.get_program().display().to_string();
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        let quote =
            if argument.is_empty() || argument.contains(char::is_whitespace) { "'" } else { "" };
        let _ = write!(text, " {quote}{argument}{quote}");
    }
    text
}
