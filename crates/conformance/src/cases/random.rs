//! Random bytes.

use std::collections::BTreeSet;

use strongroom_core::ErrorKind;
use strongroom_core::request::RandomRequest;

use crate::bench::Bench;
use crate::case::{Case, case};
use crate::verdict::{At, Verdict, ensure, refused};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-RND-01",
        "As many bytes come as were asked for, up to the limit",
        [RANDOM],
        Once: length
    ),
    case!(
        "SR-RND-02",
        "A length over the limit or of no byte is refused",
        [RANDOM],
        Once: limits
    ),
    case!(
        "SR-RND-03",
        "Two outputs are never equal",
        [RANDOM],
        Once: fresh
    ),
];

async fn length(bench: &Bench) -> Verdict {
    let most = bench.limits().random_bytes;
    for len in [1, 32, most - 1, most] {
        let random = bench.driver().generate_random(&RandomRequest::new(len)).await?;
        ensure!(random.len() == len, "{} bytes came for {len}", random.len());
    }
    Ok(())
}

async fn limits(bench: &Bench) -> Verdict {
    for len in [0, bench.limits().random_bytes + 1] {
        let request = RandomRequest::new(len);
        refused(bench.driver().generate_random(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("{len} bytes"))?;
    }
    Ok(())
}

async fn fresh(bench: &Bench) -> Verdict {
    let mut seen = BTreeSet::new();
    for call in 1..=64 {
        let random = bench.driver().generate_random(&RandomRequest::new(32)).await?;
        ensure!(
            seen.insert(random.expose().to_vec()),
            "call {call} gave the same 32 bytes for the second time",
        );
    }
    Ok(())
}
