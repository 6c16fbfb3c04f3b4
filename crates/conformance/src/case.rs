//! What a case is.

use strongroom_core::{
    Algorithm, BoxFuture, Capability, EncryptionAlgorithm, KeySpec, KeyUsage, MacAlgorithm,
    Operation, SigningAlgorithm,
};

use crate::bench::Bench;
use crate::probe::takes;
use crate::verdict::Verdict;

/// One promise of the contract, and how it is checked.
///
/// A case is checked once, or once for each thing it ranges over: each algorithm with each key
/// spec, say. A check whose needs the store does not declare becomes the verification of that
/// refusal, so that every store has the same number of checks.
#[derive(Debug)]
pub struct Case {
    /// Its name for ever, such as `SR-DEC-03`.
    pub id: &'static str,
    /// The promise, as a sentence.
    pub title: &'static str,
    /// What it calls. The first is what the case is about; none, if it is about the store.
    pub(crate) needs: &'static [Capability],
    pub(crate) body: Body,
}

type Running<'a> = BoxFuture<'a, Verdict>;
type Over<T> = for<'a> fn(&'a Bench, T) -> Running<'a>;

/// How often a case is checked, and by what.
#[derive(Debug)]
pub(crate) enum Body {
    /// Once.
    Once(for<'a> fn(&'a Bench) -> Running<'a>),
    /// For each of these operations.
    Operations(&'static [Operation], Over<Operation>),
    /// For each spec and usage of keys.
    Keys(Over<(KeySpec, KeyUsage)>),
    /// For each encryption algorithm with each key spec.
    Encryption(Over<(KeySpec, EncryptionAlgorithm)>),
    /// The same, without the symmetric one.
    Oaep(Over<(KeySpec, EncryptionAlgorithm)>),
    /// For each signing algorithm with each key spec.
    Signing(Over<(KeySpec, SigningAlgorithm)>),
    /// For each MAC algorithm with each key spec.
    Mac(Over<(KeySpec, MacAlgorithm)>),
}

/// One line of a report to be: a case on the thing it ranges over.
pub(crate) struct Check {
    pub(crate) case: &'static Case,
    pub(crate) subject: Option<Capability>,
    run: Box<dyn for<'a> Fn(&'a Bench) -> Running<'a> + Send + Sync>,
}

impl Case {
    /// The checks of the case, in the same number for every store.
    pub(crate) fn checks(&'static self) -> Vec<Check> {
        match self.body {
            Body::Once(run) => vec![Check { case: self, subject: None, run: Box::new(run) }],
            Body::Operations(operations, run) => {
                self.each(operations.iter().map(|operation| (*operation, (*operation).into())), run)
            }
            Body::Keys(run) => self.each(
                kinds().map(|(spec, usage)| ((spec, usage), Capability::Key(spec, usage))),
                run,
            ),
            Body::Encryption(run) => self.each(encryptions(), run),
            Body::Oaep(run) => self.each(
                encryptions().filter(|((spec, _), _)| *spec != KeySpec::SymmetricDefault),
                run,
            ),
            Body::Signing(run) => self.each(
                algorithms(|algorithm| match algorithm {
                    Algorithm::Signing(algorithm) => Some(algorithm),
                    _ => None,
                }),
                run,
            ),
            Body::Mac(run) => self.each(
                algorithms(|algorithm| match algorithm {
                    Algorithm::Mac(algorithm) => Some(algorithm),
                    _ => None,
                }),
                run,
            ),
        }
    }

    fn each<T: Copy + Send + Sync + 'static>(
        &'static self,
        subjects: impl Iterator<Item = (T, Capability)>,
        run: Over<T>,
    ) -> Vec<Check> {
        subjects
            .map(|(value, subject)| Check {
                case: self,
                subject: Some(subject),
                run: Box::new(move |bench| run(bench, value)),
            })
            .collect()
    }
}

impl Check {
    pub(crate) fn run<'a>(&'a self, bench: &'a Bench) -> Running<'a> {
        (self.run)(bench)
    }

    /// What the check is about, for the rows of the support matrix.
    pub(crate) fn about(&self) -> impl Iterator<Item = Capability> {
        self.case.needs.first().copied().into_iter().chain(self.subject)
    }

