use domain::exception::{ErpError, Owner};
use domain::mapping::{CodeKey, MappingKind};
use domain::order::Standing;
use domain::step::PostAnswer;
use driver::drive::Driven;
use driver::hint::Hint;
use driver::ports::Tables;

use crate::interleaving::finish;
use crate::sample::{LONDON, article, image, key, line, location, order_of, routed, row};
use crate::settle::{drive_once, settle};
use crate::world::{ORDER, World};

fn waits_for(world: &World, code: &CodeKey) -> bool {
    finish(world.tables.waiting_for(code, None, 5)).unwrap().iter().map(|waiting| waiting.order).eq([ORDER])
}

/// An order of so many lines, each with an article that nobody has mapped.
fn unknown_articles(lines: u64) -> domain::image::OrderImage {
    order_of(
        (0..lines).map(|number| line(100 + number, &format!("NEW-{number:03}"), 1, "10.00", "2.00")).collect(),
        (0..lines).map(|number| routed(100 + number, LONDON, 1)).collect(),
    )
}

#[test]
fn an_order_whose_code_is_missing_goes_when_the_code_arrives() {
    let tee = key(MappingKind::Sku, "TEE-L");
    let mut image = image();
    image.lines[0].sku = "TEE-L".to_owned();
    let world = World::new(image);
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exception));
    assert!(waits_for(&world, &tee));
    assert_eq!((world.count("post"), world.stored().due_at), (0, None), "an exception before the call");
    let open = finish(world.tables.exceptions(Owner::Operations.name())).unwrap();
    assert_eq!(open.iter().map(|(order, _)| *order).collect::<Vec<_>>(), [ORDER]);

    world.map([row("TEE-L", article("010", "000124"))]);
    assert_eq!(drive_once(&world, &Hint::released(ORDER)), Driven::Resting(Standing::Exported));
    assert!(!waits_for(&world, &tee));
    assert!(finish(world.tables.exceptions(Owner::Operations.name())).unwrap().is_empty());
    assert_eq!(world.count("read"), 2, "its address is read again before it is sent");
}

#[test]
fn an_order_outside_its_location_goes_when_the_location_serves_its_division() {
    let world = World::new(image());
    let london = LONDON.to_string();
    world.map([row(&london, location("LON", &["020"]))]);
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exception));
    assert_eq!(world.stored().order.rest.exceptions[0].exception.problem.kind(), "sku_outside_location");
    assert!(waits_for(&world, &key(MappingKind::Location, &london)));

    world.map([row(&london, location("LON", &["010", "020"]))]);
    assert_eq!(drive_once(&world, &Hint::released(ORDER)), Driven::Resting(Standing::Exported));
    assert!(!waits_for(&world, &key(MappingKind::Location, &london)));
}

#[test]
fn an_order_that_a_default_row_would_release_waits_for_that_too() {
    let mut image = image();
    image.shipping[0].source = "Express".to_owned();
    let world = World::new(image);
    drive_once(&world, &world.paid());
    assert!(waits_for(&world, &key(MappingKind::Carrier, "Express")));
    assert!(waits_for(&world, &key(MappingKind::Carrier, "*")));
}

#[test]
fn an_order_with_more_missing_codes_than_a_transaction_can_hold_is_released_step_by_step() {
    let lines = 130;
    let world = World::new(unknown_articles(lines));
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exception));
    let mut steps = 0;
    while world.stored().order.standing() != Standing::Exported {
        let waited: Vec<String> = (0..lines)
            .map(|number| format!("NEW-{number:03}"))
            .filter(|sku| waits_for(&world, &key(MappingKind::Sku, sku)))
            .collect();
        assert!(!waited.is_empty(), "something is always waited for");
        world.map(waited.iter().map(|sku| row(sku, article("010", sku))));
        drive_once(&world, &Hint::released(ORDER));
        steps += 1;
    }
    assert!(steps > 1);
    assert_eq!(world.erp.borrow().books[0].1.lines.len(), 130);
}

#[test]
fn an_order_of_which_every_line_is_somebodys_trouble_fits_one_transaction() {
    let mut image = unknown_articles(150);
    for routed in &mut image.routing {
        routed.location = crate::sample::OUTLET;
    }
    for line in &mut image.lines {
        line.sku = "TEE-M".to_owned();
    }
    image.has_address = false;
    let world = World::new(image);
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exception));
    assert_eq!(world.stored().order.rest.exceptions.len(), 151, "all of them are known");
    for owner in [Owner::Operations, Owner::CustomerService] {
        assert!(!finish(world.tables.exceptions(owner.name())).unwrap().is_empty(), "{owner} is told");
    }
}

#[test]
fn a_rejected_order_of_many_articles_waits_for_the_codes_that_hold_for_all_of_it() {
    let articles = 60;
    let image = unknown_articles(articles);
    let world = World::new(image.clone());
    world.map(image.lines.iter().map(|line| row(&line.sku, article("010", &line.sku))));
    let refusal = ErpError { code: "BC_WAREHOUSE_CLOSED".to_owned(), line: None, field: Some("warehouse".to_owned()) };
    world.erp.borrow_mut().answers.push(PostAnswer::Rejected(vec![refusal]));
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exception));
    let whole = [
        key(MappingKind::Location, "71"),
        key(MappingKind::Division, "010"),
        key(MappingKind::Carrier, "STD"),
        key(MappingKind::Tender, "shopify_payments"),
        key(MappingKind::Charge, "freight"),
    ];
    for code in &whole {
        assert!(waits_for(&world, code), "{code:?}");
    }
    let watched = image.lines.iter().filter(|line| waits_for(&world, &key(MappingKind::Sku, &line.sku))).count();
    assert_eq!(watched + whole.len(), 30, "and for as many articles as there is room for");
    world.map([row("71", location("W1", &["010", "020"]))]);
    assert_eq!(drive_once(&world, &Hint::released(ORDER)), Driven::Resting(Standing::Exported));
}

#[test]
fn a_rejected_order_goes_again_when_a_mapping_of_it_is_touched() {
    let world = World::new(image());
    let refusal = ErpError { code: "BC_SKU_UNKNOWN".to_owned(), line: Some(1), field: None };
    world.erp.borrow_mut().answers.push(PostAnswer::Rejected(vec![refusal]));
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exception));
    assert!(waits_for(&world, &key(MappingKind::Sku, "TEE-M")));
    assert_eq!(drive_once(&world, &Hint::released(ORDER)), Driven::Resting(Standing::Exception));
    assert_eq!(world.count("post"), 1, "the same payload is not sent again");
    world.map([row("TEE-M", article("010", "000123"))]);
    assert_eq!(drive_once(&world, &Hint::released(ORDER)), Driven::Resting(Standing::Exported));
    settle(&world, []);
    assert_eq!(world.erp.borrow().books.len(), 1);
    assert!(!waits_for(&world, &key(MappingKind::Sku, "TEE-M")));
}
