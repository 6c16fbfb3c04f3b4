//! `key`: the life of a key, and its names.

use snapbox::str;

use crate::sandbox::{Sandbox, stdout};

#[test]
fn the_life_of_a_key() {
    let sandbox = Sandbox::new();
    sandbox
        .run(["key", "create", "--alias", "alias/app", "--description", "for the tests"])
        .success()
        .stdout_eq(str![[r#"
arn:aws:kms:us-east-1:000000000000:key/[UUID]

"#]]);
    sandbox.line("key describe alias/app").success().stdout_eq(str![[r#"
arn:              arn:aws:kms:us-east-1:000000000000:key/[UUID]
description:      for the tests
spec:             SYMMETRIC_DEFAULT
usage:            ENCRYPT_DECRYPT
algorithms:       SYMMETRIC_DEFAULT
state:            Enabled
created:          [TIME]
current material: [MATERIAL]
origin:           AWS_KMS
manager:          CUSTOMER

"#]]);
    sandbox.line("key disable alias/app").success().stdout_eq(str![[r#"
disabled arn:aws:kms:us-east-1:000000000000:key/[UUID]

"#]]);
    sandbox.write("secret.txt", "canary");
    sandbox.line("encrypt --key alias/app secret.txt").code(4).stdout_eq("").stderr_eq(str![[r#"
error: Encrypt: arn:aws:kms:us-east-1:000000000000:key/[UUID] is disabled
hint: `strongroom key enable` lets it be used again

"#]]);
    sandbox.line("key enable alias/app").success().stdout_eq(str![[r#"
enabled arn:aws:kms:us-east-1:000000000000:key/[UUID]

"#]]);
    sandbox.line("encrypt --key alias/app secret.txt").success();
    sandbox
        .line("key delete alias/app --days 7")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: arn:aws:kms:us-east-1:000000000000:key/[UUID] was not deleted: all that is encrypted under it would be lost
hint: to delete it, say so: strongroom key delete arn:aws:kms:us-east-1:000000000000:key/[UUID] --days 7 --yes

"#]]);
    assert_eq!(state(&sandbox), "Enabled");
    sandbox.line("key delete alias/app --days 6 --yes").code(2);
    assert_eq!(state(&sandbox), "Enabled");
    sandbox
        .line("key delete alias/app --days 7 --yes")
        .success()
        .stdout_eq(str![[r#"
arn:aws:kms:us-east-1:000000000000:key/[UUID] will be deleted at [TIME]
until then `strongroom key cancel-deletion arn:aws:kms:us-east-1:000000000000:key/[UUID]` calls it off

"#]]);
    assert_eq!(state(&sandbox), "PendingDeletion");
    sandbox.line("encrypt --key alias/app secret.txt").code(4).stderr_eq(str![[r#"
error: Encrypt: arn:aws:kms:us-east-1:000000000000:key/[UUID] is pending deletion
hint: `strongroom key cancel-deletion` keeps it, disabled

"#]]);
    sandbox.line("key cancel-deletion alias/app").success().stdout_eq(str![[r#"
arn:aws:kms:us-east-1:000000000000:key/[UUID] will not be deleted
it is disabled until `strongroom key enable arn:aws:kms:us-east-1:000000000000:key/[UUID]`

"#]]);
    assert_eq!(state(&sandbox), "Disabled");
}

#[test]
fn rotation_changes_the_material_and_opens_what_was_encrypted() {
    let sandbox = Sandbox::furnished();
    let material = || member(&sandbox, "current_material");
    let before = material();
    sandbox.line("key rotate alias/app").success().stdout_eq(str![[r#"
rotated arn:aws:kms:us-east-1:000000000000:key/[UUID]

"#]]);
    assert_ne!(material(), before);
    sandbox.line("decrypt --key alias/app -c tenant=42 secret.sealed").success();
}

#[test]
fn an_alias_is_moved_and_removed() {
    let sandbox = Sandbox::furnished();
    sandbox.line("key alias create alias/live alias/app").success().stdout_eq(str![[r#"
alias/live names arn:aws:kms:us-east-1:000000000000:key/[UUID]

"#]]);
    sandbox.line("key alias create alias/live alias/next").code(4).stderr_eq(str![[r#"
error: CreateAlias: alias/live exists
hint: `strongroom key alias update` points it to another key

"#]]);
    sandbox.line("decrypt --key alias/live -c tenant=42 secret.sealed").success();
    sandbox.line("key alias update alias/live alias/next").success();
    sandbox.line("decrypt --key alias/live -c tenant=42 secret.sealed").code(5);
    let names = stdout(sandbox.line("key alias list --key alias/next"));
    assert!(names.contains("alias/live") && names.contains("alias/next"), "{names}");
    assert!(!names.contains("alias/app"), "{names}");
    sandbox.line("key alias delete alias/live").success();
    sandbox.line("decrypt --key alias/live -c tenant=42 secret.sealed").code(3).stderr_eq(str![[
        r#"
error: Decrypt: alias/live is not found
hint: `strongroom key alias list` tells the aliases; `strongroom key alias create` makes one

"#
    ]]);
}

#[test]
fn keys_are_listed_with_their_names() {
    let sandbox = Sandbox::new();
    sandbox.line("key list").success().stdout_eq("");
    sandbox.line("key create --alias alias/app").success();
    sandbox.line("key alias create alias/same alias/app").success();
    sandbox.line("key list").success().stdout_eq(str![[r#"
ARN                                                                          ALIASES
arn:aws:kms:us-east-1:000000000000:key/[UUID]  alias/app alias/same

"#]]);
    sandbox
        .line("key list --long")
        .success()
        .stdout_eq(str![[r#"
ARN                                                                          SPEC               USAGE            STATE    ALIASES
arn:aws:kms:us-east-1:000000000000:key/[UUID]  SYMMETRIC_DEFAULT  ENCRYPT_DECRYPT  Enabled  alias/app alias/same

"#]]);
}

#[test]
fn what_must_be_chosen_is_said() {
    let sandbox = Sandbox::furnished();
    sandbox.line("key create --spec RSA_2048").code(2).stderr_eq(str![[r#"
error: RSA_2048 keys have more than one usage
hint: choose with --usage: ENCRYPT_DECRYPT, SIGN_VERIFY

"#]]);
    sandbox.line("key create --alias app").code(2).stderr_eq(str![[r#"
error: malformed alias name "app"
hint: an alias is "alias/" and up to 250 of A-Z a-z 0-9 : / _ -

"#]]);
    sandbox
        .line("key describe app")
        .code(2)
        .stderr_eq(str![[r#"
error: invalid value 'app' for '<KEY>': malformed key identifier "app"; name a key by id (UUID), key ARN, alias name (alias/app) or alias ARN

For more information, try '--help'.

"#]]);
    sandbox.line("key describe alias/none").code(3).stderr_eq(str![[r#"
error: DescribeKey: alias/none is not found
hint: `strongroom key alias list` tells the aliases; `strongroom key alias create` makes one

"#]]);
    sandbox
        .line("key rotate alias/signer")
        .code(4)
        .stderr_eq(str![[r#"
error: RotateKeyOnDemand: RotateKeyOnDemand is not possible with key arn:aws:kms:us-east-1:000000000000:key/[UUID]

"#]]);
    sandbox.line("sign --key alias/app message.txt").code(4).stderr_eq(str![[r#"
error: key arn:aws:kms:us-east-1:000000000000:key/[UUID] is for ENCRYPT_DECRYPT, not for signatures

"#]]);
    sandbox.line("decrypt secret.sealed").code(2).stderr_eq(str![[r#"
error: the following required arguments were not provided:
  <--key <KEY>|--discover>

Usage: strongroom decrypt <--key <KEY>|--discover> <FILE>

For more information, try '--help'.

"#]]);
}

fn state(sandbox: &Sandbox) -> String {
    member(sandbox, "state")
}

fn member(sandbox: &Sandbox, name: &str) -> String {
    let key = stdout(sandbox.line("--json key describe alias/app"));
    let key: serde_json::Value = serde_json::from_str(&key).expect("JSON");
    key[name].as_str().expect("a text").to_owned()
}
