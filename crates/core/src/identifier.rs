//! How keys are named: id, ARN, alias name, alias ARN.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::{Error, ErrorKind, Result};

/// The longest key identifier of any form, in bytes (AWS KMS API, `KeyIdType`).
const MAX_IDENTIFIER_LEN: usize = 2048;
/// The longest alias name in bytes, `alias/` included (AWS KMS API, `AliasNameType`).
const MAX_ALIAS_LEN: usize = 256;

/// Which of the four forms an identifier has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyRefForm {
    /// `1234abcd-12ab-34cd-56ef-1234567890ab`, or `mrk-` and 32 hexadecimal digits.
    Id,
    /// `arn:aws:kms:eu-west-1:111122223333:key/...`
    Arn,
    /// `alias/app`
    Alias,
    /// `arn:aws:kms:eu-west-1:111122223333:alias/app`
    AliasArn,
}

/// A key as a caller names it, validated.
///
/// Cryptographic calls, `describe_key` and `public_key` take all four forms; managing calls take an
/// id or ARN, so that a moved alias never redirects a deletion.
///
/// ```
/// # use strongroom_core::{KeyRef, KeyRefForm};
/// let key = KeyRef::parse("alias/app")?;
/// assert_eq!(key.form(), KeyRefForm::Alias);
/// assert!(KeyRef::parse("my key").is_err());
/// # Ok::<(), strongroom_core::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyRef<'a> {
    text: Cow<'a, str>,
    form: KeyRefForm,
}

impl<'a> KeyRef<'a> {
    /// Validates an identifier.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] with the four forms in its hint.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self> {
        let text = text.into();
        let form = form_of(&text).ok_or_else(|| malformed(&text))?;
        Ok(Self { text, form })
    }

    /// The identifier as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Which of the four forms it has.
    pub const fn form(&self) -> KeyRefForm {
        self.form
    }

    /// The key id in an id or ARN; `None` for the alias forms.
    pub fn key_id(&self) -> Option<&str> {
        match self.form {
            KeyRefForm::Id => Some(&self.text),
            KeyRefForm::Arn => self.text.rsplit_once('/').map(|(_, id)| id),
            KeyRefForm::Alias | KeyRefForm::AliasArn => None,
        }
    }

    /// The alias name (`alias/...`) in the alias forms; `None` for an id or ARN.
    pub fn alias(&self) -> Option<&str> {
        match self.form {
            KeyRefForm::Alias => Some(&self.text),
            KeyRefForm::AliasArn => Arn::split(&self.text).map(|arn| arn.resource),
            KeyRefForm::Id | KeyRefForm::Arn => None,
        }
    }

    /// `partition:kms:region:account` of the ARN forms.
    pub fn scope(&self) -> Option<&str> {
        match self.form {
            KeyRefForm::Arn | KeyRefForm::AliasArn => Arn::split(&self.text).map(|arn| arn.scope),
            KeyRefForm::Id | KeyRefForm::Alias => None,
        }
    }

    /// The key id or alias name, if the identifier can be one of this scope: an ARN of another
    /// scope is `None`, an id or alias name is of any scope.
    pub fn resource_in(&self, scope: &str) -> Option<&str> {
        let of_arn = || self.text.strip_prefix("arn:")?.strip_prefix(scope)?.strip_prefix(':');
        match self.form {
            KeyRefForm::Id | KeyRefForm::Alias => Some(&self.text),
            KeyRefForm::AliasArn => of_arn(),
            KeyRefForm::Arn => of_arn()?.strip_prefix("key/"),
        }
    }

    /// The same identifier, borrowed from this one.
    pub fn reborrow(&self) -> KeyRef<'_> {
        KeyRef { text: Cow::Borrowed(&self.text), form: self.form }
    }

    /// The same identifier, independent of what it was borrowed from.
    pub fn into_owned(self) -> KeyRef<'static> {
        KeyRef { text: Cow::Owned(self.text.into_owned()), form: self.form }
    }
}

impl fmt::Display for KeyRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for KeyRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.text, f)
    }
}

impl<'a> From<&'a KeyArn> for KeyRef<'a> {
    fn from(arn: &'a KeyArn) -> Self {
        KeyRef { text: Cow::Borrowed(&arn.0), form: KeyRefForm::Arn }
    }
}

impl<'a> From<&'a AliasName> for KeyRef<'a> {
    fn from(alias: &'a AliasName) -> Self {
        KeyRef { text: Cow::Borrowed(&alias.0), form: KeyRefForm::Alias }
    }
}

