//! What can be done to a store, and what it answers: the words that the store and its model share.

use std::collections::BTreeMap;
use std::time::SystemTime;

use arbitrary::{Arbitrary, Unstructured};
use strongroom_core::{ErrorKind, KeyState};

/// One call, or time that passes. Keys and ciphertexts are named by number, in the order in which
/// they were made.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) enum Step {
    CreateKey(Kind),
    DescribeKey(Name),
    EnableKey(Name),
    DisableKey(Name),
    ScheduleKeyDeletion {
        key: Name,
        #[arbitrary(with = waiting_days)]
        days: u8,
    },
    CancelKeyDeletion(Name),
    RotateKeyOnDemand {
        key: Name,
        #[arbitrary(with = rotations)]
        times: u8,
    },
    /// Aliases of these numbers, until one is refused.
    CreateAliases {
        #[arbitrary(with = up_to::<3>)]
        first: u8,
        #[arbitrary(with = aliases)]
        count: u8,
        target: Name,
    },
    UpdateAlias {
        #[arbitrary(with = up_to::<3>)]
        alias: u8,
        target: Name,
    },
    DeleteAlias {
        #[arbitrary(with = up_to::<3>)]
        alias: u8,
    },
    Encrypt {
        key: Name,
        context: Context,
        plaintext: Plaintext,
    },
    Decrypt(Opening),
    ReEncrypt {
        source: Opening,
        destination: Name,
        destination_context: Context,
    },
    AdvanceClock {
        #[arbitrary(with = days)]
        days: u8,
    },
}

/// What is opened, and how.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) struct Opening {
    /// The key; `None` is whichever the ciphertext names.
    pub(crate) key: Option<Name>,
    /// Which ciphertext. Where there are fewer, bytes that are none.
    #[arbitrary(with = up_to::<15>)]
    pub(crate) ciphertext: u8,
    /// With which context.
    pub(crate) context: Context,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Arbitrary)]
pub(crate) enum Kind {
    Symmetric,
    Hmac,
}

/// A key identifier.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) enum Name {
    Id(#[arbitrary(with = up_to::<3>)] u8),
    Arn(#[arbitrary(with = up_to::<3>)] u8),
    Alias(#[arbitrary(with = up_to::<3>)] u8),
    AliasArn(#[arbitrary(with = up_to::<3>)] u8),
    /// The ARN that the key would have in another region.
    ArnElsewhere(#[arbitrary(with = up_to::<3>)] u8),
}

/// An encryption context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Arbitrary)]
pub(crate) enum Context {
    /// No pair.
    Empty,
    /// `{a: bc}`
    Split1,
    /// `{ab: c}`
    Split2,
}

/// A plaintext, by its length.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) enum Plaintext {
    /// No byte.
    Empty,
    /// The given byte, alone.
    Short(u8),
    /// 4096 bytes.
    Longest,
    /// 4097 bytes.
    TooLong,
}

impl Plaintext {
    /// The bytes.
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Empty => vec![],
            Self::Short(byte) => vec![byte],
            Self::Longest => vec![1; 4096],
            Self::TooLong => vec![1; 4097],
        }
    }
}

/// What a step comes to.
pub(crate) type Outcome = Result<Answer, ErrorKind>;

/// What a successful step answers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// That it is done.
    Done,
    /// The key that did it.
    By(usize),
    /// The key that opened a ciphertext and the plaintext.
    Opened(usize, Vec<u8>),
    /// The keys that opened a ciphertext and made another.
    ReEncrypted(usize, usize),
    /// When the key will be deleted.
    Scheduled(usize, SystemTime),
}

/// All that a store shows of its keys and aliases.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Inventory {
    pub(crate) keys: BTreeMap<usize, Shown>,
    pub(crate) aliases: BTreeMap<u8, usize>,
}

/// What a store shows of a key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) state: KeyState,
    pub(crate) deletion: Option<SystemTime>,
    /// How often its material changed.
    pub(crate) rotations: usize,
}

fn up_to<const MOST: u8>(u: &mut Unstructured<'_>) -> arbitrary::Result<u8> {
    u.int_in_range(0..=MOST)
}

/// A waiting period, at the bounds or just beyond.
fn waiting_days(u: &mut Unstructured<'_>) -> arbitrary::Result<u8> {
    u.choose(&[6, 7, 30, 31]).copied()
}

/// Days that make up a waiting period, alone or together.
fn days(u: &mut Unstructured<'_>) -> arbitrary::Result<u8> {
    u.choose(&[1, 6, 7, 23]).copied()
}

/// One rotation, or as many as a key can have.
fn rotations(u: &mut Unstructured<'_>) -> arbitrary::Result<u8> {
    u.choose(&[1, 25]).copied()
}

/// One alias, or as many as a key can have.
fn aliases(u: &mut Unstructured<'_>) -> arbitrary::Result<u8> {
    u.choose(&[1, 50]).copied()
}
