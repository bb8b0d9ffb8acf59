//! The exceptions at rest are those that the books call for: by kind, owner and money.

use domain::difference::Difference;
use domain::exception::{Exception, Problem};
use domain::mapping::MappingKind;
use domain::money::Money;
use rust_decimal::Decimal;
use sandbox::shopify::Order;

use super::scene::{ID, LINE, Scene, at, dec, gbp, order};
use crate::checks::view::Traffic;

fn changed(amount: Decimal) -> Exception {
    let difference = Difference { what: "units".to_owned(), exported: "2".to_owned(), now: "1".to_owned() };
    Exception::new(Problem::ChangedAfterExport { differences: vec![difference] }, Money::new(amount, gbp()))
}

/// Exported, then edited to one unit, which is read.
fn edited(exceptions: Vec<Exception>) -> Vec<&'static str> {
    let mut scene = Scene::exported();
    scene.shop.edit_quantity(ID, LINE, 1, at(60)).unwrap();
    scene.reads(61);
    scene.rests(None, exceptions, 61);
    scene.at_rest().into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn a_change_after_the_export_is_an_exception_with_the_larger_side_at_stake() {
    assert_eq!(edited(vec![changed(dec("70.74"))]), Vec::<&str>::new());
    assert_eq!(edited(vec![changed(dec("38.34"))]), ["exceptions"]);
    assert_eq!(edited(vec![changed(dec("70.74")), changed(dec("70.74"))]), ["exceptions"]);
    assert_eq!(edited(Vec::new()), ["exceptions"]);
}

#[test]
fn an_exception_that_nothing_calls_for_is_a_violation() {
    let mut scene = Scene::exported();
    scene.rests(None, vec![changed(dec("70.74"))], 9);
    assert_eq!(scene.at_rest()[0].invariant, "exceptions");
}

/// An order of which nothing is booked, resting with these exceptions.
fn held(order: Order, exceptions: Vec<Exception>) -> Vec<String> {
    let mut scene = Scene::placed(order);
    scene.shop.route(ID).unwrap();
    scene.reads(1);
    scene.rests(None, exceptions, 1);
    scene.traffic = Traffic { told: 1, deliveries: 1, loads: 1, commits: 1, reads: 1, ..Traffic::default() };
    scene.at_rest().into_iter().map(|violation| format!("{}: {}", violation.invariant, violation.says)).collect()
}

fn missing(code: MappingKind, source: &str, amount: Decimal) -> Exception {
    Exception::new(Problem::MissingCode { code, sources: vec![source.to_owned()] }, Money::new(amount, gbp()))
}

#[test]
fn a_missing_code_holds_up_the_whole_order() {
    let unknown = || {
        let mut order = order();
        order.lines[0].sku = Some("NOT-MAPPED-1".to_owned());
        order
    };
    assert_eq!(held(unknown(), vec![missing(MappingKind::Sku, "NOT-MAPPED-1", dec("70.74"))]), Vec::<String>::new());
    assert_eq!(held(unknown(), vec![missing(MappingKind::Sku, "NOT-MAPPED-1", dec("70"))]).len(), 1);
    assert_eq!(held(unknown(), vec![missing(MappingKind::Location, "1", dec("70.74"))]).len(), 1);
    assert_eq!(held(unknown(), Vec::new()).len(), 1);
}

#[test]
fn what_the_shop_s_facts_call_for_is_predicted() {
    type Spoil = fn(&mut Order);
    let cases: [(Spoil, Exception); 4] = [
        (
            |order| order.transactions[0].gateway = "klarna".to_owned(),
            missing(MappingKind::Tender, "klarna", dec("70.74")),
        ),
        (
            |order| order.shipping_lines[0].code = Some("Drone".to_owned()),
            missing(MappingKind::Carrier, "Drone", dec("70.74")),
        ),
        (|order| order.discounts[0].name = "LOST".to_owned(), missing(MappingKind::Allowance, "LOST", dec("70.74"))),
        (
            |order| order.lines[0].gift_card = true,
            Exception::new(
                Problem::LineNotSupported { line: domain::image::LineKind::GiftCard },
                Money::new(dec("70.74"), gbp()),
            ),
        ),
    ];
    for (spoil, exception) in cases {
        let mut order = order();
        spoil(&mut order);
        let kind = exception.problem.kind();
        assert_eq!(held(order.clone(), vec![exception]), Vec::<String>::new(), "{kind}");
        assert_eq!(held(order, Vec::new()).len(), 1, "{kind}");
    }
}

#[test]
fn an_order_that_is_not_paid_calls_for_nothing() {
    let mut unpaid = order();
    unpaid.transactions.clear();
    unpaid.financial_status = sandbox::shopify::FinancialStatus::Pending;
    assert_eq!(held(unpaid.clone(), Vec::new()), Vec::<String>::new());
    assert_eq!(held(unpaid, vec![missing(MappingKind::Sku, "NOT-MAPPED-1", dec("70.74"))]).len(), 1);
}

#[test]
fn an_order_that_is_not_routed_for_long_must_be_an_exception_and_may_wait() {
    let rest = |exceptions: Vec<Exception>| {
        let mut scene = Scene::placed(order());
        scene.reads(1);
        let until = scene.now + PATIENCE;
        scene.rests(Some(until), exceptions, 5 * 3_600);
        scene.traffic = Traffic { told: 9, deliveries: 9, loads: 9, commits: 9, reads: 9, ..Traffic::default() };
        scene.at_rest().len()
    };
    let unrouted = Exception::new(Problem::RoutingIncomplete, Money::new(dec("70.74"), gbp()));
    assert_eq!(rest(vec![unrouted]), 0);
    assert_eq!(rest(Vec::new()), 1);
}

const PATIENCE: jiff::SignedDuration = jiff::SignedDuration::from_mins(30);

/// Booked by BlueCherry without its freight, resting with these exceptions and these numbers shown.
fn without_freight(exceptions: Vec<Exception>, shown: &[&str]) -> Vec<&'static str> {
    let mut scene = Scene::exported();
    let mut order = super::scene::posted();
    order.charges.clear();
    scene.books = vec![super::scene::booked(&order)];
    scene.otherwise.insert(ID);
    scene.shows(shown, 9);
    scene.reads(10);
    scene.rests(None, exceptions, 10);
    scene.at_rest().into_iter().map(|violation| violation.invariant).collect()
}

#[test]
fn what_is_booked_otherwise_is_an_exception_and_its_number_is_not_shown() {
    let number = super::scene::NUMBER;
    let differs = || {
        let problem = Problem::EchoDiffers { number: super::scene::number(number), what: "freight".to_owned() };
        vec![Exception::new(problem, Money::new(dec("70.74"), gbp()))]
    };
    assert_eq!(without_freight(differs(), &[]), Vec::<&str>::new());
    assert_eq!(without_freight(differs(), &[number]), ["I8"]);
    assert_eq!(without_freight(Vec::new(), &[]), ["exceptions"]);
}
