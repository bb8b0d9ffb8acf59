//! Tables in memory that fail where a test says so.

use std::cell::Cell;
use std::sync::Arc;

use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::memory::MemoryTables;
use driver::ports::{CommitError, DueOrder, Operation, TableError, Tables, Waiting};
use driver::rows::{Commit, Row};
use jiff::Timestamp;

/// The tables, and which operation fails for which order.
#[derive(Default)]
pub struct FailingTables {
    pub memory: MemoryTables,
    pub fails: Cell<Option<(&'static str, OrderId)>>,
}

impl FailingTables {
    fn answer(&self, operation: &'static str, order: OrderId) -> Result<(), TableError> {
        if self.fails.get() == Some((operation, order)) {
            return Err(TableError { table: "orders", operation, source: "throttled".into() });
        }
        Ok(())
    }
}

impl Tables for FailingTables {
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        self.answer("load", order)?;
        self.memory.load(order).await
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        self.answer("commit", commit.order)?;
        self.memory.commit(commit).await
    }

    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        self.memory.trail(order).await
    }

    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError> {
        self.memory.due(lane, shard, now, limit).await
    }

    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        self.answer("push due", due.order)?;
        self.memory.push_due(lane, due, to).await
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
