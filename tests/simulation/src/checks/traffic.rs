//! Calls cost time and money: an order's stay under ceilings that follow from what befell it.

use super::{Checker, Traffic};

/// How often a drive may lose its version check to another and load again.
const LOADS_A_DRIVE: u32 = 12;

impl Checker {
    /// Looks at an order's calls.
    pub(super) fn within_ceilings(&mut self, order: u64, traffic: Traffic, imports: bool) {
        let Traffic { received, loads, commits, reads, writes, posts, finds, strikes, kills } = traffic;
        let mut most = |what: &'static str, made: u32, ceiling: u32| {
            self.fact("calls", Some(order), made <= ceiling, || {
                format!("{made} {what}, where {ceiling} are enough: {traffic:?}")
            });
        };
        most("loads", loads, received + strikes + kills + commits.min(received.saturating_mul(LOADS_A_DRIVE)));
        // One read for each time that its rows are loaded, and another if that was not answered well and the order waited.
        most("reads", reads, loads + strikes);
        most("writes", writes, loads);
        let undisturbed = strikes == 0 && kills == 0;
        if undisturbed && !imports {
            most("lookups of an order that nothing befell", finds, 0);
        }
        most("lookups", finds, loads.saturating_mul(2));
        let intents = self.watched.get(&order).map_or(0, |watched| watched.folded.attempts.values().sum());
        self.fact("calls", Some(order), posts <= intents, || format!("{posts} posts of {intents} intents"));
    }
}
