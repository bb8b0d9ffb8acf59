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

/// How long a worker may be at an order that it took up before something was lost: no invocation is given more time.
const AT_WORK: SignedDuration = SignedDuration::from_mins(3);

/// Of so few sales orders it may be that none was waited for.
const FEW: usize = 5;

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
            self.within_ceilings(view, order.id, traffic, rest.imports);
        }
        let over = rest.over_limit;
        self.fact("budget", None, over == 0, || {
            format!("BlueCherry's gateway refused {over} calls, which a budget that all share would not have made")
        });
        self.drafts_stay(view);
        self.are_found(view, rest);
        self.were_looked_at(view);
    }

    /// An invariant that never looked holds nothing. Of orders of which nobody can know the last news some do not speak.
    fn were_looked_at(&mut self, view: &View<'_>) {
        let orders = view.shop.orders().count() as u64;
        for (invariant, speaks) in [
            ("I1", orders > self.unknowable),
            ("I2", !view.books.is_empty()),
            ("I3", !view.books.is_empty() && orders > self.unknowable),
            ("I7", orders > self.unknowable),
            ("I8", orders > 0),
            ("I10", orders > 0),
            ("found", orders > 0),
            ("calls", orders > 0),
            // What is staged is waited for, unless whoever staged it was killed and it was imported before anybody looked again.
            ("waits", !self.promises.import_cycle.is_zero() && view.books.len() > FEW),
        ] {
            let looked = self.facts.get(invariant).copied().unwrap_or_default();
            self.fact(invariant, None, looked > 0 || !speaks, || "nothing was looked at".to_owned());
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
    pub(super) fn is_unknowable(&self, order: u64, unheard: Unheard) -> bool {
        let Some(watched) = self.watched.get(&order) else { return false };
        let held = &watched.folded;
        let is_untold = unheard.told.is_some_and(|told| {
            held.image.as_ref().is_none_or(|image| {
                // A second change may hide in the second of one that was read at once.
                let reaches = if is_read_at_once(image) { image.updated_at } else { image.updated_at + SECOND };
                reaches <= told
            })
        });
        // Whoever took the order up after the word was lost has looked for its codes himself.
        let is_unreleased =
            unheard.released_at.is_some_and(|lost| watched.moved_at.is_none_or(|moved| moved <= lost + AT_WORK));
        is_unreleased || (is_untold && !held.stale)
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
        self.fact("exceptions", Some(id), is_predicted, || {
            differences.first().map_or_else(String::new, |differences| differences.join("; "))
        });
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

    /// The metafield holds the live number of each part but those that are `hidden`, and no others. Of a part that stands twice nobody
    /// knows which to show; that excuses no other part.
    fn shows_all(&mut self, order: &Order, booked: &[&BookedOrder], hidden: usize) {
        let live: BTreeSet<&str> = booked.iter().map(|booked| booked.ord_num.as_str()).collect();
        let stands_alone = |one: &BookedOrder| booked.iter().filter(|other| other.ext_ref == one.ext_ref).count() == 1;
        let alone: BTreeSet<&str> =
            booked.iter().filter(|one| stands_alone(one)).map(|one| one.ord_num.as_str()).collect();
        let shown = numbers::shown(order);
        let missing = alone.difference(&shown).count();
        // What is hidden may be of the part that stands twice.
        let is_all = missing == hidden || (missing < hidden && alone.len() < live.len());
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