/// What names a key in a call: text, a [`KeyArn`], an [`AliasName`] or a [`KeyRef`].
pub trait IntoKeyRef<'a> {
    /// The validated identifier.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] for text of no known form.
    fn into_key_ref(self) -> Result<KeyRef<'a>>;
}

impl<'a> IntoKeyRef<'a> for &'a str {
    fn into_key_ref(self) -> Result<KeyRef<'a>> {
        KeyRef::parse(self)
    }
}

impl<'a> IntoKeyRef<'a> for &'a String {
    fn into_key_ref(self) -> Result<KeyRef<'a>> {
        KeyRef::parse(self.as_str())
    }
}

impl<'a> IntoKeyRef<'a> for String {
    fn into_key_ref(self) -> Result<KeyRef<'a>> {
        KeyRef::parse(self)
    }
}

impl<'a> IntoKeyRef<'a> for &'a KeyArn {
    fn into_key_ref(self) -> Result<KeyRef<'a>> {
        Ok(self.into())
    }
}

impl<'a> IntoKeyRef<'a> for &'a AliasName {
    fn into_key_ref(self) -> Result<KeyRef<'a>> {
        Ok(self.into())
    }
}

impl<'a> IntoKeyRef<'a> for KeyRef<'a> {
    fn into_key_ref(self) -> Result<KeyRef<'a>> {
        Ok(self)
    }
}

impl<'a> IntoKeyRef<'a> for &'a KeyRef<'_> {
    fn into_key_ref(self) -> Result<KeyRef<'a>> {
        Ok(self.reborrow())
    }
}

/// The full name of a key, and the only one that a store answers with.
///
/// Cheap to clone. Software keys have ARNs too, so that what is written with them opens unchanged
/// through the KMS protocol.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyArn(Arc<str>);

impl KeyArn {
    /// Validates the ARN of a key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] for anything else, alias ARNs included.
    pub fn parse(text: &str) -> Result<Self> {
        match form_of(text) {
            Some(KeyRefForm::Arn) => Ok(Self(text.into())),
            _ => Err(malformed(text)),
        }
    }

    /// The ARN as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key id, after `key/`.
    pub fn key_id(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(_, id)| id)
    }

    /// `partition:kms:region:account`.
    pub fn scope(&self) -> &str {
        Arn::split(&self.0).map_or("", |arn| arn.scope)
    }

    /// The region.
    pub fn region(&self) -> &str {
        self.0.split(':').nth(3).unwrap_or("")
    }

    /// The account: 12 digits.
    pub fn account(&self) -> &str {
        self.0.split(':').nth(4).unwrap_or("")
    }
}

impl fmt::Display for KeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for KeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl serde::Serialize for KeyArn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for KeyArn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A friendly name that points to a key: `alias/` and up to 250 of `A-Z a-z 0-9 : / _ -`.
///
/// Names under `alias/aws/` belong to AWS managed keys: they can be used, not made.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AliasName(Arc<str>);

impl AliasName {
    /// Validates an alias name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] with the rule in its hint.
    pub fn parse(text: &str) -> Result<Self> {
        if is_alias(text) {
            return Ok(Self(text.into()));
        }
        Err(Error::new(ErrorKind::InvalidInput, format!("malformed alias name {}", shown(text)))
            .with_code("InvalidAliasNameException")
            .with_hint("an alias is \"alias/\" and up to 250 of A-Z a-z 0-9 : / _ -"))
    }

    /// The name, with `alias/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the name is reserved for AWS managed keys.
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with("alias/aws/")
    }
}

impl fmt::Display for AliasName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for AliasName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// An ARN of the key service, taken apart.
struct Arn<'a> {
    scope: &'a str,
    resource: &'a str,
}

impl<'a> Arn<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix("arn:")?;
        let mut colons = rest.match_indices(':').map(|(at, _)| at);
        let service = colons.next()?;
        let region = colons.next()?;
        let account = colons.next()?;
        let resource = colons.next()?;
        let valid = is_word(&rest[..service])
            && &rest[service + 1..region] == "kms"
            && is_word(&rest[region + 1..account])
            && is_account(&rest[account + 1..resource]);
        valid.then(|| Self { scope: &rest[..resource], resource: &rest[resource + 1..] })
    }
}

