//! The suite as a test binary.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use strongroom_core::{BoxFuture, Error, ErrorKind, Result, Store};

use crate::manifest::Manifest;
use crate::report::{Against, Report};
use crate::suite::Suite;

/// The directory for reports, one JSON file for each target; none are written without it.
const REPORT_DIR: &str = "STRONGROOM_REPORT_DIR";
/// Set to anything but the empty text, it makes optional targets required.
const REQUIRE_ALL: &str = "STRONGROOM_REQUIRE_ALL";

/// Runs the suite on one store, as the `main` of a test target with `harness = false`.
///
/// See the [crate documentation](crate) for a complete example.
pub fn run<F>(manifest: &str, open: impl Fn() -> F + Send + 'static) -> ExitCode
where
    F: Future<Output = Result<Store>> + Send + 'static,
{
    run_targets([Target::new("store", manifest, open)])
}

/// Runs the suite on several stores, or on one that is set up in several ways: a test for each.
pub fn run_targets(targets: impl IntoIterator<Item = Target>) -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = targets
        .into_iter()
        .map(|target| Trial::test(target.name.clone(), move || target.test()))
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A named way to open a store, and what the store must be.
pub struct Target {
    name: String,
    manifest: Result<Manifest>,
    open: Box<dyn Fn() -> BoxFuture<'static, Result<Store>> + Send>,
    against: Against,
    command: String,
    required: bool,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target")
            .field("name", &self.name)
            .field("against", &self.against)
            .field("required", &self.required)
            .finish_non_exhaustive()
    }
}

impl Target {
    /// A store that must be what the manifest says. `open` is called inside a tokio runtime.
    pub fn new<F>(
        name: impl Into<String>,
        manifest: &str,
        open: impl Fn() -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Store>> + Send + 'static,
    {
        let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
        Self {
            name: name.into(),
            manifest: Manifest::parse(manifest),
            open: Box::new(move || Box::pin(open())),
            against: Against::InProcess,
            command: format!("cargo test -p {package} --test conformance"),
            required: true,
        }
    }

    /// Says against what the store is run; [`Against::InProcess`] if not called.
    #[must_use]
    pub fn against(mut self, against: Against) -> Self {
        self.against = against;
        self
    }

    /// Says how to run it again; `cargo test -p PACKAGE --test conformance` if not called.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// A store that need not be there: where it cannot be opened it is reported as not run. With
    /// the environment variable `STRONGROOM_REQUIRE_ALL` it must be there.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    fn test(self) -> Result<(), Failed> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let report = runtime.block_on(self.report())?;
        if let Some(directory) = std::env::var_os(REPORT_DIR) {
            write(&report, Path::new(&directory))?;
        }
        println!("{}: {}", self.name, report.summary());
        let excused = report.not_run.is_some() && !self.required && !is_set(REQUIRE_ALL);
        if report.is_success() || excused { Ok(()) } else { Err(report.summary().into()) }
    }

    async fn report(&self) -> Result<Report> {
        let manifest = self.manifest.as_ref().map_err(repeat)?.clone();
        let store = match (self.open)().await {
            Ok(store) => store,
            Err(error) => return Ok(Report::not_run(&self.name, self.against.clone(), error)),
        };
        Suite::new()
            .manifest(manifest)
            .target(&self.name)
            .against(self.against.clone())
            .command(&self.command)
            .run(&store, |_| {})
            .await
    }
}

/// The same error again, for a second owner.
fn repeat(error: &Error) -> Error {
    Error::new(error.kind(), error.message().to_owned())
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn write(report: &Report, directory: &Path) -> Result<(), Failed> {
    let name: String = report
        .target
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .collect();
    let text = serde_json::to_string_pretty(report).map_err(|error| {
        Error::new(ErrorKind::Internal, "the report has no form in JSON").with_source(error)
    })?;
    fs::create_dir_all(directory)?;
    fs::write(directory.join(format!("{name}.json")), text)?;
    Ok(())
}
