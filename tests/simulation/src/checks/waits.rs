//! Who waits names a fact, and the world confirms it, for as long as that fact excuses. Words that no fact stands behind are a
//! violation. What rests at the end is looked at there.

use jiff::{SignedDuration, Timestamp};
use sandbox::shopify::Order;

use super::begun::{Named, Wait};
use super::{Checker, Met, View, order_of};
use crate::oracle::{eligible, is_routed, kept};
use crate::ports::Failure;

/// How long a status is believed, and what it may take until an order rests by it.
const BELIEVED: SignedDuration = SignedDuration::from_mins(4);

/// The longest time by which reads lag behind writes, and clocks are reckoned to be apart, in what is set.
const LAG: SignedDuration = SignedDuration::from_secs(90);

impl Checker {
    /// Notes that something stood in the way of an order's call.
    pub fn met(&mut self, order: u64, met: Met, now: Timestamp) {
        self.evidence.met(order, met, now);
    }

    /// Notes until when BlueCherry says that its window is closed.
    pub fn tells_closed(&mut self, until: Timestamp) {
        self.evidence.told_closed.insert(until);
    }

    /// Notes that a drive hears that a call to BlueCherry is granted.
    pub fn granted(&mut self, machine: u64, order: u64) {
        self.grants.heard(machine, order);
    }

    /// Notes what the table answers to somebody who asks for a call of a window. It refuses only where the window is used up, but for
    /// a tenth that another deployment may leave; or where it is over, as whoever was held up or whose clock is behind must hear.
    pub fn asked_budget(&mut self, order: u64, window: i64, is_granted: bool, now: Timestamp) {
        if is_granted {
            let is_past = self.grants.is_past(window);
            self.grants.grants(window);
            let (granted, calls) = (self.grants.granted_of(window), self.promises.calls);
            return self.fact("budget", Some(order), !is_past && granted <= calls, || {
                format!(
                    "a call is granted of a window that is over, or of which {granted} are granted: {calls} for all"
                )
            });
        }
        self.evidence.met(order, Met::Budget, now);
        let length = i64::try_from(self.promises.calls_window.as_millis()).unwrap_or(i64::MAX);
        let ends = window.saturating_add(1).saturating_mul(length);
        let is_over = self.grants.is_past(window) && ends <= (now + self.promises.skew).as_millisecond();
        let (granted, due) = (self.grants.granted_of(window), self.promises.calls - self.promises.calls / 10);
        self.fact("budget", Some(order), is_over || granted >= due, || {
            format!("a call is refused in a window of which {granted} are granted")
        });
    }

    /// I8: what an order has begun to wait for is so, and it waits no longer than that excuses.
    pub(super) fn waits_are_real(&mut self, view: &View<'_>, order: u64) {
        let Some(watched) = self.watched.get_mut(&order) else { return };
        for wait in std::mem::take(&mut watched.waits) {
            let longest = self.longest(view, order, &wait);
            self.fact("waits", Some(order), longest.is_some(), || {
                format!("it waits for what the world knows nothing of: {wait:?}")
            });
            let Some(longest) = longest else { continue };
            self.fact("waits", Some(order), wait.until.is_none_or(|until| until <= longest), || {
                format!("it waits for longer than until {longest}, which is all that its reason excuses: {wait:?}")
            });
        }
    }

    /// Until when an order may wait for what it names. None if the world does not confirm it.
    fn longest(&mut self, view: &View<'_>, order: u64, wait: &Wait) -> Option<Timestamp> {
        let (at, promises) = (wait.at, self.promises);
        // BlueCherry's clock is ahead, the worker's behind.
        let reopened = view.closed_until.unwrap_or(at).max(at) + promises.skew * 2;
        match &wait.names {
            Named::Words(words, tried) => self.words(view, order, wait, words, *tried),
            Named::Held => wait.until,
            Named::Outcome => Some(reopened + promises.settled + promises.patience + promises.import_cycle + LAG),
            Named::Unread => view.shop.order(order).is_none().then_some(at + promises.patience.max(promises.recheck)),
            Named::Routing(is_told) => {
                let is_unrouted = view.shop.served(order).iter().any(|served| eligible(served) && !is_routed(served));
                is_unrouted.then_some(at + if *is_told { promises.patience } else { promises.recheck })
            }
            Named::Refund => {
                // Shopify's clock says when it was cancelled, or another worker's when nothing was left of it.
                let since = |served: &Order| kept(served).map(|_| served.cancelled_at.unwrap_or(at));
                let since = view.shop.served(order).iter().filter_map(since).max();
                since.map(|since| since + promises.patience + promises.skew * 2)
            }
            Named::Staged(import) => {
                if let Some(until) = view.closed_until.filter(|until| *until > at) {
                    self.is_shut(order, at, until);
                }
                (view.imports)(import).then_some(reopened + promises.import_cycle + promises.busy_retry.max(LAG))
            }
            Named::NotImported(send_by) => {
                let is_staging = !promises.import_cycle.is_zero();
                let settled = send_by.unwrap_or(at) + promises.settled;
                is_staging.then_some(settled.max(reopened) + promises.import_cycle * 2 + promises.busy_retry + LAG)
            }
            Named::NotStaged(tried) => {
                let is_unknown = tried.as_ref().is_none_or(|(import, _)| !(view.imports)(import));
                let settled = tried.as_ref().map_or(at, |(_, send_by)| *send_by) + promises.settled;
                is_unknown.then_some(settled.max(at + LAG))
            }
        }
    }

