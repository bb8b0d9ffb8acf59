//! The budget of calls to BlueCherry, which limits calls by key, whoever makes them.

use domain::planted::{self, Bug};
use domain::policy::later;
use domain::step::Lane;
use jiff::{SignedDuration, Timestamp};

use crate::ports::{TableError, Tables};

/// So many calls in a window, for all functions together. Lanes share it by priority: each may draw on the window until its
/// ceiling is reached, so that what matters less leaves room for what matters more.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Calls in a window.
    pub calls: u32,
    /// The window's length.
    pub window: SignedDuration,
}

/// Whether a call may be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Allowance {
    /// Yes, and it is counted.
    Granted,
    /// Not before.
    Spent(Timestamp),
}

impl Budget {
    /// The number of the window in which a moment lies, and when the next begins.
    pub fn window_at(&self, now: Timestamp) -> (i64, Timestamp) {
        let length = i64::try_from(self.window.as_millis()).unwrap_or(i64::MAX).max(1);
        let window = now.as_millisecond().div_euclid(length);
        let next = window.saturating_add(1).saturating_mul(length);
        (window, Timestamp::from_millisecond(next).unwrap_or(later(now, self.window)))
    }

    /// How many calls of a window a lane may take it up to.
    pub fn ceiling(&self, lane: Lane) -> u32 {
        match lane {
            // Orders come first: they may take what there is.
            Lane::Export => self.calls,
        }
    }

    /// Takes one call from the budget.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn take(&self, tables: &impl Tables, lane: Lane, now: Timestamp) -> Result<Allowance, TableError> {
        let (window, next) = self.window_at(now);
        let own = planted::is(Bug::BudgetNotShared).then(|| format!("bluecherry#{}", now.as_millisecond()));
        if tables.count_call(own.as_deref().unwrap_or("bluecherry"), window, self.ceiling(lane)).await? {
            Ok(Allowance::Granted)
        } else {
            Ok(Allowance::Spent(next))
        }
    }

    /// How many orders of a lane are worth ringing in a stretch of time: no more than can be sent in it.
    pub fn orders_in(&self, lane: Lane, stretch: SignedDuration) -> usize {
        let windows = stretch.as_millis().max(0) / self.window.as_millis().max(1);
        let calls = u128::from(self.ceiling(lane)) * u128::try_from(windows.max(1)).unwrap_or(1);
        usize::try_from(calls).unwrap_or(usize::MAX)
    }
}
