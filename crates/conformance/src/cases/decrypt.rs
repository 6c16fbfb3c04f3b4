//! Decryption: of what was encrypted, and of nothing else.

use strongroom_core::request::{DecryptRequest, EncryptRequest};
use strongroom_core::{
    Algorithm, EncryptionAlgorithm, EncryptionContext, ErrorKind, KeyArn, KeySpec, KeyUsage, Result,
};

use crate::bench::{Bench, NO_CONTEXT, context};
use crate::case::{Case, case};
use crate::outside::PublicKey;
use crate::verdict::{At, Failure, Verdict, ensure, refused, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-DEC-01",
        "A symmetric ciphertext opens with its key, named or discovered, which is answered by ARN",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: opens
    ),
    case!(
        "SR-DEC-02",
        "Another value in the context does not open",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: other_value
    ),
    case!(
        "SR-DEC-03",
        "A missing context does not open",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: missing_context
    ),
    case!(
        "SR-DEC-04",
        "A further pair in the context does not open",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: further_pair
    ),
    case!(
        "SR-DEC-05",
        "A context split elsewhere between name and value does not open",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: split_elsewhere
    ),
    case!(
        "SR-DEC-06",
        "A context in another case of letters does not open",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: other_case
    ),
    case!(
        "SR-DEC-07",
        "A context with values exchanged between names does not open",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: exchanged_values
    ),
    case!(
        "SR-DEC-08",
        "The order in which pairs were added does not matter",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: any_order
    ),
    case!(
        "SR-DEC-09",
        "Every text can be bound: empty, long, beyond ASCII",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: every_text
    ),
    case!(
        "SR-DEC-10",
        "Another key of the store does not open",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: other_key
    ),
    case!(
        "SR-DEC-11",
        "A ciphertext with one flipped bit does not open",
        [DECRYPT, ENCRYPT, CREATE],
        Encryption: flipped
    ),
    case!(
        "SR-DEC-12",
        "A ciphertext that is cut does not open",
        [DECRYPT, ENCRYPT, CREATE],
        Encryption: cut
    ),
    case!(
        "SR-DEC-13",
        "A ciphertext with bytes added does not open",
        [DECRYPT, ENCRYPT, CREATE],
        Encryption: extended
    ),
    case!(
        "SR-DEC-14",
        "What is no ciphertext does not open",
        [DECRYPT, CREATE, SYMMETRIC],
        Once: unknown
    ),
    case!(
        "SR-DEC-15",
        "A ciphertext over the limit or of no byte is refused",
        [DECRYPT, CREATE, SYMMETRIC],
        Once: limits
    ),
    case!(
        "SR-DEC-16",
        "What was encrypted outside with the public key opens inside",
        [DECRYPT, PUBLIC_KEY, CREATE],
        Oaep: from_outside
    ),
    case!(
        "SR-DEC-17",
        "An RSA ciphertext opens with its own algorithm only",
        [DECRYPT, ENCRYPT, CREATE, RSA_2048],
        Once: other_algorithm
    ),
    case!(
        "SR-DEC-18",
        "An RSA ciphertext opens with a named key only",
        [DECRYPT, ENCRYPT, CREATE, RSA_2048],
        Once: no_discovery
    ),
    case!(
        "SR-DEC-19",
        "An algorithm that does not go with the key is refused",
        [DECRYPT, ENCRYPT, CREATE, SYMMETRIC],
        Once: wrong_algorithm
    ),
    case!(
        "SR-DEC-20",
        "A key of another usage does not decrypt",
        [DECRYPT, ENCRYPT, SIGN, CREATE, SYMMETRIC],
        Once: signing_key
    ),
];

const PLAINTEXT: &[u8] = b"a plaintext of the conformance suite";

