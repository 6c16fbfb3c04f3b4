//! What goes wrong, told to a person or to a program, and the exit code that goes with it.

use std::borrow::Cow;
use std::io;
use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Style};
use serde_json::{Value, json};
use strongroom::{Error, ErrorKind, RetryAdvice};

use crate::output::Output;

/// The result of a command.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The store refused, or the input cannot be right for any store.
    Store(Error),
    /// A file or stream cannot be read or written.
    Io { doing: Cow<'static, str>, source: io::Error },
    /// The conformance suite found faults, which are printed already.
    NotConformant,
}

impl Failure {
    /// A failure of the operating system while `doing` something.
    pub(crate) fn io(doing: impl Into<Cow<'static, str>>, source: io::Error) -> Self {
        Self::Io { doing: doing.into(), source }
    }

    /// Tells it and gives the exit code.
    pub(crate) fn report(self, output: Output) -> ExitCode {
        if let Self::Io { source, .. } = &self
            && source.kind() == io::ErrorKind::BrokenPipe
        {
            return ExitCode::SUCCESS; // the reader has seen enough
        }
        let exit_code = ExitCode::from(self.exit_code());
        if output.is_json() {
            eprint_line(&self.to_json().to_string());
        } else {
            print_for_a_person(&self.message(), self.hint().as_deref());
        }
        exit_code
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::Store(error) => exit_code(error.kind()),
            Self::Io { .. } | Self::NotConformant => 1,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Store(error) => {
                let operation = error.operation().map(|operation| format!("{operation}: "));
                let request = error.request_id().map(|id| format!(" (request {id})"));
                let parts = [operation.as_deref(), Some(error.message()), request.as_deref()];
                parts.into_iter().flatten().collect()
            }
            Self::Io { doing, source } => format!("{doing}: {source}"),
            Self::NotConformant => "the store does not conform".to_owned(),
        }
    }

    /// What to do about it: the store's own words, or those of the command line.
    fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => {
                error.hint().map(in_commands).or_else(|| hint(error.kind()).map(str::to_owned))
            }
            Self::Io { .. } | Self::NotConformant => None,
        }
    }

    fn to_json(&self) -> Value {
        let error = match self {
            Self::Store(error) => Some(error),
            Self::Io { .. } | Self::NotConformant => None,
        };
        json!({
            "kind": match self {
                Self::Store(error) => error.kind().to_string(),
                Self::Io { .. } => "Io".to_owned(),
                Self::NotConformant => "NotConformant".to_owned(),
            },
            "operation": error.and_then(Error::operation),
            "code": error.and_then(Error::code),
            "message": error.map_or_else(|| self.message(), |error| error.message().to_owned()),
            "hint": self.hint(),
            "retry": retry(error.map_or(RetryAdvice::Never, Error::retry_advice)),
            "request_id": error.and_then(Error::request_id),
        })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// An input that no store could accept, and what to do about it.
pub(crate) fn invalid_input(message: impl Into<String>, hint: impl Into<String>) -> Failure {
    Error::new(ErrorKind::InvalidInput, message.into()).with_hint(hint.into()).into()
}

/// Tells what is wrong with the command line, or prints the help that was asked for.
pub(crate) fn report_usage(error: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|argument| argument == "--json");
    if error.use_stderr() && wants_json {
        let message = error.render().to_string();
        let message = message.trim_end().trim_start_matches("error: ");
        let json = json!({
            "kind": "Usage",
            "operation": null,
            "code": null,
            "message": message,
            "hint": null,
            "retry": "never",
            "request_id": null,
        });
        eprint_line(&json.to_string());
    } else {
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

const fn exit_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::InvalidInput | ErrorKind::Configuration => 2,
        ErrorKind::NotFound => 3,
        ErrorKind::AlreadyExists
        | ErrorKind::Unsupported
        | ErrorKind::InvalidKeyUsage
        | ErrorKind::Disabled
        | ErrorKind::InvalidState
        | ErrorKind::LimitExceeded
        | ErrorKind::Conflict => 4,
        ErrorKind::DecryptionFailed | ErrorKind::InvalidSignature | ErrorKind::InvalidMac => 5,
        ErrorKind::AccessDenied | ErrorKind::Unauthenticated => 6,
        ErrorKind::Throttled | ErrorKind::Unavailable | ErrorKind::Timeout => 7,
        _ => 1,
    }
}

const fn hint(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::NotFound => {
            Some("`strongroom key list` lists the keys and aliases of the store")
        }
        _ => None,
    }
}

/// A hint of the library, which names calls, with the commands that make them.
fn in_commands(hint: &str) -> String {
    let commands = [
        ("capabilities() lists what it supports", "`strongroom stores` lists the kinds of store"),
        ("cancel_key_deletion", "`strongroom key cancel-deletion`"),
        ("create_alias", "`strongroom key alias create`"),
        ("describe_key", "`strongroom key describe`"),
        ("enable_key", "`strongroom key enable`"),
        ("generate_data_key", "`strongroom data-key`"),
        ("list_aliases", "`strongroom key alias list`"),
        ("update_alias", "`strongroom key alias update`"),
    ];
    commands.iter().fold(hint.to_owned(), |hint, (call, command)| hint.replace(call, command))
}

const fn retry(advice: RetryAdvice) -> &'static str {
    match advice {
        RetryAdvice::Safe => "safe",
        RetryAdvice::IfIdempotent => "if-idempotent",
        _ => "never",
    }
}

fn print_for_a_person(message: &str, hint: Option<&str>) {
    eprint_line(&format!("{ERROR}error:{ERROR:#} {message}"));
    if let Some(hint) = hint {
        eprint_line(&format!("{HINT}hint:{HINT:#} {hint}"));
    }
}

/// Writes a line to standard error, in colour on a terminal; there is nobody to tell if it fails.
pub(crate) fn eprint_line(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(anstream::stderr(), "{line}");
}
