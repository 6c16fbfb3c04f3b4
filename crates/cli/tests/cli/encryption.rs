//! `encrypt`, `decrypt`, `re-encrypt`, `data-key`, `random`.

use snapbox::str;

use crate::sandbox::{Sandbox, has, stdout};

#[test]
fn a_file_comes_back_as_it_was() {
    let sandbox = Sandbox::furnished();
    let plaintext: Vec<u8> = (0..=u8::MAX).collect();
    sandbox.write("binary", &plaintext);

    let base64 = stdout(sandbox.line("encrypt --key alias/app -c tenant=42 binary"));
    assert!(base64.trim_end().bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)));
    sandbox.write("sealed.b64", base64);
    sandbox.line("encrypt --key alias/app -c tenant=42 --raw -o sealed.bin binary").success();
    assert_ne!(sandbox.read("sealed.bin")[0], b'A', "raw is not base64");

    for sealed in ["sealed.b64", "sealed.bin"] {
        sandbox
            .line(&format!("decrypt --key alias/app -c tenant=42 -o opened {sealed}"))
            .success()
            .stdout_eq("");
        assert_eq!(sandbox.read("opened"), plaintext, "{sealed}");
    }
    let piped = sandbox
        .strongroom()
        .args(["decrypt", "--discover", "-c", "tenant=42", "-"])
        .stdin(sandbox.read("sealed.bin"))
        .output()
        .expect("a run");
    assert_eq!(piped.stdout, plaintext);
}

