use strongroom_crypto::{Hash, Provider};

use crate::support::hex;

for_each_provider!(hashes_the_nist_examples, hashes_to_the_length_of_the_hash);

/// FIPS 180-4, the examples of NIST for the message "abc".
fn hashes_the_nist_examples(provider: Provider) {
    let examples = [
        (Hash::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (Hash::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            Hash::Sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
             8086072ba1e7cc2358baeca134c825a7",
        ),
        (
            Hash::Sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
    ];
    for (hash, expected) in examples {
        assert_eq!(hex(provider.digest.digest(hash, b"abc").as_ref()), expected);
    }
}

fn hashes_to_the_length_of_the_hash(provider: Provider) {
    for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
        let output = provider.digest.digest(hash, &[1; 1000]);
        assert_eq!(output.as_ref().len(), hash.output_len());
        assert_ne!(output, provider.digest.digest(hash, &[1; 1001]));
    }
}
