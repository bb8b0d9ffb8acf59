use domain::exception::{Owner, Problem};
use domain::mapping::MappingKind;
use domain::order::Standing;
use domain::part::PartState;
use domain::step::{Effect, Outcome, Step};

use crate::desk::Desk;
use crate::sample::{codes, codes_without, image, key, number, three_parts};

/// The order is booked, and Shopify refuses to show its numbers.
fn refused(mut desk: Desk) -> Desk {
    loop {
        match desk.next() {
            Step::Do(Effect::PostSalesOrder { .. }) => {
                desk.book(&(7001 + desk.order.numbers().len()).to_string());
            }
            Step::Do(Effect::WriteNumbers { numbers }) => {
                desk.apply(Outcome::NumbersRefused { numbers, why: "access denied for metafields".to_owned() });
            }
            Step::Do(other) => panic!("no need of {other:?}"),
            Step::Rest(_) => return desk,
        }
    }
}

#[test]
fn numbers_that_shopify_refuses_to_show_are_an_exception_and_the_sales_orders_stand() {
    let mut desk = refused(Desk::with(three_parts()));
    let rest = desk.rest();
    let [exception] = rest.exceptions.as_slice() else { panic!("one exception, not {:?}", rest.exceptions) };
    assert_eq!(exception.problem, Problem::NumbersNotShown { why: "access denied for metafields".to_owned() });
    assert_eq!(exception.problem.owner(), Owner::Engineering);
    assert_eq!(exception.at_stake, None, "no money is held up by it");
    assert_eq!((rest.until, desk.order.standing()), (None, Standing::Exception));
    assert_eq!(desk.order.numbers(), ["7001", "7002", "7003"].map(number));
    assert!(desk.order.parts.iter().all(|part| matches!(part.state, PartState::Accepted(_))), "exported all the same");
}

#[test]
fn they_are_not_written_again_while_nothing_changes() {
    let mut desk = refused(Desk::with(image()));
    desk.rest();
    for _ in 0..3 {
        desk.wait(desk.rules.policy.patience);
        desk.hand_over();
        assert_eq!(desk.exceptions(), ["numbers_not_shown"]);
        desk.change(|_| ());
        assert_eq!(desk.exceptions(), ["numbers_not_shown"], "a newer revision that changes nothing is no reason");
    }
}

#[test]
fn they_are_written_again_when_the_order_changes() {
    let mut desk = refused(Desk::with(image()));
    desk.rest();
    desk.change(|image| image.name.0 = "#1001-b".to_owned());
    assert_eq!(desk.next(), Step::Do(Effect::WriteNumbers { numbers: vec![number("7001")] }));
    desk.export();
    assert_eq!(desk.order.standing(), Standing::Exported, "the exception goes once they are shown");
}

#[test]
fn they_are_written_again_when_there_are_others() {
    let mut waiting = Desk::with(three_parts());
    waiting.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
    let mut desk = refused(waiting);
    assert_eq!(desk.exceptions(), ["missing_allowance", "numbers_not_shown"]);
    desk.rules.codes = codes();
    desk.book("7003");
    let numbers = desk.order.numbers();
    assert_eq!(numbers.len(), 3);
    assert_eq!(desk.next(), Step::Do(Effect::WriteNumbers { numbers: numbers.clone() }));
    desk.apply(Outcome::NumbersWritten { numbers });
    assert!(desk.rest().exceptions.is_empty());
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn the_exception_goes_when_shopify_turns_out_to_show_them() {
    let mut desk = refused(Desk::with(image()));
    desk.rest();
    desk.change(|image| image.numbers_shown = vec![number("7001")]);
    assert!(desk.rest().exceptions.is_empty());
    assert_eq!(desk.order.standing(), Standing::Exported);
}
