//! Deletion, scheduled and cancelled.

use std::time::Duration;

use strongroom_core::{ErrorKind, KeyArn, KeyState};

use crate::bench::{Bench, NO_CONTEXT};
use crate::case::{Case, case};
use crate::verdict::{At, Failure, Verdict, ensure, refused};

pub(super) const CASES: &[Case] = &[
    case!(
        "SR-DEL-01",
        "The shortest and the longest waiting period are kept, and described",
        [SCHEDULE, DESCRIBE, CREATE, SYMMETRIC],
        Once: period
    ),
    case!(
        "SR-DEL-02",
        "A waiting period out of bounds is refused, and the key stays",
        [SCHEDULE, DESCRIBE, CREATE, SYMMETRIC],
        Once: limits
    ),
    case!(
        "SR-DEL-03",
        "A key whose deletion is cancelled is disabled, and as before when it is enabled",
        [CANCEL, SCHEDULE, ENABLE, ENCRYPT, DECRYPT, DESCRIBE, CREATE, SYMMETRIC],
        Once: cancelled
    ),
    case!(
        "SR-DEL-04",
        "A deletion that is not pending cannot be cancelled",
        [CANCEL, SCHEDULE, DISABLE, CREATE, SYMMETRIC],
        Once: nothing_to_cancel
    ),
    case!(
        "SR-DEL-05",
        "A key that is pending deletion is still listed, and so are its aliases",
        [SCHEDULE, LIST, LIST_ALIASES, CREATE_ALIAS, CREATE, SYMMETRIC],
        Once: listed
    ),
    case!(
        "SR-DEL-06",
        "A disabled key can be scheduled for deletion",
        [SCHEDULE, DISABLE, DESCRIBE, CREATE, SYMMETRIC],
        Once: disabled
    ),
];

const DAY: Duration = Duration::from_hours(24);

async fn period(bench: &Bench) -> Verdict {
    let (least, most) = bench.limits().deletion_days;
    let mut dates = Vec::new();
    for days in [least, most] {
        let key = bench.create_symmetric().await?;
        let scheduled = bench.schedule(&key, days).await.at(format_args!("{days} days"))?;
        ensure!(scheduled.key == key, "{key} is answered as {}", scheduled.key);
        let described = bench.describe(&key).await?.deletion;
        let described = described.ok_or_else(|| Failure::new("no date is described"))?;
        ensure!(
            described == scheduled.deletion,
            "{days} days: {:?} is answered, {described:?} described",
            scheduled.deletion,
        );
        dates.push(described);
    }
    let apart = dates[1].duration_since(dates[0]).unwrap_or_default();
    let wanted = DAY * (most - least);
    ensure!(
        wanted.abs_diff(apart) <= DAY,
        "the dates are {} hours apart, {} were asked for",
        apart.as_secs() / 3600,
        wanted.as_secs() / 3600,
    );
    Ok(())
}

async fn limits(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let (least, most) = bench.limits().deletion_days;
    for days in [0, least - 1, most + 1] {
        refused(bench.schedule(&key, days).await, ErrorKind::InvalidInput)
            .at(format_args!("{days} days"))?;
    }
    is_in(bench, &key, KeyState::Enabled).await
}

async fn cancelled(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let sealed = bench.encrypt(&key, b"kept", &NO_CONTEXT).await?;
    bench.schedule_soon(&key).await?;
    let answered = bench.cancel(&key).await?;
    ensure!(answered == key, "{key} is answered as {answered}");
    is_in(bench, &key, KeyState::Disabled).await?;
    ensure!(bench.describe(&key).await?.deletion.is_none(), "a date of deletion is described");
    refused(bench.decrypt(&key, &sealed, &NO_CONTEXT).await, ErrorKind::Disabled)
        .at("used before it is enabled")?;
    bench.enable(&key).await?;
    ensure!(bench.decrypt(&key, &sealed, &NO_CONTEXT).await? == b"kept", "it opens to other bytes");
    Ok(())
}

async fn nothing_to_cancel(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    refused(bench.cancel(&key).await, ErrorKind::InvalidState).at("enabled")?;
    bench.disable(&key).await?;
    refused(bench.cancel(&key).await, ErrorKind::InvalidState).at("disabled")?;
    bench.schedule_soon(&key).await?;
    bench.cancel(&key).await?;
    refused(bench.cancel(&key).await, ErrorKind::InvalidState).at("cancelled already")
}

async fn listed(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    let alias = bench.alias(&key).await?;
    bench.schedule_soon(&key).await?;
    ensure!(bench.list_keys(None).await?.contains(&key), "the key is not listed");
    let aliases = bench.list_aliases(Some(&key), None).await?;
    ensure!(aliases.iter().any(|listed| listed.name == alias), "its alias is not listed");
    Ok(())
}

async fn disabled(bench: &Bench) -> Verdict {
    let key = bench.create_symmetric().await?;
    bench.disable(&key).await?;
    bench.schedule_soon(&key).await?;
    is_in(bench, &key, KeyState::PendingDeletion).await
}

async fn is_in(bench: &Bench, key: &KeyArn, state: KeyState) -> Verdict {
    let described = bench.describe(key).await?.state;
    ensure!(described == state, "its state is {described}, not {state}");
    Ok(())
}
