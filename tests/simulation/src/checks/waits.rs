//! Who waits names a fact, and the world confirms it: budget, window and staged import. Routing is looked at when all rest.

use domain::part::PartState;
use jiff::{SignedDuration, Timestamp};

use super::{Checker, View};

/// How long a status is believed, and what it may take until an order rests by it.
const BELIEVED: SignedDuration = SignedDuration::from_mins(4);

impl Checker {
    /// Notes that a call to BlueCherry is counted, or asked for in vain.
    pub(super) fn counts_call(&mut self, now: Timestamp) {
        self.counted += 1;
        self.counts.push_back(now);
        let oldest = now - self.promises.calls_window - self.promises.skew * 2 - BELIEVED;
        while self.counts.front().is_some_and(|counted| *counted < oldest) {
            self.counts.pop_front();
        }
    }

    /// Notes that a call of a window is refused. Whoever was held up, or whose clock is behind, asks for a window that is over.
    pub fn refused(&mut self, window: i64, now: Timestamp) {
        let length = i64::try_from(self.promises.calls_window.as_millis()).unwrap_or(i64::MAX);
        let ends = window.saturating_add(1).saturating_mul(length);
        if ends <= (now + self.promises.skew).as_millisecond() {
            self.missed_at = Some(now);
        }
    }

    /// I8: an order that began to wait waits for something that is so.
    pub(super) fn waits_are_real(&mut self, view: &View<'_>, order: u64) {
        let Some(watched) = self.watched.get_mut(&order) else { return };
        let Some(began) = watched.waits.take() else { return };
        let folded = &watched.folded;
        let put_off = folded.put_off.as_ref().filter(|held| Some(held.until) == folded.rest.until);
        let why = put_off.map(|held| held.why.clone());
        let staged: Vec<String> = folded
            .parts
            .iter()
            .filter_map(|part| match &part.state {
                PartState::Sending(intent) => intent.import.as_ref().map(ToString::to_string),
                _ => None,
            })
            .collect();
        for import in staged {
            self.fact("waits", Some(order), (view.imports)(&import), || {
                format!("it waits for the import of {import}, which BlueCherry does not know")
            });
        }
        match why.as_deref() {
            Some("BlueCherry's window is closed") => {
                let closed_until = view.closed_until;
                self.fact("waits", Some(order), closed_until.is_some_and(|until| until + BELIEVED >= began), || {
                    format!("it waits for a window that opened {closed_until:?}")
                });
            }
            Some("the budget of calls to BlueCherry is spent") => {
                // Another deployment's budget may be a tenth smaller.
                let (counted, due) = (self.counts.len(), self.promises.calls - self.promises.calls / 10);
                let is_missed = self.missed_at.is_some_and(|missed_at| missed_at + BELIEVED >= began);
                self.fact("waits", Some(order), counted >= due || is_missed, || {
                    format!("it waits for a budget of which {counted} calls are spent")
                });
            }
            _ => {}
        }
    }
}
