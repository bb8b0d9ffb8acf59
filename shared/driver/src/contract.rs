//! What every implementation of the tables must do. The in-memory ones and DynamoDB run these same checks.

use domain::event::Event;
use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow, MappingTarget};
use domain::step::Lane;
use domain::trail::{Cause, TrailEntry};
use jiff::{SignedDuration, Timestamp};

use crate::ports::{CommitError, DueOrder, Operation, Tables, Waiting};
use crate::rows::{Commit, Index, Row, missing_code};

/// A broken promise of the tables, in a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(String);

impl<E: std::error::Error> From<BrokenBy<E>> for Broken {
    fn from(BrokenBy(what, error): BrokenBy<E>) -> Self {
        Self(format!("{what}: {error:?}"))
    }
}

struct BrokenBy<E>(&'static str, E);

trait Promised<T> {
    fn promised(self, what: &'static str) -> Result<T, Broken>;
}

impl<T, E: std::error::Error> Promised<T> for Result<T, E> {
    fn promised(self, what: &'static str) -> Result<T, Broken> {
        self.map_err(|error| BrokenBy(what, error).into())
    }
}

fn holds(condition: bool, what: &str) -> Result<(), Broken> {
    if condition { Ok(()) } else { Err(Broken(what.to_owned())) }
}

/// Runs every check. `orders` must be ids that nobody else uses; indexes may lag by what `settle` waits for.
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
    due_orders_come_oldest_first(tables, first_order + 10, now, &settle).await?;
    other_indexes_find_their_orders(tables, OrderId(first_order + 3), now, &settle).await?;
    mappings_are_versioned(tables, first_order, now).await?;
    operations_are_versioned(tables, first_order).await?;
    a_window_counts_no_more_than_its_ceiling(tables, first_order).await
}

fn root(version: u64, body: &str) -> Row {
    Row { item: "root".to_owned(), body: body.to_owned(), index: Index::Root { version, schema: 1 } }
}

fn row(item: &str, index: Index) -> Row {
    Row { item: item.to_owned(), body: "{}".to_owned(), index }
}

fn entry(at: Timestamp) -> TrailEntry {
    TrailEntry {
        at,
        actor: "contract".to_owned(),
        cause: Cause("contract".to_owned()),
        event: Event::Unread { why: None },
    }
}

fn commit(order: OrderId, expected: u64, put: Vec<Row>, now: Timestamp) -> Commit {
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

async fn a_long_order_is_loaded_whole(tables: &impl Tables, order: OrderId, now: Timestamp) -> Result<(), Broken> {
    // More than one page of 1 MB, and no trail among it.
    let big = "x".repeat(60_000);
    let mut held = Vec::new();
    for version in 1..=4_u64 {
        let mut put = vec![root(version, "long")];
        put.extend((0..6_u64).map(|number| Row {
            item: format!("part#{:04}", version * 10 + number),
            body: big.clone(),
            index: Index::None,
        }));
        held.extend(put.iter().skip(1).map(|row| row.item.clone()));
        tables.commit(&commit(order, version - 1, put, now)).await.promised("commit of a long order")?;
    }
    let loaded = tables.load(order).await.promised("load")?;
    holds(loaded.len() == held.len() + 1, "a long order is loaded whole, page by page, without its trail")?;
    holds(held.iter().all(|item| loaded.iter().any(|row| row.item == *item)), "no row of a long order is missing")
}

async fn due_orders_come_oldest_first<T: Tables, F: Future<Output = ()>>(
    tables: &T,
    first: u64,
    now: Timestamp,
    settle: &impl Fn() -> F,
) -> Result<(), Broken> {
    // A shard of its own, so that orders of other runs are not in the way.
    let shard = u16::try_from(1000 + first % 50_000).unwrap_or(999);
    let due = |minutes: i64| now - SignedDuration::from_mins(minutes);
    for (order, at) in [(first, due(1)), (first + 1, due(3)), (first + 2, due(-5)), (first + 3, due(2))] {
        let index = Index::Due { shard: format!("export#{shard}"), at };
        let put = vec![root(1, "due"), row("due#export", index)];
        tables.commit(&commit(OrderId(order), 0, put, now)).await.promised("commit")?;
    }
    settle().await;
    let found = tables.due(Lane::Export, shard, now, 2).await.promised("due")?;
    let ids: Vec<u64> = found.iter().map(|due| due.order.0).collect();
    holds(ids == vec![first + 1, first + 3], "what is due comes oldest first, no more than asked for, nothing early")?;
    let later = now + SignedDuration::from_mins(5);
    holds(
        tables.push_due(Lane::Export, &found[0], later).await.promised("push")?,
        "a due time that was seen is pushed on",
    )?;
    holds(
        !tables.push_due(Lane::Export, &found[0], later).await.promised("push")?,
        "a due time that moved is left alone",
    )?;
    let unknown = DueOrder { order: OrderId(first + 9), due_at: now };
    holds(
        !tables.push_due(Lane::Export, &unknown, later).await.promised("push")?,
        "pushing an unknown order writes nothing",
    )?;
    holds(tables.load(unknown.order).await.promised("load")?.is_empty(), "pushing an unknown order creates nothing")?;
    settle().await;
    let found = tables.due(Lane::Export, shard, now, 10).await.promised("due")?;
    let ids: Vec<u64> = found.iter().map(|due| due.order.0).collect();
    holds(ids == vec![first + 3, first], "what was pushed on is not due any more")?;
    // Pushing does not touch the order's version: the next commit still holds.
    tables.commit(&commit(OrderId(first + 1), 1, vec![root(2, "driven")], now)).await.promised("commit after a push")
}

async fn other_indexes_find_their_orders<T: Tables, F: Future<Output = ()>>(
    tables: &T,
    order: OrderId,
    now: Timestamp,
    settle: &impl Fn() -> F,
) -> Result<(), Broken> {
    let code = CodeKey::new(MappingKind::Sku, format!("CONTRACT {order}#1"));
    let owner = format!("owner-{order}");
    let alias = format!("#{order}");
    let put = vec![
        root(1, "indexed"),
        row("missing#x", Index::Missing { code: missing_code(&code), since: now }),
        row("exception#000", Index::Exception { owner: owner.clone(), since: now }),
        row("alias#name#x", Index::Alias { kind: "name".to_owned(), value: alias.clone() }),
    ];
    tables.commit(&commit(order, 0, put, now)).await.promised("commit")?;
    settle().await;
    let waiting = vec![Waiting { since: now, order }];
    holds(tables.waiting_for(&code, None, 5).await.promised("waiting")? == waiting, "a missing code finds its orders")?;
    holds(
        tables.waiting_for(&code, Some(now), 5).await.promised("waiting")? == waiting,
        "from a time on, it included",
    )?;
    let later = now + SignedDuration::from_secs(1);
    holds(tables.waiting_for(&code, Some(later), 5).await.promised("waiting")?.is_empty(), "none from before a time")?;
    let open = tables.exceptions(&owner).await.promised("exceptions")?;
    holds(
        open.len() == 1 && open[0].0 == order && open[0].1.body == "{}",
        "an owner's exceptions come with their body",
    )?;
    let found = tables.aliases("name", &alias, 5).await.promised("aliases")?;
    holds(found == vec![(alias.clone(), order)], "a name finds its order")?;
    let begin = &alias[..alias.len() - 1];
    holds(
        tables.aliases("name", begin, 50).await.promised("aliases")?.contains(&(alias.clone(), order)),
        "the beginning of a name finds its order",
    )
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
    holds(found == vec![row("FR2", 2)?], "a batch of more than 100 codes finds those that exist")?;
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
    let mut granted = 0;
    for _ in 0..5 {
        granted += u32::from(tables.count_call(&counter, 10, 3).await.promised("count")?);
    }
    holds(granted == 3, "a window grants its ceiling and no more")?;
    holds(tables.count_call(&counter, 11, 1).await.promised("count")?, "the next window starts at nothing")?;
    holds(!tables.count_call(&counter, 10, 9).await.promised("count")?, "a window that is over grants nothing")?;
    holds(!tables.count_call(&counter, 11, 1).await.promised("count")?, "an old window does not reset the new one")
}
