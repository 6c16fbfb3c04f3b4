//! The ciphertext of a symmetric key.
//!
//! | bytes | field |
//! |---|---|
//! | 1 | version: 1 |
//! | 1 | algorithm: 1 is XAES-256-GCM ([C2SP](https://c2sp.org/XAES-256-GCM)) |
//! | 16 | id of the key (UUID) |
//! | 32 | id of the key material |
//! | 24 | nonce, random |
//! | 1 to 4096 | encrypted plaintext |
//! | 16 | tag |
//!
//! The associated data is everything before the encrypted plaintext, then the canonical encryption
//! context, so each bit of a blob is authenticated. XAES-256-GCM derives a key of its own for each
//! message from half of the nonce; with 192 random bits, 2⁸⁰ messages under one key are safe, so
//! nobody has to count them.

use uuid::Uuid;

/// Bytes before the encrypted plaintext.
pub const HEADER_LEN: usize = 74;
/// Bytes that a blob is longer than its plaintext.
pub const OVERHEAD: usize = HEADER_LEN + TAG_LEN;

const TAG_LEN: usize = 16;
const MAX_LEN: usize = 6144;
const VERSION: u8 = 1;
const XAES_256_GCM: u8 = 1;

/// The part of a blob before the encrypted plaintext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The key.
    pub key_id: Uuid,
    /// Its material: a rotation changes it.
    pub material_id: [u8; 32],
    /// The nonce of XAES-256-GCM.
    pub nonce: [u8; 24],
}

impl Header {
    /// The header's bytes.
    pub fn encode(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        bytes[0] = VERSION;
        bytes[1] = XAES_256_GCM;
        bytes[2..18].copy_from_slice(self.key_id.as_bytes());
        bytes[18..50].copy_from_slice(&self.material_id);
        bytes[50..].copy_from_slice(&self.nonce);
        bytes
    }
}

/// A blob, taken apart and not yet authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blob<'a> {
    /// What it says of itself.
    pub header: Header,
    /// The header as it was written.
    pub header_bytes: &'a [u8; HEADER_LEN],
    /// The encrypted plaintext and the tag.
    pub sealed: &'a [u8],
}

impl<'a> Blob<'a> {
    /// Takes a blob apart. Total: any input is answered, nothing is allocated.
    ///
    /// `None` for anything that no version of this store has written.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() > MAX_LEN {
            return None;
        }
        let (header_bytes, sealed) = bytes.split_first_chunk::<HEADER_LEN>()?;
        if header_bytes[..2] != [VERSION, XAES_256_GCM] || sealed.len() <= TAG_LEN {
            return None;
        }
        let header = Header {
            key_id: Uuid::from_slice(&header_bytes[2..18]).ok()?,
            material_id: header_bytes[18..50].try_into().ok()?,
            nonce: header_bytes[50..].try_into().ok()?,
        };
        Some(Self { header, header_bytes, sealed })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parsing_what_was_written_gives_it_back(
            key_id: [u8; 16],
            material_id: [u8; 32],
            nonce: [u8; 24],
            sealed in prop::collection::vec(any::<u8>(), 17..200),
        ) {
            let header = Header { key_id: Uuid::from_bytes(key_id), material_id, nonce };
            let bytes = [&header.encode()[..], &sealed].concat();
            let blob = Blob::parse(&bytes).unwrap();
            prop_assert_eq!(blob.header, header);
            prop_assert_eq!(blob.sealed, &sealed[..]);
            prop_assert_eq!([&blob.header_bytes[..], blob.sealed].concat(), bytes);
        }

        #[test]
        fn what_parses_is_what_would_be_written(bytes in prop::collection::vec(any::<u8>(), 0..150)) {
            if let Some(blob) = Blob::parse(&bytes) {
                prop_assert_eq!(&blob.header.encode(), blob.header_bytes);
            }
        }
    }

    #[test]
    fn blobs_that_are_too_short_or_too_long_are_refused() {
        let header = Header { key_id: Uuid::nil(), material_id: [0; 32], nonce: [0; 24] };
        let mut bytes = header.encode().to_vec();
        bytes.resize(OVERHEAD, 0);
        assert_eq!(Blob::parse(&bytes), None);
        bytes.resize(OVERHEAD + 1, 0);
        assert!(Blob::parse(&bytes).is_some());
        bytes.resize(MAX_LEN, 0);
        assert!(Blob::parse(&bytes).is_some());
        bytes.push(0);
        assert_eq!(Blob::parse(&bytes), None);
    }
}
