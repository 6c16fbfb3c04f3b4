//! The encryption context and its one encoding.

use std::collections::BTreeMap;

use crate::{Error, ErrorKind, Result};

/// Names and values bound to a ciphertext: it opens only with the same pairs.
///
/// A context is not secret: services log it. Pairs are compared byte by byte, whatever order they
/// were added in. Only symmetric keys take one.
///
/// ```
/// # use strongroom_core::EncryptionContext;
/// let context = EncryptionContext::from_pairs([("tenant", "42"), ("table", "users")])?;
/// assert_eq!(context.get("tenant"), Some("42"));
/// # Ok::<(), strongroom_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EncryptionContext {
    pairs: BTreeMap<String, String>,
    encoded_len: usize,
}

impl EncryptionContext {
    /// The longest canonical encoding, in bytes.
    pub const MAX_ENCODED_LEN: usize = 65_535;

    /// No pair.
    pub const fn new() -> Self {
        Self { pairs: BTreeMap::new(), encoded_len: 0 }
    }

    /// A context of these pairs.
    ///
    /// # Errors
    ///
    /// As [`EncryptionContext::insert`].
    pub fn from_pairs<K: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self> {
        let mut context = Self::new();
        for (name, value) in pairs {
            context.insert(name, value)?;
        }
        Ok(context)
    }

    /// Adds a pair.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`] when the name is there already, or when the canonical encoding
    /// would be longer than [`EncryptionContext::MAX_ENCODED_LEN`]; the context stays as it was.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<String>) -> Result<()> {
        let (name, value) = (name.into(), value.into());
        if self.pairs.contains_key(&name) {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("encryption context name {name:?} is given twice"),
            ));
        }
        let empty = if self.pairs.is_empty() { 2 } else { self.encoded_len };
        let encoded_len = empty + 4 + name.len() + value.len();
        if encoded_len > Self::MAX_ENCODED_LEN {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!(
                    "encryption context of {encoded_len} bytes is over the limit of {} bytes",
                    Self::MAX_ENCODED_LEN
                ),
            )
            .with_hint("bind a digest of large data instead of the data"));
        }
        self.pairs.insert(name, value);
        self.encoded_len = encoded_len;
        Ok(())
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(name).map(String::as_str)
    }

    /// The pairs, by name in the order of their UTF-8 bytes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The length in bytes of the canonical encoding.
    pub const fn encoded_len(&self) -> usize {
        self.encoded_len
    }

    /// Appends the canonical encoding: nothing for no pair; else the number of pairs, then by name
    /// in the order of UTF-8 bytes the length and bytes of name and value. Numbers are 16 bits,
    /// big-endian. Two different contexts never have the same encoding.
    ///
    /// This is the serialisation of the AWS Encryption SDK (framework/structures.md).
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        if self.pairs.is_empty() {
            return;
        }
        out.reserve(self.encoded_len);
        push_len(out, self.pairs.len());
        for (name, value) in &self.pairs {
            push_len(out, name.len());
            out.extend_from_slice(name.as_bytes());
            push_len(out, value.len());
            out.extend_from_slice(value.as_bytes());
        }
    }
}

/// Lengths fit 16 bits because `insert` bounds the whole encoding.
fn push_len(out: &mut Vec<u8>, len: usize) {
    let len = u16::try_from(len).unwrap_or(u16::MAX);
    out.extend_from_slice(&len.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(context: &EncryptionContext) -> Vec<u8> {
        let mut out = Vec::new();
        context.encode_into(&mut out);
        out
    }

    #[test]
    fn the_encoding_is_that_of_the_aws_encryption_sdk() {
        let context = EncryptionContext::from_pairs([("b", "2"), ("a", "one")]).unwrap();
        assert_eq!(encoded(&context), b"\0\x02\0\x01a\0\x03one\0\x01b\0\x012");
        assert_eq!(encoded(&EncryptionContext::new()), b"");
    }

    #[test]
    fn names_are_sorted_by_utf8_not_by_utf16() {
        let context = EncryptionContext::from_pairs([("\u{10000}", ""), ("\u{ff5e}", "")]).unwrap();
        let names: Vec<_> = context.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["\u{ff5e}", "\u{10000}"]);
    }

    #[test]
    fn a_name_given_twice_is_refused() {
        let error = EncryptionContext::from_pairs([("a", "1"), ("a", "2")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }

    #[test]
    fn the_limit_holds_at_one_below_and_one_above() {
        let fits = "v".repeat(EncryptionContext::MAX_ENCODED_LEN - 7);
        let context = EncryptionContext::from_pairs([("n", fits.as_str())]).unwrap();
        assert_eq!(encoded(&context).len(), EncryptionContext::MAX_ENCODED_LEN);
        assert!(EncryptionContext::from_pairs([("n", format!("{fits}v"))]).is_err());
    }

    proptest! {
        #[test]
        fn the_encoding_is_injective_and_as_long_as_it_says(
            left in prop::collection::btree_map("[ab]{0,3}", "[ab]{0,3}", 0..4),
            right in prop::collection::btree_map("[ab]{0,3}", "[ab]{0,3}", 0..4),
        ) {
            let left = EncryptionContext::from_pairs(left).unwrap();
            let right = EncryptionContext::from_pairs(right).unwrap();
            prop_assert_eq!(encoded(&left).len(), left.encoded_len());
            prop_assert_eq!(encoded(&left) == encoded(&right), left == right);
        }
    }
}
