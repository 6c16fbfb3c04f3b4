//! `strongroom`: keys, encryption, signatures and MACs with any key store, from the command line.

mod args;
mod completions;
mod conformance;
mod data_key;
mod decrypt;
mod encrypt;
mod failure;
mod input;
mod key;
mod mac;
mod output;
mod random;
mod re_encrypt;
mod session;
mod sign;
mod stores;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::output::Output;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return failure::report_usage(&error),
    };
    let output = Output::new(args.global.json);
    let result = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failure::Failure::io("cannot start", error))
        .and_then(|runtime| runtime.block_on(args.run(output)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(output),
    }
}
