//! What comes later and costs nothing: payment, routing, another address, changes that nobody sees.

use jiff::SignedDuration;
use sandbox::shopify::{Address, Order};

use super::What;
use super::calendar::millis;
use super::draw::Draw;
use crate::case::Case;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// How long after the order something befalls it: in the same moment as its export, in its wake, or long after.
pub(super) fn after(draw: &mut Draw) -> SignedDuration {
    let (from, to) = match draw.between(0, 100) {
        0..20 => (0, 3 * SECOND),
        20..45 => (3 * SECOND, MINUTE),
        45..70 => (MINUTE, 30 * MINUTE),
        _ => (30 * MINUTE, 10 * HOUR),
    };
    millis(draw.between(from, to))
}

/// When Shopify routes the order: at once; or later; or not within the day.
pub(super) fn routed(case: &Case, number: u32, is_late: bool) -> Option<SignedDuration> {
    let mut draw = Draw::of(case, number, "routed");
    match draw.between(0, 100) {
        _ if !is_late => Some(SignedDuration::ZERO),
        0..8 => None,
        8..75 => Some(millis(draw.between(SECOND, 50 * MINUTE))),
        _ => Some(millis(draw.between(50 * MINUTE, 4 * HOUR))),
    }
}

/// How much later an order is paid that is not paid at once.
pub(super) fn paid(case: &Case, number: u32) -> SignedDuration {
    after(&mut Draw::of(case, number, "paid")) + millis(1)
}

/// Changes of the address, bare touches, and two changes within one second: the first may have been read when the second comes.
/// `at` is when the order was placed.
pub(super) fn bystanders(case: &Case, number: u32, order: &Order, at: SignedDuration) -> Vec<(SignedDuration, What)> {
    let mut draw = Draw::of(case, number, "bystanders");
    let elsewhere = |turn: u32| What::Address(Box::new(another(order, number, turn)));
    let mut found = Vec::new();
    if draw.happens(40) {
        found.push((after(&mut draw), elsewhere(1)));
    }
    if draw.happens(80) {
        found.push((after(&mut draw), What::Touch));
    }
    if draw.happens(40) {
        let second = SignedDuration::from_secs((at + after(&mut draw)).as_secs() + 1) - at;
        let first = second + millis(draw.between(0, 100));
        let second = second + millis(draw.between(100, 999));
        let pair = match draw.between(0, 3) {
            0 => (What::Touch, elsewhere(2)),
            1 => (elsewhere(2), What::Touch),
            _ => (elsewhere(2), elsewhere(3)),
        };
        found.extend([(first, pair.0), (second, pair.1)]);
    }
    found
}

fn another(order: &Order, number: u32, turn: u32) -> Address {
    Address {
        address1: Some(format!("{number} Removal Row, flat {turn}")),
        zip: Some(format!("M{turn} {}AB", number % 10)),
        city: Some("Manchester".to_owned()),
        name: order.shipping_address.as_ref().map_or_else(|| Some(format!("Guest {number}")), |held| held.name.clone()),
        country_code: Some("GB".to_owned()),
        ..Address::default()
    }
}
