//! `cargo xtask tidy`.

mod commands;
mod files;
mod graph;
mod layers;
mod manifests;
mod rust_version;

use crate::metadata::Metadata;
use crate::shell::Result;

pub(crate) fn run() -> Result {
    let metadata = Metadata::read()?;
    let complaints = [
        files::check()?,
        manifests::check(&metadata)?,
        layers::check(&metadata),
        graph::check()?,
        rust_version::check(&metadata)?,
        commands::check(&metadata)?,
    ]
    .concat();
    for complaint in &complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => {
            println!("all is tidy");
            Ok(())
        }
        count => Err(format!("{count} complaints").into()),
    }
}
