//! The books: every order that was booked, with all that was posted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::codes::{fold, same};
use super::orders::{Control, Line, SalesOrder};

/// One booked order.
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
    /// SHA-256 of the content, in hexadecimal.
    pub content_hash: String,
    /// The detail row of each line: lines of one style, colour and price share one.
    pub detail_pkeys: Vec<String>,
    /// Totals as booked.
    pub control: Control,
    /// The order as it was posted.
    pub posted: SalesOrder,
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
}

/// Numbers start here, as an install that has traded for a while.
const FIRST_NUMBER: usize = 41_001;

impl Books {
    /// Books an order, whatever else stands under its reference.
    pub(super) fn book(&mut self, order: &SalesOrder, posting: &Posting, now: Timestamp) -> BookedOrder {
        let place = self.orders.len();
        let pkey = format!("H{:010}", place + 1);
        let booked = BookedOrder {
            ord_num: format!("{:08}", FIRST_NUMBER + place),
            rev: 1,
            ord_status: "OPEN",
            ext_ref: posting.reference.clone(),
            booked_at: now,
            request_id: posting.request_id.clone(),
            attempt: posting.attempt,
            content_hash: content_hash(order),
            detail_pkeys: detail_rows(&pkey, &order.lines),
            control: order.totals(),
            posted: order.clone(),
            pkey,
        };
        self.orders.push(booked.clone());
        booked
    }

    /// Every order.
    pub(super) fn all(&self) -> &[BookedOrder] {
        &self.orders
    }

    /// The orders under a reference.
    pub(super) fn under(&self, reference: &str) -> Vec<&BookedOrder> {
        self.orders.iter().filter(|order| same(&order.ext_ref, reference)).collect()
    }

    /// The order of a number.
    pub(super) fn numbered(&self, ord_num: &str) -> Option<&BookedOrder> {
        self.orders.iter().find(|order| same(&order.ord_num, ord_num))
    }
}

/// What makes two posts the same content.
pub(super) fn content_hash(order: &SalesOrder) -> String {
    use std::fmt::Write as _;
    let bytes = serde_json::to_vec(order).unwrap_or_default();
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Size quantities are columns of one style and colour row: lines that differ only in size share a row.
fn detail_rows(header: &str, lines: &[Line]) -> Vec<String> {
    let mut rows = BTreeMap::new();
    lines
        .iter()
        .map(|line| {
            let sku = &line.sku;
            let codes = [&sku.division, &sku.style, &sku.color_code, &sku.lbl_code, &sku.dimension];
            let row = (codes.map(|code| fold(code)), line.unit_price, line.circular.clone());
            let next = rows.len() + 1;
            let number = *rows.entry(row).or_insert(next);
            format!("{header}-D{number:03}")
        })
        .collect()
}
