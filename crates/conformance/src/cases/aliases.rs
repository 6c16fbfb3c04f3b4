//! Aliases.

use std::collections::BTreeSet;

use strongroom_core::request::{
    CreateAliasRequest, DecryptRequest, DeleteAliasRequest, DescribeKeyRequest, EncryptRequest,
    ListAliasesRequest, UpdateAliasRequest,
};
use strongroom_core::{AliasName, ErrorKind, KeyArn, Result};

use crate::bench::{Bench, NO_CONTEXT};
use crate::case::{Case, case};
use crate::probe::unknown_key;
use crate::verdict::{At, Verdict, ensure, refused, refused_as_one_of};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-ALI-01",
        "What is encrypted by alias opens by ARN, and the reverse",
        [CREATE_ALIAS, ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: names_the_key
    ),
    case!(
        "SR-ALI-02",
        "A name that is taken is refused, and stays with its key",
        [CREATE_ALIAS, DESCRIBE, CREATE, SYMMETRIC],
        Once: taken
    ),
    case!(
        "SR-ALI-03",
        "An alias is moved to another key; what it encrypted before opens with the old key only",
        [UPDATE_ALIAS, CREATE_ALIAS, ENCRYPT, DECRYPT, DESCRIBE, CREATE, SYMMETRIC],
        Once: moved
    ),
    case!(
        "SR-ALI-04",
        "An alias is not moved to a key of another usage",
        [UPDATE_ALIAS, CREATE_ALIAS, SIGN, DESCRIBE, CREATE, SYMMETRIC],
        Once: other_usage
    ),
    case!(
        "SR-ALI-05",
        "An alias that does not exist is neither moved nor removed",
        [UPDATE_ALIAS, DELETE_ALIAS, CREATE, SYMMETRIC],
        Once: unknown
    ),
    case!(
        "SR-ALI-06",
        "A removed alias names nothing, its key stays, and the name is free",
        [DELETE_ALIAS, CREATE_ALIAS, DESCRIBE, CREATE, SYMMETRIC],
        Once: removed
    ),
    case!(
        "SR-ALI-07",
        "Names under alias/aws/ are reserved",
        [CREATE_ALIAS, UPDATE_ALIAS, DELETE_ALIAS, CREATE, SYMMETRIC],
        Once: reserved
    ),
    case!(
        "SR-ALI-08",
        "The pages of a listing hold each alias once, with its key",
        [LIST_ALIASES, CREATE_ALIAS, CREATE, SYMMETRIC],
        Once: listed
    ),
    case!(
        "SR-ALI-09",
        "The aliases of one key are listed alone",
        [LIST_ALIASES, CREATE_ALIAS, CREATE, SYMMETRIC],
        Once: listed_by_key
    ),
    case!(
        "SR-ALI-10",
        "A listing refuses page sizes out of bounds and markers that are not the store's",
        [LIST_ALIASES],
        Once: listing_limits
    ),
    case!(
        "SR-ALI-11",
        "A key has aliases up to the limit and no more",
        [CREATE_ALIAS, CREATE, SYMMETRIC],
        Once: limit
    ),
    case!(
        "SR-ALI-12",
        "The longest name is a name",
        [CREATE_ALIAS, DESCRIBE, DELETE_ALIAS, CREATE, SYMMETRIC],
        Once: longest
    ),
    case!(
        "SR-ALI-13",
        "No alias is made for a key that does not exist",
        [CREATE_ALIAS, LIST_ALIASES],
        Once: unknown_key_is_refused
    ),
];

async fn target(bench: &Bench, alias: &AliasName) -> Result<KeyArn> {
    Ok(bench.driver().describe_key(&DescribeKeyRequest::new(alias.into())).await?.arn)
}

async fn create(bench: &Bench, alias: &AliasName, key: &KeyArn) -> Result<()> {
    bench.driver().create_alias(&CreateAliasRequest::new(alias.clone(), key.into())).await
}

