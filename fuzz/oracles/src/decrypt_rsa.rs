//! Decryption of bytes from anybody with an RSA key. It is slow, so it is apart.

use crate::sealed::check_opening_with_rsa;
use crate::{Target, deterministic};

/// Any bytes as a ciphertext, given to a store with a key of 2048 bits.
pub const TARGET: Target = Target { name: "decrypt_rsa", run: check_opening_with_rsa, seeds };

/// Shorter than the modulus, as long, and longer.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = deterministic::inputs(5, 256);
    seeds.extend([vec![], vec![1; 255], vec![0; 256], vec![0xff; 256], vec![1; 257]]);
    seeds
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn any_bytes_hold(bytes in prop::collection::vec(any::<u8>(), 255..258)) {
            TARGET.run(&bytes);
        }
    }
}
