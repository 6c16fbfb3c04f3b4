//! `conformance`: a run on a store, and what it refuses to touch.

use snapbox::str;

use crate::sandbox::{Sandbox, stdout};

#[test]
fn the_store_in_memory_conforms() {
    let sandbox = Sandbox::new();
    let table = stdout(sandbox.line("--store memory:// conformance --yes"));
    assert!(table.starts_with("CASE"), "{table}");
    assert!(table.lines().filter(|line| line.starts_with("SR-")).count() > 30, "{table}");
    assert!(table.trim_end().ends_with(" 0 failed"), "{table}");
}

#[test]
fn a_store_that_breaks_does_not_conform() {
    let sandbox = Sandbox::new();
    let store = format!("file://{}", sandbox.path("keys").display());
    sandbox.run(["--store", &store, "key", "create"]).success();
    // The limit lets the store open, and fail to write soon after.
    sandbox
        .sh(&format!(
            "trap '' XFSZ
             ulimit -f 64
             strongroom --store {store} conformance --yes --case SR-DEL-01 --case SR-CON-03"
        ))
        .code(1)
        .stdout_eq(str![[r#"
CASE       PASS  REFUSED  WAIVED  FAIL  PROMISE
SR-DEL-01                         1     The shortest and the longest waiting period are kept, and described
SR-CON-03                         1     Keys that are created at once are all there, and distinct

SR-DEL-01 The shortest and the longest waiting period are kept, and described: FAIL: unexpected failure of kind Internal: the store's database failed
SR-CON-03 Keys that are created at once are all there, and distinct: FAIL: unexpected failure of kind Internal: the store's database failed
2 checks: 0 passed, 0 refusals verified, 0 waived, 2 failed

"#]])
        .stderr_eq(str![[r#"
error: the store does not conform

"#]]);
}

#[test]
fn a_report_is_json() {
    let sandbox = Sandbox::new();
    let report = stdout(
        sandbox.line("--json --store memory:// conformance --yes --case SR-ENC-01 --emulator x"),
    );
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["checks"][0]["id"], "SR-ENC-01");
    assert_eq!(report["against"]["emulator"], "x");
}

#[test]
fn nothing_is_done_to_a_store_that_is_in_use() {
    let sandbox = Sandbox::new();
    sandbox
        .line("conformance --yes")
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: the suite is not run on the default store
hint: give it a store that nothing else uses, such as: strongroom --store memory:// conformance --yes

"#]]);
    let store = format!("file://{}", sandbox.path("keys").display());
    sandbox
        .run(["--store", &store, "conformance"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: the suite creates keys and schedules their deletion: nothing was done
hint: give it a store that nothing else uses, such as: strongroom --store memory:// conformance --yes

"#]]);
    assert!(!sandbox.path("keys").exists());
    sandbox.line("--store memory:// conformance --yes --case SR-NO-01").code(2).stderr_eq(str![[
        r#"
error: there is no case "SR-NO-01"
hint: leave --case out to run them all, and to see their ids

"#
    ]]);
}
