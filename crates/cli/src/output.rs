//! What commands write: text or JSON to standard output, bytes to standard output or a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serializer as _;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::failure::{Failure, Result, invalid_input};

/// The place for results.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

/// Bytes that a command made.
pub(crate) struct Payload<'a> {
    /// The name in JSON.
    pub(crate) name: &'static str,
    pub(crate) bytes: &'a [u8],
    pub(crate) form: Form,
    /// Whether only the owner may read the file.
    pub(crate) secret: bool,
    /// Where the bytes go; standard output if absent or `-`.
    pub(crate) file: Option<&'a Path>,
}

/// How bytes are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Raw,
    Base64,
    /// A public key in PEM (RFC 7468).
    Pem,
}

impl Form {
    pub(crate) const fn raw_or_base64(raw: bool) -> Self {
        if raw { Self::Raw } else { Self::Base64 }
    }
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// Writes a result that is not secret: `text`, or else `json`.
    pub(crate) fn report(self, text: &str, json: &Value) -> Result<()> {
        let (text, json) = (text.trim_end(), json.to_string());
        let line = if self.json { &json } else { text };
        if line.is_empty() {
            return Ok(());
        }
        to_stdout(&[line.as_bytes(), b"\n"].concat())
    }

    /// Writes the bytes that a command made to their places, and in JSON the facts about them.
    ///
    /// Several payloads for standard output have a line each, with their names.
    pub(crate) fn deliver(self, facts: &[(&str, &str)], payloads: &[Payload<'_>]) -> Result<()> {
        for payload in payloads {
            if let Some(file) = payload.destination() {
                to_file(file, &payload.encoded(), payload.secret)?;
            }
        }
        if self.json {
            return to_stdout(&document(facts, payloads));
        }
        let printed = payloads.iter().filter(|payload| payload.destination().is_none());
        match *printed.collect::<Vec<_>>() {
            [] => Ok(()),
            [payload] => payload.print(),
            ref payloads => payloads.iter().try_for_each(|payload| payload.print_named()),
        }
    }
}

impl<'a> Payload<'a> {
    fn destination(&self) -> Option<&'a Path> {
        self.file.filter(|file| *file != "-")
    }

    /// The bytes in their form, with a line break after text.
    fn encoded(&self) -> Zeroizing<Vec<u8>> {
        match self.form {
            Form::Raw => Zeroizing::new(self.bytes.to_vec()),
            Form::Base64 | Form::Pem => self.text("\n"),
        }
    }

    /// The bytes as text: PEM, or base64 for all else.
    fn text(&self, end: &str) -> Zeroizing<Vec<u8>> {
        // Large enough never to move, so that no copy is left behind.
        let mut text = Zeroizing::new(String::with_capacity(self.bytes.len() * 2 + 128));
        if self.form == Form::Pem {
            text.push_str("-----BEGIN PUBLIC KEY-----\n");
            for line in self.bytes.chunks(48) {
                STANDARD.encode_string(line, &mut text);
                text.push('\n');
            }
            text.push_str("-----END PUBLIC KEY-----");
        } else {
            STANDARD.encode_string(self.bytes, &mut text);
        }
        text.push_str(end);
        Zeroizing::new(std::mem::take(&mut *text).into_bytes())
    }

    fn print(&self) -> Result<()> {
        if self.form == Form::Raw && io::stdout().is_terminal() && !is_printable(self.bytes) {
            return Err(invalid_input(
                format!("the {} is binary, which a terminal cannot show", self.name),
                "write it to a file with -o FILE, or pipe it to another program",
            ));
        }
        to_stdout(&self.encoded())
    }

    fn print_named(&self) -> Result<()> {
        to_stdout(format!("{}: ", self.name).as_bytes())?;
        to_stdout(&self.text("\n"))
    }
}

/// A time, in RFC 3339.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string()
}

/// Rows under a header, in columns.
pub(crate) fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let width = |at: usize| {
        let cells = rows.iter().map(|row| row[at].len());
        cells.chain([header[at].len()]).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |cells: [&str; N]| {
        let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let rows = rows.iter().map(|row| line(std::array::from_fn(|at| row[at].as_str())));
    [line(header)].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// `{"fact": "...", "payload": "base64"}`, with `payload_file` where the bytes went to a file.
fn document(facts: &[(&str, &str)], payloads: &[Payload<'_>]) -> Zeroizing<Vec<u8>> {
    let members: Vec<_> = payloads
        .iter()
        .map(|payload| match payload.destination() {
            None => (payload.name.to_owned(), payload.text("")),
            Some(file) => (
                format!("{}_file", payload.name),
                Zeroizing::new(file.display().to_string().into_bytes()),
            ),
        })
        .collect();
    let payloads = members
        .iter()
        .map(|(name, text)| (name.as_str(), std::str::from_utf8(text).unwrap_or_default()));
    let most = payloads.clone().map(|(_, text)| text.len() * 2).sum::<usize>() + 4096;
    let mut document = Zeroizing::new(Vec::with_capacity(most));
    serde_json::Serializer::new(&mut *document)
        .collect_map(facts.iter().copied().chain(payloads))
        .expect("text is always JSON");
    document.push(b'\n');
    document
}

fn is_printable(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes)
        .is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')))
}

fn to_stdout(bytes: &[u8]) -> Result<()> {
    stdout()
        .and_then(|mut stdout| {
            stdout.write_all(bytes)?;
            stdout.flush()
        })
        .map_err(|error| Failure::io("cannot write to standard output", error))
}

/// Standard output without the buffer of the standard library, which would keep a copy.
#[cfg(unix)]
fn stdout() -> io::Result<File> {
    use std::os::fd::AsFd as _;
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(not(unix))]
fn stdout() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

/// Writes a file whole or not at all. What is no regular file, such as a pipe, is written to.
fn to_file(path: &Path, bytes: &[u8], secret: bool) -> Result<()> {
    let written = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes))
        }
        Ok(_) => fs::canonicalize(path).and_then(|path| replace(&path, bytes, secret)),
        Err(_) => replace(path, bytes, secret),
    };
    written.map_err(|error| Failure::io(format!("cannot write {}", path.display()), error))
}

fn replace(path: &Path, bytes: &[u8], secret: bool) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut file = temporary_file(directory.unwrap_or(Path::new(".")), secret)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A new file that only the owner can read, if it is for a secret.
fn temporary_file(directory: &Path, secret: bool) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    if !secret {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666)); // less the umask
    }
    #[cfg(not(unix))]
    let _ = secret;
    builder.prefix(".strongroom-").tempfile_in(directory)
}
