//! The canonical encoding of an encryption context: injective, and as long as it says.

use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Unstructured};
use strongroom_core::{EncryptionContext, ErrorKind};

use crate::{Target, deterministic, generated};

/// Pairs of contexts, encoded.
pub const TARGET: Target = Target {
    name: "context_encoding",
    run: |bytes| {
        if let Some(contexts) = generated(bytes) {
            check(&contexts, encode);
        }
    },
    seeds,
};

/// Two contexts that are cut from one text: if they differ, then often in nothing but the cuts.
#[derive(Debug, Arbitrary)]
struct Contexts<'a> {
    left: Vec<Piece>,
    right: Vec<Piece>,
    text: &'a [u8],
}

/// A name or a value.
#[derive(Debug, Arbitrary)]
enum Piece {
    /// So many characters of the text, from where the cut before ended.
    Cut(u8),
    /// The whole text, so many times.
    Repeated(#[arbitrary(with = |u: &mut Unstructured<'_>| u.int_in_range(0..=31))] u8),
}

type Pairs = BTreeMap<String, String>;

/// An encoding decodes to the pairs that it was made of, is as long as the context says, and is
/// equal to another one exactly if the contexts are.
fn check(contexts: &Contexts<'_>, encode: impl Fn(&EncryptionContext) -> Vec<u8>) {
    let text = String::from_utf8_lossy(contexts.text);
    let [left, right] = [&contexts.left, &contexts.right].map(|pieces| {
        let (context, pairs) = context(&text, pieces);
        let encoded = encode(&context);
        assert_eq!(encoded.len(), context.encoded_len(), "length of {pairs:?}");
        assert_eq!(decode(&encoded).as_ref(), Some(&pairs), "decoded");
        (context, pairs, encoded)
    });
    assert_eq!(left.0 == right.0, left.1 == right.1, "{contexts:?}");
    assert_eq!(left.2 == right.2, left.1 == right.1, "{contexts:?}");
}

fn encode(context: &EncryptionContext) -> Vec<u8> {
    let mut encoded = Vec::new();
    context.encode_into(&mut encoded);
    encoded
}

/// A context of these names and values, in turn, and its pairs. A pair that does not fit must be
/// refused and change nothing.
fn context(text: &str, pieces: &[Piece]) -> (EncryptionContext, Pairs) {
    let mut characters = text.chars().cycle();
    let mut written = |piece: &Piece| match piece {
        Piece::Cut(length) => characters.by_ref().take(usize::from(*length)).collect(),
        Piece::Repeated(times) => text.repeat(usize::from(*times)),
    };
    let mut context = EncryptionContext::new();
    let mut pairs = Pairs::new();
    for pair in pieces.chunks_exact(2).take(8) {
        let (name, value) = (written(&pair[0]), written(&pair[1]));
        let longer = encoded_len(&pairs) + 4 + name.len() + value.len();
        let fits = longer <= EncryptionContext::MAX_ENCODED_LEN && !pairs.contains_key(&name);
        match context.insert(&*name, &*value) {
            Ok(()) => {
                assert!(fits, "a pair too many, or a name given twice, is taken");
                pairs.insert(name, value);
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::InvalidInput);
                assert!(!fits, "a pair that fits is refused: {error}");
            }
        }
    }
    assert!(context.iter().eq(pairs.iter().map(|(name, value)| (&**name, &**value))));
    (context, pairs)
}

fn encoded_len(pairs: &Pairs) -> usize {
    let lens = pairs.iter().map(|(name, value)| 4 + name.len() + value.len());
    2 + lens.sum::<usize>()
}

/// The pairs of a canonical encoding.
fn decode(encoded: &[u8]) -> Option<Pairs> {
    if encoded.is_empty() {
        return Some(Pairs::new());
    }
    let mut rest = encoded;
    let count = take_number(&mut rest)?;
    let mut pairs = Pairs::new();
    for _ in 0..count {
        let (name, value) = (take_text(&mut rest)?, take_text(&mut rest)?);
        let in_order = pairs.last_key_value().is_none_or(|(last, _)| *last < name);
        in_order.then(|| pairs.insert(name, value))?;
    }
    (count > 0 && rest.is_empty()).then_some(pairs)
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let len = take_number(rest)?;
    let text = rest.split_off(..len)?;
    String::from_utf8(text.to_vec()).ok()
}

fn take_number(rest: &mut &[u8]) -> Option<usize> {
    let high = *rest.split_off_first()?;
    let low = *rest.split_off_first()?;
    Some(usize::from(high) * 256 + usize::from(low))
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = ["a", "tenant42table", "\u{ff5e}\u{10000}\0\u{1}", ""];
    deterministic::inputs(12, 100)
        .into_iter()
        .zip(texts.into_iter().cycle())
        .map(|(pieces, text)| [&pieces, text.as_bytes()].concat())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_contexts_hold(
            pieces in prop::collection::vec(any::<u8>(), 0..150),
            text in ".{0,40}",
        ) {
            TARGET.run(&[&pieces, text.as_bytes()].concat());
        }
    }

    /// `{a: bc}` and `{ab: c}`.
    fn resplit() -> Contexts<'static> {
        Contexts {
            left: [1, 2].map(Piece::Cut).into(),
            right: [2, 1].map(Piece::Cut).into(),
            text: b"abc",
        }
    }

    #[test]
    fn contexts_that_differ_in_their_cuts_hold() {
        check(&resplit(), encode);
    }

    #[test]
    fn the_limit_holds() {
        let contexts = Contexts {
            left: vec![Piece::Cut(1), Piece::Repeated(8)],
            right: vec![Piece::Cut(2), Piece::Repeated(8)],
            text: &[b'a'; 8191],
        };
        check(&contexts, encode);
    }

    #[test]
    #[should_panic(expected = "length of")]
    fn an_encoder_without_lengths_is_found() {
        check(&resplit(), |context| {
            context.iter().flat_map(|(name, value)| [name, value]).collect::<String>().into()
        });
    }

    #[test]
    #[should_panic(expected = "decoded")]
    fn an_encoder_that_swaps_names_and_values_is_found() {
        check(&resplit(), |context| {
            let swapped = context.iter().map(|(name, value)| (value, name));
            encode(&EncryptionContext::from_pairs(swapped).unwrap())
        });
    }
}
