//! The budget of calls to BlueCherry, as the table grants it and as callers use it up.

use std::collections::BTreeSet;

/// Who was granted what.
#[derive(Default)]
pub(super) struct Grants {
    /// Drives, by machine and order, that heard of a grant and have not used it.
    held: BTreeSet<(u64, u64)>,
    /// The newest window of which anything was granted.
    window: Option<i64>,
    granted: usize,
}

impl Grants {
    /// A drive begins, or looks at its order anew: it has no grant yet.
    pub(super) fn begins(&mut self, machine: u64, order: u64) {
        self.held.remove(&(machine, order));
    }

    /// A drive hears that a call is granted.
    pub(super) fn heard(&mut self, machine: u64, order: u64) {
        self.held.insert((machine, order));
    }

    /// A call leaves. Says whether it was granted.
    pub(super) fn uses(&mut self, machine: u64, order: u64) -> bool {
        self.held.remove(&(machine, order))
    }

    /// The table grants a call of a window.
    pub(super) fn grants(&mut self, window: i64) {
        if self.window.is_none_or(|held| held < window) {
            (self.window, self.granted) = (Some(window), 0);
        }
        self.granted += 1;
    }

    /// Whether a later window than this has begun for somebody.
    pub(super) fn is_past(&self, window: i64) -> bool {
        self.window.is_some_and(|held| held > window)
    }

    /// How many calls were granted of a window, if it is the newest.
    pub(super) fn granted_of(&self, window: i64) -> usize {
        if self.window == Some(window) { self.granted } else { 0 }
    }
}