/// A ciphertext with a context opens with it, and not with another.
async fn opens_only_with(
    bench: &Bench,
    bound: &EncryptionContext,
    other: &EncryptionContext,
) -> Verdict {
    let key = bench.symmetric().await?;
    let sealed = bench.encrypt(&key, PLAINTEXT, bound).await?;
    let opened = bench.decrypt(&key, &sealed, bound).await.at("with its context")?;
    ensure!(opened == PLAINTEXT, "it opens to other bytes");
    refused(bench.decrypt(&key, &sealed, other).await, ErrorKind::DecryptionFailed)?;
    let request = DecryptRequest::discover(&sealed).context(other);
    refused(bench.driver().decrypt(&request).await, ErrorKind::DecryptionFailed)
        .at("with the key discovered")
}

async fn opens(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let bound = context([("tenant", "42")]);
    let sealed = bench.encrypt(&key, PLAINTEXT, &bound).await?;
    for (how, request) in [
        ("named", DecryptRequest::new((&key).into(), &sealed)),
        ("discovered", DecryptRequest::discover(&sealed)),
    ] {
        let opened = bench.driver().decrypt(&request.context(&bound)).await.at(how)?;
        ensure!(opened.expose() == PLAINTEXT, "{how}: it opens to other bytes");
        ensure!(opened.key == key, "{how}: {key} is answered as {}", opened.key);
        ensure!(
            opened.algorithm == EncryptionAlgorithm::SymmetricDefault,
            "{how}: the algorithm is answered as {}",
            opened.algorithm,
        );
    }
    Ok(())
}

async fn other_value(bench: &Bench) -> Verdict {
    let bound = context([("tenant", "42"), ("table", "users")]);
    opens_only_with(bench, &bound, &context([("tenant", "43"), ("table", "users")])).await
}

async fn missing_context(bench: &Bench) -> Verdict {
    opens_only_with(bench, &context([("tenant", "42")]), &NO_CONTEXT).await?;
    let bound = context([("tenant", "42"), ("table", "users")]);
    opens_only_with(bench, &bound, &context([("tenant", "42")])).await
}

async fn further_pair(bench: &Bench) -> Verdict {
    opens_only_with(bench, &NO_CONTEXT, &context([("tenant", "42")])).await?;
    let further = context([("tenant", "42"), ("table", "users")]);
    opens_only_with(bench, &context([("tenant", "42")]), &further).await
}

async fn split_elsewhere(bench: &Bench) -> Verdict {
    opens_only_with(bench, &context([("a", "bc")]), &context([("ab", "c")])).await?;
    let bound = context([("a", "b"), ("c", "d")]);
    opens_only_with(bench, &bound, &context([("a", "bcd")])).await?;
    opens_only_with(bench, &context([("a", "b,c=d")]), &bound).await
}

async fn other_case(bench: &Bench) -> Verdict {
    let bound = context([("Tenant", "Ab")]);
    opens_only_with(bench, &bound, &context([("Tenant", "ab")])).await?;
    opens_only_with(bench, &bound, &context([("tenant", "Ab")])).await
}

async fn exchanged_values(bench: &Bench) -> Verdict {
    let bound = context([("a", "1"), ("b", "2")]);
    opens_only_with(bench, &bound, &context([("a", "2"), ("b", "1")])).await?;
    opens_only_with(bench, &bound, &context([("1", "a"), ("2", "b")])).await
}

async fn any_order(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let sealed =
        bench.encrypt(&key, PLAINTEXT, &context([("a", "1"), ("b", "2"), ("c", "3")])).await?;
    let opened =
        bench.decrypt(&key, &sealed, &context([("c", "3"), ("a", "1"), ("b", "2")])).await?;
    ensure!(opened == PLAINTEXT, "it opens to other bytes");
    Ok(())
}

async fn every_text(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let long = "v".repeat(1024);
    for bound in [
        context([("name", "")]),
        context([("name", &long)]),
        context([("Mieter", "Müller & Söhne 🔑"), ("\u{10000}", "\u{ff5e}")]),
        context([("a:b", "c=d"), ("quote\"", "line\nbreak")]),
    ] {
        let sealed = bench.encrypt(&key, PLAINTEXT, &bound).await.at(format_args!("{bound:?}"))?;
        let opened = bench.decrypt(&key, &sealed, &bound).await.at(format_args!("{bound:?}"))?;
        ensure!(opened == PLAINTEXT, "{bound:?}: it opens to other bytes");
    }
    Ok(())
}

