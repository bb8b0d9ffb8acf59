use rust_decimal::Decimal;
use sandbox::shopify::{
    Allocation, DiscountApplication, DiscountKind, FinancialStatus, Order, Refund, ShippingLine, Shop, Tax,
    Transaction, TransactionKind,
};

use crate::{noon, order, shop_with};

fn pounds(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// 2 × 10.00 less 3.00, 1.70 tax; carriage 5.00 with 0.50 tax.
fn dressed() -> Order {
    let mut order = order(5, 1);
    order.transactions.clear();
    order.discounts = vec![DiscountApplication { kind: DiscountKind::Code, name: "THREE".to_owned() }];
    order.lines[0].allocations = vec![Allocation { amount: pounds("3"), application: 0 }];
    order.lines[0].taxes = vec![Tax { title: "VAT".to_owned(), rate: pounds("0.1"), price: pounds("1.70") }];
    order.shipping_lines = vec![ShippingLine {
        title: "Standard".to_owned(),
        code: Some("STD".to_owned()),
        price: pounds("5"),
        current_discounted_price: pounds("5"),
        taxes: vec![Tax { title: "VAT".to_owned(), rate: pounds("0.1"), price: pounds("0.50") }],
        removed: false,
    }];
    order.paid_by(7, "shopify_payments")
}

#[test]
fn the_sums_follow_from_lines_discounts_carriage_and_tax() {
    let shop = shop_with(dressed());
    let order = shop.order(5).unwrap();
    assert_eq!(order.sums.current_total_price, pounds("24.20"));
    assert_eq!(order.sums.current_total_tax, pounds("2.20"));
    assert_eq!(order.transactions[0].amount, pounds("24.20"));
}

#[test]
fn prices_that_hold_the_tax_are_not_taxed_again() {
    let mut order = dressed();
    order.taxes_included = true;
    assert_eq!(shop_with(order).order(5).unwrap().sums.total_price, pounds("22"));
}

#[test]
fn a_refund_of_one_unit_halves_the_line_and_gives_the_stated_money_back() {
    let mut shop = shop_with(dressed());
    let refund = Refund { lines: vec![(5001, 1)], shipping: pounds("5"), amount: pounds("14.35") };
    shop.refund(5, &refund, noon()).unwrap();
    let order = shop.order(5).unwrap();
    assert_eq!(order.sums.total_price, pounds("24.20"), "what was owed at first stays");
    assert_eq!(order.sums.current_total_price, pounds("9.85"), "8.50 merchandise, 0.85 tax, 0.50 tax of the carriage");
    assert_eq!(order.financial_status, FinancialStatus::PartiallyRefunded);
    assert_eq!(order.fulfillment_orders[0].lines[0].remaining, 1);
    let last = order.transactions.last().unwrap();
    assert_eq!((last.kind, last.amount), (TransactionKind::Refund, pounds("14.35")));
}

#[test]
fn money_goes_back_by_the_gateways_that_took_it_and_never_more_of_it() {
    let mut order = dressed();
    order.transactions[0].amount = pounds("20");
    let card = order.transactions[0].clone();
    order.transactions.push(Transaction { id: 8, gateway: "gift_card".to_owned(), amount: pounds("4.20"), ..card });
    let mut shop = shop_with(order);
    let refund = |amount| Refund { lines: Vec::new(), shipping: Decimal::ZERO, amount: pounds(amount) };
    assert!(shop.refund(5, &refund("24.21"), noon()).is_err());
    shop.refund(5, &refund("5"), noon()).unwrap();
    let given = |shop: &Shop| -> Vec<(String, Decimal)> {
        let refunds = shop.order(5).unwrap().transactions.iter().filter(|one| one.kind == TransactionKind::Refund);
        refunds.map(|one| (one.gateway.clone(), one.amount)).collect()
    };
    let first = [("gift_card".to_owned(), pounds("4.20")), ("shopify_payments".to_owned(), pounds("0.80"))];
    assert_eq!(given(&shop), first);
    assert!(shop.refund(5, &refund("19.21"), noon()).is_err());
    shop.refund(5, &refund("19.20"), noon()).unwrap();
    assert_eq!(given(&shop)[2], ("shopify_payments".to_owned(), pounds("19.20")));
}

#[test]
fn a_cancelled_order_has_no_unit_no_money_and_nothing_to_send() {
    let mut shop = shop_with(dressed());
    shop.cancel(5, noon()).unwrap();
    let order = shop.order(5).unwrap();
    assert_eq!(order.sums.current_total_price, Decimal::ZERO);
    assert_eq!(order.financial_status, FinancialStatus::Refunded);
    assert!(order.lines.iter().all(|line| line.current_quantity == 0));
    assert!(order.fulfillment_orders.iter().all(|one| one.lines.is_empty()));
    assert!(shop.cancel(5, noon()).is_err());
}

#[test]
fn an_edit_upwards_is_routed_where_the_line_is() {
    let mut shop = shop_with(dressed());
    shop.edit_quantity(5, 5001, 3, noon()).unwrap();
    let order = shop.order(5).unwrap();
    assert_eq!((order.lines[0].quantity, order.lines[0].current_quantity), (3, 3));
    assert_eq!(order.fulfillment_orders[0].lines[0].total, 3);
}
