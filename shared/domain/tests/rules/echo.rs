use domain::exception::{Owner, Problem};
use domain::image::Quantity;
use domain::money::Currency;
use domain::sales_order::Booked;
use domain::step::PostAnswer;
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::sample::{booked, gbp, image, number};

type Falsify = fn(&mut Booked);

#[test]
fn whatever_is_booked_otherwise_than_posted_is_an_exception_that_names_it() {
    let penny = Decimal::new(1, 2);
    assert_eq!(penny, gbp("0.01").amount);
    let cases: [(&str, Falsify); 9] = [
        ("currency", |booked| booked.currency = Currency::parse("USD").unwrap()),
        ("merchandise", |booked| booked.control.merchandise += Decimal::new(1, 2)),
        ("allowances", |booked| booked.control.allowances += Decimal::new(1, 2)),
        ("freight", |booked| booked.control.freight += Decimal::new(1, 2)),
        ("tax", |booked| booked.control.tax += Decimal::new(1, 2)),
        ("total", |booked| booked.control.total += Decimal::new(1, 2)),
        ("units", |booked| booked.control.units += 1),
        ("lines", |booked| booked.lines.clear()),
        ("lines", |booked| booked.lines[0].1 = Quantity(1)),
    ];
    for (what, falsify) in cases {
        let mut desk = Desk::with(image());
        let posted = desk.open().intent.sales_order;
        let mut echo = booked(&posted, "7001");
        falsify(&mut echo);
        desk.answer(1, PostAnswer::Booked(Box::new(echo)));
        let problem = desk.order_differs();
        assert!(problem.1.starts_with(what), "{what}: {}", problem.1);
        assert_eq!(problem.0.owner(), Owner::Engineering);
    }
}

#[test]
fn a_booking_that_differs_still_counts_as_the_order_but_is_not_shown_in_shopify() {
    let mut desk = Desk::with(image());
    let posted = desk.open().intent.sales_order;
    let mut echo = booked(&posted, "7001");
    echo.control.total += Decimal::ONE;
    desk.answer(1, PostAnswer::Booked(Box::new(echo)));
    assert_eq!(desk.state(1).numbers(), [number("7001")], "it stands in BlueCherry and is never posted again");
    assert_eq!(desk.exceptions(), ["echo_differs"]);
    assert!(desk.order.numbers().is_empty(), "nobody has decided yet that this is what was ordered");
    assert_eq!(desk.order.rest.exceptions[0].exception.at_stake, Some(image().total));
}

#[test]
fn lines_may_be_echoed_in_any_order_and_amounts_with_any_number_of_zeros() {
    let mut desk = Desk::with(crate::sample::four_parts());
    desk.rules.codes = crate::sample::rows()
        .into_iter()
        .chain([crate::sample::row("72", crate::sample::location("W1", &["010", "020"]))])
        .collect();
    let posted = desk.open().intent.sales_order;
    let mut echo = booked(&posted, "7001");
    echo.lines.reverse();
    echo.control.total.rescale(4);
    desk.answer(1, PostAnswer::Booked(Box::new(echo)));
    assert_eq!(desk.state(1).name(), "accepted");
}

impl Desk {
    fn order_differs(&mut self) -> (Problem, String) {
        assert_eq!(self.state(1).name(), "booked differently");
        self.export();
        let problem = self.order.rest.exceptions[0].exception.problem.clone();
        let Problem::EchoDiffers { what, .. } = &problem else { panic!("expected a difference, not {problem:?}") };
        (problem.clone(), what.clone())
    }
}
