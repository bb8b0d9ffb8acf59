//! Orders that are due or wait for a code, and a queue that may refuse.

use std::cell::Cell;

use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind};
use domain::step::Lane;
use driver::budget::Budget;
use driver::hint::{DUE, Hint, RELEASED};
use driver::memory::MemoryQueues;
use driver::operations::{ARRIVED, note_arrival};
use driver::ports::{QueueError, Queues, Tables};
use driver::rows::{Body, Commit, Index, Row, missing_code, shard};
use due_work::{DueWorkError, Rung, Settings, ring};
use jiff::{SignedDuration, Timestamp};

use crate::tables::FailingTables;

/// What one run may ring.
pub const ROOM: usize = 5;

const SHARDS: u16 = 3;

#[derive(Default)]
pub struct Outside {
    pub tables: FailingTables,
    pub queue: Queue,
}

/// The export lane's queue.
#[derive(Default)]
pub struct Queue {
    rung: MemoryQueues,
    pub refuses: Cell<bool>,
}

impl Queues for Queue {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        if self.refuses.get() {
            return Err(QueueError { lane: lane.name(), sent: hints.len(), failed: hints.len(), source: None });
        }
        self.rung.ring(lane, hints).await
    }
}

impl Outside {
    /// One run at a moment.
    pub async fn run(&self, now: Timestamp) -> Result<Rung, DueWorkError> {
        ring(&self.tables, &self.queue, Lane::Export, &settings(), now).await
    }

    /// One run that must succeed: the orders that it rang because they were due, and those that it released.
    pub async fn rings(&self, now: Timestamp) -> (Vec<u64>, Vec<u64>) {
        let rung = self.run(now).await.unwrap();
        let hints = self.queue.rung.take(Lane::Export);
        let of = |cause: &str| -> Vec<u64> {
            hints.iter().filter(|hint| hint.cause.0 == cause).map(|hint| hint.order.0).collect()
        };
        let (due, released) = (of(DUE), of(RELEASED));
        assert_eq!((rung.due, rung.released), (due.len(), released.len()), "it tells what it rang");
        assert_eq!(due.len() + released.len(), hints.len(), "every hint has one of two causes");
        (due, released)
    }

    /// An order that is due at a moment.
    pub async fn is_due(&self, order: u64, at: Timestamp) {
        let shard = shard(Lane::Export, OrderId(order), SHARDS);
        self.stands(order, "due#export", Index::Due { shard, at }).await;
    }

    /// An order that waits for a code since a moment.
    pub async fn waits_for(&self, order: u64, code: &CodeKey, since: Timestamp) {
        let code = missing_code(code);
        self.stands(order, &format!("missing#{code}"), Index::Missing { code, since }).await;
    }

    async fn stands(&self, order: u64, item: &str, index: Index) {
        let put = vec![root(1), Row { item: item.to_owned(), body: Body::Empty, index }];
        let commit = Commit { order: OrderId(order), expected: 0, put, delete: Vec::new(), trail: Vec::new() };
        self.tables.commit(&commit).await.unwrap();
    }

    /// An order is driven to its end: it is due no longer and waits for nothing.
    pub async fn is_done(&self, order: u64) {
        let rows = self.tables.load(OrderId(order)).await.unwrap();
        let delete = rows.into_iter().map(|row| row.item).filter(|item| item != "root").collect();
        let commit = Commit { order: OrderId(order), expected: 1, put: vec![root(2)], delete, trail: Vec::new() };
        self.tables.commit(&commit).await.unwrap();
    }

    /// The mapping of a code arrives.
    pub async fn arrives(&self, code: &CodeKey, at: Timestamp) {
        note_arrival(&self.tables, code, at).await.unwrap();
    }

    /// How many codes are watched.
    pub async fn watched(&self) -> usize {
        self.tables.operations(ARRIVED).await.unwrap().len()
    }
}

fn root(version: u64) -> Row {
    Row { item: "root".to_owned(), body: Body::Raw("{}".to_owned()), index: Index::Root { version, schema: 1 } }
}

pub fn settings() -> Settings {
    Settings {
        budget: Budget { calls: u32::try_from(ROOM).unwrap(), window: minutes(1) },
        due_shards: SHARDS,
        period: minutes(1),
        push: minutes(5),
        arrived_keep: minutes(10),
    }
}

pub fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

pub fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

pub fn noon() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

/// A SKU of which the mapping is missing.
pub fn sku(name: &str) -> CodeKey {
    CodeKey::new(MappingKind::Sku, name)
}
