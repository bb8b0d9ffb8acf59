//! An index that lags shows what stood before.

use domain::id::OrderId;
use domain::step::Lane;
use driver::memory::MemoryTables;
use driver::ports::{DueOrder, Tables};
use driver::rows::{Body, Commit, Index, Row};
use jiff::Timestamp;

const ORDER: OrderId = OrderId(7);

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
}

fn due(version: u64, due_at: Timestamp) -> Commit {
    let row = |item: &str, index| Row { item: item.to_owned(), body: Body::Empty, index };
    let put = vec![
        row("root", Index::Root { version, schema: 1 }),
        row("due#export", Index::Due { shard: "export#0".to_owned(), at: due_at }),
    ];
    Commit { order: ORDER, expected: version - 1, put, delete: Vec::new(), trail: Vec::new() }
}

/// When the order is due, as the index shows it.
async fn shown(tables: &MemoryTables) -> Vec<DueOrder> {
    tables.due(Lane::Export, 0, at(1000), 10).await.unwrap()
}

fn seen(due_at: Timestamp) -> Vec<DueOrder> {
    vec![DueOrder { order: ORDER, due_at }]
}

#[tokio::test]
async fn a_stale_entry_names_a_due_time_that_moved_on_and_is_not_pushed() {
    let tables = MemoryTables::default();
    tables.advance_indexes(at(0));
    tables.commit_lagging(&due(1, at(5)), at(1)).unwrap();
    assert_eq!(shown(&tables).await, []);
    tables.advance_indexes(at(1));
    assert_eq!(shown(&tables).await, seen(at(5)));
    tables.commit_lagging(&due(2, at(9)), at(3)).unwrap();
    let stale = shown(&tables).await;
    assert_eq!(stale, seen(at(5)));
    assert!(!tables.push_due(Lane::Export, &stale[0], at(20)).await.unwrap());
    assert!(tables.load(ORDER).await.unwrap().contains(&due(2, at(9)).put[1]), "the table itself is never stale");
    tables.advance_indexes(at(3));
    assert_eq!(shown(&tables).await, seen(at(9)));
}

#[tokio::test]
async fn a_later_change_does_not_overtake_one_that_lags() {
    let tables = MemoryTables::default();
    tables.advance_indexes(at(0));
    tables.commit_lagging(&due(1, at(5)), at(3)).unwrap();
    tables.commit(&due(2, at(9))).await.unwrap();
    assert!(tables.push_due_lagging(Lane::Export, &seen(at(9))[0], at(20), at(4)));
    assert_eq!(shown(&tables).await, []);
    tables.advance_indexes(at(3));
    assert_eq!(shown(&tables).await, seen(at(9)));
    tables.advance_indexes(at(4));
    assert_eq!(shown(&tables).await, seen(at(20)));
}
