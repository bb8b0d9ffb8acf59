//! A worker's ports to the world.

use std::rc::Rc;
use std::sync::Arc;

use domain::address::Delivery;
use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use domain::image::OrderImage;
use domain::import::ImportId;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, ImportAnswer, Lane, PostAnswer};
use domain::trail::TrailEntry;
use driver::ports::{
    BlueCherry, CommitError, DueOrder, NotNow, Operation, Ports, ReadAnswer, Shopify, StatusAnswer, TableError, Tables,
    Waiting, WriteAnswer,
};
use driver::rows::{Commit, Row};
use jiff::{SignedDuration, Timestamp};

use crate::fault::{Fault, UNDER_WAY};
use crate::interleaving::finish;
use crate::sample::booked;
use crate::world::{Taken, World, next_of, whole};

/// One worker's view of the world.
pub struct Worker {
    world: Rc<World>,
    number: usize,
}

impl Worker {
    pub fn new(world: Rc<World>, number: usize) -> Self {
        Self { world, number }
    }
}

impl Ports for Worker {
    type Tables = Self;
    type Shopify = Self;
    type BlueCherry = Self;

    fn tables(&self) -> &Self {
        self
    }

    fn shopify(&self) -> &Self {
        self
    }

    fn bluecherry(&self) -> &Self {
        self
    }

    fn now(&self) -> Timestamp {
        self.world.now.get()
    }

    fn random_hex(&self) -> String {
        format!("{:032x}", self.number)
    }
}

/// How much each row and each entry of the trail takes, in bytes.
fn sizes(commit: &Commit) -> Vec<usize> {
    let rows = commit.put.iter().map(|row| row.item.len() + row.body.to_json().len());
    let trail = commit.trail.iter().map(|(item, entry)| item.len() + serde_json::to_string(entry).unwrap().len());
    rows.chain(trail).collect()
}

fn failed(operation: &'static str) -> TableError {
    TableError { table: "orders", operation, source: "the network is down".into() }
}

fn not_now() -> NotNow {
    NotNow { until: None, why: "the network is down".to_owned(), refused: false }
}

impl Tables for Worker {
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        let done = |world: &World| finish(world.tables.load(order));
        self.world.call(self.number, "load", done, || Err(failed("load"))).await
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        let rows = commit.put.len() + commit.delete.len() + commit.trail.len();
        assert!(rows <= 100, "a transaction takes 100 rows, not {rows}");
        assert!(!commit.put.iter().any(|row| commit.delete.contains(&row.item)), "a transaction names a row once");
        let sizes = sizes(commit);
        assert!(sizes.iter().all(|size| *size < 400_000), "an item takes 400 KB: {sizes:?}");
        assert!(sizes.iter().sum::<usize>() < 4_000_000, "a transaction takes 4 MB: {sizes:?}");
        let done = |world: &World| {
            let ended = finish(world.tables.commit(commit));
            world.check();
            ended
        };
        self.world.call(self.number, "commit", done, || Err(CommitError::Table(failed("commit")))).await
    }

    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        self.world.tables.trail(order).await
    }

    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError> {
        self.world.tables.due(lane, shard, now, limit).await
    }

    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        self.world.tables.push_due(lane, due, to).await
    }

    async fn waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError> {
        self.world.tables.waiting_for(code, from, limit).await
    }

    async fn exceptions(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError> {
        self.world.tables.exceptions(owner).await
    }

    async fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Result<Vec<(String, OrderId)>, TableError> {
        self.world.tables.aliases(kind, beginning, limit).await
    }

    async fn mappings(&self, codes: &[CodeKey]) -> Result<Vec<Arc<MappingRow>>, TableError> {
        let done = |world: &World| finish(world.tables.mappings(codes));
        self.world.call(self.number, "mappings", done, || Err(failed("mappings"))).await
    }

    async fn mappings_of(&self, kind: MappingKind) -> Result<Vec<MappingRow>, TableError> {
        self.world.tables.mappings_of(kind).await
    }

    async fn put_mapping(&self, row: &MappingRow) -> Result<bool, TableError> {
        self.world.tables.put_mapping(row).await
    }

    async fn operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError> {
        let done = |world: &World| finish(world.tables.operation(kind, name));
        self.world.call(self.number, "operation", done, || Err(failed("operation"))).await
    }

    async fn operations(&self, kind: &str) -> Result<Vec<Operation>, TableError> {
        self.world.tables.operations(kind).await
    }

    async fn put_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let done = |world: &World| finish(world.tables.put_operation(row));
        self.world.call(self.number, "put operation", done, || Err(failed("put operation"))).await
    }

    async fn delete_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let done = |world: &World| finish(world.tables.delete_operation(row));
        self.world.call(self.number, "delete operation", done, || Err(failed("delete operation"))).await
    }

    async fn count_call(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        let done = |world: &World| finish(world.tables.count_call(counter, window, ceiling));
        self.world.call(self.number, "count call", done, || Err(failed("count call"))).await
    }
}

