//! The parser of symmetric ciphertexts: what it takes apart goes together again.

use std::ptr;

use strongroom_software::blob::{Blob, HEADER_LEN, Header, OVERHEAD};
use uuid::Uuid;

use crate::Target;

/// The longest blob, in bytes (AWS KMS API Reference, Decrypt: `CiphertextBlob`).
const MAX_LEN: usize = 6144;

/// Any bytes as a blob.
pub const TARGET: Target =
    Target { name: "blob_decode", run: |bytes| check(bytes, Header::encode), seeds };

/// Blobs parse and nothing else does; decoding and encoding are inverse; nothing is copied.
fn check(bytes: &[u8], encode: impl Fn(&Header) -> [u8; HEADER_LEN]) {
    let blob = Blob::parse(bytes);
    assert_eq!(blob.is_some(), is_blob(bytes), "{bytes:02x?}");
    if let Some(blob) = blob {
        let (header, sealed) = bytes.split_at(HEADER_LEN);
        assert_eq!(encode(&blob.header), *header, "the header of {bytes:02x?}");
        assert!(ptr::eq(blob.header_bytes.as_slice(), header), "a copied header");
        assert!(ptr::eq(blob.sealed, sealed), "a copied plaintext");
    }
}

fn is_blob(bytes: &[u8]) -> bool {
    bytes.starts_with(&[1, 1]) && bytes.len() > OVERHEAD && bytes.len() <= MAX_LEN
}

fn seeds() -> Vec<Vec<u8>> {
    let blob = |len| {
        let header = Header {
            key_id: Uuid::from_bytes([0x11; 16]),
            material_id: [0x22; 32],
            nonce: [0x33; 24],
        };
        let mut blob = header.encode().to_vec();
        blob.resize(len, 0x44);
        blob
    };
    let with_byte = |at: usize, byte| {
        let mut blob = blob(OVERHEAD + 1);
        blob[at] = byte;
        blob
    };
    vec![
        vec![],
        blob(HEADER_LEN - 1),
        blob(HEADER_LEN),
        blob(OVERHEAD),
        blob(OVERHEAD + 1),
        blob(OVERHEAD + 32),
        blob(MAX_LEN),
        blob(MAX_LEN + 1),
        with_byte(0, 0),
        with_byte(0, 2),
        with_byte(1, 0),
        with_byte(1, 2),
    ]
}

#[cfg(test)]
mod tests {
    use allocation_counter::measure;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_hold(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            TARGET.run(&bytes);
        }

        #[test]
        fn any_bytes_after_a_version_hold(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            TARGET.run(&[&[1, 1], &bytes[..]].concat());
        }
    }

    #[test]
    fn parsing_allocates_nothing() {
        for seed in seeds() {
            let counted =
                measure(|| assert!(Blob::parse(&seed).is_none_or(|blob| blob.sealed.len() > 16)));
            assert_eq!(counted.count_total, 0, "{} bytes", seed.len());
        }
    }

    #[test]
    #[should_panic(expected = "the header of")]
    fn an_encoder_that_drops_the_nonce_is_found() {
        let broken = |header: &Header| Header { nonce: [0; 24], ..*header }.encode();
        for seed in seeds() {
            check(&seed, broken);
        }
    }
}
