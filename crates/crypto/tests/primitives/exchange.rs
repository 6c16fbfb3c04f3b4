//! What one provider makes, the other takes.

use proptest::prelude::*;
use strongroom_crypto::{Curve, Hash, Provider, RsaPadding, RsaSize, aws_lc, rustcrypto};

const BOTH_WAYS: [(Provider, Provider); 2] =
    [(rustcrypto::PROVIDER, aws_lc::PROVIDER), (aws_lc::PROVIDER, rustcrypto::PROVIDER)];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn seal_alike_and_open_each_other(
        key: [u8; 32],
        nonce: [u8; 24],
        aad in proptest::collection::vec(any::<u8>(), 0..100),
        plaintext in proptest::collection::vec(any::<u8>(), 0..1000),
    ) {
        for (from, to) in BOTH_WAYS {
            let mut sealed = Vec::new();
            from.aead
                .xaes_256_gcm(&key)
                .seal(&nonce, &aad, &plaintext, &mut sealed)
                .unwrap();
            let to = to.aead.xaes_256_gcm(&key);
            prop_assert_eq!(&*to.open(&nonce, &aad, &sealed).unwrap(), &plaintext);
            let mut again = Vec::new();
            to.seal(&nonce, &aad, &plaintext, &mut again).unwrap();
            prop_assert_eq!(again, sealed);
        }
    }

    #[test]
    fn hash_and_authenticate_alike(
        key in proptest::collection::vec(any::<u8>(), 1..200),
        message in proptest::collection::vec(any::<u8>(), 0..1000),
    ) {
        for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
            for (from, to) in BOTH_WAYS {
                prop_assert_eq!(
                    from.digest.digest(hash, &message),
                    to.digest.digest(hash, &message)
                );
                let mac = from.hmac.key(hash, &key).unwrap().sign(&message);
                let to = to.hmac.key(hash, &key).unwrap();
                prop_assert_eq!(to.verify(&message, &mac), Ok(()));
            }
        }
    }
}

#[test]
fn load_each_others_rsa_keys() {
    for (from, to) in BOTH_WAYS {
        for size in [RsaSize::Rsa2048, RsaSize::Rsa3072, RsaSize::Rsa4096] {
            let made = from.rsa.generate(size).unwrap();
            let pkcs8 = made.to_pkcs8().unwrap();
            let loaded = to.rsa.from_pkcs8(&pkcs8).unwrap();
            assert_eq!(loaded.to_pkcs8().unwrap(), pkcs8);
            assert_eq!(loaded.public().spki(), made.public().spki());

            for hash in [Hash::Sha1, Hash::Sha256] {
                let ciphertext = made.public().encrypt_oaep(hash, b"plaintext").unwrap();
                assert_eq!(*loaded.decrypt_oaep(hash, &ciphertext).unwrap(), b"plaintext");
            }
            for padding in [RsaPadding::Pss, RsaPadding::Pkcs1] {
                for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
                    let digest = from.digest.digest(hash, b"message");
                    let signature = made.sign(padding, hash, digest.as_ref()).unwrap();
                    let public = to.rsa.public_key(made.public().spki()).unwrap();
                    assert_eq!(public.verify(padding, hash, digest.as_ref(), &signature), Ok(()));
                    let by_loaded = loaded.sign(padding, hash, digest.as_ref()).unwrap();
                    assert_eq!(
                        by_loaded == signature,
                        padding == RsaPadding::Pkcs1,
                        "PSS alone is randomised"
                    );
                }
            }
        }
    }
}

#[test]
fn load_each_others_ecdsa_keys() {
    for (from, to) in BOTH_WAYS {
        for curve in [Curve::P256, Curve::P384] {
            for _ in 0..20 {
                let made = from.ecdsa.generate(curve).unwrap();
                let pkcs8 = made.to_pkcs8().unwrap();
                let loaded = to.ecdsa.from_pkcs8(curve, &pkcs8).unwrap();
                assert_eq!(loaded.to_pkcs8().unwrap(), pkcs8);
                assert_eq!(loaded.public().spki(), made.public().spki());

                let digest = from.digest.digest(curve.hash(), b"message");
                let signature = made.sign(digest.as_ref()).unwrap();
                let public = to.ecdsa.public_key(curve, made.public().spki()).unwrap();
                assert_eq!(public.verify(digest.as_ref(), &signature), Ok(()));
            }
        }
    }
}
