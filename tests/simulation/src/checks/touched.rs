//! What must hold for an order after every event that touched it. It is cheap.

use domain::id::OrderId;
use domain::reference::ExternalReference;
use sandbox::shopify::Order;

use super::watched::Watched;
use super::{Checker, View, numbers, order_of};
use crate::oracle::eligible;

impl Checker {
    /// Looks at an order that an event has changed: in the shop, in BlueCherry's books or in the tables.
    pub fn touched(&mut self, view: &View<'_>, order: u64) {
        self.read_books(view.books);
        let watched = self.watched.entry(order).or_insert_with(|| Watched::new(order));
        if watched.is_broken {
            return;
        }
        let followed = watched.follow(view.tables);
        if std::mem::take(&mut watched.has_moved) {
            watched.moved_at = Some(view.now);
        }
        self.fact("I10", Some(order), followed.is_ok(), || followed.err().unwrap_or_default());
        self.booked_with_cause(view, order);
        self.nothing_means_nothing(view, order);
        self.intent_is_due(view, order);
        self.waits_are_real(view, order);
        self.unknown_is_no_exception(order);
        if let Some(shown) = view.shop.order(order) {
            self.shows_its_own(view, shown);
        }
    }

    /// I2: each sales order has an intent that was saved before, and an eligible revision that was read; a reference has one.
    fn booked_with_cause(&mut self, view: &View<'_>, order: u64) {
        let booked = self.booked(view, order);
        if booked.is_empty() {
            return;
        }
        let served = view.shop.served(order).iter().any(eligible);
        self.fact("I2", Some(order), served, || {
            format!("{} is booked, and no eligible order was read", booked[0].ext_ref)
        });
        for (place, one) in booked.iter().enumerate() {
            let part = order_of(&one.ext_ref).map_or(0, |(_, part)| part);
            let is_intended = self.watched.get(&order).is_some_and(|held| held.folded.attempts(part) > 0);
            self.fact("I8", Some(order), is_intended, || format!("{} is booked, and no intent was saved", one.ext_ref));
            let before = booked[..place].iter().filter(|before| before.ext_ref == one.ext_ref).count();
            // What the wire doubled stands twice, and no more often.
            let most = usize::from(view.doubled.contains(&one.ext_ref));
            self.fact("I2", Some(order), before <= most, || {
                format!("{} stands under {} beside {before} others", one.ord_num, one.ext_ref)
            });
        }
    }

    /// I2: where a lookup that found nothing was believed, nothing stands, and nothing waits for an import.
    fn nothing_means_nothing(&mut self, view: &View<'_>, order: u64) {
        let Some(watched) = self.watched.get_mut(&order) else { return };
        for part in std::mem::take(&mut watched.believed) {
            let stands = self.booked(view, order).iter().any(|booked| order_of(&booked.ext_ref) == Some((order, part)));
            let reference = ExternalReference::sales_order(OrderId(order), part);
            let waits = (view.staged)(reference.as_str());
            let where_it_is = if stands { "booked" } else { "staged" };
            self.fact("I2", Some(order), !stands && !waits, || {
                format!("part {part} was believed not to be at BlueCherry, where it is {where_it_is}")
            });
        }
    }

    /// I8: an open intent has a due row no later than its horizon; one that was rung is pushed on by no more than is set.
    fn intent_is_due(&mut self, view: &View<'_>, order: u64) {
        let Some(watched) = self.watched.get(&order) else { return };
        let Some((probe_at, _)) = watched.open_intent() else { return };
        let due_at = watched.due_at;
        let latest = probe_at.max(view.now + self.promises.due_push + self.promises.skew);
        self.fact("I8", Some(order), due_at.is_some_and(|due_at| due_at <= latest), || {
            format!("an intent is open until {probe_at}, and the order is due {due_at:?}")
        });
    }

    /// An outcome that nobody knows is no exception before some patience has passed.
    fn unknown_is_no_exception(&mut self, order: u64) {
        let Some(watched) = self.watched.get_mut(&order) else { return };
        for (made, send_by) in std::mem::take(&mut watched.unknown) {
            let earliest = send_by + self.promises.patience - self.promises.skew;
            self.fact("I8", Some(order), made >= earliest, || {
                format!(
                    "a call that may leave until {send_by} is an exception at {made}: nobody has waited for its outcome"
                )
            });
        }
    }

    /// The numbers that Shopify shows are this order's, and were settled before they were shown.
    fn shows_its_own(&mut self, view: &View<'_>, order: &Order) {
        let id = order.id;
        let booked = self.booked(view, id);
        for number in numbers::shown(order) {
            let is_own = booked.iter().any(|booked| booked.ord_num == number);
            self.fact("I2", Some(id), is_own, || {
                format!("Shopify shows {number}, which is no sales order of this order")
            });
            let is_known = self.watched.get(&id).is_some_and(|watched| watched.knows(number));
            self.fact("I8", Some(id), is_known, || format!("Shopify shows {number} before it was settled"));
        }
    }
}
