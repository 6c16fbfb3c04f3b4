//! `stores`.

use serde_json::json;
use strongroom::Registry;

use crate::failure::Result;
use crate::output::{Output, table};
use crate::session::default_url;

/// List the kinds of key store.
///
/// Each has a URL scheme, and a feature of the crate that builds it in.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  $ strongroom stores
  $ strongroom --store memory:// random")]
pub(crate) struct Stores;

impl Stores {
    #[expect(clippy::unused_self, reason = "commands are run alike")]
    pub(crate) fn run(self, output: Output) -> Result<()> {
        let registry = Registry::new();
        let rows: Vec<_> = registry
            .schemes()
            .map(|scheme| {
                let built_in = if scheme.is_enabled() { "yes" } else { "no" };
                [
                    scheme.name(),
                    scheme.feature().unwrap_or_default(),
                    built_in,
                    scheme.example(),
                    scheme.summary(),
                ]
                .map(str::to_owned)
            })
            .collect();
        let stores: Vec<_> = registry
            .schemes()
            .map(|scheme| {
                json!({
                    "scheme": scheme.name(),
                    "feature": scheme.feature(),
                    "built_in": scheme.is_enabled(),
                    "example": scheme.example(),
                    "summary": scheme.summary(),
                })
            })
            .collect();
        let default = default_url().ok();
        let header = ["SCHEME", "FEATURE", "BUILT IN", "EXAMPLE", "SUMMARY"];
        let default_line = default.as_ref().map(|url| format!("\n\ndefault: {url}"));
        let text = format!("{}{}", table(header, &rows), default_line.unwrap_or_default());
        output.report(&text, &json!({"stores": stores, "default": default}))
    }
}
