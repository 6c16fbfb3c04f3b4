//! Every primitive of every provider against published vectors and against misuse.
//!
//! A test takes the [`Provider`](strongroom_crypto::Provider) it runs on; `for_each_provider!`
//! makes one test of it for each provider that is compiled in.

#![allow(clippy::unwrap_used)]

/// Makes a module for each provider with one test for each function named.
macro_rules! for_each_provider {
    ($($test:ident),+ $(,)?) => {
        mod rustcrypto {
            $(
                #[test]
                fn $test() {
                    super::$test(strongroom_crypto::rustcrypto::PROVIDER);
                }
            )+
        }

        #[cfg(feature = "aws-lc")]
        mod aws_lc {
            $(
                #[test]
                fn $test() {
                    super::$test(strongroom_crypto::aws_lc::PROVIDER);
                }
            )+
        }
    };
}

mod aead;
mod digest;
mod ecdsa;
#[cfg(feature = "aws-lc")]
mod exchange;
mod hmac;
mod passphrase;
mod random;
mod rsa;
mod support;
