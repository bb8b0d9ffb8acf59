//! The shop: orders, and what happened to them. No clock, no network, no chance: the caller says when.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use super::body::{Edit, body, rest_time, stub};
use super::events::{Event, Topic};
use super::order::Order;
use super::payment::{FinancialStatus, Transaction, TransactionKind, TransactionStatus};
use super::subscription::{SCOPES, Subscription};
use super::{routing, sums};

/// Ids that the shop gives itself start here: beyond 2^53, where a float would lose them.
const FIRST_ID: u64 = 9_100_000_000_000_001;

/// A place that sends goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The number in `gid://shopify/Location/…`.
    pub id: u64,
    /// Its name.
    pub name: String,
}

/// Why the shop refused a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShopError {
    /// No such order.
    #[error("the shop has no order {0}: place it first")]
    UnknownOrder(u64),
    /// No such line.
    #[error("order {order} has no line {line}")]
    UnknownLine {
        /// The order.
        order: u64,
        /// The line that it lacks.
        line: u64,
    },
    /// The order's state doesn't allow it.
    #[error("order {order} can't be {wanted}: it is {state}")]
    Refused {
        /// The order.
        order: u64,
        /// What was asked for.
        wanted: &'static str,
        /// What stands against it.
        state: &'static str,
    },
}

/// The shop.
#[derive(Debug)]
pub struct Shop {
    /// Whether events carry a stub in place of the whole order: its ids and its `updated_at`, no more than a reader of hints takes.
    pub stub_bodies: bool,
    locations: Vec<Location>,
    pub(super) orders: BTreeMap<u64, Order>,
    /// Each order behind its `updated_at`.
    pub(super) by_change: BTreeSet<(Timestamp, u64)>,
    drafts: BTreeMap<u64, Order>,
    served: BTreeMap<u64, Vec<Order>>,
    outbox: VecDeque<Event>,
    pub(super) subscriptions: Vec<Subscription>,
    pub(super) scopes: BTreeSet<String>,
    occurrences: BTreeMap<(u64, Topic), u32>,
    changes: u64,
    next_id: u64,
}

impl Shop {
    /// An empty shop. An order that names no location is assigned to `primary`.
    pub fn new(primary: Location, others: Vec<Location>) -> Self {
        let mut locations = vec![primary];
        locations.extend(others);
        Self {
            stub_bodies: false,
            locations,
            orders: BTreeMap::new(),
            by_change: BTreeSet::new(),
            drafts: BTreeMap::new(),
            served: BTreeMap::new(),
            outbox: VecDeque::new(),
            subscriptions: Vec::new(),
            scopes: SCOPES.iter().map(ToString::to_string).collect(),
            occurrences: BTreeMap::new(),
            changes: 0,
            next_id: FIRST_ID,
        }
    }

    /// Takes an order as the checkout does: its sums are drawn from its lines, `updated_at` becomes `now`, and the events say that it was created,
    /// and paid or cancelled if it is. It isn't routed before [`Shop::route`] is called. An order of the same id is replaced.
    pub fn place(&mut self, mut order: Order, now: Timestamp) {
        order.sums = sums::current(&order);
        order.sums.total_price = order.sums.current_total_price;
        order.updated_at = whole_second(now);
        self.insert(order, now);
    }

    /// Keeps a draft order: Shopify shows it by no order query and sends no `orders/*` webhook for it.
    pub fn draft(&mut self, order: Order) {
        self.drafts.insert(order.id, order);
    }

    /// Ends order routing: assigns each line's units to its locations.
    ///
    /// Neither bumps `updated_at` nor sends one of the topics modelled here: Shopify tells of it by `fulfillment_orders/order_routing_complete`
    /// alone, so that whoever waits for it without that topic has to look again.
    ///
    /// # Errors
    /// When there is no such order, or it is routed already.
    pub fn route(&mut self, id: u64) -> Result<(), ShopError> {
        let order = self.orders.get_mut(&id).ok_or(ShopError::UnknownOrder(id))?;
        if !order.fulfillment_orders.is_empty() {
            return Err(ShopError::Refused { order: id, wanted: "routed", state: "routed already" });
        }
        let primary = self.locations.first().map_or(0, |location| location.id);
        let next_id = &mut self.next_id;
        order.fulfillment_orders = routing::route(order, primary, &mut || mint(next_id));
        Ok(())
    }

    /// One order.
    pub fn order(&self, id: u64) -> Option<&Order> {
        self.orders.get(&id)
    }

