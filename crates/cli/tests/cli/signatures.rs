//! `sign`, `verify`, `mac`.

use snapbox::str;

use crate::sandbox::{Sandbox, has};

#[test]
fn openssl_verifies_what_strongroom_signs() {
    if !has("openssl") {
        return;
    }
    let sandbox = Sandbox::furnished();
    sandbox.line("key create --alias alias/rsa --spec RSA_2048 --usage SIGN_VERIFY").success();
    sandbox.write("other.txt", "release 1.1\n");
    for (key, algorithm) in
        [("alias/signer", "ECDSA_SHA_256"), ("alias/rsa", "RSASSA_PKCS1_V1_5_SHA_256")]
    {
        sandbox.line(&format!("key public-key {key} -o public.pem")).success();
        sandbox
            .line(&format!("sign --key {key} --algorithm {algorithm} --raw -o sig message.txt"))
            .success();
        let verify = "openssl dgst -sha256 -verify public.pem -signature sig";
        sandbox.sh(&format!("{verify} message.txt")).success().stdout_eq("Verified OK\n");
        sandbox.sh(&format!("{verify} other.txt")).failure();
        sandbox
            .sh(&format!(
                "openssl dgst -sha256 -binary message.txt \
             | strongroom verify --key {key} --algorithm {algorithm} --digest --signature sig"
            ))
            .success();
    }
}

#[test]
fn pem_and_der_are_the_same_key() {
    if !has("openssl") {
        return;
    }
    let sandbox = Sandbox::furnished();
    sandbox.line("key public-key alias/signer --raw -o public.der").success();
    sandbox
        .sh("openssl pkey -pubin -inform DER -in public.der > from-der.pem
             strongroom key public-key alias/signer | cmp - from-der.pem")
        .success();
}

#[test]
fn a_signature_is_one_of_its_message_only() {
    let sandbox = Sandbox::furnished();
    sandbox.line("sign --key alias/signer -o sig message.txt").success();
    let verify = "verify --key alias/signer --signature sig";
    sandbox.line(&format!("{verify} message.txt")).success().stdout_eq(str![[r#"
the signature verifies (ECDSA_SHA_256 with alias/signer)

"#]]);
    sandbox.line(&format!("{verify} secret.txt")).code(5).stdout_eq("").stderr_eq(str![[r#"
error: Verify: the signature does not verify

"#]]);
    sandbox.line("verify --key alias/signer --signature - -").code(2).stderr_eq(str![[r#"
error: the message and the signature cannot both be standard input
hint: name a file for one of them

"#]]);
}

#[test]
fn a_mac_is_one_of_its_message_only() {
    let sandbox = Sandbox::furnished();
    sandbox.line("mac generate --key alias/mac --raw -o code message.txt").success();
    assert_eq!(sandbox.read("code").len(), 32);
    let verify = "mac verify --key alias/mac --mac code";
    sandbox.line(&format!("{verify} message.txt")).success().stdout_eq(str![[r#"
the MAC verifies (HMAC_SHA_256 with alias/mac)

"#]]);
    sandbox.line(&format!("{verify} secret.txt")).code(5).stdout_eq("").stderr_eq(str![[r#"
error: VerifyMac: the message authentication code does not verify

"#]]);
    sandbox.write("code", &sandbox.read("code")[..31]);
    sandbox.line(&format!("{verify} message.txt")).code(5);
}
