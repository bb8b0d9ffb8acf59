//! I1, I2 and I7: units, counted by the books of both sides.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::bluecherry::BookedOrder;
use crate::day::checks::{Checked, Oracle};
use crate::day::facts::{Facts, order_of};
use crate::day::generator::Expected;
use crate::shopify::{FinancialStatus, Order};

/// I1: each unit of each eligible paid order is on exactly one live sales order line, or in an exception with an owner.
pub(super) fn each_unit_once(facts: &Facts<'_>, oracle: &Oracle) -> Checked {
    let mut check =
        Checked::new("I1", "each unit is on exactly one sales order line, or in an exception with an owner");
    for (id, order) in facts.orders.iter().filter(|(_, order)| is_eligible(order)) {
        let booked = units_booked(facts.booked.get(id));
        let stored = facts.settled.stored.get(id);
        let excepted = stored.is_some_and(|stored| !stored.order.rest.exceptions.is_empty());
        for line in order.lines.iter().filter(|line| line.current_quantity > 0) {
            let on_lines = booked.get(&line.id).copied().unwrap_or_default();
            let exactly = on_lines == i64::from(line.current_quantity);
            check.fact(exactly || (excepted && on_lines == 0), || {
                format!(
                    "{}: {} of {} units of line {} are booked",
                    order.name, on_lines, line.current_quantity, line.id
                )
            });
        }
        if let Some(Expected::Exception(kind)) = oracle.get(id) {
            let has = stored.is_some_and(|stored| {
                stored.order.rest.exceptions.iter().any(|open| open.exception.problem.kind() == *kind)
            });
            check.fact(has, || format!("{}: there is no exception `{kind}`", order.name));
        }
    }
    check
}

/// I2: no sales order without an eligible revision that was served to us; never two for one part.
pub(super) fn no_order_without_cause(facts: &Facts<'_>) -> Checked {
    let mut check = Checked::new("I2", "no sales order without an eligible order; never two for one part");
    let mut by_reference: BTreeMap<&str, Vec<&BookedOrder>> = BTreeMap::new();
    for booked in facts.booked.values().flatten() {
        by_reference.entry(&booked.ext_ref).or_default().push(booked);
    }
    let shop = facts.world.shopify.shop();
    for (reference, booked) in by_reference {
        let served = order_of(reference).is_some_and(|id| shop.served(id).iter().any(is_eligible));
        check.fact(served, || format!("{reference}: no eligible order was served"));
        check.fact(booked.len() == 1, || format!("{reference}: {} sales orders", booked.len()));
    }
    check
}

/// I7, order by order: whatever happened to doorbells, net units and money are those of the customer.
pub(super) fn doorbells_change_nothing(facts: &Facts<'_>, oracle: &Oracle) -> Checked {
    let mut check = Checked::new("I7", "doorbells change no order's net units and money");
    for (id, order) in &facts.orders {
        let booked = facts.booked.get(id);
        let units: i64 = units_booked(booked).values().sum();
        let money: Decimal = booked.into_iter().flatten().map(|booked| booked.control.total).sum();
        let stored = facts.settled.stored.get(id);
        let held: Decimal = stored
            .into_iter()
            .flat_map(|stored| &stored.order.rest.exceptions)
            .filter_map(|open| open.exception.at_stake)
            .map(|stake| stake.amount)
            .max()
            .unwrap_or_default();
        let ordered: i64 = order.lines.iter().map(|line| i64::from(line.current_quantity)).sum();
        // A user's own order was made by nobody here: the shop's facts say what must come of it.
        let is_held = stored.is_some_and(|stored| !stored.order.rest.exceptions.is_empty());
        let by_facts = (is_eligible(order) && !is_held).then_some(Expected::Exported);
        let expected = oracle.get(id).copied().or(by_facts);
        let (units_due, money_due) = match expected {
            Some(Expected::Exported) => (ordered, order.sums.current_total_price),
            _ => (0, Decimal::ZERO),
        };
        check.fact(units == units_due, || format!("{}: {units} units booked, {units_due} due", order.name));
        check.fact(money == money_due, || format!("{}: {money} booked, {money_due} due", order.name));
        if matches!(expected, Some(Expected::Exception(_))) {
            let due = order.sums.current_total_price;
            check.fact(held == due, || format!("{}: exceptions hold {held}, {due} is at stake", order.name));
        }
    }
    check
}

/// Paid, real and standing: by the shop's own facts.
pub fn is_eligible(order: &Order) -> bool {
    !order.test
        && order.cancelled_at.is_none()
        && matches!(order.financial_status, FinancialStatus::Paid | FinancialStatus::PartiallyRefunded)
        && order.lines.iter().any(|line| line.current_quantity > 0)
}

/// Units by Shopify line, over all sales orders of an order. `.2` and so on name further prices of one line.
pub(super) fn units_booked(booked: Option<&Vec<BookedOrder>>) -> BTreeMap<u64, i64> {
    let mut units: BTreeMap<u64, i64> = BTreeMap::new();
    for line in booked.into_iter().flatten().flat_map(|booked| &booked.posted.lines) {
        *units.entry(line_of(&line.ext_line_ref)).or_default() += line.qty;
    }
    units
}

/// The Shopify line that a line's reference names.
pub(super) fn line_of(reference: &str) -> u64 {
    reference.split('.').next().and_then(|line| line.parse().ok()).unwrap_or_default()
}
