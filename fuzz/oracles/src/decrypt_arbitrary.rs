//! Decryption of bytes from anybody.

use crate::Target;
use crate::sealed::{check_opening, forged, sealed};

/// Any bytes as a ciphertext, given to a store that holds keys.
pub const TARGET: Target = Target { name: "decrypt_arbitrary", run: check_opening, seeds };

fn seeds() -> Vec<Vec<u8>> {
    let whole = sealed().iter().map(|sealed| sealed.ciphertext.clone());
    let cut =
        sealed().iter().map(|sealed| sealed.ciphertext[..sealed.ciphertext.len() - 1].to_vec());
    whole.chain(cut.take(2)).chain([vec![], forged()]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_hold(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            TARGET.run(&bytes);
        }
    }

    #[test]
    fn what_was_sealed_opens() {
        assert_eq!(sealed().len(), 6);
        for sealed in sealed() {
            TARGET.run(&sealed.ciphertext);
        }
    }
}
