//! Protects a secret with a key that this program never holds.
//!
//! ```sh
//! cargo run --example protect -- [FILE [STORE]]
//! ```
//!
//! Encrypts a file of up to 4096 bytes (standard input if there is none) under the key `alias/app`
//! of a store, prints the base64 that may be kept anywhere, opens it again and compares. The store
//! is one on disk below `target/`, unless a URL is given.

use std::error::Error;
use std::io::{Read, stdin};
use std::process::ExitCode;
use std::{env, fs};

use base64::prelude::{BASE64_STANDARD, Engine};
use strongroom::{ErrorKind, Store};

const STORE: &str = "file:target/protect/keys?key-file=target/protect/root.key";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match protect().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn protect() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let secret = match arguments.next() {
        Some(path) => fs::read(path)?,
        None => read_input()?,
    };
    let store = strongroom::open(arguments.next().as_deref().unwrap_or(STORE)).await?;
    ensure_key(&store).await?;

    let sealed = store.encrypt("alias/app", &secret).context("purpose", "example").await?;
    let text = BASE64_STANDARD.encode(&sealed);
    println!("{text}");

    let sealed = BASE64_STANDARD.decode(text)?;
    let opened = store.decrypt("alias/app", &sealed).context("purpose", "example").await?;
    assert_eq!(opened.expose(), secret, "what was encrypted is what opens");
    let wrong = store.decrypt("alias/app", &sealed).context("purpose", "another").await;
    assert_eq!(wrong.map_err(|error| error.kind()).err(), Some(ErrorKind::DecryptionFailed));

    eprintln!("{} bytes, sealed under {} and opened again", secret.len(), opened.key);
    Ok(())
}

/// Makes the key the first time.
async fn ensure_key(store: &Store) -> strongroom::Result<()> {
    match store.describe_key("alias/app").await {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            store.create_key().alias("alias/app").await.map(|_| ())
        }
        described => described.map(|_| ()),
    }
}

fn read_input() -> std::io::Result<Vec<u8>> {
    let mut input = Vec::new();
    stdin().take(64 * 1024).read_to_end(&mut input)?;
    Ok(input)
}