impl Shopify for Worker {
    async fn read_order(&self, _order: OrderId) -> ReadAnswer {
        let done = |world: &World| {
            if let Some(answer) = next_of(&mut world.shop.borrow_mut().reads) {
                return answer;
            }
            let shop = world.shop.borrow();
            match (&shop.refuses, &shop.image) {
                (Some(refusal), _) => ReadAnswer::NotNow(refusal.clone()),
                (None, None) => ReadAnswer::NotFound,
                (None, Some(image)) => {
                    let image = OrderImage {
                        read_at: whole(world.now.get()),
                        numbers_shown: shop.numbers.clone(),
                        ..image.clone()
                    };
                    ReadAnswer::Order(Box::new(image), Box::new(shop.delivery.clone()))
                }
            }
        };
        self.world.call(self.number, "read", done, || ReadAnswer::NotNow(not_now())).await
    }

    async fn write_numbers(&self, _order: OrderId, numbers: &[SalesOrderNumber]) -> WriteAnswer {
        let done = |world: &World| {
            if let Some(answer) = next_of(&mut world.shop.borrow_mut().writes) {
                return answer;
            }
            if world.shop.borrow().numbers != numbers {
                let echo = world.edit("orders/updated", |_| ());
                let mut shop = world.shop.borrow_mut();
                shop.rings.push(echo);
                shop.numbers = numbers.to_vec();
            }
            WriteAnswer::Written
        };
        self.world.call(self.number, "write", done, || WriteAnswer::NotNow(not_now())).await
    }
}

impl BlueCherry for Worker {
    fn pinned(&self) -> (&str, &str) {
        ("SAMPLE", "STG")
    }

    async fn status(&self) -> StatusAnswer {
        let done = |world: &World| {
            let mut erp = world.erp.borrow_mut();
            next_of(&mut erp.statuses).map_or_else(|| StatusAnswer::Status(erp.told()), StatusAnswer::NotNow)
        };
        self.world.call(self.number, "status", done, || StatusAnswer::NotNow(not_now())).await
    }

    async fn post(&self, sales_order: &SalesOrder, delivery: &Delivery, _send_by: Timestamp) -> PostAnswer {
        assert!(delivery.ship_to.is_some(), "a sales order never leaves without its address");
        let mut mine = None;
        let world = self.world.clone();
        let done = |world: &World| {
            let mut erp = world.erp.borrow_mut();
            if let Some(answer) = next_of(&mut erp.answers) {
                return answer;
            }
            // A request that the network repeats is the same request: the contract answers `duplicate` with its number.
            match mine.get_or_insert_with(|| erp.take(sales_order)).clone() {
                Taken::Booked(under) => PostAnswer::Booked(Box::new(booked(sales_order, under.as_str()))),
                Taken::Staged(import) => PostAnswer::Staged { import, until: None },
            }
        };
        let failed = || {
            let number = world.calls.borrow().len() - 1;
            let later = world.faults.borrow().contains(&(number, Fault::DoneLater));
            if later {
                let at = world.now.get() + UNDER_WAY - SignedDuration::from_secs(1);
                world.erp.borrow_mut().under_way.push((at, sales_order.clone()));
            }
            PostAnswer::Unknown { why: "timeout".to_owned() }
        };
        self.world.call(self.number, "post", done, failed).await
    }

    async fn find(&self, reference: &ExternalReference) -> FindAnswer {
        let done = |world: &World| {
            let mut erp = world.erp.borrow_mut();
            if let Some(answer) = next_of(&mut erp.finds) {
                return answer;
            }
            let hits: Vec<_> = erp.books.iter().filter(|(_, held)| held.reference == *reference).collect();
            match hits.as_slice() {
                [] => FindAnswer::Nothing,
                [(number, held)] => FindAnswer::One(Box::new(booked(held, number.as_str()))),
                several => FindAnswer::Several(several.iter().map(|(number, _)| number.clone()).collect()),
            }
        };
        let failed = || FindAnswer::Unanswered { until: None, why: "timeout".to_owned() };
        self.world.call(self.number, "find", done, failed).await
    }

    async fn import(&self, import: &ImportId) -> ImportAnswer {
        let done = |world: &World| {
            let number: usize = import.as_str()[2..].parse().unwrap();
            match world.erp.borrow().staged.get(number - 1) {
                Some((_, Some(number))) => ImportAnswer::Posted(number.clone()),
                Some((_, None)) => ImportAnswer::Staged { until: None },
                None => ImportAnswer::Nothing,
            }
        };
        let failed = || ImportAnswer::Unanswered { until: None, why: "timeout".to_owned() };
        self.world.call(self.number, "import", done, failed).await
    }
}