    /// All that the check calls, in the order in which its lack is looked for.
    pub(crate) fn needs(&self) -> impl Iterator<Item = Capability> {
        let key = match self.subject {
            Some(Capability::Algorithm(spec, algorithm)) => {
                Some(Capability::Key(spec, usage_of(algorithm)))
            }
            _ => None,
        };
        let input = match self.subject {
            Some(Capability::Operation(operation)) => takes(operation),
            _ => None,
        };
        self.case.needs.iter().copied().chain(key).chain(self.subject).chain(input)
    }
}

/// The usage of the keys that take an algorithm.
pub(crate) const fn usage_of(algorithm: Algorithm) -> KeyUsage {
    match algorithm {
        Algorithm::Signing(_) => KeyUsage::SignVerify,
        Algorithm::Mac(_) => KeyUsage::GenerateVerifyMac,
        _ => KeyUsage::EncryptDecrypt,
    }
}

/// Every spec with each of its usages.
pub(crate) fn kinds() -> impl Iterator<Item = (KeySpec, KeyUsage)> {
    KeySpec::ALL.iter().flat_map(|spec| spec.usages().iter().map(|usage| (*spec, *usage)))
}

fn encryptions() -> impl Iterator<Item = ((KeySpec, EncryptionAlgorithm), Capability)> {
    algorithms(|algorithm| match algorithm {
        Algorithm::Encryption(algorithm) => Some(algorithm),
        _ => None,
    })
}

fn algorithms<A: Copy>(
    select: fn(Algorithm) -> Option<A>,
) -> impl Iterator<Item = ((KeySpec, A), Capability)> {
    kinds().flat_map(move |(spec, usage)| {
        spec.algorithms(usage).iter().filter_map(move |algorithm| {
            let selected = select(*algorithm)?;
            Some(((spec, selected), Capability::Algorithm(spec, *algorithm)))
        })
    })
}

/// A case as data: id, promise, needs, and for what it is checked by which function.
macro_rules! case {
    ($id:literal, $title:literal, [$($need:ident),*], Once: $run:path) => {
        case!(@ $id, $title, [$($need),*], Once(|bench| Box::pin($run(bench))))
    };
    ($id:literal, $title:literal, [$($need:ident),*], Operations($operations:expr): $run:path) => {
        case!(
            @ $id, $title, [$($need),*],
            Operations($operations, |bench, subject| Box::pin($run(bench, subject)))
        )
    };
    ($id:literal, $title:literal, [$($need:ident),*], $over:ident: $run:path) => {
        case!(@ $id, $title, [$($need),*], $over(|bench, subject| Box::pin($run(bench, subject))))
    };
    (@ $id:literal, $title:literal, [$($need:ident),*], $($body:tt)+) => {
        $crate::case::Case {
            id: $id,
            title: $title,
            needs: &[$($crate::case::need::$need),*],
            body: $crate::case::Body::$($body)+,
        }
    };
}

pub(crate) use case;

/// Short names for what cases need.
pub(crate) mod need {
    use strongroom_core::{Capability, KeySpec, KeyUsage, Operation};

    macro_rules! operations {
        ($($name:ident = $operation:ident,)+) => {
            $(pub(crate) const $name: Capability = Capability::Operation(Operation::$operation);)+
        };
    }

    operations! {
        ENCRYPT = Encrypt,
        DECRYPT = Decrypt,
        RE_ENCRYPT = ReEncrypt,
        DATA_KEY = GenerateDataKey,
        BARE_DATA_KEY = GenerateDataKeyWithoutPlaintext,
        SIGN = Sign,
        VERIFY = Verify,
        GENERATE_MAC = GenerateMac,
        VERIFY_MAC = VerifyMac,
        PUBLIC_KEY = GetPublicKey,
        RANDOM = GenerateRandom,
        CREATE = CreateKey,
        DESCRIBE = DescribeKey,
        LIST = ListKeys,
        ENABLE = EnableKey,
        DISABLE = DisableKey,
        SCHEDULE = ScheduleKeyDeletion,
        CANCEL = CancelKeyDeletion,
        ROTATE = RotateKeyOnDemand,
        CREATE_ALIAS = CreateAlias,
        UPDATE_ALIAS = UpdateAlias,
        DELETE_ALIAS = DeleteAlias,
        LIST_ALIASES = ListAliases,
    }

    pub(crate) const SYMMETRIC: Capability =
        Capability::Key(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
    pub(crate) const RSA_2048: Capability =
        Capability::Key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt);
    pub(crate) const RSA_2048_SIGNER: Capability =
        Capability::Key(KeySpec::Rsa2048, KeyUsage::SignVerify);
}
