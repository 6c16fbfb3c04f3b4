use shake::{ExtendableOutput, Shake128, Update, digest::XofReader};
use strongroom_crypto::{Error, NONCE_LEN, Provider, TAG_LEN};

use crate::support::{bit_flips, hex, truncations, unhex};

for_each_provider!(
    seals_the_c2sp_vectors,
    seals_the_accumulated_c2sp_vector,
    appends_to_the_output,
    opens_every_length,
    refuses_every_change,
    refuses_another_key,
    hides_the_key_in_debug,
);

const NONCE: &[u8; NONCE_LEN] = b"ABCDEFGHIJKLMNOPQRSTUVWX";

fn seal(
    provider: Provider,
    key: &[u8; 32],
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    plaintext: &[u8],
) -> Vec<u8> {
    let mut sealed = Vec::new();
    provider.aead.xaes_256_gcm(key).seal(nonce, aad, plaintext, &mut sealed).unwrap();
    sealed
}

/// <https://c2sp.org/XAES-256-GCM>: the first key makes K1 without the reduction, the second with.
fn seals_the_c2sp_vectors(provider: Provider) {
    let vectors: [(u8, &[u8], &str); 2] = [
        (1, b"", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"),
        (3, b"c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"),
    ];
    for (byte, aad, expected) in vectors {
        let sealed = seal(provider, &[byte; 32], NONCE, aad, b"XAES-256-GCM");
        assert_eq!(hex(&sealed), expected);
        let key = provider.aead.xaes_256_gcm(&[byte; 32]);
        assert_eq!(*key.open(NONCE, aad, &unhex(expected)).unwrap(), b"XAES-256-GCM");
    }
}

/// <https://c2sp.org/XAES-256-GCM>: ten thousand random messages, hashed.
fn seals_the_accumulated_c2sp_vector(provider: Provider) {
    let mut input = Shake128::default().finalize_xof();
    let mut output = Shake128::default();
    for _ in 0..10_000 {
        let mut key = [0; 32];
        input.read(&mut key);
        let mut nonce = [0; NONCE_LEN];
        input.read(&mut nonce);
        let [plaintext, aad] = [(); 2].map(|()| {
            let mut len = [0];
            input.read(&mut len);
            let mut bytes = vec![0; len[0].into()];
            input.read(&mut bytes);
            bytes
        });
        let sealed = seal(provider, &key, &nonce, &aad, &plaintext);
        let opened = provider.aead.xaes_256_gcm(&key).open(&nonce, &aad, &sealed);
        assert_eq!(*opened.unwrap(), plaintext);
        output.update(&sealed);
    }
    let mut hash = [0; 32];
    output.finalize_xof().read(&mut hash);
    assert_eq!(hex(&hash), "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939");
}

fn appends_to_the_output(provider: Provider) {
    let mut out = b"header".to_vec();
    let key = provider.aead.xaes_256_gcm(&[7; 32]);
    key.seal(NONCE, b"", b"message", &mut out).unwrap();
    assert_eq!(out.len(), 6 + 7 + TAG_LEN);
    assert_eq!(&out[..6], b"header");
    assert_eq!(*key.open(NONCE, b"", &out[6..]).unwrap(), b"message");
}

fn opens_every_length(provider: Provider) {
    let message: Vec<u8> = (0..=255).cycle().take(1000).collect();
    let key = provider.aead.xaes_256_gcm(&[7; 32]);
    for len in (0..300).chain([1000]) {
        let mut sealed = Vec::new();
        key.seal(NONCE, &message[..len / 2], &message[..len], &mut sealed).unwrap();
        assert_eq!(sealed.len(), len + TAG_LEN);
        let opened = key.open(NONCE, &message[..len / 2], &sealed).unwrap();
        assert_eq!(*opened, message[..len]);
    }
}

fn refuses_every_change(provider: Provider) {
    let key = provider.aead.xaes_256_gcm(&[7; 32]);
    let mut sealed = Vec::new();
    key.seal(NONCE, b"context", b"a message of two blocks", &mut sealed).unwrap();

    for changed in bit_flips(&sealed) {
        assert_eq!(key.open(NONCE, b"context", &changed), Err(Error::Rejected));
    }
    for changed in truncations(&sealed) {
        assert_eq!(key.open(NONCE, b"context", changed), Err(Error::Rejected));
    }
    let longer = [sealed.as_slice(), &[0]].concat();
    assert_eq!(key.open(NONCE, b"context", &longer), Err(Error::Rejected));
    for nonce in bit_flips(NONCE) {
        let nonce = nonce.as_slice().try_into().unwrap();
        assert_eq!(key.open(nonce, b"context", &sealed), Err(Error::Rejected));
    }
    for aad in bit_flips(b"context") {
        assert_eq!(key.open(NONCE, &aad, &sealed), Err(Error::Rejected));
    }
    for aad in truncations(b"context") {
        assert_eq!(key.open(NONCE, aad, &sealed), Err(Error::Rejected));
    }
}

fn refuses_another_key(provider: Provider) {
    let sealed = seal(provider, &[7; 32], NONCE, b"", b"message");
    for key in bit_flips(&[7; 32]) {
        let key = provider.aead.xaes_256_gcm(key.as_slice().try_into().unwrap());
        assert_eq!(key.open(NONCE, b"", &sealed), Err(Error::Rejected));
    }
}

fn hides_the_key_in_debug(provider: Provider) {
    let key = provider.aead.xaes_256_gcm(&[7; 32]);
    assert_eq!(format!("{key:?}"), "AeadKey { .. }");
}
