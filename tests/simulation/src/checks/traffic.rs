//! Calls cost time and money: an order's stay under ceilings that follow from what befell it, and from nothing that it did itself.

use jiff::SignedDuration;

use super::{Checker, Traffic, View};

/// Parts of an order: more than it can have of divisions and warehouses.
const PARTS: u32 = 6;

/// How often an order may be rung as due while newer code has it: every five minutes for half an hour.
const ROLLED_BACK_AFTER: u32 = 7;

/// How often something comes that comes again and again.
fn times(span: SignedDuration, every: SignedDuration) -> u32 {
    u32::try_from(span.as_secs().max(0) / every.as_secs().max(1)).unwrap_or(u32::MAX)
}

impl Checker {
    /// Looks at an order's calls.
    pub(super) fn within_ceilings(&mut self, view: &View<'_>, order: u64, traffic: Traffic, is_staged: bool) {
        for (what, made, ceiling) in self.ceilings(view, order, &traffic, is_staged) {
            self.fact("calls", Some(order), made <= ceiling, || {
                format!("{made} {what}, where {ceiling} are enough: {traffic:?}")
            });
        }
    }

    /// Every kind of call: its name, how many were made, and how many are enough.
    fn ceilings(
        &self,
        view: &View<'_>,
        order: u64,
        traffic: &Traffic,
        is_staged: bool,
    ) -> Vec<(&'static str, u32, u32)> {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let Traffic { lost, loads, posts, finds, imports, reads, strikes, twice, newer, .. } = *traffic;
        let trouble = strikes + traffic.kills;
        let watched = self.watched.get(&order);
        let windows = watched.map_or(0, |watched| count(watched.shut.len()));
        let parts = watched.map_or(0, |watched| count(watched.folded.parts.len())).min(PARTS);
        // Who was told when a quota begins anew has no reason to ask before, but for what is asked of each part. One that begins anew
        // within minutes is no window that was shut.
        let stopped = traffic.stopped + traffic.out_of_quota.min((windows + 1) * (parts + 2));
        let stops = traffic.refused + stopped;
        let refusals = traffic.refused + traffic.stopped + traffic.out_of_quota;
        let intents = watched.map_or(0, |watched| watched.folded.attempts.values().sum());
        let booked = count(self.booked(view, order).len());
        let news = traffic.told + traffic.swept + traffic.released;
        let nights = Self::nights(view, order);
        // A try that came to nothing is made again for each thing that stood in its way; one that the gateway stops for its key, at
        // once with another.
        let tries = booked + traffic.rejected + trouble + stopped + windows * parts * 2;
        let tries = tries.min(intents + stopped);
        // What is unknown is looked for at its horizon, and again where an import is waited for. What is staged is asked for once, a
        // second time where clocks differ, again after a window that came before its import, and read once it is booked. Two workers
        // may ask at once: one of them loses its version check.
        let probes = trouble * 2 + stops + windows + lost + if is_staged { posts * (2 + windows) } else { 0 };
        let lookups = if is_staged || trouble > 0 { probes } else { 0 };
        // Whose clock is ahead rings too early, and what is not due yet is rung again.
        let routing = self.looks_for_routing(view, order);
        let due = 2 * (1 + routing + windows + stops + trouble * 2 + imports);
        let changes = 1 + traffic.events + self.causes.arrivals;
        vec![
            ("messages of webhooks", traffic.told, traffic.deliveries + trouble),
            // What a run has read the next one reads again, as far as the overlap goes.
            ("messages of sweeps", traffic.swept, traffic.events * 2 + nights + trouble),
            // While newer code has an order, which is half an hour at most, it stays due.
            ("messages of due work", traffic.due, due + newer * ROLLED_BACK_AFTER),
            ("messages of arrived codes", traffic.released, self.causes.arrivals * 2 + trouble),
            // And each message of news is received until then.
            ("messages received again", traffic.again, trouble * 4 + twice + newer.min(1) * news * 3),
            ("lost version checks", lost, traffic.received() * 3 + trouble),
            ("loads", loads, traffic.received() + lost + trouble),
            (
                "commits",
                traffic.commits,
                loads + posts * 2 + finds + imports + traffic.writes + lost + refusals + trouble,
            ),
            ("reads", reads, loads + strikes),
            ("looks at mappings", traffic.mappings, 2 * (loads + reads)),
            ("writes", traffic.writes, booked + trouble + lost),
            ("rejections", traffic.rejected, changes * PARTS + trouble),
            ("posts", posts, tries),
            ("lookups of what is unknown", finds, lookups),
            ("questions about imports", imports, probes),
            ("questions for the status", traffic.statuses, loads + posts + finds + imports + refusals),
            ("calls counted", traffic.counts, posts + finds + imports + traffic.statuses + refusals + lost + trouble),
        ]
    }

    /// Nights in which a sweep may have told of an order, the first sweep of all among them.
    fn nights(view: &View<'_>, order: u64) -> u32 {
        let placed = view.shop.order(order).map_or(view.now, |shown| shown.created_at);
        times(view.now.duration_since(placed), SignedDuration::from_hours(24)) + 2
    }

    /// How often an order that Shopify has not routed is looked at: at its recheck for as long as the patience lasts, and once in
    /// each such time after.
    fn looks_for_routing(&self, view: &View<'_>, order: u64) -> u32 {
        let Some(shown) = view.shop.order(order) else { return 0 };
        let unrouted = self.causes.unrouted_for(order);
        let unrouted = unrouted.unwrap_or_else(|| view.now.duration_since(shown.created_at));
        if unrouted.is_zero() {
            return 0;
        }
        let patience = self.promises.patience;
        // Another deployment looks less often, none more.
        let recheck = self.promises.recheck - SignedDuration::from_mins(1);
        2 + times(unrouted.min(patience), recheck) + times(unrouted - patience, patience)
    }
}
