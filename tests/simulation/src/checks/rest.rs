//! What must hold for all when a world has drained.

use std::collections::BTreeSet;

use domain::image::OrderImage;
use domain::trail::fold;
use jiff::SignedDuration;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::Order;

use super::prediction::explain;
use super::{Checker, Rest, Unheard, View, numbers};
use crate::oracle::{eligible, is_routed};

/// How late a due row may be taken up: due work comes every minute, and a clock may be off.
const LATE: SignedDuration = SignedDuration::from_mins(3);

/// Shopify's revisions are whole seconds.
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Whether an image was read so soon after its last change that another of the same second may be missing.
fn is_read_at_once(image: &OrderImage) -> bool {
    image.read_at.duration_since(image.updated_at) <= SECOND * 2
}

impl Checker {
    /// Looks at everything once nothing moves any more.
    pub fn at_rest(&mut self, view: &View<'_>, rest: &Rest<'_>) {
        self.read_books(view.books);
        let (queued, dead) = (rest.queued, rest.dead_letters);
        self.fact("I8", None, queued == 0, || format!("{queued} messages lie in the queues"));
        self.fact("I8", None, dead == 0, || format!("{dead} messages were given up"));
        for order in view.shop.orders() {
            self.touched(view, order.id);
            self.trail_is_whole(view, order.id);
            if self.is_unknowable(order.id, (rest.unheard)(order.id)) {
                self.unknowable += 1;
            } else {
                self.read_last(order);
                self.is_explained(view, order);
            }
            self.waits_for_a_fact(view, rest, order);
            let traffic = (rest.traffic)(order.id);
            self.within_ceilings(order.id, traffic, rest.imports);
        }
        let over = rest.over_limit;
        self.fact("budget", None, over == 0, || {
            format!("BlueCherry's gateway refused {over} calls, which a budget that all share would not have made")
        });
        self.drafts_stay(view);
        if view.shop.orders().count() as u64 > self.unknowable {
            for invariant in ["I1", "I2", "I3", "I7", "I8", "I10"] {
                let looked = self.facts.get(invariant).copied().unwrap_or_default();
                let is_any = looked > 0 || (view.books.is_empty() && matches!(invariant, "I2" | "I3"));
                self.fact(invariant, None, is_any, || "nothing was looked at".to_owned());
            }
        }
    }

    /// I10: the stored trail, read from its beginning, leads to what was folded entry by entry.
    fn trail_is_whole(&mut self, view: &View<'_>, order: u64) {
        let Some(watched) = self.watched.get(&order) else { return };
        let id = watched.folded.id;
        let whole = view.tables.with_trail(id, |trail| fold(id, &trail.values().cloned().collect::<Vec<_>>()));
        let mut held = watched.folded.clone();
        let is_it = whole.is_ok_and(|whole| {
            held.reading = whole.reading;
            whole == held
        });
        self.fact("I10", Some(order), is_it, || "the trail, read again, leads elsewhere: it was altered".to_owned());
    }

    /// Whether the one message that told an order's last news is gone, and nothing of it was saved before.
    fn is_unknowable(&self, order: u64, unheard: Unheard) -> bool {
        let Some(held) = self.watched.get(&order).map(|watched| &watched.folded) else { return false };
        let is_untold = unheard.told.is_some_and(|told| {
            held.image.as_ref().is_none_or(|image| {
                // A second change may hide in the second of one that was read at once.
                let reaches = if is_read_at_once(image) { image.updated_at } else { image.updated_at + SECOND };
                reaches <= told
            })
        });
        unheard.is_released || (is_untold && !held.stale)
    }

    /// I7: whatever became of doorbells, the last revision is known.
    fn read_last(&mut self, order: &Order) {
        let Some(watched) = self.watched.get(&order.id) else { return };
        let image = watched.folded.image.as_ref();
        let is_known = image.is_some_and(|image| {
            let units = image.lines.iter().map(|line| (line.id.0, line.current.0));
            image.total.amount == order.sums.current_total_price
                && image.cancelled_at.is_some() == order.cancelled_at.is_some()
                && image.updated_at <= order.updated_at
                && units.eq(order.lines.iter().map(|line| (line.id, line.current_quantity)))
        });
        let told = image.map(|image| image.updated_at);
        self.fact("I7", Some(order.id), is_known && !watched.folded.stale, || {
            format!("the revision of {} is not known: what is known is of {told:?}", order.updated_at)
        });
    }

