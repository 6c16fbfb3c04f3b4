//! Store URLs: `scheme://authority/path?name=value`.

use std::fmt;

use crate::{Error, ErrorKind, Result};

const MAX_URL_LEN: usize = 4096;

/// The address of a store, taken apart: `memory://`, `file:///var/lib/app/keys`,
/// `awskms://?region=eu-west-1`.
///
/// No key material belongs in a URL. Errors and `Debug` show the scheme and the names of
/// parameters, never values.
///
/// ```
/// # use strongroom_core::StoreUrl;
/// let url = StoreUrl::parse("file:///srv/my%20keys?key-file=/etc/root.key")?;
/// assert_eq!((url.scheme(), url.path()), ("file", "/srv/my keys"));
/// url.check_parameters(&["key-file"])?;
/// assert_eq!(url.parameter("key-file"), Some("/etc/root.key"));
/// # Ok::<(), strongroom_core::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct StoreUrl {
    scheme: String,
    authority: Option<String>,
    path: String,
    parameters: Vec<(String, String)>,
}

impl StoreUrl {
    /// Parses a URL of at most 4096 bytes: RFC 3986 without user information and fragment.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`], naming the part that is wrong.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > MAX_URL_LEN {
            return Err(malformed("it is longer than 4096 bytes"));
        }
        let (scheme, rest) = text.split_once(':').ok_or_else(|| malformed("it has no scheme"))?;
        if !is_scheme(scheme) {
            return Err(malformed("its scheme is not a word of lower-case letters, digits and -"));
        }
        if rest.contains('#') {
            return Err(malformed("it has a fragment (write # as %23)"));
        }
        let (location, query) = match rest.split_once('?') {
            Some((location, query)) => (location, Some(query)),
            None => (rest, None),
        };
        let (authority, path) = match location.strip_prefix("//") {
            Some(location) => {
                let (authority, path) =
                    location.split_at(location.find('/').unwrap_or(location.len()));
                (Some(authority), path)
            }
            None => (None, location),
        };
        if authority.is_some_and(|authority| authority.contains('@')) {
            return Err(malformed("it carries credentials before an @"));
        }
        Ok(Self {
            scheme: scheme.to_owned(),
            authority: authority.map(decoded).transpose()?,
            path: decoded(path)?,
            parameters: parameters(query)?,
        })
    }

    /// The scheme, which chooses the backend.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// What stands between `//` and the path; `None` without `//`.
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// The path, percent-decoded.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value of a parameter, percent-decoded.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Refuses parameters that the backend does not know.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`], naming the unknown parameter and the known ones.
    pub fn check_parameters(&self, known: &[&str]) -> Result<()> {
        match self.parameters.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) => Err(Error::new(
                ErrorKind::Configuration,
                format!("unknown parameter {name:?} in a {}: URL", self.scheme),
            )
            .with_hint(match known {
                [] => "this scheme takes no parameter".to_owned(),
                known => format!("known: {}", known.join(", ")),
            })),
        }
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.scheme)?;
        for (at, (name, _)) in self.parameters.iter().enumerate() {
            write!(f, "{}{name}=…", if at == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

fn parameters(query: Option<&str>) -> Result<Vec<(String, String)>> {
    let mut parameters: Vec<(String, String)> = Vec::new();
    for part in query.unwrap_or("").split('&').filter(|part| !part.is_empty()) {
        let (name, value) =
            part.split_once('=').ok_or_else(|| malformed("a parameter has no value"))?;
        let name = decoded(name)?;
        if parameters.iter().any(|(known, _)| *known == name) {
            return Err(malformed(&format!("parameter {name:?} is given twice")));
        }
        parameters.push((name, decoded(value)?));
    }
    Ok(parameters)
}

fn decoded(text: &str) -> Result<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || bytes.next().and_then(|byte| char::from(byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(malformed("a % is not followed by two hexadecimal digits"));
        };
        out.push(u8::try_from(high * 16 + low).unwrap_or(u8::MAX));
    }
    String::from_utf8(out).map_err(|_| malformed("it is not UTF-8 after percent-decoding"))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'+' | b'.'))
}

fn malformed(why: &str) -> Error {
    Error::new(ErrorKind::Configuration, format!("malformed store URL: {why}"))
        .with_hint("write memory:// or file:///absolute/path, with ?name=value for settings")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_parts_are_told_apart() {
        let url = StoreUrl::parse("awskms://?region=eu-west-1&endpoint=http%3A%2F%2Fx").unwrap();
        assert_eq!((url.scheme(), url.authority(), url.path()), ("awskms", Some(""), ""));
        assert_eq!(url.parameter("endpoint"), Some("http://x"));
        let url = StoreUrl::parse("cloudhsm://cks-1234567890abcdef0").unwrap();
        assert_eq!(url.authority(), Some("cks-1234567890abcdef0"));
        let url = StoreUrl::parse("file:keys").unwrap();
        assert_eq!((url.authority(), url.path()), (None, "keys"));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "keys",
            "File:///x",
            "file:///x%2",
            "file:///x%zz",
            "file:///%ff",
            "file:///x?a",
            "file:///x?a=1&a=2",
            "file:///x#y",
            "awskms://user:password@host",
            &format!("file:///{}", "x".repeat(MAX_URL_LEN)),
        ] {
            let error = StoreUrl::parse(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{text:?}");
            assert!(!error.to_string().contains("password"), "{error}");
        }
    }

    #[test]
    fn an_unknown_parameter_names_the_known() {
        let url = StoreUrl::parse("file:///x?keyfile=SECRET").unwrap();
        let text = url.check_parameters(&["key-file", "region"]).unwrap_err().to_string();
        assert!(text.contains("\"keyfile\"") && text.contains("key-file, region"), "{text}");
        assert!(!text.contains("SECRET") && !format!("{url:?}").contains("SECRET"), "{text}");
    }

    proptest! {
        #[test]
        fn parsing_is_total(text in "[a-z]{0,4}:?[/a-z%0-9?&=#@é]{0,40}") {
            let _ = StoreUrl::parse(&text);
        }
    }
}
