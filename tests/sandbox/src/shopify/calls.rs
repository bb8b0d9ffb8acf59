//! The book of API calls.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// One call of the GraphQL API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The operation's name; empty for a request that was refused before it was known.
    pub operation: String,
    /// Whether it was a mutation.
    pub mutation: bool,
    /// The orders that it named or showed.
    pub orders: Vec<u64>,
    /// When it came.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was executed.
    Answered,
    /// It was refused before execution, or asked for what isn't modelled: the caller's bug.
    Refused,
    /// `THROTTLED`.
    Throttled,
    /// A 5xx, by the switch.
    ServerError,
    /// 401.
    Unauthorised,
}

/// Each call in the order of arrival.
#[derive(Debug, Clone, Default)]
pub struct Calls {
    calls: Vec<Call>,
    attempts: BTreeMap<(String, Vec<u64>), u32>,
}

impl Calls {
    /// Each call.
    pub fn all(&self) -> &[Call] {
        &self.calls
    }

    /// How many queries that named or showed an order were executed.
    pub fn reads(&self, order: u64) -> usize {
        self.executed(order).filter(|call| !call.mutation).count()
    }

    /// How many mutations that named an order were executed.
    pub fn writes(&self, order: u64) -> usize {
        self.executed(order).filter(|call| call.mutation).count()
    }

    /// How many calls of an operation came, whatever became of them.
    pub fn of(&self, operation: &str) -> usize {
        self.calls.iter().filter(|call| call.operation == operation).count()
    }

    /// How many calls had an outcome.
    pub fn with(&self, outcome: Outcome) -> usize {
        self.calls.iter().filter(|call| call.outcome == outcome).count()
    }

    fn executed(&self, order: u64) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(move |call| call.outcome == Outcome::Answered && call.orders.contains(&order))
    }

    pub(super) fn note(&mut self, call: Call) {
        self.calls.push(call);
    }

    /// Counts the attempts at an operation about the same orders: 0 for the first.
    pub(super) fn attempt(&mut self, operation: &str, orders: &[u64]) -> u32 {
        let attempts = self.attempts.entry((operation.to_owned(), orders.to_vec())).or_default();
        *attempts += 1;
        *attempts - 1
    }
}
