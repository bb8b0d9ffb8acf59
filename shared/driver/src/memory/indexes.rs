//! The indexes of the orders table. What is found there may be older than the table, as in DynamoDB, but never newer and
//! never anything that did not stand in it.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::OrderId;
use jiff::Timestamp;

use crate::ports::{DueOrder, Waiting};
use crate::rows::{Index, Row};

/// What orders are found by, and the changes that are not to be seen yet.
#[derive(Clone, Debug)]
pub(super) struct Indexes {
    due: BTreeMap<String, BTreeSet<(Timestamp, OrderId)>>,
    missing: BTreeMap<String, BTreeSet<Waiting>>,
    exceptions: BTreeMap<String, BTreeMap<(Timestamp, OrderId, String), Row>>,
    aliases: BTreeMap<String, BTreeSet<(String, OrderId)>>,
    /// Changes up to here are to be seen.
    seen_until: Timestamp,
    /// Later ones, in the order in which they show.
    unseen: BTreeMap<(Timestamp, u64), Change>,
    changes: u64,
}

/// A row changed.
#[derive(Clone, Debug)]
struct Change {
    order: OrderId,
    before: Option<Row>,
    after: Option<Row>,
}

impl Default for Indexes {
    fn default() -> Self {
        Self {
            due: BTreeMap::new(),
            missing: BTreeMap::new(),
            exceptions: BTreeMap::new(),
            aliases: BTreeMap::new(),
            seen_until: Timestamp::MIN,
            unseen: BTreeMap::new(),
            changes: 0,
        }
    }
}

impl Indexes {
    /// A row of an order became another one, or came, or went; to be seen from a moment on. The changes of one order must be
    /// told with moments that do not fall, for none may overtake another.
    pub(super) fn change(&mut self, order: OrderId, before: Option<&Row>, after: Option<&Row>, visible_at: Timestamp) {
        if !is_found(before) && !is_found(after) {
            return;
        }
        if visible_at <= self.seen_until {
            return self.show(order, before, after);
        }
        self.changes += 1;
        let change = Change { order, before: before.cloned(), after: after.cloned() };
        self.unseen.insert((visible_at, self.changes), change);
    }

    /// Shows every change that is to be seen at a moment.
    pub(super) fn advance(&mut self, now: Timestamp) {
        self.seen_until = self.seen_until.max(now);
        while let Some(first) = self.unseen.first_entry().filter(|first| first.key().0 <= self.seen_until) {
            let change = first.remove();
            self.show(change.order, change.before.as_ref(), change.after.as_ref());
        }
    }

    fn show(&mut self, order: OrderId, before: Option<&Row>, after: Option<&Row>) {
        let (was, is) = (before.map(|row| &row.index), after.map(|row| &row.index));
        // Of an exception the whole row is kept, so that its content counts too.
        if was == is && !matches!(is, Some(Index::Exception { .. })) {
            return;
        }
        if let Some(row) = before {
            self.remove(order, row);
        }
        if let Some(row) = after {
            self.insert(order, row);
        }
    }

    fn remove(&mut self, order: OrderId, row: &Row) {
        match &row.index {
            Index::Root { .. } | Index::None => {}
            Index::Due { shard, at } => {
                self.due.get_mut(shard).map(|due| due.remove(&(*at, order)));
            }
            Index::Missing { code, since } => {
                self.missing.get_mut(code).map(|waiting| waiting.remove(&Waiting { since: *since, order }));
            }
            Index::Exception { owner, since } => {
                self.exceptions.get_mut(owner).map(|open| open.remove(&(*since, order, row.item.clone())));
            }
            Index::Alias { kind, value } => {
                self.aliases.get_mut(kind).map(|names| names.remove(&(value.clone(), order)));
            }
        }
    }

    fn insert(&mut self, order: OrderId, row: &Row) {
        match &row.index {
            Index::Root { .. } | Index::None => {}
            Index::Due { shard, at } => {
                under(&mut self.due, shard).insert((*at, order));
            }
            Index::Missing { code, since } => {
                under(&mut self.missing, code).insert(Waiting { since: *since, order });
            }
            Index::Exception { owner, since } => {
                under(&mut self.exceptions, owner).insert((*since, order, row.item.clone()), row.clone());
            }
            Index::Alias { kind, value } => {
                under(&mut self.aliases, kind).insert((value.clone(), order));
            }
        }
    }

    pub(super) fn due(&self, shard: &str, now: Timestamp, limit: usize) -> Vec<DueOrder> {
        let due = self.due.get(shard).into_iter().flatten();
        let due = due.take_while(|(at, _)| *at <= now).take(limit);
        due.map(|(at, order)| DueOrder { order: *order, due_at: *at }).collect()
    }

    pub(super) fn waiting_for(&self, code: &str, from: Option<Timestamp>, limit: usize) -> Vec<Waiting> {
        let first = Waiting { since: from.unwrap_or(Timestamp::MIN), order: OrderId(0) };
        self.missing.get(code).map(|waiting| waiting.range(first..).take(limit).copied().collect()).unwrap_or_default()
    }

    pub(super) fn exceptions(&self, owner: &str) -> Vec<(OrderId, Row)> {
        let open = self.exceptions.get(owner).into_iter().flatten();
        open.map(|((_, order, _), row)| (*order, row.clone())).collect()
    }

    pub(super) fn aliases(&self, kind: &str, beginning: &str, limit: usize) -> Vec<(String, OrderId)> {
        let Some(names) = self.aliases.get(kind) else { return Vec::new() };
        let names = names.range((beginning.to_owned(), OrderId(0))..);
        names.take_while(|(value, _)| value.starts_with(beginning)).take(limit).cloned().collect()
    }
}

fn is_found(row: Option<&Row>) -> bool {
    row.is_some_and(|row| !matches!(row.index, Index::Root { .. } | Index::None))
}

fn under<'a, T: Default>(index: &'a mut BTreeMap<String, T>, key: &str) -> &'a mut T {
    index.entry(key.to_owned()).or_default()
}
