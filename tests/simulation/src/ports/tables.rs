//! The three tables, by calls.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use domain::step::Lane;
use domain::trail::TrailEntry;
use driver::memory::MemoryTables;
use driver::ports::{CommitError, DueOrder, Operation, TableError, Tables, Waiting};
use driver::rows::{Commit, Row};
use jiff::{SignedDuration, Timestamp};

use super::call::{About, Befell, Call, Failure};
use super::worker::Worker;
use crate::fault::CallKind;
use crate::kernel::name_hash;
use crate::world::World;

/// How long a table's client goes on trying by itself before it gives up.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_secs(3);

/// What the tables in memory answer: they never wait.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => unreachable!("the tables in memory wait for nothing"),
    }
}

pub(super) fn failed(table: &'static str, operation: &'static str, failure: Failure) -> TableError {
    TableError { table, operation, source: format!("{failure:?}").into() }
}

impl Worker {
    async fn ask<T: 'static>(
        &self,
        table: &'static str,
        operation: &'static str,
        kind: CallKind,
        mut ask: impl FnMut(&MemoryTables) -> Result<T, TableError> + 'static,
    ) -> Result<T, TableError> {
        let call = Call { kind, about: About::Whatever(name_hash(operation)), patience: PATIENCE };
        let effect = move |world: &Rc<World>, _: &Befell| {
            world.tables.advance_indexes(world.kernel.now());
            ask(&world.tables)
        };
        self.world
            .call(&self.machine, call, effect)
            .await
            .unwrap_or_else(|failure| Err(failed(table, operation, failure)))
    }
}

impl Tables for Worker {
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        self.load_order(order).await
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        self.commit_order(commit).await
    }

    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        self.ask("orders", "trail", CallKind::Index, move |tables| at_once(tables.trail(order))).await
    }

    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError> {
        self.ask("orders", "due", CallKind::Index, move |tables| at_once(tables.due(lane, shard, now, limit))).await
    }

    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        self.push_order(lane, due, to).await
    }

    async fn waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError> {
        let code = code.clone();
        let ask = move |tables: &MemoryTables| at_once(tables.waiting_for(&code, from, limit));
        self.ask("orders", "waiting for a code", CallKind::Index, ask).await
    }

    async fn exceptions(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError> {
        let owner = owner.to_owned();
        self.ask("orders", "exceptions", CallKind::Index, move |tables| at_once(tables.exceptions(&owner))).await
    }

    async fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Result<Vec<(String, OrderId)>, TableError> {
        let (kind, beginning) = (kind.to_owned(), beginning.to_owned());
        let ask = move |tables: &MemoryTables| at_once(tables.aliases(&kind, &beginning, limit));
        self.ask("orders", "aliases", CallKind::Index, ask).await
    }

    async fn mappings(&self, codes: &[CodeKey]) -> Result<Vec<Arc<MappingRow>>, TableError> {
        let codes = codes.to_vec();
        self.ask("mappings", "codes", CallKind::Mappings, move |tables| at_once(tables.mappings(&codes))).await
    }

    async fn mappings_of(&self, kind: MappingKind) -> Result<Vec<MappingRow>, TableError> {
        self.ask("mappings", "kind", CallKind::Mappings, move |tables| at_once(tables.mappings_of(kind))).await
    }

    async fn put_mapping(&self, row: &MappingRow) -> Result<bool, TableError> {
        let row = row.clone();
        self.ask("mappings", "put", CallKind::OperationWrite, move |tables| at_once(tables.put_mapping(&row))).await
    }

    async fn operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError> {
        let (kind, name) = (kind.to_owned(), name.to_owned());
        let ask = move |tables: &MemoryTables| at_once(tables.operation(&kind, &name));
        self.ask("operations", "get", CallKind::OperationRead, ask).await
    }

    async fn operations(&self, kind: &str) -> Result<Vec<Operation>, TableError> {
        let kind = kind.to_owned();
        let ask = move |tables: &MemoryTables| at_once(tables.operations(&kind));
        self.ask("operations", "list", CallKind::OperationRead, ask).await
    }

    async fn put_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let row = row.clone();
        let ask = move |tables: &MemoryTables| at_once(tables.put_operation(&row));
        self.ask("operations", "put", CallKind::OperationWrite, ask).await
    }

    async fn delete_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let row = row.clone();
        let ask = move |tables: &MemoryTables| at_once(tables.delete_operation(&row));
        self.ask("operations", "delete", CallKind::OperationWrite, ask).await
    }

    async fn count_call(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        let (counter, kind) = (counter.to_owned(), CallKind::CountCall);
        let operation = "count a call";
        let call = Call { kind, about: About::Whatever(name_hash(operation)), patience: PATIENCE };
        // The document is not known before the call is made: its effect tells it to whom it answers.
        let asked_for: Rc<Cell<u64>> = Rc::default();
        let asks_for = Rc::clone(&asked_for);
        let effect = move |world: &Rc<World>, befell: &Befell| {
            asks_for.set(befell.document);
            let answer = at_once(world.tables.count_call(&counter, window, ceiling));
            if let Ok(is_granted) = answer {
                world.asked_budget(befell.document, window, is_granted);
            }
            answer
        };
        let answer = self.world.call(&self.machine, call, effect).await;
        let is_granted = answer.unwrap_or_else(|failure| Err(failed("operations", operation, failure)))?;
        if is_granted {
            self.world.checker.borrow_mut().granted(self.machine.number, asked_for.get());
        }
        Ok(is_granted)
    }
}
