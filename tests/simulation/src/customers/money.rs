//! What comes later and moves money: cancellations, edits and refunds. At most one such story for an order.

use jiff::SignedDuration;
use rust_decimal::{Decimal, RoundingStrategy};
use sandbox::shopify::{Line, Order, Refund};

use super::What;
use super::calendar::millis;
use super::draw::Draw;
use super::later::after;
use crate::case::Case;

/// What a customer regrets, or a merchant mends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Regret {
    Cancelled,
    EditedDownAndPaidBack,
    EditedDown,
    EditedUp,
    PartPaidBack,
    PartPaidBackThenCancelled,
    AllPaidBack,
    CarriagePaidBack,
    Goodwill,
}

/// Which, below how many of a thousand.
const REGRETS: [(u64, Regret); 9] = [
    (40, Regret::Cancelled),
    (65, Regret::EditedDownAndPaidBack),
    (73, Regret::EditedDown),
    (81, Regret::EditedUp),
    (111, Regret::PartPaidBack),
    (116, Regret::PartPaidBackThenCancelled),
    (126, Regret::AllPaidBack),
    (136, Regret::CarriagePaidBack),
    (144, Regret::Goodwill),
];

/// What becomes of an order's money after it is placed. An order whose units will be fewer gets amounts that its units can
/// share, so that nobody has to guess where half a penny goes.
pub(super) fn regret(case: &Case, number: u32, order: &mut Order) -> Vec<(SignedDuration, What)> {
    let mut draw = Draw::of(case, number, "regret");
    let drawn = draw.between(0, 1000);
    let Some((_, regret)) = REGRETS.iter().find(|(below, _)| drawn < *below) else { return Vec::new() };
    let at = after(&mut draw);
    let soon = at + if draw.happens(500) { millis(draw.between(1, 900)) } else { after(&mut draw) };
    if matches!(regret, Regret::Cancelled | Regret::EditedUp | Regret::CarriagePaidBack | Regret::Goodwill) {
        return vec![(at, simple(*regret, order, &mut draw))];
    }
    even(order);
    let Some((line, units)) = removed(order, &mut draw) else { return vec![(at, What::Cancel)] };
    let paid_back = |lines: Vec<(u64, u32)>, shipping: Decimal| {
        let mut left = order.clone();
        for (line, units) in &lines {
            less(&mut left, *line, *units);
        }
        if !shipping.is_zero() {
            left.shipping_lines.iter_mut().for_each(|line| line.current_discounted_price = Decimal::ZERO);
        }
        What::Refund(Refund { amount: worth(order) - worth(&left), lines, shipping })
    };
    let standing = order.lines.iter().find(|known| known.id == line).map_or(0, |line| line.current_quantity);
    let edited = What::Edit { line, quantity: standing - units };
    let part = || paid_back(vec![(line, units)], Decimal::ZERO);
    match regret {
        Regret::EditedDown => vec![(at, edited)],
        Regret::EditedDownAndPaidBack => {
            let What::Refund(refund) = part() else { return Vec::new() };
            vec![(at, edited), (soon, What::Refund(Refund { lines: Vec::new(), ..refund }))]
        }
        Regret::PartPaidBack => vec![(at, part())],
        Regret::PartPaidBackThenCancelled => vec![(at, part()), (soon, What::Cancel)],
        _ => {
            let all = order.lines.iter().map(|line| (line.id, line.current_quantity)).collect();
            let carriage = order.shipping_lines.iter().map(|line| line.current_discounted_price).sum();
            vec![(at, paid_back(all, carriage))]
        }
    }
}

fn simple(regret: Regret, order: &Order, draw: &mut Draw) -> What {
    let carriage: Decimal = order.shipping_lines.iter().map(|line| line.current_discounted_price).sum();
    let money = |shipping, amount| What::Refund(Refund { lines: Vec::new(), shipping, amount });
    match regret {
        Regret::EditedUp => match draw.one_of(&order.lines) {
            Some(line) => What::Edit { line: line.id, quantity: line.quantity + 1 },
            None => What::Touch,
        },
        Regret::CarriagePaidBack if !carriage.is_zero() => money(carriage, carriage),
        Regret::Goodwill | Regret::CarriagePaidBack => money(Decimal::ZERO, Decimal::new(100, 2)),
        _ => What::Cancel,
    }
}

/// A line, and how many of its units go: never all units of the order.
fn removed(order: &Order, draw: &mut Draw) -> Option<(u64, u32)> {
    let line = draw.one_of(&order.lines)?;
    let most = if order.lines.len() > 1 { line.quantity } else { line.quantity.checked_sub(1)? };
    (most > 0).then(|| (line.id, u32::try_from(draw.between(1, u64::from(most) + 1)).unwrap_or(1)))
}

fn less(order: &mut Order, line: u64, units: u32) {
    for line in order.lines.iter_mut().filter(|known| known.id == line) {
        line.current_quantity -= units;
    }
}

/// What an order comes to as its lines stand, by the shop's own sums.
pub(super) fn worth(order: &Order) -> Decimal {
    order.clone().paid_by(0, "").sums.current_total_price
}

/// Makes each line's discount and tax a multiple of its units, and its payment what it then costs.
fn even(order: &mut Order) {
    let before = worth(order);
    for line in &mut order.lines {
        let units = Decimal::from(line.quantity.max(1));
        for allocation in &mut line.allocations {
            allocation.amount = pence(allocation.amount / units) * units;
        }
        let net = net(line);
        for tax in &mut line.taxes {
            let each = if order.taxes_included {
                net / units * tax.rate / (Decimal::ONE + tax.rate)
            } else {
                net / units * tax.rate
            };
            tax.price = pence(each) * units;
        }
    }
    tie(order, before);
}

/// Pays for what an order costs more, or less, than it did: a part of what the last gateway took.
pub(super) fn tie(order: &mut Order, before: Decimal) {
    let more = worth(order) - before;
    if let Some(transaction) = order.transactions.last_mut() {
        transaction.amount += more;
    }
}

/// Taxes a line anew, after its discounts changed.
pub(super) fn tax_anew(line: &mut Line, included: bool) {
    let net = net(line);
    for tax in &mut line.taxes {
        let rate = if included { tax.rate / (Decimal::ONE + tax.rate) } else { tax.rate };
        tax.price = pence(net * rate);
    }
}

fn net(line: &Line) -> Decimal {
    let off: Decimal = line.allocations.iter().map(|allocation| allocation.amount).sum();
    line.price * Decimal::from(line.quantity) - off
}

pub(super) fn pence(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
