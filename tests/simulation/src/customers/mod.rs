//! What customers, and the people at the ERP, do in a world: a list of timed actions, drawn before it begins.

mod calendar;
mod codes;
mod draw;
mod happen;
mod house;
mod later;
mod money;
mod troubled;
mod uncommon;

#[cfg(test)]
mod tests;

use domain::mapping::MappingRow;
use jiff::{RoundMode, SignedDuration, TimestampRound, Unit};
use rust_decimal::Decimal;
use sandbox::bluecherry::Sku;
use sandbox::day::generator::customer;
use sandbox::shopify::{Address, Order, Presentment, Refund};
use sandbox::world::samples::Samples;

pub use calendar::{ZONE, begins, by_arrival, days, zone};
pub use codes::mapping_rows;
pub use happen::happen;
pub use house::{House, house};

use crate::case::Case;
use draw::Draw;

/// Something that is done at a time.
#[derive(Clone, Debug)]
pub struct Action {
    /// When, since the world's begin.
    pub at: SignedDuration,
    /// The order that it is about; 0 if it is about none.
    pub order: u64,
    /// What is done.
    pub what: What,
}

/// What is done.
#[derive(Clone, Debug)]
pub enum What {
    /// An order is placed.
    Place(Box<Order>),
    /// A draft is kept; it never becomes an order.
    Draft(Box<Order>),
    /// Shopify has routed the order.
    Route,
    /// It is paid.
    Pay {
        /// At which gateway.
        gateway: &'static str,
    },
    /// A line is edited.
    Edit {
        /// Which.
        line: u64,
        /// To so many units.
        quantity: u32,
    },
    /// It goes elsewhere.
    Address(Box<Address>),
    /// It is cancelled.
    Cancel,
    /// Something of it is paid back.
    Refund(Refund),
    /// It changes in nothing that a reader can see.
    Touch,
    /// A mapping is put, as the operator's tool does it: the row, and the notice of its arrival.
    PutMapping(Box<MappingRow>),
    /// BlueCherry gets to know an article.
    Know(Box<Sku>),
    /// BlueCherry's window closes.
    CloseWindow {
        /// Until when, since the world's begin.
        until: SignedDuration,
    },
}

/// Everything that is done in a case until its last day ends, in its order. Two actions of one moment are in the order in which they were meant.
pub fn plan(case: &Case, samples: &Samples) -> Vec<Action> {
    let mut actions = house::windows(case);
    let clocks_change = calendar::clocks_change(case);
    for number in 0..case.orders.saturating_mul(days(case)) {
        if !case.without_orders.contains(&number) {
            visit(case, number, samples, clocks_change, &mut actions);
        }
    }
    codes::of_the_day(case, samples, &mut actions);
    // When faults stop, people stop too; windows do not.
    let end = SignedDuration::from_hours(24 * i64::from(days(case)));
    actions.retain(|action| action.at < end || matches!(action.what, What::CloseWindow { .. }));
    actions.sort_by_key(|action| (action.at, action.order));
    actions
}

/// One customer, from the checkout to the last regret.
fn visit(case: &Case, number: u32, samples: &Samples, clocks_change: bool, actions: &mut Vec<Action>) {
    let at = calendar::arrival(case, number, clocks_change);
    let created_at = begins(case) + at;
    let whole = TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Floor);
    let created_at = created_at.round(whole).unwrap_or(created_at);
    let mut customer = customer(draw::key(case), number, samples, created_at);
    customer.order.presentment = presentment(case, number);
    // What goes back goes by the last gateway: never by the gift card.
    customer.order.transactions.reverse();
    troubled::trouble(case, number, samples, &mut customer);
    uncommon::uncommon(case, number, samples, &mut customer);
    let mut add = |at, order, what| actions.push(Action { at, order, what });
    let id = customer.order.id;
    if customer.draft {
        add(at, id, What::Draft(Box::new(customer.order)));
        return;
    }
    let regret = money::regret(case, number, &mut customer.order);
    add(at, id, What::Place(Box::new(customer.order.clone())));
    if let Some(routed) = later::routed(case, number, customer.routed_after.is_some()) {
        add(at + routed, id, What::Route);
    }
    if let Some((_, gateway)) = customer.paid_after {
        add(at + later::paid(case, number), id, What::Pay { gateway });
    }
    for (after, what) in regret.into_iter().chain(later::bystanders(case, number, &customer.order, at)) {
        add(at + after, id, what);
    }
    codes::of_an_order(case, number, samples, &customer.order, at, actions);
    codes::of_its_discounts(case, number, samples, &customer.order, at, actions);
}

/// One order in five is shown to its customer in another currency.
fn presentment(case: &Case, number: u32) -> Option<Presentment> {
    let mut draw = Draw::of(case, number, "presentment");
    draw.happens(200).then(|| {
        let (currency, rate) = if draw.happens(500) { ("USD", 12_713) } else { ("EUR", 11_587) };
        Presentment { currency: currency.to_owned(), rate: Decimal::new(rate, 4) }
    })
}
