//! The promises of the tables.

use std::sync::Arc;

use domain::event::Event;
use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow, MappingTarget};
use domain::trail::{Cause, TrailEntry};
use futures_util::future::join;
use jiff::Timestamp;

use super::{Broken, Promised, holds, indexes};
use crate::ports::{CommitError, Operation, Tables};
use crate::rows::{Body, Commit, Index, Row};

/// Runs every check. `first_order` and the 29 ids after it must be nobody else's; indexes may lag by what `settle` waits for.
///
/// # Errors
/// With the first promise that is broken.
pub async fn all<T: Tables, F: Future<Output = ()>>(
    tables: &T,
    first_order: u64,
    now: Timestamp,
    settle: impl Fn() -> F,
) -> Result<(), Broken> {
    an_order_is_committed_once_for_each_version(tables, OrderId(first_order), now).await?;
    a_commit_is_all_or_nothing(tables, OrderId(first_order + 1), now).await?;
    a_long_order_is_loaded_whole(tables, OrderId(first_order + 2), now).await?;
    a_trail_entry_is_never_overwritten(tables, OrderId(first_order + 4), now).await?;
    of_two_commits_at_once_one_is_lost(tables, OrderId(first_order + 5), now).await?;
    indexes::all(tables, first_order + 10, now, &settle).await?;
    mappings_are_versioned(tables, first_order, now).await?;
    operations_are_versioned(tables, first_order).await?;
    a_window_counts_no_more_than_its_ceiling(tables, first_order).await
}

pub(super) fn root(version: u64, body: &str) -> Row {
    Row { item: "root".to_owned(), body: Body::Raw(body.to_owned()), index: Index::Root { version, schema: 1 } }
}

pub(super) fn row(item: &str, index: Index) -> Row {
    Row { item: item.to_owned(), body: Body::Raw("{}".to_owned()), index }
}

fn entry(at: Timestamp) -> TrailEntry {
    TrailEntry {
        at,
        actor: "contract".to_owned(),
        cause: Cause("contract".to_owned()),
        event: Event::Unread { why: None },
    }
}

pub(super) fn commit(order: OrderId, expected: u64, put: Vec<Row>, now: Timestamp) -> Commit {
    let trail = vec![(format!("trail#{:010}#00", expected + 1), entry(now))];
    Commit { order, expected, put, delete: Vec::new(), trail }
}

async fn an_order_is_committed_once_for_each_version(
    tables: &impl Tables,
    order: OrderId,
    now: Timestamp,
) -> Result<(), Broken> {
    holds(tables.load(order).await.promised("load")?.is_empty(), "an unknown order has no rows")?;
    let first = commit(order, 0, vec![root(1, "one")], now);
    tables.commit(&first).await.promised("the first commit")?;
    let other = commit(order, 0, vec![root(1, "other")], now);
    holds(matches!(tables.commit(&other).await, Err(CommitError::Lost)), "two first commits cannot both hold")?;
    tables.commit(&commit(order, 1, vec![root(2, "two")], now)).await.promised("the second commit")?;
    let late = commit(order, 1, vec![root(2, "late")], now);
    holds(matches!(tables.commit(&late).await, Err(CommitError::Lost)), "a commit on an old version is lost")?;
    let rows = tables.load(order).await.promised("load")?;
    holds(rows == vec![root(2, "two")], "a load shows the last commit at once")?;
    holds(tables.trail(order).await.promised("trail")?.len() == 2, "a lost commit leaves no trail")
}

async fn a_commit_is_all_or_nothing(tables: &impl Tables, order: OrderId, now: Timestamp) -> Result<(), Broken> {
    let part = row("part#0001", Index::None);
    tables.commit(&commit(order, 0, vec![root(1, "one"), part.clone()], now)).await.promised("commit")?;
    let lost = Commit { delete: vec![part.item.clone()], ..commit(order, 7, vec![root(8, "eight")], now) };
    holds(matches!(tables.commit(&lost).await, Err(CommitError::Lost)), "a commit on a future version is lost")?;
    holds(tables.load(order).await.promised("load")?.len() == 2, "a lost commit deletes nothing")?;
    let gone = Commit { delete: vec![part.item], ..commit(order, 1, vec![root(2, "two")], now) };
    tables.commit(&gone).await.promised("commit")?;
    holds(tables.load(order).await.promised("load")?.len() == 1, "a commit deletes what it names")
}

async fn a_trail_entry_is_never_overwritten(
    tables: &impl Tables,
    order: OrderId,
    now: Timestamp,
) -> Result<(), Broken> {
    let first = commit(order, 0, vec![root(1, "one")], now);
    tables.commit(&first).await.promised("commit")?;
    let again = Commit { trail: first.trail, ..commit(order, 1, vec![root(2, "two")], now) };
    // Not lost: who loads and tries again would come to the same, without end.
    holds(matches!(tables.commit(&again).await, Err(CommitError::Table(_))), "a second entry under a key is an error")?;
    holds(tables.load(order).await.promised("load")? == vec![root(1, "one")], "and nothing of its commit is written")
}

async fn of_two_commits_at_once_one_is_lost(
    tables: &impl Tables,
    order: OrderId,
    now: Timestamp,
) -> Result<(), Broken> {
    for version in 1..=5 {
        let of = |body| commit(order, version - 1, vec![root(version, body)], now);
        let (left, right) = (of("left"), of("right"));
        let outcome = join(tables.commit(&left), tables.commit(&right)).await;
        let stands = match outcome {
            (Ok(()), Err(CommitError::Lost)) => "left",
            (Err(CommitError::Lost), Ok(())) => "right",
            other => return Err(Broken(format!("of two commits at once one holds and one is lost: {other:?}"))),
        };
        let rows = tables.load(order).await.promised("load")?;
        holds(rows == vec![root(version, stands)], "what stands is of the commit that held")?;
    }
    holds(tables.trail(order).await.promised("trail")?.len() == 5, "each version leaves one trail")
}