    /// Each order by id.
    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    /// Each draft by id.
    pub fn drafts(&self) -> impl Iterator<Item = &Order> {
        self.drafts.values()
    }

    /// The revisions of an order that an API answer has shown, oldest first: what a reader can have acted on.
    pub fn served(&self, id: u64) -> &[Order] {
        self.served.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Reads an order as an API answer does: what it shows goes into the books, unless it is what was shown last.
    pub fn serve(&mut self, id: u64) -> Option<&Order> {
        let order = self.orders.get(&id)?;
        let revisions = self.served.entry(id).or_default();
        if revisions.last() != Some(order) {
            revisions.push(order.clone());
        }
        Some(order)
    }

    /// A location's name; one that only a payload names has none of its own.
    pub(super) fn location_name(&self, id: u64) -> String {
        let known = self.locations.iter().find(|location| location.id == id);
        known.map_or_else(|| format!("Location {id}"), |location| location.name.clone())
    }

    /// Takes the events that were not taken yet, oldest first.
    pub fn take_events(&mut self) -> Vec<Event> {
        self.outbox.drain(..).collect()
    }

    /// Whether events wait to be taken.
    pub fn has_events(&self) -> bool {
        !self.outbox.is_empty()
    }

    /// Puts an order in as it is and tells of it.
    pub(super) fn insert(&mut self, order: Order, now: Timestamp) {
        let mut topics = vec![Topic::OrdersCreate];
        if order.financial_status.was_paid() {
            topics.push(Topic::OrdersPaid);
        }
        if order.cancelled_at.is_some() {
            topics.push(Topic::OrdersCancelled);
        }
        let (id, updated_at) = (order.id, order.updated_at);
        if let Some(replaced) = self.orders.insert(id, order) {
            self.by_change.remove(&(replaced.updated_at, id));
        }
        self.by_change.insert((updated_at, id));
        self.tell(id, &topics, None, now);
    }

    /// Changes an order, bumps its `updated_at` and tells of it; `change` says what it edited, if it is an edit.
    pub(super) fn change(
        &mut self,
        id: u64,
        topics: &[Topic],
        now: Timestamp,
        change: impl FnOnce(&mut Order) -> Result<Option<Edit>, ShopError>,
    ) -> Result<(), ShopError> {
        let order = self.orders.get_mut(&id).ok_or(ShopError::UnknownOrder(id))?;
        let edit = change(order)?;
        self.by_change.remove(&(order.updated_at, id));
        // Whole seconds: two changes within one second share their `updated_at`.
        order.updated_at = order.updated_at.max(whole_second(now));
        self.by_change.insert((order.updated_at, id));
        if let Some(payload) = order.payload.as_mut() {
            payload["updated_at"] = rest_time(order.updated_at).into();
        }
        self.tell(id, topics, edit, now);
        Ok(())
    }

    /// A new id, beyond 2^53.
    pub(super) fn mint(&mut self) -> u64 {
        mint(&mut self.next_id)
    }

    fn tell(&mut self, id: u64, topics: &[Topic], edit: Option<Edit>, now: Timestamp) {
        let Some(order) = self.orders.get(&id) else {
            return;
        };
        self.changes += 1;
        for &topic in topics {
            let seen = self.occurrences.entry((id, topic)).or_default();
            self.outbox.push_back(Event {
                topic,
                order: id,
                occurrence: *seen,
                change: self.changes,
                updated_at: order.updated_at,
                triggered_at: now,
                body: if self.stub_bodies {
                    stub(topic, order, self.changes)
                } else {
                    body(topic, order, self.changes, edit)
                },
            });
            *seen += 1;
        }
    }
}

impl Order {
    /// The order paid in full by one sale at `gateway`, its sums drawn from its lines.
    #[must_use]
    pub fn paid_by(mut self, transaction: u64, gateway: &str) -> Self {
        self.sums = sums::current(&self);
        self.sums.total_price = self.sums.current_total_price;
        self.financial_status = FinancialStatus::Paid;
        self.transactions.push(Transaction {
            id: transaction,
            kind: TransactionKind::Sale,
            status: TransactionStatus::Success,
            gateway: gateway.to_owned(),
            amount: self.sums.total_price,
        });
        self
    }
}

fn mint(next_id: &mut u64) -> u64 {
    let id = *next_id;
    *next_id += 1;
    id
}

/// The time without the fraction of its second, as Shopify keeps `updated_at`.
pub(super) fn whole_second(time: Timestamp) -> Timestamp {
    time.round(TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Floor)).unwrap_or(time)
}
