//! Prints the support matrix of the reports named.
//!
//! An example, since it needs the conformance suite, and xtask is to build in seconds.

use std::error::Error;
use std::{env, fs};

use strongroom_conformance::{Report, matrix};

fn main() -> Result<(), Box<dyn Error>> {
    let reports = env::args_os()
        .skip(1)
        .map(|path| Ok(serde_json::from_slice(&fs::read(path)?)?))
        .collect::<Result<Vec<Report>, Box<dyn Error>>>()?;
    print!("{}", matrix(&reports));
    Ok(())
}