async fn a_long_order_is_loaded_whole(tables: &impl Tables, order: OrderId, now: Timestamp) -> Result<(), Broken> {
    // More than one page of 1 MB, and no trail among it.
    let big = "x".repeat(60_000);
    let mut held = Vec::new();
    for version in 1..=4_u64 {
        let mut put = vec![root(version, "long")];
        put.extend((0..6_u64).map(|number| Row {
            item: format!("part#{:04}", version * 10 + number),
            body: Body::Raw(big.clone()),
            index: Index::None,
        }));
        held.extend(put.iter().skip(1).map(|row| row.item.clone()));
        tables.commit(&commit(order, version - 1, put, now)).await.promised("commit of a long order")?;
    }
    let loaded = tables.load(order).await.promised("load")?;
    holds(loaded.len() == held.len() + 1, "a long order is loaded whole, page by page, without its trail")?;
    holds(held.iter().all(|item| loaded.iter().any(|row| row.item == *item)), "no row of a long order is missing")
}

async fn mappings_are_versioned(tables: &impl Tables, salt: u64, now: Timestamp) -> Result<(), Broken> {
    let target = |code: &str| domain::code::ChargeCode::parse(code).map(MappingTarget::Charge);
    let source = format!("contract-{salt}");
    let row = |code: &str, version| -> Result<MappingRow, Broken> {
        let target = target(code).promised("code")?;
        Ok(MappingRow { source: source.clone(), target, version, author: "contract".to_owned(), changed_at: now })
    };
    holds(tables.put_mapping(&row("FRT", 1)?).await.promised("put")?, "a first row is written")?;
    holds(!tables.put_mapping(&row("DUP", 1)?).await.promised("put")?, "a second first row is refused")?;
    holds(!tables.put_mapping(&row("GAP", 3)?).await.promised("put")?, "a version cannot be left out")?;
    holds(tables.put_mapping(&row("FR2", 2)?).await.promised("put")?, "the next version is written")?;
    let keys: Vec<CodeKey> = (0..150)
        .map(|number| CodeKey::new(MappingKind::Charge, format!("absent-{number}")))
        .chain([CodeKey::new(MappingKind::Charge, source.clone())])
        .collect();
    let found = tables.mappings(&keys).await.promised("mappings")?;
    holds(found == vec![Arc::new(row("FR2", 2)?)], "a batch of more than 100 codes finds those that exist")?;
    let all = tables.mappings_of(MappingKind::Charge).await.promised("mappings of a kind")?;
    holds(all.contains(&row("FR2", 2)?), "all rows of a kind are listed")
}

async fn operations_are_versioned(tables: &impl Tables, salt: u64) -> Result<(), Broken> {
    let kind = format!("contract-{salt}");
    let row =
        |body: &str, version| Operation { kind: kind.clone(), name: "x".to_owned(), body: body.to_owned(), version };
    holds(tables.put_operation(&row("1", 1)).await.promised("put")?, "a first row is written")?;
    holds(!tables.put_operation(&row("again", 1)).await.promised("put")?, "a second first row is refused")?;
    holds(tables.put_operation(&row("2", 2)).await.promised("put")?, "the next version is written")?;
    holds(tables.operation(&kind, "x").await.promised("get")? == Some(row("2", 2)), "a row is read as it was written")?;
    holds(tables.operations(&kind).await.promised("list")?.len() == 1, "the rows of a kind are listed")?;
    holds(!tables.delete_operation(&row("1", 1)).await.promised("delete")?, "a row that moved on is not deleted")?;
    holds(tables.delete_operation(&row("2", 2)).await.promised("delete")?, "a row is deleted")?;
    holds(tables.operation(&kind, "x").await.promised("get")?.is_none(), "a deleted row is gone")
}

async fn a_window_counts_no_more_than_its_ceiling(tables: &impl Tables, salt: u64) -> Result<(), Broken> {
    let counter = format!("contract-{salt}");
    // Window and ceiling of each call, one after another, and whether it is counted.
    let calls = [
        (10, 0, false, "a ceiling of nothing grants nothing"),
        (10, 3, true, "a first window grants"),
        (10, 3, true, "up to its ceiling"),
        (10, 3, true, "up to its ceiling, it included"),
        (10, 3, false, "and no more"),
        (10, 4, true, "a higher ceiling grants what is left up to it"),
        (10, 3, false, "a lower one is reached already"),
        (12, 1, true, "a later window starts at nothing, one that was left out or not"),
        (12, 1, false, "and has its own ceiling"),
        (11, 9, false, "a window that is over grants nothing, also one in which nothing was counted"),
        (12, 1, false, "and does not reset the one that stands"),
        (13, 0, false, "a ceiling of nothing does not begin a window"),
        (12, 2, true, "so that the one before still counts"),
    ];
    for (window, ceiling, counts, what) in calls {
        holds(tables.count_call(&counter, window, ceiling).await.promised("count")? == counts, what)?;
    }
    let other = format!("{counter}-other");
    holds(tables.count_call(&other, 1, 1).await.promised("count")?, "each counter has windows of its own")
}