    /// I1, I3, and the exceptions that the books call for.
    fn is_explained(&mut self, view: &View<'_>, order: &Order) {
        let id = order.id;
        let booked = self.booked(view, id);
        let explained = explain(&self.oracle, view, order, &booked);
        self.shows_all(order, &booked, explained.hidden);
        self.note("I3", if booked.is_empty() { 0 } else { explained.facts });
        self.fact("I1", Some(id), explained.faults.iter().all(|(invariant, _)| *invariant != "I1"), || {
            explained.faults.iter().map(|(_, says)| says.as_str()).collect::<Vec<_>>().join("; ")
        });
        for (invariant, says) in explained.faults.iter().filter(|(invariant, _)| *invariant != "I1") {
            self.fact(invariant, Some(id), false, || says.clone());
        }
        let Some(watched) = self.watched.get(&id) else { return };
        let open = &watched.folded.rest.exceptions;
        let differences: Vec<Vec<String>> =
            explained.predictions.iter().map(|prediction| prediction.differences(open, &order.currency)).collect();
        let is_predicted = differences.iter().any(Vec::is_empty) || !explained.faults.is_empty();
        let is_indexed = self.exceptions_are_found(view, id);
        self.fact("exceptions", Some(id), is_predicted, || {
            differences.first().map_or_else(String::new, |differences| differences.join("; "))
        });
        self.fact("exceptions", Some(id), is_indexed, || "its exceptions are not found by their owners".to_owned());
    }

    /// Whether each open exception has a row by which its owner finds it.
    fn exceptions_are_found(&self, view: &View<'_>, order: u64) -> bool {
        let Some(watched) = self.watched.get(&order) else { return true };
        let open = watched.folded.rest.exceptions.len();
        view.tables.with_order(watched.folded.id, |rows| {
            rows.keys().filter(|item| item.starts_with("exception#")).count() == open
        })
    }

    /// I8: nothing is open, nothing is past its due time, and who waits, waits for something that has not happened.
    fn waits_for_a_fact(&mut self, view: &View<'_>, rest: &Rest<'_>, order: &Order) {
        let Some(watched) = self.watched.get(&order.id) else { return };
        let (until, due_at, intent) = (watched.folded.rest.until, watched.due_at, watched.open_intent());
        let is_unrouted = eligible(order) && !is_routed(order);
        let is_shut = rest.closed_until.is_some_and(|until| until > view.now);
        self.fact("I8", Some(order.id), intent.is_none() || is_shut, || format!("an intent is open: {intent:?}"));
        self.fact("I8", Some(order.id), until.is_none() || is_unrouted || is_shut, || {
            format!("it waits until {until:?}, and for nothing")
        });
        self.fact("I8", Some(order.id), until.is_some() == due_at.is_some(), || {
            format!("it waits until {until:?} and is due {due_at:?}")
        });
        let is_late = due_at.is_some_and(|due_at| due_at + LATE < view.now);
        self.fact("I8", Some(order.id), !is_late, || format!("it was due {due_at:?}"));
        let longest = view.now + self.promises.patience + self.promises.due_push + LATE;
        let is_soon = is_shut || due_at.is_none_or(|due_at| due_at <= longest);
        self.fact("I8", Some(order.id), is_soon, || format!("it is due only {due_at:?}"));
    }

    /// The metafield holds BlueCherry's live numbers: all of them but those that are `hidden`, and no others.
    fn shows_all(&mut self, order: &Order, booked: &[&BookedOrder], hidden: usize) {
        let live: BTreeSet<&str> = booked.iter().map(|booked| booked.ord_num.as_str()).collect();
        let references: BTreeSet<&str> = booked.iter().map(|booked| booked.ext_ref.as_str()).collect();
        // Of a part that stands twice nobody knows which number to show.
        let is_told_apart = live.len() == references.len();
        let shown = numbers::shown(order);
        let is_all = !is_told_apart || shown.len() + hidden == live.len();
        let holds = is_all && shown.is_subset(&live);
        self.fact("I8", Some(order.id), holds, || format!("Shopify shows {shown:?}, live are {live:?}"));
    }

    /// What never became an order is nowhere.
    fn drafts_stay(&mut self, view: &View<'_>) {
        for draft in view.shop.drafts() {
            let booked = self.booked(view, draft.id);
            self.fact("I2", Some(draft.id), booked.is_empty(), || "a draft is booked".to_owned());
        }
    }
}
