//! Keys: created, named, described, listed.

use std::collections::BTreeSet;

use strongroom_core::request::{CreateKeyRequest, ListKeysRequest};
use strongroom_core::{
    ErrorKind, KeyArn, KeyManager, KeyRef, KeySpec, KeyState, KeyUsage, Operation, Origin, Result,
};

use crate::bench::{Bench, NO_CONTEXT};
use crate::case::{Case, case, kinds};
use crate::probe::{BY_ANY_NAME, MANAGING, NAMING_A_KEY, Probe, unknown_key};
use crate::refusal::Inventory;
use crate::verdict::{At, Verdict, ensure, refused, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-KEY-01",
        "A new key is enabled, as it was asked for, and has an ARN of the store",
        [CREATE],
        Keys: created
    ),
    case!(
        "SR-KEY-02",
        "A key describes as it was created",
        [DESCRIBE, CREATE],
        Keys: described
    ),
    case!(
        "SR-KEY-03",
        "A usage that does not go with the spec is refused, and no key is made",
        [CREATE],
        Once: wrong_usage
    ),
    case!(
        "SR-KEY-04",
        "A description is kept to the letter, up to the limit",
        [CREATE, DESCRIBE, SYMMETRIC],
        Once: description
    ),
    case!(
        "SR-KEY-05",
        "Two keys never have the same ARN or material",
        [CREATE, ENCRYPT, DECRYPT, SYMMETRIC],
        Once: distinct
    ),
    case!(
        "SR-KEY-06",
        "A key is named by id, ARN, alias and alias ARN, and answered by ARN",
        [CREATE_ALIAS, CREATE],
        Operations(BY_ANY_NAME): by_any_name
    ),
    case!(
        "SR-KEY-07",
        "Managing calls refuse an alias",
        [CREATE_ALIAS, CREATE],
        Operations(MANAGING): no_alias
    ),
    case!(
        "SR-KEY-08",
        "A key that does not exist is not found",
        [CREATE],
        Operations(NAMING_A_KEY): unknown
    ),
    case!(
        "SR-KEY-09",
        "A key of another account or region is not found or not allowed",
        [CREATE],
        Operations(NAMING_A_KEY): foreign
    ),
    case!(
        "SR-KEY-10",
        "An alias that does not exist is not found",
        [CREATE],
        Operations(BY_ANY_NAME): unknown_alias
    ),
    case!(
        "SR-KEY-11",
        "The pages of a listing hold each key once",
        [LIST, CREATE, SYMMETRIC],
        Once: listed
    ),
    case!(
        "SR-KEY-12",
        "A page holds no more than was asked for, and its size has limits",
        [LIST, CREATE, SYMMETRIC],
        Once: page_size
    ),
    case!(
        "SR-KEY-13",
        "A marker that is not the store's is refused",
        [LIST],
        Once: wrong_marker
    ),
    case!(
        "SR-KEY-14",
        "A malformed identifier is refused",
        [DESCRIBE, ENCRYPT],
        Once: malformed
    ),
];

type Kind = (KeySpec, KeyUsage);

async fn created(bench: &Bench, (spec, usage): Kind) -> Verdict {
    let key = bench.key(spec, usage).await?;
    ensure!((key.spec, key.usage) == (spec, usage), "it is a {} key for {}", key.spec, key.usage,);
    ensure!(key.state == KeyState::Enabled, "its state is {}", key.state);
    ensure!(key.manager == KeyManager::Customer, "its manager is {}", key.manager);
    ensure!(
        matches!(key.origin, Origin::AwsKms | Origin::AwsCloudHsm),
        "its origin is {}",
        key.origin,
    );
    ensure!(key.deletion.is_none(), "it has a date of deletion");
    let scope = &bench.store().info().scope;
    ensure!(key.arn.scope() == scope, "{} is not an ARN of {scope}", key.arn);
    Ok(())
}

async fn described(bench: &Bench, (spec, usage): Kind) -> Verdict {
    let key = bench.key(spec, usage).await?;
    let described = bench.describe(&key.arn).await?;
    ensure!(described == key, "created as {key:?}, described as {described:?}");
    Ok(())
}

async fn wrong_usage(bench: &Bench) -> Verdict {
    let before = Inventory::take(bench).await?;
    for spec in KeySpec::ALL {
        for usage in KeyUsage::ALL.iter().filter(|usage| !spec.usages().contains(usage)) {
            let result = bench.driver().create_key(&CreateKeyRequest::new(*spec, *usage)).await;
            let declared = kinds().any(|(one, usage)| {
                one == *spec && bench.supports(strongroom_core::Capability::Key(one, usage))
            });
            let kinds: &[ErrorKind] = if declared {
                &[ErrorKind::InvalidInput]
            } else {
                &[ErrorKind::InvalidInput, ErrorKind::Unsupported]
            };
            refused_as_one_of(result, kinds).at(format_args!("{spec} for {usage}"))?;
        }
    }
    let after = Inventory::take(bench).await?;
    ensure!(before == after, "a refused creation left a trace");
    Ok(())
}

async fn description(bench: &Bench) -> Verdict {
    let create = |description: String| async move {
        let request = CreateKeyRequest::new(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt)
            .description(description);
        bench.driver().create_key(&request).await
    };
    let longest = "ü".repeat(CreateKeyRequest::MAX_DESCRIPTION);
    for text in ["Schlüssel \"für\" Ünïcode 🔑\n", &longest] {
        let key = create(text.to_owned()).await?;
        bench.adopt(key.arn.clone());
        bench.settle().await;
        let described = bench.describe(&key.arn).await?;
        ensure!(
            described.description == text,
            "a description of {} characters comes back as one of {}",
            text.chars().count(),
            described.description.chars().count(),
        );
    }
    refused(create(longest + "x").await, ErrorKind::InvalidInput).at("a longer description")
}