async fn other_key(bench: &Bench) -> Verdict {
    let (key, other) = (bench.create_symmetric().await?, bench.symmetric().await?);
    let sealed = bench.encrypt(&key, PLAINTEXT, &NO_CONTEXT).await?;
    refused(bench.decrypt(&other, &sealed, &NO_CONTEXT).await, ErrorKind::DecryptionFailed)?;
    let opened = bench.driver().decrypt(&DecryptRequest::discover(&sealed)).await?;
    ensure!(opened.key == key, "discovered: {key} is answered as {}", opened.key);
    Ok(())
}

type Subject = (KeySpec, EncryptionAlgorithm);

/// A ciphertext of a key and how to open what is made of it.
struct Sealed<'a> {
    bench: &'a Bench,
    key: KeyArn,
    algorithm: EncryptionAlgorithm,
    ciphertext: Vec<u8>,
}

impl<'a> Sealed<'a> {
    async fn new(bench: &'a Bench, (spec, algorithm): Subject) -> Result<Self> {
        let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
        let request = EncryptRequest::new((&key).into(), PLAINTEXT).algorithm(algorithm);
        let ciphertext = bench.driver().encrypt(&request).await?.ciphertext;
        Ok(Self { bench, key, algorithm, ciphertext })
    }

    /// Whether every call is worth its cost: to open with RSA is slow, and remote calls are dear.
    fn is_cheap(&self) -> bool {
        self.bench.is_cheap() && self.algorithm == EncryptionAlgorithm::SymmetricDefault
    }

    async fn refuses(&self, changed: &[u8]) -> Verdict {
        let request = DecryptRequest::new((&self.key).into(), changed).algorithm(self.algorithm);
        refused(self.bench.driver().decrypt(&request).await, ErrorKind::DecryptionFailed)?;
        if self.is_cheap() {
            let request = DecryptRequest::discover(changed);
            refused(self.bench.driver().decrypt(&request).await, ErrorKind::DecryptionFailed)
                .at("with the key discovered")?;
        }
        Ok(())
    }
}

async fn flipped(bench: &Bench, subject: Subject) -> Verdict {
    let sealed = Sealed::new(bench, subject).await?;
    let step = if subject.0 == KeySpec::SymmetricDefault { 1 } else { 61 };
    for byte in (0..sealed.ciphertext.len()).step_by(step) {
        let bits = if sealed.is_cheap() { 0..8 } else { byte % 8..byte % 8 + 1 };
        for bit in bits {
            let mut changed = sealed.ciphertext.clone();
            changed[byte] ^= 1 << bit;
            sealed.refuses(&changed).await.at(format_args!("byte {byte}, bit {bit}"))?;
        }
    }
    Ok(())
}

async fn cut(bench: &Bench, subject: Subject) -> Verdict {
    let sealed = Sealed::new(bench, subject).await?;
    let step = if subject.0 == KeySpec::SymmetricDefault { 1 } else { 61 };
    for len in (1..sealed.ciphertext.len()).rev().step_by(step) {
        let kept = &sealed.ciphertext[..len];
        sealed.refuses(kept).await.at(format_args!("the first {len} bytes"))?;
    }
    let rest = &sealed.ciphertext[1..];
    sealed.refuses(rest).await.at("without the first byte")
}

async fn extended(bench: &Bench, subject: Subject) -> Verdict {
    let sealed = Sealed::new(bench, subject).await?;
    for added in [&[0][..], &[0xff], &[0; 16], &[0x10; 16]] {
        let longer = [&sealed.ciphertext, added].concat();
        sealed.refuses(&longer).await.at(format_args!("{} bytes added", added.len()))?;
        let longer = [added, &sealed.ciphertext].concat();
        sealed.refuses(&longer).await.at(format_args!("{} bytes put before", added.len()))?;
    }
    let twice = sealed.ciphertext.repeat(2);
    sealed.refuses(&twice).await.at("the ciphertext twice")
}

