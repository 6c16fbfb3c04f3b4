//! A place where the binary can do no harm.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use snapbox::{Assert, Redactions};
use tempfile::TempDir;

/// A home with a store of its own, and a directory to work in.
pub(crate) struct Sandbox {
    root: TempDir,
    assert: Assert,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let root = TempDir::new().expect("a temporary directory");
        fs::create_dir(root.path().join("work")).expect("a directory to work in");
        let mut redactions = Redactions::new();
        redactions.insert("[SANDBOX]", root.path().to_owned()).expect("a placeholder");
        for (placeholder, pattern) in [
            ("[UUID]", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
            ("[TIME]", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
            ("[MATERIAL]", "[0-9a-f]{64}"),
        ] {
            let pattern = regex::Regex::new(pattern).expect("a pattern");
            redactions.insert(placeholder, pattern).expect("a placeholder");
        }
        let assert =
            Assert::new().action_env("SNAPSHOTS").normalize_paths(false).redact_with(redactions);
        Self { root, assert }
    }

    /// A sandbox with keys for every usage, and files to use them on.
    pub(crate) fn furnished() -> Self {
        let sandbox = Self::new();
        for key in [
            "--alias=alias/app",
            "--alias=alias/next",
            "--alias=alias/signer --spec=ECC_NIST_P256",
            "--alias=alias/mac --spec=HMAC_256",
        ] {
            sandbox.run(["key", "create"].into_iter().chain(key.split(' '))).success();
        }
        sandbox.write("secret.txt", "postgres://app:correct-horse@db/app\n");
        sandbox.write("message.txt", "release 1.0\n");
        sandbox
            .run("encrypt --key alias/app -c tenant=42 -o secret.sealed secret.txt".split(' '))
            .success();
        sandbox
    }

    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        Command::new(program)
            .with_assert(self.assert.clone())
            .env_clear()
            .env("PATH", path_variable())
            .env("HOME", self.root.path())
            .env("XDG_DATA_HOME", self.root.path().join("data"))
            .env("XDG_CONFIG_HOME", self.root.path().join("config"))
            .current_dir(self.path("."))
    }

    /// Runs `strongroom` with these arguments.
    pub(crate) fn run(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> OutputAssert {
        self.strongroom().args(args).assert()
    }

    /// Runs `strongroom` with these arguments, which have no blanks.
    pub(crate) fn line(&self, args: &str) -> OutputAssert {
        self.run(args.split_whitespace())
    }

    pub(crate) fn strongroom(&self) -> Command {
        self.command(cargo_bin!("strongroom"))
    }

    /// Runs a script in which `strongroom` is found.
    pub(crate) fn sh(&self, script: &str) -> OutputAssert {
        self.command("sh").args(["-euc", script]).assert()
    }

    pub(crate) fn assert(&self) -> &Assert {
        &self.assert
    }

    /// A file in the directory to work in.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file to write");
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file to read")
    }
}

/// Standard output of a command that succeeded, as text.
pub(crate) fn stdout(output: OutputAssert) -> String {
    String::from_utf8(output.success().get_output().stdout.clone()).expect("UTF-8")
}

/// Whether a program is there; a test that needs it says so if it is not.
pub(crate) fn has(program: &str) -> bool {
    let found = std::process::Command::new(program).arg("--version").output().is_ok();
    assert!(found || std::env::var_os("CI").is_none(), "CI has no {program}");
    if !found {
        eprintln!("not checked: there is no {program}");
    }
    found
}

/// The directory of the binary before those of the environment.
fn path_variable() -> std::ffi::OsString {
    let own = cargo_bin!("strongroom").parent().expect("a directory").to_owned();
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let directories = [own].into_iter().chain(std::env::split_paths(&inherited));
    std::env::join_paths(directories).expect("directories without colons")
}
