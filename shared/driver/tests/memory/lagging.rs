//! Tables of which every index is half a minute behind.

use std::cell::Cell;
use std::sync::Arc;

use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::memory::MemoryTables;
use driver::ports::{CommitError, DueOrder, Operation, TableError, Tables, Waiting};
use driver::rows::{Commit, Row};
use jiff::{SignedDuration, Timestamp};

const LAG: SignedDuration = SignedDuration::from_secs(30);

pub struct LaggingTables {
    memory: MemoryTables,
    now: Cell<Timestamp>,
}

impl LaggingTables {
    pub fn new(now: Timestamp) -> Self {
        let memory = MemoryTables::default();
        memory.advance_indexes(now);
        Self { memory, now: Cell::new(now) }
    }

    /// Lets the lag pass.
    pub fn settle(&self) {
        self.now.set(self.now.get() + LAG);
        self.memory.advance_indexes(self.now.get());
    }
}

impl Tables for LaggingTables {
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        self.memory.load(order).await
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        self.memory.commit_lagging(commit, self.now.get() + LAG)
    }

    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        self.memory.trail(order).await
    }

    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError> {
        self.memory.due(lane, shard, now, limit).await
    }

    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        Ok(self.memory.push_due_lagging(lane, due, to, self.now.get() + LAG))
    }

    async fn waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError> {
        self.memory.waiting_for(code, from, limit).await
    }

    async fn exceptions(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError> {
        self.memory.exceptions(owner).await
    }

    async fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Result<Vec<(String, OrderId)>, TableError> {
        self.memory.aliases(kind, beginning, limit).await
    }

    async fn mappings(&self, codes: &[CodeKey]) -> Result<Vec<Arc<MappingRow>>, TableError> {
        self.memory.mappings(codes).await
    }

    async fn mappings_of(&self, kind: MappingKind) -> Result<Vec<MappingRow>, TableError> {
        self.memory.mappings_of(kind).await
    }

    async fn put_mapping(&self, row: &MappingRow) -> Result<bool, TableError> {
        self.memory.put_mapping(row).await
    }

    async fn operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError> {
        self.memory.operation(kind, name).await
    }

    async fn operations(&self, kind: &str) -> Result<Vec<Operation>, TableError> {
        self.memory.operations(kind).await
    }

    async fn put_operation(&self, row: &Operation) -> Result<bool, TableError> {
        self.memory.put_operation(row).await
    }

    async fn delete_operation(&self, row: &Operation) -> Result<bool, TableError> {
        self.memory.delete_operation(row).await
    }

    async fn count_call(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        self.memory.count_call(counter, window, ceiling).await
    }
}