async fn unknown(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let limit = bench.limits().ciphertext_bytes;
    for (what, blob) in [
        ("one byte", vec![1]),
        ("16 zeros", vec![0; 16]),
        ("100 bytes", (0..100).collect()),
        ("text", b"{\"ciphertext\": \"AQICAHh\"}".to_vec()),
        ("one byte less than the limit", vec![0x5a; limit - 1]),
        ("as long as the limit", vec![0xff; limit]),
    ] {
        for (how, request) in [
            ("named", DecryptRequest::new((&key).into(), &blob)),
            ("discovered", DecryptRequest::discover(&blob)),
        ] {
            refused(bench.driver().decrypt(&request).await, ErrorKind::DecryptionFailed)
                .at(format_args!("{what}, the key {how}"))?;
        }
    }
    Ok(())
}

async fn limits(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    for len in [0, bench.limits().ciphertext_bytes + 1] {
        refused(bench.decrypt(&key, &vec![0x5a; len], &NO_CONTEXT).await, ErrorKind::InvalidInput)
            .at(format_args!("{len} bytes"))?;
    }
    Ok(())
}

async fn from_outside(bench: &Bench, (spec, algorithm): Subject) -> Verdict {
    let key = bench.key(spec, KeyUsage::EncryptDecrypt).await?.arn;
    let public = PublicKey::read(spec, &bench.public_key(&key).await?)?;
    let longest = algorithm.max_plaintext_len(spec).unwrap_or(0);
    for len in [1, longest] {
        let plaintext = vec![0x5a; len];
        let sealed = public.encrypt(algorithm, &plaintext)?;
        let request = DecryptRequest::new((&key).into(), &sealed).algorithm(algorithm);
        let opened = bench.driver().decrypt(&request).await.at(format_args!("{len} bytes"))?;
        ensure!(opened.expose() == plaintext, "{len} bytes open to other bytes");
    }
    Ok(())
}

async fn other_algorithm(bench: &Bench) -> Verdict {
    let key = bench.key(KeySpec::Rsa2048, KeyUsage::EncryptDecrypt).await?.arn;
    let both = [EncryptionAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha256];
    for (made_with, opened_with) in [(both[0], both[1]), (both[1], both[0])] {
        let request = EncryptRequest::new((&key).into(), PLAINTEXT).algorithm(made_with);
        let sealed = bench.driver().encrypt(&request).await?.ciphertext;
        let request = DecryptRequest::new((&key).into(), &sealed).algorithm(opened_with);
        refused(bench.driver().decrypt(&request).await, ErrorKind::DecryptionFailed)
            .at(format_args!("{made_with} opened with {opened_with}"))?;
    }
    Ok(())
}

async fn no_discovery(bench: &Bench) -> Verdict {
    let sealed =
        Sealed::new(bench, (KeySpec::Rsa2048, EncryptionAlgorithm::RsaesOaepSha256)).await?;
    let request = DecryptRequest::discover(&sealed.ciphertext).algorithm(sealed.algorithm);
    refused(bench.driver().decrypt(&request).await, ErrorKind::InvalidInput)
}

async fn wrong_algorithm(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let sealed = bench.encrypt(&key, PLAINTEXT, &NO_CONTEXT).await?;
    let algorithm = EncryptionAlgorithm::RsaesOaepSha256;
    let request = DecryptRequest::new((&key).into(), &sealed).algorithm(algorithm);
    let kinds = bench.misuse(Algorithm::Encryption(algorithm));
    refused_as_one_of(bench.driver().decrypt(&request).await, kinds)
}

/// AWS KMS answers `IncorrectKeyException` here, not `InvalidKeyUsageException`.
async fn signing_key(bench: &Bench) -> Result<(), Failure> {
    let (signer, _) = bench.signer().await?;
    let sealed = bench.encrypt(&bench.symmetric().await?, PLAINTEXT, &NO_CONTEXT).await?;
    refused_as_one_of(
        bench.decrypt(&signer.arn, &sealed, &NO_CONTEXT).await,
        &[ErrorKind::DecryptionFailed, ErrorKind::InvalidKeyUsage],
    )
}
