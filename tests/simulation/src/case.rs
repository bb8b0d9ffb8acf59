//! A case: everything that decides how a world goes. The same case plays the same, byte for byte.

use std::collections::BTreeSet;

use domain::planted::Bug;
use serde::{Deserialize, Serialize};

use crate::fault::{Rates, Strike};

/// How long a world goes on before faults stop and it drains.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// 24 hours.
    Day,
    /// 35 days.
    Month,
    /// So many days of a month: what is left of one that was shrunk.
    Days(u32),
}

/// Which ways of ringing are left on; all of them in a usual world. The nightly sweep is off unless it is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, and any of them may be on")]
pub struct Nets {
    /// Webhooks are delivered.
    pub webhooks: bool,
    /// The sweep of every ten minutes runs.
    pub sweep: bool,
    /// The sweep of the night runs.
    pub nightly: bool,
    /// Due work runs.
    pub due_work: bool,
    /// A message that was not done is received again.
    pub redelivery: bool,
}

impl Nets {
    /// All but the nightly sweep.
    pub const USUAL: Self = Self { webhooks: true, sweep: true, nightly: false, due_work: true, redelivery: true };
}

/// A case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The seed.
    pub seed: u64,
    /// The day: a world of its own.
    pub day: u32,
    /// How many orders its customers place in 24 hours.
    pub orders: u32,
    /// How long it goes on.
    pub span: Span,
    /// What goes wrong, and how often.
    pub rates: Rates,
    /// Strikes that happen whatever is drawn.
    pub scripted: BTreeSet<Strike>,
    /// Strikes that are left out, though they were drawn.
    pub without_strikes: BTreeSet<Strike>,
    /// Customers who stay at home, by their number: from 0, and on from day to day.
    pub without_orders: BTreeSet<u32>,
    /// Which ways of ringing are on.
    pub nets: Nets,
    /// The bug that is planted, if one is.
    pub bug: Option<Bug>,
    /// An invariant with whose first violation the world ends, if that comes before it is at rest.
    pub ends_with: Option<String>,
}
