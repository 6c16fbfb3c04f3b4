//! Files that are written: whole or not at all, and secrets for their owner only.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::sandbox::Sandbox;

#[test]
fn secrets_are_for_their_owner_only() {
    let sandbox = Sandbox::furnished();
    sandbox.write("secret.opened", "readable by all");
    sandbox.line("decrypt --key alias/app -c tenant=42 -o secret.opened secret.sealed").success();
    sandbox.line("data-key --key alias/app --plaintext-output key -o key.sealed").success();
    sandbox.line("random -o random").success();
    for (name, secret) in
        [("secret.opened", true), ("key", true), ("random", true), ("key.sealed", false)]
    {
        let mode = fs::metadata(sandbox.path(name)).expect(name).permissions().mode();
        assert_eq!(mode & 0o777 == 0o600, secret, "{name}: {mode:o}");
    }
}

#[test]
fn a_failure_leaves_the_file_as_it_was_and_nothing_beside_it() {
    let sandbox = Sandbox::furnished();
    sandbox.write("opened", "as it was");
    let before = names(&sandbox);
    sandbox.line("decrypt --key alias/app -o opened secret.sealed").code(5);
    assert_eq!(sandbox.read("opened"), b"as it was");
    sandbox.line("random -o none/such").code(1);
    assert_eq!(names(&sandbox), before);
}

#[test]
fn a_link_stays_and_its_target_is_written() {
    let sandbox = Sandbox::furnished();
    sandbox.write("target", "");
    symlink("target", sandbox.path("link")).expect("a link");
    sandbox.line("random 8 --raw -o link").success();
    assert!(fs::symlink_metadata(sandbox.path("link")).expect("a link").is_symlink());
    assert_eq!(sandbox.read("target").len(), 8);
}

#[test]
fn a_pipe_is_written_to_and_not_replaced() {
    let sandbox = Sandbox::new();
    sandbox
        .sh("mkfifo pipe
             cat pipe > got &
             strongroom random 8 --raw -o pipe
             wait
             test -p pipe")
        .success();
    assert_eq!(sandbox.read("got").len(), 8);
}

fn names(sandbox: &Sandbox) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(sandbox.path(".")).expect("a directory");
    let mut names: Vec<_> = entries.map(|entry| entry.expect("a file").file_name()).collect();
    names.sort();
    names
}