    /// Notes that BlueCherry is shut to an order from a moment on until another.
    fn is_shut(&mut self, order: u64, from: Timestamp, until: Timestamp) {
        let Some(watched) = self.watched.get_mut(&order) else { return };
        // A quota's end is told in seconds from now, by clocks that may be off.
        let same = SignedDuration::from_mins(2);
        if watched.shut.range(until - same..=until + same).next().is_none() {
            watched.shut.insert(until, from);
        }
    }

    fn words(
        &mut self,
        view: &View<'_>,
        order: u64,
        wait: &Wait,
        words: &str,
        tried: Option<(u16, Timestamp)>,
    ) -> Option<Timestamp> {
        let Wait { at, .. } = *wait;
        let again = at + self.promises.busy_retry;
        let met = |is_it: &dyn Fn(Met) -> Option<SignedDuration>| {
            let waits = self.evidence.of(order, at).filter_map(|(_, met)| is_it(met));
            waits.max().map(|wait| again.max(at + wait))
        };
        let failed = |is_it: fn(Failure) -> bool| {
            met(&|met| match met {
                Met::Failure(failure) if is_it(failure) => Some(SignedDuration::ZERO),
                _ => None,
            })
        };
        let limited = |met| match met {
            Met::Limit(wait) | Met::Failure(Failure::Throttled { wait }) => Some(wait),
            _ => None,
        };
        match words {
            "BlueCherry's window is closed" => {
                let until = view.closed_until.filter(|until| *until + BELIEVED >= at)?;
                // It waits for the end that it was told, or for a little where that has come meanwhile.
                let is_told = wait.until.is_some_and(|told| self.evidence.told_closed.contains(&told));
                if !is_told && until > at + self.promises.skew {
                    return None;
                }
                self.is_shut(order, at, until);
                Some(again.max(until))
            }
            "the budget of calls to BlueCherry is spent" => {
                met(&|met| (met == Met::Budget).then_some(self.promises.calls_window))
            }
            "BlueCherry's gateway limits the calls" | "throttled" => {
                let longest = met(&limited)?;
                // And no shorter than any of those that stopped it has asked for.
                let soonest =
                    self.evidence.of(order, at).filter_map(|(met_at, met)| Some(met_at + limited(met)?)).min()?;
                if wait.until.is_some_and(|until| until + self.promises.skew * 4 < soonest) {
                    return None;
                }
                if longest > at + self.promises.due_push {
                    self.is_shut(order, at, longest);
                }
                Some(longest)
            }
            "BlueCherry's gateway refuses the key" => met(&|met| (met == Met::Key).then_some(SignedDuration::ZERO)),
            "Shopify denies access" => met(&|met| (met == Met::Scope).then_some(SignedDuration::ZERO)),
            // The caller's patience was over before the call left.
            "it was not sent" => met(&|met| matches!(met, Met::HeldUp | Met::Key).then_some(SignedDuration::ZERO)),
            "this worker was too late and did not send" => {
                tried.is_none_or(|(_, send_by)| at > send_by).then_some(again)
            }
            "BlueCherry is busy" | "busy" => failed(|failure| failure == Failure::Busy),
            "no answer in time" => failed(|failure| failure == Failure::TimedOut),
            "the answer has no number" | "the answer cannot be read" => failed(|failure| failure == Failure::Garbage),
            "the call broke" | "the call failed" => failed(|failure| failure == Failure::Broken),
            "BlueCherry knows something under this reference already" => {
                met(&|met| (met == Met::Known).then_some(SignedDuration::ZERO))
            }
            "nothing was found, but an earlier try was booked" => {
                let booked = self.booked(view, order);
                let is_of = |part| booked.iter().any(|one| order_of(&one.ext_ref) == Some((order, part)));
                tried.is_none_or(|(part, _)| is_of(part)).then_some(again)
            }
            _ => None,
        }
    }
}
