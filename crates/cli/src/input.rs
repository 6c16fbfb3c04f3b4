//! What commands read: files or standard input, never more than a limit, overwritten after use.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::ValueHint;
use zeroize::Zeroizing;

use crate::failure::{Failure, Result, eprint_line, invalid_input};

/// The input of a command.
#[derive(clap::Args)]
pub(crate) struct InputFile {
    /// What to read; standard input if absent or -
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
}

/// How bytes that are not secret are written in the input.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Encoding {
    /// Base64 if it is all ASCII text, otherwise raw.
    Auto,
    /// Base64; white space is ignored.
    Base64,
    /// The bytes as they are.
    Raw,
}

/// How much may be read of what, and the way out for more.
pub(crate) struct Limit<'a> {
    pub(crate) what: &'a str,
    pub(crate) bytes: usize,
    pub(crate) way_out: &'a str,
}

impl Limit<'_> {
    /// For the ciphertext of a store.
    pub(crate) const fn ciphertext(bytes: usize) -> Self {
        Self {
            what: "ciphertext",
            bytes,
            way_out: "a key encrypts small secrets only, so this is no ciphertext of a store",
        }
    }

    /// For a signature or MAC.
    pub(crate) const fn tag(what: &'static str, bytes: usize) -> Self {
        Self { what, bytes, way_out: "is this the message? It is named last" }
    }
}

impl InputFile {
    /// The bytes as they are.
    pub(crate) fn read(&self, limit: &Limit<'_>) -> Result<Zeroizing<Vec<u8>>> {
        read(self.file.as_deref(), limit, limit.bytes)
    }

    /// The bytes, decoded.
    pub(crate) fn read_encoded(&self, encoding: Encoding, limit: &Limit<'_>) -> Result<Vec<u8>> {
        read_encoded(self.file.as_deref(), encoding, limit)
    }

    fn is_stdin(&self) -> bool {
        self.file.as_deref().is_none_or(|file| file == "-")
    }
}

/// Reads a signature or MAC from the file `beside` the input, which is the message.
pub(crate) fn read_beside(
    input: &InputFile,
    beside: &Path,
    encoding: Encoding,
    limit: &Limit<'_>,
) -> Result<Vec<u8>> {
    if input.is_stdin() && beside == "-" {
        return Err(invalid_input(
            format!("the message and the {} cannot both be standard input", limit.what),
            "name a file for one of them",
        ));
    }
    read_encoded(Some(beside), encoding, limit)
}

fn read_encoded(file: Option<&Path>, encoding: Encoding, limit: &Limit<'_>) -> Result<Vec<u8>> {
    // Base64 takes 4/3, and line breaks a little more.
    let read = read(file, limit, limit.bytes.saturating_mul(2))?;
    let bytes = match encoding {
        Encoding::Raw => read.to_vec(),
        Encoding::Auto if !is_text(&read) => read.to_vec(),
        Encoding::Auto | Encoding::Base64 => from_base64(&read, file, limit.what)?,
    };
    if bytes.len() > limit.bytes { Err(too_long(file, limit)) } else { Ok(bytes) }
}

/// Raw ciphertexts, signatures and MACs are never all text: the formats begin with a byte that is
/// not, and random bytes are not text by chance at these lengths.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
}

fn from_base64(text: &[u8], file: Option<&Path>, what: &str) -> Result<Vec<u8>> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(text).map_err(|_| {
        invalid_input(
            format!("{} is not base64", name(file)),
            format!("give the {what} in base64, or as it is with --encoding raw"),
        )
    })
}

/// Reads at most `most` bytes into a buffer that never moves, so that no copy is left behind.
fn read(file: Option<&Path>, limit: &Limit<'_>, most: usize) -> Result<Zeroizing<Vec<u8>>> {
    let failed = |error| Failure::io(format!("cannot read {}", name(file)), error);
    let mut input = open(file).map_err(failed)?;
    let mut buffer = Zeroizing::new(vec![0; most.saturating_add(1)]);
    let mut len = 0;
    while len < buffer.len() {
        match input.read(&mut buffer[len..]) {
            Ok(0) => break,
            Ok(read) => len += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
    if len > most {
        return Err(too_long(file, limit));
    }
    buffer.truncate(len);
    Ok(buffer)
}

fn open(file: Option<&Path>) -> io::Result<Box<dyn Read>> {
    match file {
        Some(file) if file != "-" => Ok(Box::new(File::open(file)?)),
        _ => {
            if io::stdin().is_terminal() {
                eprint_line("reading from the terminal: end with Ctrl-D at the start of a line");
            }
            stdin()
        }
    }
}

/// Standard input without the buffer of the standard library, which would keep a copy.
#[cfg(unix)]
fn stdin() -> io::Result<Box<dyn Read>> {
    use std::os::fd::AsFd as _;
    Ok(Box::new(File::from(io::stdin().as_fd().try_clone_to_owned()?)))
}

#[cfg(not(unix))]
fn stdin() -> io::Result<Box<dyn Read>> {
    Ok(Box::new(io::stdin()))
}

fn too_long(file: Option<&Path>, limit: &Limit<'_>) -> Failure {
    invalid_input(
        format!("{} is over the limit of {} bytes for a {}", name(file), limit.bytes, limit.what),
        limit.way_out,
    )
}

fn name(file: Option<&Path>) -> String {
    match file {
        Some(file) if file != "-" => file.display().to_string(),
        _ => "standard input".to_owned(),
    }
}
