//! Many calls at once, and calls that are given up.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use strongroom_core::request::{CreateAliasRequest, CreateKeyRequest};
use strongroom_core::{ErrorKind, KeySpec, KeyUsage, Operation};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::bench::{Bench, NO_CONTEXT};
use crate::case::{Case, case};
use crate::probe::Probe;
use crate::refusal::Inventory;
use crate::verdict::{At, Failure, Verdict, ensure};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-CON-01",
        "A call that is dropped leaves the store whole",
        [CREATE, ENCRYPT, DECRYPT, SYMMETRIC],
        Operations(Operation::ALL): dropped
    ),
    case!(
        "SR-CON-02",
        "Many tasks encrypt and decrypt at once",
        [ENCRYPT, DECRYPT, CREATE, SYMMETRIC],
        Once: encrypting
    ),
    case!(
        "SR-CON-03",
        "Keys that are created at once are all there, and distinct",
        [CREATE, LIST, SYMMETRIC],
        Once: creating
    ),
    case!(
        "SR-CON-04",
        "Of many that want a name at once one gets it",
        [CREATE_ALIAS, DESCRIBE, CREATE, SYMMETRIC],
        Once: one_name
    ),
    case!(
        "SR-CON-05",
        "A key that is changed while it is used is either usable or refused",
        [ENCRYPT, DISABLE, ENABLE, DECRYPT, CREATE, SYMMETRIC],
        Once: changing
    ),
];

const TASKS: usize = 8;

async fn dropped(bench: &Bench, operation: Operation) -> Verdict {
    let probe = Probe::on_new_key(bench, operation).await?;
    for polls in 0..3 {
        let answer = give_up(probe.call(bench.driver()), polls);
        if let (Operation::CreateKey, Some(Ok(Some(key)))) = (operation, answer) {
            bench.adopt(key);
        }
    }
    let key = bench.symmetric().await?;
    let sealed = bench.encrypt(&key, b"x", &NO_CONTEXT).await.at("an encryption afterwards")?;
    bench.decrypt(&key, &sealed, &NO_CONTEXT).await.at("a decryption afterwards")?;
    let inventory = Inventory::take(bench).await.at("the inventory afterwards")?;
    for alias in &inventory.aliases {
        let target = alias.target.as_ref();
        ensure!(
            inventory.keys.is_empty()
                || target.is_none_or(|key| inventory.keys.iter().any(|one| one.arn == *key)),
            "{} points to {target:?}, which is not listed",
            alias.name,
        );
    }
    Ok(())
}

/// Polls a call some times, and drops it if there is no answer yet.
fn give_up<T>(call: impl Future<Output = T>, polls: usize) -> Option<T> {
    let mut call = pin!(call);
    for _ in 0..polls {
        let poll = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(answer) = poll {
            return Some(answer);
        }
    }
    None
}

/// Waits for all tasks.
async fn join<T: 'static>(mut tasks: JoinSet<Result<T, Failure>>) -> Result<Vec<T>, Failure> {
    let mut results = Vec::new();
    while let Some(result) = tasks.join_next().await {
        results.push(result.map_err(Failure::new)??);
    }
    Ok(results)
}

async fn encrypting(bench: &Bench) -> Verdict {
    const ROUNDS: usize = 50;
    let key = bench.symmetric().await?;
    let (mut tasks, start) = (JoinSet::new(), Arc::new(Barrier::new(TASKS)));
    for task in 0..TASKS {
        let (store, key, start) = (bench.store().clone(), key.clone(), Arc::clone(&start));
        tasks.spawn(async move {
            start.wait().await;
            for round in 0..ROUNDS {
                let plaintext = format!("task {task}, round {round}");
                let sealed = store.encrypt(&key, &plaintext).context("task", &plaintext).await?;
                let opened = store.decrypt(&key, &sealed).context("task", &plaintext).await?;
                ensure!(opened.expose() == plaintext.as_bytes(), "{plaintext}: other bytes");
            }
            Ok(())
        });
    }
    join(tasks).await.map(drop)
}

async fn creating(bench: &Bench) -> Verdict {
    let (mut tasks, start) = (JoinSet::new(), Arc::new(Barrier::new(TASKS)));
    for _ in 0..TASKS {
        let (store, start) = (bench.store().clone(), Arc::clone(&start));
        tasks.spawn(async move {
            start.wait().await;
            let request =
                CreateKeyRequest::new(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
            let key = store.driver().create_key(&request).await?.arn;
            store.list_keys().await.at("a listing meanwhile")?;
            Ok(key)
        });
    }
    let keys = join(tasks).await?;
    for key in &keys {
        bench.adopt(key.clone());
    }
    bench.settle().await;
    let listed = bench.list_keys(None).await?;
    for key in &keys {
        ensure!(listed.contains(key), "{key} is not listed");
    }
    let distinct: BTreeSet<_> = keys.iter().collect();
    ensure!(distinct.len() == TASKS, "{TASKS} calls made {} keys", distinct.len());
    Ok(())
}

async fn one_name(bench: &Bench) -> Verdict {
    let alias = bench.unused_alias()?;
    let mut keys = Vec::new();
    for _ in 0..TASKS {
        keys.push(bench.create_symmetric().await?);
    }
    let (mut tasks, start) = (JoinSet::new(), Arc::new(Barrier::new(TASKS)));
    for key in keys {
        let (store, alias, start) = (bench.store().clone(), alias.clone(), Arc::clone(&start));
        tasks.spawn(async move {
            start.wait().await;
            let request = CreateAliasRequest::new(alias, (&key).into());
            match store.driver().create_alias(&request).await {
                Ok(()) => Ok(Some(key)),
                Err(error)
                    if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::Conflict) =>
                {
                    Ok(None)
                }
                Err(error) => Err(error.into()),
            }
        });
    }
    let winners: Vec<_> = join(tasks).await?.into_iter().flatten().collect();
    ensure!(winners.len() == 1, "{} calls were told that they got the name", winners.len());
    bench.settle().await;
    let named = bench.store().describe_key(&alias).await?.arn;
    ensure!(named == winners[0], "{} was told, the name is with {named}", winners[0]);
    Ok(())
}

async fn changing(bench: &Bench) -> Verdict {
    const ROUNDS: usize = 10;
    let key = bench.create_symmetric().await?;
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (store, key) = (bench.store().clone(), key.clone());
        tasks.spawn(async move {
            for _ in 0..ROUNDS {
                match store.encrypt(&key, b"x").await {
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::Disabled => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(())
        });
    }
    for _ in 0..ROUNDS {
        bench.disable(&key).await?;
        bench.enable(&key).await?;
    }
    join(tasks).await?;
    let sealed = bench.encrypt(&key, b"x", &NO_CONTEXT).await.at("afterwards")?;
    bench.decrypt(&key, &sealed, &NO_CONTEXT).await.at("afterwards")?;
    Ok(())
}
