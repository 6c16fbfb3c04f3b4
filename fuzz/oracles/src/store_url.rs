//! The parser of store URLs: against one written by splitting, and by what its errors tell.

use std::fmt::Write;

use strongroom_core::{Error, ErrorKind, StoreUrl};
use strongroom_software::SoftwareStore;

use crate::Target;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const SCHEME: &str = "abcdefghijklmnopqrstuvwxyz0123456789-+.";
/// What is put into every value, to be looked for where no value belongs.
const CANARY: &str = "c4n4ry";

/// Any text as a URL.
pub const TARGET: Target = Target {
    name: "store_url",
    run: |bytes| {
        let text = String::from_utf8_lossy(bytes);
        check_parts(&text);
        check_silence(&text);
    },
    seeds,
};

/// What a URL consists of.
struct Parts {
    scheme: String,
    authority: Option<String>,
    path: String,
    parameters: Vec<(String, String)>,
}

/// Text is a URL exactly if the grammar says so, and is taken apart as the grammar takes it apart.
fn check_parts(text: &str) {
    let (url, parts) = match (StoreUrl::parse(text), parts(text)) {
        (Ok(url), Some(parts)) => (url, parts),
        (Ok(_), None) => panic!("{text:?} is taken for a URL"),
        (Err(error), Some(_)) => panic!("{text:?} is refused: {error}"),
        (Err(error), None) => return assert_eq!(error.kind(), ErrorKind::Configuration),
    };
    assert_eq!(
        (url.scheme(), url.authority(), url.path()),
        (&*parts.scheme, parts.authority.as_deref(), &*parts.path),
        "{text:?}"
    );
    let mut shown = format!("{}:", parts.scheme);
    for (at, (name, value)) in parts.parameters.iter().enumerate() {
        assert_eq!(url.parameter(name), Some(&**value), "{text:?}");
        let before = if at == 0 { "?" } else { "&" };
        write!(shown, "{before}{name}=…").expect("text can be written to");
    }
    assert_eq!(format!("{url:?}"), shown, "{text:?}");
    let mut names: Vec<_> = parts.parameters.iter().map(|(name, _)| &**name).collect();
    assert!(url.check_parameters(&names).is_ok(), "{text:?}");
    if names.pop().is_some() {
        assert!(url.check_parameters(&names).is_err(), "{text:?}");
    }
}

/// No value, no credential and no path is in an error or in `Debug`.
fn check_silence(text: &str) {
    if text.contains(CANARY) {
        return;
    }
    let (location, query) = text.split_at(text.find('?').unwrap_or(text.len()));
    let location = location.replace("//", &format!("//{CANARY}"));
    let location = location.replace('@', &format!("{CANARY}@"));
    let text = location + &query.replace('=', &format!("={CANARY}"));
    match StoreUrl::parse(&text) {
        Ok(url) => {
            assert!(!format!("{url:?}").contains(CANARY), "{url:?}");
            url.check_parameters(&[]).unwrap_or_else(check_error);
            SoftwareStore::from_memory_url(&url).map_or_else(check_error, drop);
        }
        Err(error) => check_error(error),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is called with what `Result` hands on")]
fn check_error(error: Error) {
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(CANARY), "{shown}");
}

fn parts(text: &str) -> Option<Parts> {
    if text.len() > 4096 || text.contains('#') {
        return None;
    }
    let scheme: String = text.chars().take_while(|character| SCHEME.contains(*character)).collect();
    let rest = text[scheme.len()..].strip_prefix(':')?;
    if !LOWER.contains(scheme.chars().next()?) {
        return None;
    }
    let mut halves = rest.splitn(2, '?');
    let location = halves.next()?;
    let (authority, path) = if location.starts_with("//") {
        let mut segments = location.split('/').skip(2);
        let authority = segments.next().filter(|authority| !authority.contains('@'))?;
        let path = segments.fold(String::new(), |path, segment| path + "/" + segment);
        (Some(decode(authority)?), path)
    } else {
        (None, location.to_owned())
    };
    let mut parameters: Vec<(String, String)> = Vec::new();
    for parameter in halves.flat_map(|query| query.split('&')).filter(|text| !text.is_empty()) {
        let (name, value) = parameter.split_at(parameter.find('=')?);
        let name = decode(name)?;
        if parameters.iter().any(|(known, _)| *known == name) {
            return None;
        }
        parameters.push((name, decode(&value[1..])?));
    }
    let path = decode(&path)?;
    Some(Parts { scheme, authority, path, parameters })
}

/// Percent-decodes: after each `%` two digits, then text.
fn decode(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        if !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

fn seeds() -> Vec<Vec<u8>> {
    [
        "memory://",
        "memory://?region=eu-west-1&account=111122223333&provider=rustcrypto",
        "memory:?region=EU",
        "memory://?account=1",
        "memory://?provider=none",
        "memory://host/path",
        "memory:?//@=1",
        "file:///var/lib/app/keys",
        "file:keys",
        "file:///srv/my%20keys?key-file=/etc/root.key&passphrase-file=%2Fetc%2fp",
        "awskms://?region=eu-west-1&endpoint=http%3A%2F%2Flocalhost%3a4566",
        "cloudhsm://cks-1234567890abcdef0",
        "awskms://user:password@host",
        "a+b.c-1:?&&=&%3D=%3d&%F0%9F%94%91=\u{1f511}",
        "file:///x?a=1&%61=2",
        "file:///%ff",
        "file:///x%2",
        "file:///x%+1",
        "file:///x?a",
        "file:///x#y",
        "File:///x",
        "keys",
        "",
    ]
    .map(Vec::from)
    .into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_holds(text in ".{0,100}") {
            TARGET.run(text.as_bytes());
        }

        #[test]
        fn near_misses_hold(
            text in "(memory|file|a-b)?:?(//)?([a-z@/%]|%[0-9a-f+]{2}){0,9}#?\
                (\\?([ab=&%@é]|=b|%6[1-9]|%3d){0,20})?",
        ) {
            TARGET.run(text.as_bytes());
        }
    }

    #[test]
    fn every_character_in_place_of_another_holds() {
        for seed in seeds().iter().filter(|seed| seed.len() < 100) {
            for at in 0..seed.len() {
                for character in 0..128 {
                    let mut text = seed.clone();
                    text[at] = character;
                    TARGET.run(&text);
                }
            }
        }
    }

    #[test]
    fn some_seeds_are_urls_and_some_are_not() {
        let seeds = seeds();
        let urls = seeds.iter().filter(|seed| parts(str::from_utf8(seed).unwrap()).is_some());
        assert_eq!(urls.count(), 13);
    }

    #[test]
    #[should_panic(expected = "c4n4ry")]
    fn an_error_that_tells_a_value_is_found() {
        check_error(Error::new(ErrorKind::Configuration, format!("bad key {CANARY}")));
    }
}
