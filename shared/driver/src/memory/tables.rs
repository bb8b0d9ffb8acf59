//! Tables in memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::id::OrderId;
use domain::mapping::{CodeKey, MappingKind, MappingRow};
use domain::step::Lane;
use domain::trail::TrailEntry;
use jiff::Timestamp;

use crate::ports::{CommitError, DueOrder, Operation, TableError, Tables, Waiting};
use crate::rows::{Commit, Index, Row, missing_code, shard_name};

/// The three tables. Its indexes never lag; the simulation wraps it where they should.
#[derive(Default, Debug)]
pub struct MemoryTables(Mutex<State>);

#[derive(Default, Debug)]
struct State {
    orders: BTreeMap<OrderId, BTreeMap<String, Row>>,
    trails: BTreeMap<OrderId, BTreeMap<String, TrailEntry>>,
    mappings: BTreeMap<CodeKey, MappingRow>,
    operations: BTreeMap<(String, String), Operation>,
    counters: BTreeMap<String, (i64, u32)>,
    commits: u64,
}

impl MemoryTables {
    /// How many transactions were committed.
    pub fn commits(&self) -> u64 {
        self.state().commits
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn indexed<T>(&self, mut pick: impl FnMut(OrderId, &Row) -> Option<T>) -> Vec<T> {
        let state = self.state();
        state
            .orders
            .iter()
            .flat_map(|(order, rows)| rows.values().map(|row| (*order, row)))
            .filter_map(|(order, row)| pick(order, row))
            .collect()
    }
}

impl Tables for MemoryTables {
    async fn load(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        Ok(self.state().orders.get(&order).map(|rows| rows.values().cloned().collect()).unwrap_or_default())
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        let mut state = self.state();
        let rows = state.orders.entry(commit.order).or_default();
        let version = rows.get("root").map_or(0, |root| match root.index {
            Index::Root { version, .. } => version,
            _ => 0,
        });
        if version != commit.expected {
            return Err(CommitError::Lost);
        }
        for item in &commit.delete {
            rows.remove(item);
        }
        for row in &commit.put {
            rows.insert(row.item.clone(), row.clone());
        }
        let trail = state.trails.entry(commit.order).or_default();
        for (item, entry) in &commit.trail {
            trail.insert(item.clone(), entry.clone());
        }
        state.commits += 1;
        Ok(())
    }

    async fn trail(&self, order: OrderId) -> Result<Vec<TrailEntry>, TableError> {
        Ok(self.state().trails.get(&order).map(|trail| trail.values().cloned().collect()).unwrap_or_default())
    }

    async fn due(&self, lane: Lane, shard: u16, now: Timestamp, limit: usize) -> Result<Vec<DueOrder>, TableError> {
        let wanted = shard_name(lane, shard);
        let mut due = self.indexed(|order, row| match &row.index {
            Index::Due { shard, at } if *shard == wanted && *at <= now => Some(DueOrder { order, due_at: *at }),
            _ => None,
        });
        due.sort_by_key(|due| due.due_at);
        due.truncate(limit);
        Ok(due)
    }

    async fn push_due(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        let mut state = self.state();
        let row = state.orders.get_mut(&due.order).and_then(|rows| rows.get_mut(&format!("due#{}", lane.name())));
        match row.map(|row| &mut row.index) {
            Some(Index::Due { at, .. }) if *at == due.due_at => {
                *at = to;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn waiting_for(
        &self,
        code: &CodeKey,
        from: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Waiting>, TableError> {
        let wanted = missing_code(code);
        let mut waiting = self.indexed(|order, row| match &row.index {
            Index::Missing { code, since } if *code == wanted && from.is_none_or(|from| *since >= from) => {
                Some(Waiting { since: *since, order })
            }
            _ => None,
        });
        waiting.sort();
        waiting.truncate(limit);
        Ok(waiting)
    }

    async fn exceptions(&self, owner: &str) -> Result<Vec<(OrderId, Row)>, TableError> {
        let mut open = self.indexed(|order, row| match &row.index {
            Index::Exception { owner: of, since } if of == owner => Some((*since, order, row.clone())),
            _ => None,
        });
        open.sort_by_key(|(since, order, _)| (*since, *order));
        Ok(open.into_iter().map(|(_, order, row)| (order, row)).collect())
    }

    async fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Result<Vec<(String, OrderId)>, TableError> {
        let mut found = self.indexed(|order, row| match &row.index {
            Index::Alias { kind: of, value } if of == kind && value.starts_with(beginning) => {
                Some((value.clone(), order))
            }
            _ => None,
        });
        found.sort();
        found.truncate(limit);
        Ok(found)
    }

    async fn mappings(&self, codes: &[CodeKey]) -> Result<Vec<MappingRow>, TableError> {
        let state = self.state();
        Ok(codes.iter().filter_map(|code| state.mappings.get(code)).cloned().collect())
    }

    async fn mappings_of(&self, kind: MappingKind) -> Result<Vec<MappingRow>, TableError> {
        Ok(self.state().mappings.values().filter(|row| row.target.kind() == kind).cloned().collect())
    }

    async fn put_mapping(&self, row: &MappingRow) -> Result<bool, TableError> {
        let mut state = self.state();
        let held = state.mappings.get(&row.key()).map_or(0, |held| held.version);
        if held + 1 != row.version {
            return Ok(false);
        }
        state.mappings.insert(row.key(), row.clone());
        Ok(true)
    }

    async fn operation(&self, kind: &str, name: &str) -> Result<Option<Operation>, TableError> {
        Ok(self.state().operations.get(&(kind.to_owned(), name.to_owned())).cloned())
    }

    async fn operations(&self, kind: &str) -> Result<Vec<Operation>, TableError> {
        Ok(self.state().operations.values().filter(|row| row.kind == kind).cloned().collect())
    }

    async fn put_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let mut state = self.state();
        let key = (row.kind.clone(), row.name.clone());
        let held = state.operations.get(&key).map_or(0, |held| held.version);
        if held + 1 != row.version {
            return Ok(false);
        }
        state.operations.insert(key, row.clone());
        Ok(true)
    }

    async fn delete_operation(&self, row: &Operation) -> Result<bool, TableError> {
        let mut state = self.state();
        let key = (row.kind.clone(), row.name.clone());
        let same = state.operations.get(&key).is_some_and(|held| held.version == row.version);
        if same {
            state.operations.remove(&key);
        }
        Ok(same)
    }

    async fn count_call(&self, counter: &str, window: i64, ceiling: u32) -> Result<bool, TableError> {
        let mut state = self.state();
        let held = state.counters.entry(counter.to_owned()).or_insert((window, 0));
        if held.0 < window {
            *held = (window, 0);
        }
        let granted = held.0 == window && held.1 < ceiling;
        if granted {
            held.1 += 1;
        }
        Ok(granted)
    }
}