#[test]
fn what_does_not_open_has_exit_code_5_and_no_output() {
    let sandbox = Sandbox::furnished();
    for (key, context) in
        [("alias/app", "-c tenant=43"), ("alias/app", ""), ("alias/app", "-c tenant=42 -c a=b")]
    {
        sandbox
            .line(&format!("decrypt --key {key} {context} -o opened secret.sealed"))
            .code(5)
            .stdout_eq("")
            .stderr_eq(str![[r#"
error: Decrypt: the ciphertext does not open
hint: it opens with the key, algorithm and encryption context that it was made with, unchanged

"#]]);
    }
    sandbox.line("decrypt --key alias/next -c tenant=42 -o opened secret.sealed").code(5);
    assert!(!sandbox.path("opened").exists());
}

#[test]
fn the_limit_is_named_with_the_way_out() {
    let sandbox = Sandbox::furnished();
    sandbox.write("most", [b'x'; 4096]);
    sandbox.write("more", [b'x'; 4097]);
    sandbox.line("encrypt --key alias/app most").success();
    sandbox.line("encrypt --key alias/app more").code(2).stdout_eq("").stderr_eq(str![[r#"
error: more is over the limit of 4096 bytes for a plaintext
hint: encrypt larger data under a data key, which `strongroom data-key --key alias/app` makes (envelope encryption)

"#]]);
    sandbox.line("sign --key alias/signer more").code(2).stderr_eq(str![[r#"
error: more is over the limit of 4096 bytes for a message
hint: give the digest of a longer message, with --digest: `openssl dgst -sha256 -binary FILE` prints it

"#]]);
    sandbox.line("decrypt --key alias/app --encoding raw /dev/zero").code(2).stderr_eq(str![[r#"
error: /dev/zero is over the limit of 6144 bytes for a ciphertext
hint: a key encrypts small secrets only, so this is no ciphertext of a store

"#]]);
}

#[test]
fn endless_input_is_read_up_to_the_limit() {
    let sandbox = Sandbox::furnished();
    let script = "yes | strongroom encrypt --key alias/app";
    let output = sandbox
        .command("sh")
        .args(["-c", script])
        .timeout(std::time::Duration::from_secs(20))
        .assert();
    output.code(2).stderr_eq(str![[r#"
error: standard input is over the limit of 4096 bytes for a plaintext
...
"#]]);
}

#[test]
fn a_wrong_context_option_is_explained() {
    let sandbox = Sandbox::furnished();
    sandbox.line("encrypt --key alias/app -c a=1 -c a=2 secret.txt").code(2).stderr_eq(str![[r#"
error: encryption context name "a" is given twice

"#]]);
    sandbox.line("encrypt --key alias/app -c tenant secret.txt").code(2).stderr_eq(str![[r#"
error: invalid value 'tenant' for '--context <NAME=VALUE>': a pair of the encryption context is written NAME=VALUE

For more information, try '--help'.

"#]]);
}

#[test]
fn a_value_of_the_context_may_hold_an_equals_sign() {
    let sandbox = Sandbox::furnished();
    sandbox.line("encrypt --key alias/app -c query=a=b -o sealed secret.txt").success();
    sandbox.line("decrypt --key alias/app -c query=a=b sealed").success();
    sandbox.line("decrypt --key alias/app -c query=a sealed").code(5);
}

#[test]
fn base64_is_told_from_raw() {
    let sandbox = Sandbox::furnished();
    let sealed = String::from_utf8(sandbox.read("secret.sealed")).expect("base64");
    let wrapped: Vec<_> = sealed.trim_end().as_bytes().chunks(20).collect();
    sandbox.write("wrapped", [b"\r\n".to_vec(), wrapped.join(&b"\r\n"[..])].concat());
    sandbox.line("decrypt --key alias/app -c tenant=42 wrapped").success();

    sandbox.write("cut", &sealed[..sealed.len() - 3]);
    sandbox.line("decrypt --key alias/app -c tenant=42 cut").code(2).stderr_eq(str![[r#"
error: cut is not base64
hint: give the ciphertext in base64, or as it is with --encoding raw

"#]]);
    sandbox.line("decrypt --key alias/app -c tenant=42 --encoding raw secret.sealed").code(5);
}

#[test]
fn re_encryption_moves_to_another_key_and_context() {
    let sandbox = Sandbox::furnished();
    sandbox
        .line(
            "re-encrypt --source-key alias/app --destination-key alias/next \
             --source-context tenant=42 --destination-context tenant=43 -o moved secret.sealed",
        )
        .success();
    let opened = stdout(sandbox.line("decrypt --key alias/next -c tenant=43 moved"));
    assert_eq!(opened.as_bytes(), sandbox.read("secret.txt"));
    sandbox.line("decrypt --key alias/next -c tenant=42 moved").code(5);
    sandbox.line("decrypt --key alias/app -c tenant=43 moved").code(5);
}

#[test]
fn a_data_key_opens_to_its_plaintext() {
    let sandbox = Sandbox::furnished();
    sandbox
        .line(
            "data-key --key alias/app -c file=x --bytes 16 --raw -o sealed --plaintext-output clear",
        )
        .success()
        .stdout_eq("");
    sandbox.line("decrypt --key alias/app -c file=x -o opened sealed").success();
    assert_eq!(sandbox.read("opened").len(), 16);
    assert_eq!(sandbox.read("opened"), sandbox.read("clear"));

    let both = stdout(sandbox.line("data-key --key alias/app"));
    let names: Vec<_> = both.lines().map(|line| line.split(": ").next()).collect();
    assert_eq!(names, [Some("ciphertext"), Some("plaintext")]);
    let one = stdout(sandbox.line("data-key --key alias/app --without-plaintext"));
    assert!(!one.contains(':') && one.lines().count() == 1, "{one}");
    sandbox.line("data-key --key alias/app --raw").code(2).stdout_eq("");
}

#[test]
fn random_bytes_are_as_many_as_asked_and_never_the_same() {
    let sandbox = Sandbox::new();
    let random = |output: &str| {
        sandbox.line(&format!("--store memory:// random 64 --raw -o {output}")).success();
        sandbox.read(output)
    };
    let (first, second) = (random("first"), random("second"));
    assert_eq!((first.len(), second.len()), (64, 64));
    assert_ne!(first, second);
    sandbox.line("--store memory:// random 1025").code(2);
}

#[test]
fn a_terminal_is_shown_text_and_spared_binary() {
    if !has("script") {
        return;
    }
    let sandbox = Sandbox::furnished();
    let on_terminal = |command: &str| {
        let run = format!("strongroom {command}; echo \"exit $?\"");
        let script = sandbox.command("script").env("TERM", "xterm");
        stdout(script.args(["-qec", &run, "/dev/null"]).assert())
    };
    let refused = on_terminal("encrypt --key alias/app --raw secret.txt");
    assert!(refused.contains("is binary") && refused.contains("-o FILE"), "{refused}");
    assert!(refused.contains("exit 2") && refused.contains("\u{1b}[1m"), "in colour: {refused:?}");
    let shown = on_terminal("decrypt --key alias/app -c tenant=42 secret.sealed");
    assert!(shown.contains("correct-horse") && shown.contains("exit 0"), "{shown}");
}