async fn update(bench: &Bench, alias: &AliasName, key: &KeyArn) -> Result<()> {
    bench.driver().update_alias(&UpdateAliasRequest::new(alias.clone(), key.into())).await
}

async fn delete(bench: &Bench, alias: &AliasName) -> Result<()> {
    bench.driver().delete_alias(&DeleteAliasRequest::new(alias.clone())).await
}

async fn names_the_key(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let alias = bench.alias(&key).await?;
    let by_alias = bench.driver().encrypt(&EncryptRequest::new((&alias).into(), b"x")).await?;
    ensure!(by_alias.key == key, "{key} is answered as {}", by_alias.key);
    bench.decrypt(&key, &by_alias.ciphertext, &NO_CONTEXT).await.at("opened by ARN")?;
    let by_arn = bench.encrypt(&key, b"x", &NO_CONTEXT).await?;
    let opened = bench
        .driver()
        .decrypt(&DecryptRequest::new((&alias).into(), &by_arn))
        .await
        .at("opened by alias")?;
    ensure!(opened.key == key, "{key} is answered as {}", opened.key);
    Ok(())
}

async fn taken(bench: &Bench) -> Verdict {
    let (first, second) = (bench.symmetric().await?, bench.create_symmetric().await?);
    let alias = bench.alias(&first).await?;
    refused(create(bench, &alias, &second).await, ErrorKind::AlreadyExists).at("another key")?;
    refused(create(bench, &alias, &first).await, ErrorKind::AlreadyExists).at("the same key")?;
    let named = target(bench, &alias).await?;
    ensure!(named == first, "it names {named} now");
    Ok(())
}

async fn moved(bench: &Bench) -> Verdict {
    let (old, new) = (bench.symmetric().await?, bench.create_symmetric().await?);
    let alias = bench.alias(&old).await?;
    let request = EncryptRequest::new((&alias).into(), b"x");
    let before = bench.driver().encrypt(&request).await?.ciphertext;
    bench.update_alias(&alias, &new).await?;
    let named = target(bench, &alias).await?;
    ensure!(named == new, "it names {named} afterwards, not {new}");
    let after = bench.driver().encrypt(&request).await?;
    ensure!(after.key == new, "it encrypts with {} afterwards, not {new}", after.key);
    bench.decrypt(&old, &before, &NO_CONTEXT).await.at("the old ciphertext with the old key")?;
    let request = DecryptRequest::new((&alias).into(), &before);
    refused(bench.driver().decrypt(&request).await, ErrorKind::DecryptionFailed)
        .at("the old ciphertext by alias")
}

/// Which of the two kinds AWS KMS answers is not documented.
async fn other_usage(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let (signer, _) = bench.signer().await?;
    let alias = bench.alias(&key).await?;
    refused_as_one_of(
        update(bench, &alias, &signer.arn).await,
        &[ErrorKind::InvalidInput, ErrorKind::InvalidKeyUsage],
    )?;
    let named = target(bench, &alias).await?;
    ensure!(named == key, "it names {named} now");
    Ok(())
}

async fn unknown(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let alias = bench.unused_alias()?;
    refused(update(bench, &alias, &key).await, ErrorKind::NotFound).at("moved")?;
    refused(delete(bench, &alias).await, ErrorKind::NotFound).at("removed")
}

async fn removed(bench: &Bench) -> Verdict {
    let (key, other) = (bench.symmetric().await?, bench.create_symmetric().await?);
    let alias = bench.alias(&key).await?;
    delete(bench, &alias).await?;
    bench.settle().await;
    refused(target(bench, &alias).await, ErrorKind::NotFound).at("used")?;
    refused(delete(bench, &alias).await, ErrorKind::NotFound).at("removed again")?;
    bench.describe(&key).await.at("its key")?;
    create(bench, &alias, &other).await.at("made again")?;
    bench.settle().await;
    let named = target(bench, &alias).await?;
    ensure!(named == other, "made again for {other}, it names {named}");
    Ok(())
}

