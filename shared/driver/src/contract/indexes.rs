//! The promises of the indexes of the orders table. They may lag, by what `settle` waits for.

use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind};
use domain::step::Lane;
use jiff::{SignedDuration, Timestamp};

use super::tables::{commit, root, row};
use super::{Broken, Promised, holds};
use crate::ports::{CommitError, DueOrder, Tables, Waiting};
use crate::rows::{Body, Commit, Index, Row, missing_code};

/// Runs every check, with ten ids of orders that nobody else uses.
pub(super) async fn all<T: Tables, F: Future<Output = ()>>(
    tables: &T,
    first: u64,
    now: Timestamp,
    settle: &impl Fn() -> F,
) -> Result<(), Broken> {
    due_orders_come_oldest_first(tables, first, now, settle).await?;
    what_moved_is_not_pushed(tables, first + 5, now).await?;
    other_indexes_find_their_orders(tables, OrderId(first + 7), now, settle).await?;
    an_index_shows_what_stood_and_nothing_else(tables, OrderId(first + 8), now, settle).await
}

fn at_shard(number: u16, at: Timestamp) -> Row {
    row("due#export", Index::Due { shard: format!("export#{number}"), at })
}

/// A shard of its own, so that orders of other runs are not in the way.
fn own_shard(order: u64) -> u16 {
    u16::try_from(1000 + order % 50_000).unwrap_or(999)
}

async fn due_orders_come_oldest_first<T: Tables, F: Future<Output = ()>>(
    tables: &T,
    first: u64,
    now: Timestamp,
    settle: &impl Fn() -> F,
) -> Result<(), Broken> {
    let shard = own_shard(first);
    let due = |minutes: i64| now - SignedDuration::from_mins(minutes);
    for (order, at) in [(first, due(1)), (first + 1, due(3)), (first + 2, due(-5)), (first + 3, due(2))] {
        let put = vec![root(1, "due"), at_shard(shard, at)];
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
    let unknown = DueOrder { order: OrderId(first + 4), due_at: now };
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
        open.len() == 1 && open[0].0 == order && open[0].1.body == Body::Raw("{}".to_owned()),
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

async fn what_moved_is_not_pushed(tables: &impl Tables, order: u64, now: Timestamp) -> Result<(), Broken> {
    let (shard, order) = (own_shard(order), OrderId(order));
    let later = |minutes| now + SignedDuration::from_mins(minutes);
    let seen = DueOrder { order, due_at: now };
    let due = at_shard(shard, now);
    tables.commit(&commit(order, 0, vec![root(1, "due"), due], now)).await.promised("commit")?;
    let moved = at_shard(shard, later(1));
    tables.commit(&commit(order, 1, vec![root(2, "moved"), moved.clone()], now)).await.promised("commit")?;
    let is_pushed = tables.push_due(Lane::Export, &seen, later(9)).await.promised("push")?;
    holds(!is_pushed, "a due time that a commit moved is not pushed, though it was seen where it was")?;
    let rows = tables.load(order).await.promised("load")?;
    holds(rows.contains(&moved), "and stays where the commit put it")?;
    let seen = DueOrder { order, due_at: later(1) };
    let gone = Commit { delete: vec![moved.item], ..commit(order, 2, vec![root(3, "done")], now) };
    tables.commit(&gone).await.promised("commit")?;
    let is_pushed = tables.push_due(Lane::Export, &seen, later(9)).await.promised("push")?;
    holds(!is_pushed, "an order that is due no more is not pushed")?;
    holds(tables.load(order).await.promised("load")? == vec![root(3, "done")], "and is not made due by it")
}

/// What the indexes show of one order.
#[derive(PartialEq, Eq, Debug)]
struct Shown {
    /// When it is due.
    due: Vec<Timestamp>,
    /// How often it is found by a missing code, an owner and an alias of one name.
    others: [usize; 3],
}

async fn shown(tables: &impl Tables, order: OrderId, name: &str, now: Timestamp) -> Result<Shown, Broken> {
    let due = tables.due(Lane::Export, own_shard(order.0), now, 10).await.promised("due")?;
    let waiting = tables.waiting_for(&code(name), None, 10).await.promised("waiting")?;
    let open = tables.exceptions(name).await.promised("exceptions")?;
    let aliases = tables.aliases("name", name, 10).await.promised("aliases")?;
    let ids = [
        due.iter().map(|due| due.order).collect::<Vec<_>>(),
        waiting.iter().map(|waiting| waiting.order).collect(),
        open.iter().map(|(order, _)| *order).collect(),
        aliases.iter().map(|(_, order)| *order).collect(),
    ];
    holds(ids.iter().flatten().all(|id| *id == order), "an index finds the order that stands there")?;
    Ok(Shown { due: due.iter().map(|due| due.due_at).collect(), others: [ids[1].len(), ids[2].len(), ids[3].len()] })
}

fn code(name: &str) -> CodeKey {
    CodeKey::new(MappingKind::Sku, name)
}

fn named(order: OrderId, name: &str, due_at: Timestamp, since: Timestamp) -> Vec<Row> {
    vec![
        at_shard(own_shard(order.0), due_at),
        row("missing#x", Index::Missing { code: missing_code(&code(name)), since }),
        row("exception#000", Index::Exception { owner: name.to_owned(), since }),
        row("alias#name#x", Index::Alias { kind: "name".to_owned(), value: name.to_owned() }),
    ]
}

async fn an_index_shows_what_stood_and_nothing_else<T: Tables, F: Future<Output = ()>>(
    tables: &T,
    order: OrderId,
    now: Timestamp,
    settle: &impl Fn() -> F,
) -> Result<(), Broken> {
    let names = ["one", "two", "never"].map(|name| format!("{name}-{order}"));
    let [one, two, never] = &names;
    let earlier = |minutes| now - SignedDuration::from_mins(minutes);
    let with_root = |version, body, rows: Vec<Row>| [vec![root(version, body)], rows].concat();
    let first = with_root(1, "one", named(order, one, earlier(2), earlier(2)));
    tables.commit(&commit(order, 0, first, now)).await.promised("commit")?;
    settle().await;
    let second = with_root(2, "two", named(order, two, earlier(1), earlier(1)));
    tables.commit(&commit(order, 1, second, now)).await.promised("commit")?;
    let lost = commit(order, 1, with_root(2, "never", named(order, never, earlier(3), earlier(3))), now);
    holds(matches!(tables.commit(&lost).await, Err(CommitError::Lost)), "a commit on an old version is lost")?;

    let at_once = shown(tables, order, never, now).await?;
    holds(at_once.others == [0; 3], "what was never committed is never found")?;
    let stood = [earlier(2), earlier(1)];
    holds(at_once.due.iter().all(|at| stood.contains(at)), "a due time that is shown once stood there")?;
    settle().await;
    let whole = Shown { due: vec![earlier(1)], others: [1; 3] };
    holds(shown(tables, order, two, now).await? == whole, "in the end what was committed last is found, once")?;
    holds(shown(tables, order, one, now).await?.others == [0; 3], "and not by what it was before")?;
    holds(shown(tables, order, never, now).await?.others == [0; 3], "nor by what was lost")?;

    let delete = named(order, two, now, now).into_iter().map(|row| row.item).collect();
    let gone = Commit { delete, ..commit(order, 2, vec![root(3, "done")], now) };
    tables.commit(&gone).await.promised("commit")?;
    settle().await;
    let nothing = Shown { due: Vec::new(), others: [0; 3] };
    holds(shown(tables, order, two, now).await? == nothing, "what is deleted is found no more")
}
