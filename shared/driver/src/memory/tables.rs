//! Tables in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use domain::step::Lane;
use domain::trail::TrailEntry;
use jiff::Timestamp;

use super::orders::Orders;
use crate::ports::{CommitError, DueOrder, Operation, TableError, Tables, Waiting};
use crate::rows::{Commit, Row, missing_code, shard_name};

/// The three tables. A clone shares nothing but the mappings that neither of the two has changed since.
///
/// What is written by [`Tables::commit`] and [`Tables::push_due`] shows in the indexes at once; what is written by
/// [`MemoryTables::commit_lagging`] and [`MemoryTables::push_due_lagging`] stands in the table at once, and shows in the
/// indexes later, when [`MemoryTables::advance_indexes`] comes to its moment.
#[derive(Default, Debug)]
pub struct MemoryTables(Mutex<State>);

#[derive(Clone, Default, Debug)]
struct State {
    orders: Orders,
    mappings: Arc<BTreeMap<CodeKey, Arc<MappingRow>>>,
    operations: BTreeMap<String, BTreeMap<String, Operation>>,
    counters: BTreeMap<String, (i64, u32)>,
}

impl Clone for MemoryTables {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.state().clone()))
    }
}

impl MemoryTables {
    /// How many transactions were committed.
    pub fn commits(&self) -> u64 {
        self.state().orders.commits
    }

    /// Commits at once, as [`Tables::commit`] does; the indexes show it from `visible_at` on, and not before an earlier change
    /// of the same order.
    ///
    /// # Errors
    /// As [`Tables::commit`].
    pub fn commit_lagging(&self, commit: &Commit, visible_at: Timestamp) -> Result<(), CommitError> {
        self.state().orders.commit(commit, visible_at)
    }

    /// Pushes at once, as [`Tables::push_due`] does; the index shows it from `visible_at` on, and not before an earlier change
    /// of the same order.
    pub fn push_due_lagging(&self, lane: Lane, due: &DueOrder, to: Timestamp, visible_at: Timestamp) -> bool {
        self.state().orders.push_due(lane, due, to, visible_at)
    }

    /// Lets the indexes show what is visible at a moment. They never go back.
    pub fn advance_indexes(&self, now: Timestamp) {
        self.state().orders.indexes.advance(now);
    }

    /// Every order of which something is held, by its id.
    pub fn orders(&self) -> Vec<OrderId> {
        self.state().orders.held.keys().copied().collect()
    }

    /// Looks at an order's rows, by their keys, without copying them; none are there of an order that is not known. `look` must
    /// not ask these tables for anything: they are held while it looks.
    pub fn with_order<T>(&self, order: OrderId, look: impl FnOnce(&BTreeMap<String, Row>) -> T) -> T {
        match self.state().orders.held.get(&order) {
            Some(held) => look(&held.rows),
            None => look(&BTreeMap::new()),
        }
    }

    /// Looks at an order's trail, by its keys and so oldest first, without copying it. `look` must not ask these tables for
    /// anything.
    pub fn with_trail<T>(&self, order: OrderId, look: impl FnOnce(&BTreeMap<String, TrailEntry>) -> T) -> T {
        match self.state().orders.held.get(&order) {
            Some(held) => look(&held.trail),
            None => look(&BTreeMap::new()),
        }
    }

    /// All rows of a kind of the operations table, by their names.
    pub fn operations_of(&self, kind: &str) -> Vec<Operation> {
        self.state().operations.get(kind).map(|rows| rows.values().cloned().collect()).unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables for MemoryTables {
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        Ok(self.with_order(order, |rows| rows.values().cloned().collect()))
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        self.commit_lagging(commit, Timestamp::MIN)
    }

    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        Ok(self.with_trail(order, |trail| trail.values().cloned().collect()))
    }

    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError> {
        Ok(self.state().orders.indexes.due(&shard_name(lane, shard), now, limit))
    }

    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        Ok(self.push_due_lagging(lane, due, to, Timestamp::MIN))
    }

    async fn waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError> {
        Ok(self.state().orders.indexes.waiting_for(&missing_code(code), from, limit))
    }

    async fn exceptions(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError> {
        Ok(self.state().orders.indexes.exceptions(owner))
    }

    async fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Result<Vec<(String, OrderId)>, TableError> {
        Ok(self.state().orders.indexes.aliases(kind, beginning, limit))
    }

    async fn mappings(&self, codes: &[CodeKey]) -> Result<Vec<Arc<MappingRow>>, TableError> {
        let state = self.state();
        Ok(codes.iter().filter_map(|code| state.mappings.get(code)).cloned().collect())
    }

    async fn mappings_of(&self, kind: MappingKind) -> Result<Vec<MappingRow>, TableError> {
        Ok(self
            .state()
            .mappings
            .values()
            .filter(|row| row.target.kind() == kind)
            .map(|row| MappingRow::clone(row))
            .collect())
    }

    async fn put_mapping(&self, row: &MappingRow) -> Result<bool, TableError> {
        let mut state = self.state();
        let held = state.mappings.get(&row.key()).map_or(0, |held| held.version);
        if held + 1 != row.version {
            return Ok(false);
        }
        Arc::make_mut(&mut state.mappings).insert(row.key(), Arc::new(row.clone()));
        Ok(true)
    }

    async fn operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError> {
        Ok(self.state().operations.get(kind).and_then(|rows| rows.get(name)).cloned())
    }

    async fn operations(&self, kind: &str) -> Result<Vec<Operation>, TableError> {
        Ok(self.operations_of(kind))
    }

    async fn put_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let mut state = self.state();
        let rows = state.operations.entry(row.kind.clone()).or_default();
        let held = rows.get(&row.name).map_or(0, |held| held.version);
        if held + 1 != row.version {
            return Ok(false);
        }
        rows.insert(row.name.clone(), row.clone());
        Ok(true)
    }

    async fn delete_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let mut state = self.state();
        let Some(rows) = state.operations.get_mut(&row.kind) else { return Ok(false) };
        let is_same = rows.get(&row.name).is_some_and(|held| held.version == row.version);
        if is_same {
            rows.remove(&row.name);
        }
        Ok(is_same)
    }

    async fn count_call(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        let mut state = self.state();
        let used = match state.counters.get(counter) {
            Some((held, used)) if *held == window => *used,
            Some((held, _)) if *held > window => return Ok(false),
            _ => 0,
        };
        let is_granted = used < ceiling;
        if is_granted {
            state.counters.insert(counter.to_owned(), (window, used + 1));
        }
        Ok(is_granted)
    }
}
