//! The provider of the [`RustCrypto`](https://github.com/RustCrypto) crates: Rust alone, no C.

mod aead;
mod digest;
mod ecdsa;
mod hmac;
mod random;
mod rsa;

use crate::Provider;

/// RSA, ECDSA, AES, SHA-2 and `ChaCha20` of the `RustCrypto` project.
///
/// AES, GHASH and the hashes use the processor's instructions where it has them, found out at run
/// time. RSA private operations are blinded; RSAES-OAEP ignores the leading octet of the decrypted
/// message, as draft-irtf-cfrg-rsa-guidance asks, where AWS-LC refuses one that is not zero. ECDSA
/// nonces are those of RFC 6979 with randomness added. Random bytes come from a `ChaCha20`
/// generator for each thread, seeded when it is first used and again after every 64 KiB.
pub const PROVIDER: Provider = Provider {
    name: "rustcrypto",
    aead: &aead::Aead,
    rsa: &rsa::Rsa,
    ecdsa: &ecdsa::Ecdsa,
    hmac: &hmac::Hmac,
    digest: &digest::Digest,
    random: &random::Random,
};
