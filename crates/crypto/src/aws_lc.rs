//! The provider of AWS-LC, through [`aws-lc-rs`](https://github.com/aws/aws-lc-rs).

mod aead;
mod digest;
mod ecdsa;
mod hmac;
mod random;
mod rsa;

use crate::Provider;

/// Every primitive of AWS-LC.
///
/// Random bytes come from AWS-LC's CTR-DRBG through a buffer for each thread: a call into the
/// generator costs more than sealing a short message.
pub const PROVIDER: Provider = Provider {
    name: "aws-lc",
    aead: &aead::Aead,
    rsa: &rsa::Rsa,
    ecdsa: &ecdsa::Ecdsa,
    hmac: &hmac::Hmac,
    digest: &digest::Digest,
    random: &random::Random,
};
