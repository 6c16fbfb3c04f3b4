//! `--json`: what programs read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::sandbox::{Sandbox, stdout};

#[test]
fn results_are_objects_with_bytes_in_base64() {
    let sandbox = Sandbox::furnished();
    let run = |line: &str| object(stdout(sandbox.line(&format!("--json {line}"))).as_bytes());
    let arn = run("key describe alias/app")["arn"].clone();

    let encrypted = run("encrypt --key alias/app secret.txt");
    assert_eq!((&encrypted["key"], &encrypted["algorithm"]), (&arn, &json!("SYMMETRIC_DEFAULT")));
    sandbox.write("sealed", encrypted["ciphertext"].as_str().expect("base64"));
    let decrypted = run("decrypt --key alias/app sealed");
    assert_eq!(decrypted["key"], arn);
    let plaintext = STANDARD.decode(decrypted["plaintext"].as_str().expect("base64"));
    assert_eq!(plaintext.expect("base64"), sandbox.read("secret.txt"));

    let to_file = run("decrypt --key alias/app -o opened sealed");
    assert_eq!(to_file["plaintext_file"], "opened");
    assert_eq!(to_file.get("plaintext"), None, "the plaintext is in the file only");

    let data_key = run("data-key --key alias/app --bytes 24");
    assert_eq!(
        STANDARD.decode(data_key["plaintext"].as_str().expect("base64")).map(|key| key.len()),
        Ok(24)
    );
    assert_eq!(run("key list")["keys"].as_array().map(Vec::len), Some(4));
    assert_eq!(run("key alias list --key alias/app")["aliases"][0]["alias"], "alias/app");
    assert!(
        run("key delete alias/next --yes")["deletion"].as_str().expect("a time").ends_with('Z')
    );
    assert_eq!(run("stores")["stores"][0]["scheme"], "memory");
    run("sign --key alias/signer -o sig message.txt");
    assert_eq!(run("verify --key alias/signer --signature sig message.txt")["verified"], true);
}

#[test]
fn an_error_is_one_object_on_standard_error() {
    let sandbox = Sandbox::furnished();
    sandbox.line("key disable alias/next").success();
    for (line, code, kind, retry) in [
        ("decrypt --key alias/app secret.sealed", 5, "DecryptionFailed", "never"),
        ("encrypt --key alias/next secret.txt", 4, "Disabled", "never"),
        ("key describe alias/none", 3, "NotFound", "never"),
        ("encrypt --key alias/app none.txt", 1, "Io", "never"),
        ("encrypt secret.txt", 2, "Usage", "never"),
    ] {
        let output = sandbox.line(&format!("--json {line}")).code(code).stdout_eq("");
        let stderr = &output.get_output().stderr;
        let error = object(stderr);
        assert_eq!((&error["kind"], &error["retry"]), (&json!(kind), &json!(retry)), "{line}");
        assert!(error["message"].as_str().is_some_and(|message| message.len() > 10), "{error}");
        let names: Vec<_> = error.as_object().expect("an object").keys().collect();
        assert_eq!(
            names,
            ["code", "hint", "kind", "message", "operation", "request_id", "retry"],
            "{line}"
        );
        let lines = stderr.split_inclusive(|byte| *byte == b'\n').count();
        assert_eq!(lines, 1, "{line}");
    }
    let output = sandbox.line("--json encrypt --key alias/next secret.txt").code(4);
    let error = object(&output.get_output().stderr);
    assert_eq!(
        (&error["operation"], &error["code"]),
        (&json!("Encrypt"), &json!("DisabledException"))
    );
    assert!(error["hint"].as_str().expect("a hint").contains("strongroom key enable"));
}

fn object(bytes: &[u8]) -> Value {
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    assert!(value.is_object(), "{value}");
    value
}
