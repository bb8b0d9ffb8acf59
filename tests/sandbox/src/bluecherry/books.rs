//! The books: every order that was booked, with all that was posted.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::codes::{fold, same};
use super::orders::{Control, SalesOrder};

/// One booked order. A copy of it shares what was posted.
#[derive(Debug, Clone, Serialize)]
pub struct BookedOrder {
    /// The business number; leading zeros count.
    pub ord_num: String,
    /// The surrogate key.
    pub pkey: String,
    /// Revision, from 1.
    pub rev: u32,
    /// `OPEN`: nothing moves an order on yet.
    pub ord_status: &'static str,
    /// What stood in the configured reference field.
    pub ext_ref: String,
    /// When it was booked.
    pub booked_at: Timestamp,
    /// The request that booked it.
    pub request_id: String,
    /// How many posts of this reference had arrived when this one did, from 1.
    pub attempt: u32,
    /// Totals as booked.
    pub control: Control,
    /// The order as it was posted.
    #[serde(serialize_with = "shared")]
    pub posted: Arc<SalesOrder>,
}

fn shared<S: Serializer>(order: &Arc<SalesOrder>, serializer: S) -> Result<S::Ok, S::Error> {
    order.as_ref().serialize(serializer)
}

/// A post on its way to the books.
#[derive(Debug, Clone)]
pub struct Posting {
    /// The request.
    pub request_id: String,
    /// What stands in the configured reference field.
    pub reference: String,
    /// The how-manieth post of this reference, from 1.
    pub attempt: u32,
}

/// All orders, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Books {
    orders: Vec<BookedOrder>,
    /// Places in `orders` by reference, as the ERP compares it.
    by_reference: BTreeMap<String, Vec<usize>>,
}

/// Numbers start here, as an install that has traded for a while.
const FIRST_NUMBER: usize = 41_001;

impl Books {
    /// Books an order, whatever else stands under its reference.
    pub(super) fn book(&mut self, order: &Arc<SalesOrder>, posting: &Posting, now: Timestamp) -> BookedOrder {
        let place = self.orders.len();
        let booked = BookedOrder {
            ord_num: format!("{:08}", FIRST_NUMBER + place),
            pkey: format!("H{:010}", place + 1),
            rev: 1,
            ord_status: "OPEN",
            ext_ref: posting.reference.clone(),
            booked_at: now,
            request_id: posting.request_id.clone(),
            attempt: posting.attempt,
            control: order.totals(),
            posted: Arc::clone(order),
        };
        self.by_reference.entry(fold(&booked.ext_ref)).or_default().push(place);
        self.orders.push(booked.clone());
        booked
    }

    /// Every order.
    pub(super) fn all(&self) -> &[BookedOrder] {
        &self.orders
    }

    /// The orders under a reference, the oldest first.
    pub(super) fn under(&self, reference: &str) -> impl Iterator<Item = &BookedOrder> {
        let places = self.by_reference.get(&fold(reference)).into_iter().flatten();
        places.filter_map(|&place| self.orders.get(place))
    }

    /// The order of a number.
    pub(super) fn numbered(&self, ord_num: &str) -> Option<&BookedOrder> {
        let number: usize = ord_num.trim_end().parse().ok()?;
        let order = self.orders.get(number.checked_sub(FIRST_NUMBER)?)?;
        same(&order.ord_num, ord_num).then_some(order)
    }
}
