use domain::image::{Discount, Line, Quantity};
use domain::money::{Currency, Money};
use domain::pricing::{price, unit_prices};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::sample::{LEEDS, LONDON, decimal, discount, gbp, line, order_of, routed};

fn pounds() -> Currency {
    Currency::parse("GBP").unwrap()
}

fn money(pennies: i64) -> Money {
    Money::new(Decimal::new(pennies, 2), pounds())
}

#[test]
fn a_line_that_stands_whole_keeps_its_stated_money() {
    let tees = Line { discounts: vec![discount("WELCOME10", "8.01")], ..line(11, "TEE-M", 3, "40.00", "14.41") };
    let priced = price(&tees, pounds()).unwrap();
    assert_eq!((priced.merchandise, priced.tax), (gbp("120.00"), gbp("14.41")));
    assert_eq!(priced.discounts, [discount("WELCOME10", "8.01")]);
}

#[test]
fn a_line_that_was_removed_in_part_keeps_the_share_of_the_units_that_stand() {
    for (ordered, current, off, tax) in [(3, 2, "6.67", "9.60"), (3, 1, "3.33", "4.80"), (2, 1, "5.00", "7.20")] {
        let tees = Line {
            ordered: Quantity(ordered),
            current: Quantity(current),
            discounts: vec![discount("WELCOME10", "10.00")],
            ..line(11, "TEE-M", ordered, "40.00", "14.40")
        };
        let priced = price(&tees, pounds()).unwrap();
        assert_eq!(priced.merchandise.amount, Decimal::from(40 * current), "{current} of {ordered}");
        assert_eq!(priced.discounts[0].amount, gbp(off), "{current} of {ordered}");
        assert_eq!(priced.tax, gbp(tax), "{current} of {ordered}");
    }
}

#[test]
fn a_line_in_another_currency_is_an_error() {
    let usd = Currency::parse("USD").unwrap();
    let mut lines = vec![line(11, "TEE-M", 1, "40.00", "8.00"); 3];
    lines[0].unit_price.currency = usd;
    lines[1].tax.currency = usd;
    lines[2].discounts.push(Discount { source: "X".to_owned(), amount: Money::new(Decimal::ONE, usd) });
    for line in lines {
        assert!(price(&line, pounds()).is_err());
    }
}

#[test]
fn an_order_whose_prices_include_tax_is_booked_without_it_to_the_penny() {
    let mut image = order_of(
        vec![Line { discounts: vec![discount("WELCOME10", "3.33")], ..line(11, "TEE-M", 3, "9.99", "4.44") }],
        vec![routed(11, LONDON, 2), routed(11, LEEDS, 1)],
    );
    image.taxes_included = true;
    image.total = gbp("31.64");
    image.payments[0].amount = image.total;
    let mut desk = Desk::with(image.clone());
    let posted = desk.export();
    assert_eq!(posted.len(), 2, "{:?}", desk.order.rest.exceptions);
    let whole: Decimal = posted.iter().map(|order| order.control.total).sum();
    assert_eq!(whole, image.total.amount);
    let tax: Decimal = posted.iter().map(|order| order.control.tax).sum();
    assert_eq!(tax, image.tax.amount);
    let freight: Decimal = posted.iter().map(|order| order.control.freight).sum();
    assert_eq!(freight, decimal("4.00"), "5.00 with 1.00 of tax in it");
}

fn a_line() -> impl Strategy<Value = Line> {
    (1..8_u32, 0..8_u32, 1..50_000_i64, prop::collection::vec(0..900_i64, 0..3), 0..9_000_i64).prop_map(
        |(ordered, removed, each, discounts, tax)| {
            let current = ordered.saturating_sub(removed).max(1);
            Line {
                ordered: Quantity(ordered),
                current: Quantity(current),
                unit_price: money(each),
                discounts: discounts
                    .into_iter()
                    .enumerate()
                    .map(|(number, off)| Discount { source: format!("D{number}"), amount: money(off) })
                    .collect(),
                tax: money(tax),
                ..line(11, "TEE-M", ordered, "0", "0")
            }
        },
    )
}

proptest! {
    #[test]
    fn price_without_tax_ties(line in a_line()) {
        let gross = price(&line, pounds()).unwrap();
        let net = gross.without_tax(pounds());
        let off = |discounts: &[Discount]| discounts.iter().map(|discount| discount.amount.amount).sum::<Decimal>();
        prop_assert_eq!(
            net.merchandise.amount - off(&net.discounts) + net.tax.amount,
            gross.merchandise.amount - off(&gross.discounts),
            "what the customer pays is the same"
        );
        prop_assert_eq!(net.tax, gross.tax);
        prop_assert!(net.merchandise.amount.normalize().scale() <= 2);
        prop_assert!(net.discounts.iter().all(|discount| discount.amount.amount.normalize().scale() <= 2));
    }

    #[test]
    fn the_removed_and_the_standing_share_are_the_whole(line in a_line()) {
        let removed = Line { current: Quantity(line.ordered.0 - line.current.0), ..line.clone() };
        let (stands, gone) = (price(&line, pounds()).unwrap(), price(&removed, pounds()).unwrap());
        let whole = stands.tax.amount + gone.tax.amount;
        prop_assert!((whole - line.tax.amount).abs() <= Decimal::new(1, 2), "never more than a unit apart");
    }

    #[test]
    fn a_split_line_adds_up_in_each_component(line in a_line(), cut in 1..7_u32) {
        let priced = price(&line, pounds()).unwrap();
        let first = cut.min(line.current.0);
        let runs = [Quantity(first), Quantity(line.current.0 - first)];
        let split = priced.split(&runs, pounds());
        prop_assert_eq!(split.iter().map(|run| run.merchandise.amount).sum::<Decimal>(), priced.merchandise.amount);
        prop_assert_eq!(split.iter().map(|run| run.tax.amount).sum::<Decimal>(), priced.tax.amount);
        for (number, discount) in priced.discounts.iter().enumerate() {
            let shares: Decimal = split.iter().map(|run| run.discounts[number].amount.amount).sum();
            prop_assert_eq!(shares, discount.amount.amount);
        }
    }

    #[test]
    fn unit_prices_add_up_exactly(pennies in 0..5_000_000_i64, units in 1..60_u32) {
        let merchandise = money(pennies);
        let runs = unit_prices(merchandise, Quantity(units));
        prop_assert_eq!(runs.iter().map(|(units, _)| units.0).sum::<u32>(), units);
        let whole: Decimal = runs.iter().map(|(units, each)| units.decimal() * each).sum();
        prop_assert_eq!(whole, merchandise.amount);
        prop_assert!(runs.iter().all(|(_, each)| each.scale() <= 4), "BlueCherry's unit price has four places");
        prop_assert!(runs.len() <= 2);
    }
}

#[test]
fn units_that_cannot_have_one_price_have_two_a_minor_unit_apart() {
    assert_eq!(unit_prices(gbp("10.00"), Quantity(4)), [(Quantity(4), decimal("2.5"))]);
    assert_eq!(
        unit_prices(gbp("10.00"), Quantity(3)),
        [(Quantity(1), decimal("3.34")), (Quantity(2), decimal("3.33"))]
    );
    assert!(unit_prices(gbp("0.00"), Quantity(0)).is_empty());
}
