//! The README's Rust example is this one, and it runs.

#![cfg(feature = "memory")]

const README: &str = include_str!("../../../README.md");
const THIS: &str = include_str!("readme.rs");

#[tokio::test]
async fn the_example_runs() -> strongroom::Result<()> {
    // The example begins here.
    let store = strongroom::open("memory://").await?;
    store.create_key().alias("alias/app").await?;

    let sealed = store.encrypt("alias/app", "postgres://...").context("tenant", "42").await?;
    let opened = store.decrypt("alias/app", &sealed).context("tenant", "42").await?;
    assert_eq!(opened.expose(), b"postgres://...");
    // And ends here.
    Ok(())
}

#[test]
fn the_example_is_the_one_in_the_readme() {
    let between = |text: &str, start: &str, end: &str| {
        let (_, rest) = text.split_once(start).expect("a start");
        rest.split_once(end).expect("an end").0.trim().replace("\n    ", "\n")
    };
    let here = between(THIS, "begins here.\n", "    // And ends");
    assert_eq!(between(README, "```rust\n", "\n```"), here);
}