fn form_of(text: &str) -> Option<KeyRefForm> {
    if text.len() > MAX_IDENTIFIER_LEN {
        return None;
    }
    if let Some(arn) = Arn::split(text) {
        return match arn.resource.strip_prefix("key/") {
            Some(id) => is_key_id(id).then_some(KeyRefForm::Arn),
            None => is_alias(arn.resource).then_some(KeyRefForm::AliasArn),
        };
    }
    if is_alias(text) {
        return Some(KeyRefForm::Alias);
    }
    is_key_id(text).then_some(KeyRefForm::Id)
}

fn is_key_id(text: &str) -> bool {
    let hex = |text: &[u8]| text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let bytes = text.as_bytes();
    match bytes.strip_prefix(b"mrk-") {
        Some(digits) => digits.len() == 32 && hex(digits),
        None => {
            bytes.len() == 36
                && bytes.split(|byte| *byte == b'-').map(<[u8]>::len).eq([8, 4, 4, 4, 12])
                && bytes.split(|byte| *byte == b'-').all(hex)
        }
    }
}

fn is_alias(text: &str) -> bool {
    let Some(name) = text.strip_prefix("alias/") else {
        return false;
    };
    !name.is_empty()
        && text.len() <= MAX_ALIAS_LEN
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'_' | b'-'))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn malformed(text: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, format!("malformed key identifier {}", shown(text)))
        .with_code("NotFoundException")
        .with_hint("name a key by id (UUID), key ARN, alias name (alias/app) or alias ARN")
}

/// The text for a message: quoted, escaped, and cut when it is long.
fn shown(text: &str) -> String {
    match text.char_indices().nth(64) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn the_four_forms_are_told_apart() {
        let arn = format!("arn:aws:kms:eu-west-1:111122223333:key/{ID}");
        let alias_arn = "arn:aws-cn:kms:cn-north-1:111122223333:alias/a:b/c";
        for (text, form, key_id, alias) in [
            (ID, KeyRefForm::Id, Some(ID), None),
            (&arn, KeyRefForm::Arn, Some(ID), None),
            ("alias/a_b-c/d", KeyRefForm::Alias, None, Some("alias/a_b-c/d")),
            (alias_arn, KeyRefForm::AliasArn, None, Some("alias/a:b/c")),
        ] {
            let key = KeyRef::parse(text).unwrap();
            assert_eq!((key.form(), key.key_id(), key.alias()), (form, key_id, alias));
        }
        let (key, scope) = (KeyRef::parse(arn.as_str()).unwrap(), "aws:kms:eu-west-1:111122223333");
        assert_eq!((key.scope(), key.resource_in(scope)), (Some(scope), Some(ID)));
        assert_eq!(key.resource_in("aws:kms:eu-west-1:11112222333"), None);
        let key = KeyArn::parse(&arn).unwrap();
        assert_eq!(key.scope(), "aws:kms:eu-west-1:111122223333");
        assert_eq!((key.region(), key.account()), ("eu-west-1", "111122223333"));
    }

    #[test]
    fn multi_region_ids_are_ids() {
        let text = format!("mrk-{}", "0a".repeat(16));
        assert_eq!(KeyRef::parse(text.as_str()).unwrap().key_id(), Some(text.as_str()));
    }

    #[test]
    fn near_misses_are_refused() {
        let long = format!("alias/{}", "a".repeat(251));
        for text in [
            "",
            "alias/",
            "alias/ü",
            "alias/a b",
            &long,
            "1234ABCD-12AB-34CD-56EF-1234567890AB",
            "1234abcd12ab34cd56ef1234567890ab",
            "mrk-123",
            "arn:aws:kms:eu-west-1:11112222333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:s3:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms::111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms:eu-west-1:111122223333:key/",
            "arn:aws:kms:eu-west-1:111122223333:grant/x",
        ] {
            let error = KeyRef::parse(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{text:?}");
        }
        assert_eq!(AliasName::parse(&long[..256]).unwrap().as_str().len(), 256);
    }

    #[test]
    fn an_error_does_not_repeat_a_long_identifier() {
        let error = KeyRef::parse("x".repeat(10_000)).unwrap_err();
        assert!(error.to_string().len() < 250);
    }

    proptest! {
        #[test]
        fn parsing_is_total(text in ".{0,80}") {
            if let Ok(key) = KeyRef::parse(text.as_str()) {
                prop_assert_eq!(key.as_str(), text.as_str());
                prop_assert_ne!(key.key_id().is_some(), key.alias().is_some());
            }
        }
    }
}
