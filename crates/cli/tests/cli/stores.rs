//! Which store is opened, and how the binary behaves in a pipeline.

use snapbox::str;

use crate::sandbox::{Sandbox, has, stdout};

#[test]
fn the_default_store_is_in_the_data_directory() {
    let sandbox = Sandbox::new();
    sandbox.line("key create --alias alias/here").success();
    assert!(sandbox.root().join("data/strongroom/keys").exists());
    assert!(sandbox.root().join("config/strongroom/root.key").exists());

    let relative = sandbox.strongroom().env("XDG_DATA_HOME", "relative");
    relative.args(["key", "create"]).assert().success();
    assert!(sandbox.root().join(".local/share/strongroom/keys").exists());
    assert!(!sandbox.path("relative").exists());
}

#[test]
fn a_path_with_special_characters_is_one() {
    let sandbox = Sandbox::new();
    let data = sandbox.root().join("100% ü?#&");
    let create = sandbox.strongroom().env("XDG_DATA_HOME", &data).args(["key", "create"]);
    create.assert().success();
    assert!(data.join("strongroom/keys").exists());
}

#[test]
fn the_option_wins_over_the_variable_and_the_variable_over_the_default() {
    let sandbox = Sandbox::new();
    let store = |name: &str| format!("file://{}", sandbox.path(name).display());
    let keys = |args: &[&str], variable: Option<&str>| {
        let command = sandbox.strongroom().args(args).args(["key", "list"]);
        let command = variable
            .iter()
            .fold(command, |command, name| command.env("STRONGROOM_STORE", store(name)));
        stdout(command.assert()).lines().skip(1).count()
    };
    let (one, two) = (store("one"), store("two"));
    sandbox.run(["--store", &one, "key", "create"]).success();
    for _ in 0..2 {
        sandbox.run(["--store", &two, "key", "create"]).success();
    }
    assert_eq!(keys(&[], None), 0);
    assert_eq!(keys(&[], Some("one")), 1);
    assert_eq!(keys(&["--store", &two], Some("one")), 2);
}

#[test]
fn a_url_that_cannot_be_opened_is_explained() {
    let sandbox = Sandbox::new();
    sandbox.line("--store vault://x key list").code(2).stderr_eq(str![[r#"
error: unknown scheme "vault"
hint: known: memory, file

"#]]);
    sandbox.line("--store keys key list").code(2).stderr_eq(str![[r#"
error: malformed store URL: it has no scheme
hint: write memory:// or file:///absolute/path, with ?name=value for settings

"#]]);
    sandbox.line("--store memory://?color=red key list").code(2).stderr_eq(str![[r#"
error: unknown parameter "color" in a memory: URL
hint: known: account, provider, region

"#]]);
}

#[test]
fn a_wrong_passphrase_is_an_access_failure() {
    let sandbox = Sandbox::new();
    sandbox.write("right", "correct horse battery staple");
    sandbox.write("wrong", "wrong horse battery staple");
    let url = |passphrase: &str| {
        let (store, file) = (sandbox.path("keys"), sandbox.path(passphrase));
        format!("file://{}?passphrase-file={}", store.display(), file.display())
    };
    sandbox.sh("chmod 600 right wrong").success();
    sandbox.run(["--store", &url("right"), "key", "create"]).success();
    sandbox.run(["--store", &url("wrong"), "key", "list"]).code(6).stderr_eq(str![[r#"
error: the root key does not open this store
hint: use the key file or passphrase that the store was made with

"#]]);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let sandbox = Sandbox::new();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = std::process::Command::new(snapbox::cmd::cargo_bin!("strongroom"));
    let output = command
        .args(["completions", "bash"])
        .current_dir(sandbox.root())
        .stdout(writer)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("a run")
        .wait_with_output()
        .expect("an end");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn completions_are_there_for_every_shell() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(sandbox.line(&format!("completions {shell}")));
        assert!(script.contains("cancel-deletion"), "{shell}");
    }
    if has("bash") {
        sandbox.sh("strongroom completions bash > script && bash -n script").success();
    }
}

#[test]
fn the_kinds_of_store_are_listed() {
    let sandbox = Sandbox::new();
    sandbox.line("stores").success().stdout_eq(str![[r#"
SCHEME  FEATURE  BUILT IN  EXAMPLE                   SUMMARY
memory  memory   yes       memory://                 keys in this process, gone with it
file    file     yes       file:///var/lib/app/keys  keys on disk, sealed under a root key

default: file://[SANDBOX]/data/strongroom/keys

"#]]);
}