async fn distinct(bench: &Bench) -> Verdict {
    let (first, second) = (bench.symmetric().await?, bench.create_symmetric().await?);
    ensure!(first != second, "{first} was given twice");
    let sealed = bench.encrypt(&first, b"x", &NO_CONTEXT).await?;
    refused(bench.decrypt(&second, &sealed, &NO_CONTEXT).await, ErrorKind::DecryptionFailed)
}

async fn by_any_name(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_shared_key(bench, operation).await?;
    let key = probe.arn().clone();
    let alias = bench.alias(&key).await?;
    for name in [
        key.key_id().to_owned(),
        key.to_string(),
        alias.to_string(),
        format!("arn:{}:{alias}", key.scope()),
    ] {
        let probe = probe.clone().naming(KeyRef::parse(name.clone())?);
        let answered = probe.call(bench.driver()).await.at(&name)?;
        ensure!(
            answered.as_ref().is_none_or(|answered| *answered == key),
            "{name}: {key} is answered as {answered:?}",
        );
    }
    Ok(())
}

async fn no_alias(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_new_key(bench, operation).await?;
    let alias = bench.alias(probe.arn()).await?;
    for name in [alias.to_string(), format!("arn:{}:{alias}", probe.arn().scope())] {
        let probe = probe.clone().naming(KeyRef::parse(name.clone())?);
        refused(probe.call(bench.driver()).await, ErrorKind::InvalidInput).at(name)?;
    }
    Ok(())
}

async fn unknown(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_shared_key(bench, operation).await?;
    let arn = unknown_key(bench)?;
    for name in [arn.key_id(), arn.as_str()] {
        let probe = probe.clone().naming(KeyRef::parse(name.to_owned())?);
        refused(probe.call(bench.driver()).await, ErrorKind::NotFound).at(name)?;
    }
    Ok(())
}

async fn foreign(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_shared_key(bench, operation).await?;
    for name in foreign_names(probe.arn())? {
        let probe = probe.clone().naming(KeyRef::from(&name).into_owned());
        refused_as_one_of(
            probe.call(bench.driver()).await,
            &[ErrorKind::NotFound, ErrorKind::AccessDenied],
        )
        .at(name)?;
    }
    Ok(())
}

/// The id of a key under another account and under another region.
fn foreign_names(key: &KeyArn) -> Result<[KeyArn; 2]> {
    let partition = key.scope().split(':').next().unwrap_or("aws");
    let (region, account, id) = (key.region(), key.account(), key.key_id());
    let other_account = if account == "444455556666" { "777788889999" } else { "444455556666" };
    let other_region = if region == "ap-southeast-2" { "eu-north-1" } else { "ap-southeast-2" };
    Ok([
        KeyArn::parse(&format!("arn:{partition}:kms:{region}:{other_account}:key/{id}"))?,
        KeyArn::parse(&format!("arn:{partition}:kms:{other_region}:{account}:key/{id}"))?,
    ])
}

async fn unknown_alias(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_shared_key(bench, operation).await?;
    let alias = bench.unused_alias()?;
    let probe = probe.naming(KeyRef::from(&alias).into_owned());
    refused(probe.call(bench.driver()).await, ErrorKind::NotFound)
}

/// The size of a page that makes many pages, without a thousand calls in a large account.
fn page(bench: &Bench) -> usize {
    if bench.is_cheap() { 2 } else { 20 }
}

async fn listed(bench: &Bench) -> Verdict {
    let mut made = BTreeSet::new();
    for _ in 0..3 {
        made.insert(bench.create_symmetric().await?);
    }
    for limit in [None, Some(page(bench)), Some(page(bench) + 1)] {
        let listed = bench.list_keys(limit).await?;
        let set: BTreeSet<_> = listed.iter().cloned().collect();
        ensure!(
            set.len() == listed.len(),
            "pages of {limit:?}: {} keys are listed more than once",
            listed.len() - set.len(),
        );
        for key in bench.created().iter().chain(&made) {
            ensure!(set.contains(key), "pages of {limit:?}: {key} is not listed");
        }
    }
    Ok(())
}

async fn page_size(bench: &Bench) -> Verdict {
    bench.create_symmetric().await?;
    bench.create_symmetric().await?;
    let most = bench.limits().page_items;
    for limit in [1, most - 1, most] {
        let page = bench.driver().list_keys(&ListKeysRequest::new().limit(limit)).await?;
        ensure!(page.items.len() <= limit, "a page of {limit} holds {}", page.items.len());
    }
    for limit in [0, most + 1] {
        let request = ListKeysRequest::new().limit(limit);
        refused(bench.driver().list_keys(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("a page of {limit}"))?;
    }
    Ok(())
}

async fn wrong_marker(bench: &Bench) -> Verdict {
    for marker in ["not a marker", "\u{0}", "9999999999999999999999"] {
        let request = ListKeysRequest::new().marker(Some(marker));
        refused(bench.driver().list_keys(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("{marker:?}"))?;
    }
    Ok(())
}

async fn malformed(bench: &Bench) -> Verdict {
    for name in ["", "key", "alias/", "alias/a b", "arn:aws:kms:eu-west-1:key/1", "../keys/1"] {
        refused(bench.store().encrypt(name, b"x").await, ErrorKind::InvalidInput)
            .at(format_args!("{name:?}"))?;
        refused(bench.store().describe_key(name).await, ErrorKind::InvalidInput)
            .at(format_args!("{name:?}"))?;
    }
    Ok(())
}