async fn reserved(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let alias = AliasName::parse("alias/aws/strongroom-conformance")?;
    refused(create(bench, &alias, &key).await, ErrorKind::InvalidInput).at("made")?;
    refused(update(bench, &alias, &key).await, ErrorKind::InvalidInput).at("moved")?;
    refused(delete(bench, &alias).await, ErrorKind::InvalidInput).at("removed")
}

async fn listed(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let mut made = BTreeSet::new();
    for _ in 0..5 {
        made.insert(bench.alias(&key).await?);
    }
    let page = if bench.is_cheap() { 2 } else { 20 };
    for limit in [None, Some(page), Some(page + 1)] {
        let listed = bench.list_aliases(None, limit).await?;
        let names: BTreeSet<_> = listed.iter().map(|alias| alias.name.clone()).collect();
        ensure!(
            names.len() == listed.len(),
            "pages of {limit:?}: {} aliases are listed more than once",
            listed.len() - names.len(),
        );
        for name in &made {
            let alias = listed.iter().find(|alias| alias.name == *name);
            ensure!(
                alias.is_some_and(|alias| alias.target.as_ref() == Some(&key)),
                "pages of {limit:?}: {name} is listed as {alias:?}",
            );
        }
    }
    Ok(())
}

async fn listed_by_key(bench: &Bench) -> Verdict {
    let (key, other) = (bench.create_symmetric().await?, bench.create_symmetric().await?);
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(bench.alias(&key).await?);
    }
    bench.alias(&other).await?;
    made.sort();
    for limit in [None, Some(1), Some(2)] {
        let mut listed: Vec<_> = bench
            .list_aliases(Some(&key), limit)
            .await?
            .into_iter()
            .map(|alias| alias.name)
            .collect();
        listed.sort();
        ensure!(listed == made, "pages of {limit:?}: {listed:?} are listed, not {made:?}");
    }
    Ok(())
}

async fn listing_limits(bench: &Bench) -> Verdict {
    let most = bench.limits().page_items;
    for limit in [1, most] {
        let page = bench.driver().list_aliases(&ListAliasesRequest::new().limit(limit)).await?;
        ensure!(page.items.len() <= limit, "a page of {limit} holds {}", page.items.len());
    }
    for limit in [0, most + 1] {
        let request = ListAliasesRequest::new().limit(limit);
        refused(bench.driver().list_aliases(&request).await, ErrorKind::InvalidInput)
            .at(format_args!("a page of {limit}"))?;
    }
    let request = ListAliasesRequest::new().marker(Some("not a marker"));
    refused(bench.driver().list_aliases(&request).await, ErrorKind::InvalidInput).at("a marker")
}

async fn limit(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let most = bench.limits().aliases_per_key;
    for number in 1..=most {
        create(bench, &bench.unused_alias()?, &key).await.at(format_args!("alias {number}"))?;
    }
    bench.settle().await;
    refused(create(bench, &bench.unused_alias()?, &key).await, ErrorKind::LimitExceeded)
        .at(format_args!("alias {}", most + 1))
}

async fn longest(bench: &Bench) -> Verdict {
    let key = bench.symmetric().await?;
    let unused = bench.unused_alias()?.to_string();
    let alias = AliasName::parse(&format!("{unused}{}", "-".repeat(256 - unused.len())))?;
    create(bench, &alias, &key).await?;
    bench.settle().await;
    let named = target(bench, &alias).await;
    delete(bench, &alias).await?;
    let named = named?;
    ensure!(named == key, "it names {named}");
    Ok(())
}

async fn unknown_key_is_refused(bench: &Bench) -> Verdict {
    let alias = bench.unused_alias()?;
    refused(create(bench, &alias, &unknown_key(bench)?).await, ErrorKind::NotFound)?;
    bench.settle().await;
    let listed = bench.list_aliases(None, None).await?;
    ensure!(listed.iter().all(|listed| listed.name != alias), "it was made nevertheless");
    Ok(())
}
