//! Decryption of ciphertexts that were changed on the way.

use arbitrary::Arbitrary;

use crate::sealed::{check_opening, sealed};
use crate::{Target, deterministic, generated};

/// A ciphertext of the store's own, changed, which opens only if the changes cancel out.
pub const TARGET: Target = Target {
    name: "decrypt_mutated",
    run: |bytes| {
        if let Some(mutated) = generated::<Mutated>(bytes) {
            check_opening(&mutated.ciphertext());
        }
    },
    seeds: || deterministic::inputs(16, 48),
};

#[derive(Debug, Arbitrary)]
struct Mutated {
    sealed: u8,
    mutations: Vec<Mutation>,
}

/// A change at some byte.
#[derive(Debug, Arbitrary)]
enum Mutation {
    Flip {
        at: u16,
        bit: u8,
    },
    Set {
        at: u16,
        byte: u8,
    },
    Insert {
        at: u16,
        byte: u8,
    },
    Remove {
        at: u16,
    },
    Truncate {
        at: u16,
    },
    /// From here on, what another ciphertext has.
    Splice {
        at: u16,
        other: u8,
    },
}

impl Mutated {
    fn ciphertext(&self) -> Vec<u8> {
        let mut bytes = chosen(self.sealed).to_vec();
        for mutation in self.mutations.iter().take(16) {
            mutation.apply(&mut bytes);
        }
        bytes
    }
}

impl Mutation {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: u16, len: usize| usize::from(at) % len.max(1);
        let len = bytes.len();
        match *self {
            Self::Insert { at, byte } => bytes.insert(place(at, len + 1), byte),
            Self::Truncate { at } => bytes.truncate(place(at, len + 1)),
            Self::Splice { at, other } => {
                let at = place(at, len + 1);
                bytes.truncate(at);
                bytes.extend(chosen(other).iter().skip(at));
            }
            _ if len == 0 => {}
            Self::Flip { at, bit } => bytes[place(at, len)] ^= 1 << (bit % 8),
            Self::Set { at, byte } => bytes[place(at, len)] = byte,
            Self::Remove { at } => drop(bytes.remove(place(at, len))),
        }
    }
}

fn chosen(index: u8) -> &'static [u8] {
    &sealed()[usize::from(index) % sealed().len()].ciphertext
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_mutation_holds(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            TARGET.run(&bytes);
        }
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        for at in 0..u16::try_from(chosen(1).len()).unwrap() {
            for bit in 0..8 {
                let mutations = vec![Mutation::Flip { at, bit }];
                check_opening(&Mutated { sealed: 1, mutations }.ciphertext());
            }
        }
    }
}
