//! The orders table: rows and trails, and how both are written.

use std::collections::BTreeMap;

use domain::id::OrderId;
use domain::step::Lane;
use domain::trail::TrailEntry;
use jiff::Timestamp;

use super::indexes::Indexes;
use crate::ports::{CommitError, DueOrder, TableError};
use crate::rows::{Commit, Index, Row};

#[derive(Clone, Default, Debug)]
pub(super) struct Orders {
    pub(super) held: BTreeMap<OrderId, Held>,
    pub(super) indexes: Indexes,
    pub(super) commits: u64,
}

/// What is held of one order.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) rows: BTreeMap<String, Row>,
    pub(super) trail: BTreeMap<String, TrailEntry>,
    /// When the last change of its rows is to be seen in the indexes.
    visible_at: Timestamp,
}

impl Default for Held {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), trail: BTreeMap::new(), visible_at: Timestamp::MIN }
    }
}

impl Held {
    fn version(&self) -> u64 {
        match self.rows.get("root").map(|root| &root.index) {
            Some(Index::Root { version, .. }) => *version,
            _ => 0,
        }
    }
}

/// An entry of the trail is there already.
#[derive(Debug, thiserror::Error)]
#[error("the trail of order {order} has an entry `{item}` already, which is never overwritten")]
struct Overwritten {
    order: OrderId,
    item: String,
}

impl Orders {
    pub(super) fn commit(&mut self, commit: &Commit, visible_at: Timestamp) -> Result<(), CommitError> {
        let order = commit.order;
        let before = self.held.get(&order);
        if before.map_or(0, Held::version) != commit.expected {
            return Err(CommitError::Lost);
        }
        let stands = |item: &String| before.is_some_and(|held| held.trail.contains_key(item));
        if let Some((item, _)) = commit.trail.iter().find(|(item, _)| stands(item)) {
            let source = Box::new(Overwritten { order, item: item.clone() });
            return Err(TableError { table: "orders", operation: "commit", source }.into());
        }
        let held = self.held.entry(order).or_default();
        held.visible_at = held.visible_at.max(visible_at);
        for item in &commit.delete {
            let gone = held.rows.remove(item);
            self.indexes.change(order, gone.as_ref(), None, held.visible_at);
        }
        for row in &commit.put {
            let before = held.rows.insert(row.item.clone(), row.clone());
            self.indexes.change(order, before.as_ref(), Some(row), held.visible_at);
        }
        held.trail.extend(commit.trail.iter().cloned());
        self.commits += 1;
        Ok(())
    }

    pub(super) fn push_due(&mut self, lane: Lane, due: &DueOrder, to: Timestamp, visible_at: Timestamp) -> bool {
        let Some(held) = self.held.get_mut(&due.order) else { return false };
        let Some(row) = held.rows.get_mut(&format!("due#{}", lane.name())) else { return false };
        let before = row.clone();
        match &mut row.index {
            Index::Due { at, .. } if *at == due.due_at => *at = to,
            _ => return false,
        }
        held.visible_at = held.visible_at.max(visible_at);
        self.indexes.change(due.order, Some(&before), Some(row), held.visible_at);
        true
    }
}
