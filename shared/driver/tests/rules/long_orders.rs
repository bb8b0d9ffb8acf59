//! An order of 500 lines, each with its discounts: every row of it fits into an item of the table, whatever becomes of it.
//! The tables of these tests refuse a larger one.

use domain::image::{Line, OrderImage};
use domain::order::{Order, Reading, Standing};
use domain::step::{FindAnswer, Lane, PostAnswer};
use driver::drive::Driven;
use driver::ports::Tables;
use driver::rows::{Stored, after, commit, read};

use crate::interleaving::finish;
use crate::sample::{LONDON, article, discount, line, noon, order_of, routed, row};
use crate::settle::{drive_once, settle};
use crate::world::{ORDER, World};

const LINES: u64 = 500;

/// Each line with an article of its own and two discounts.
fn long() -> OrderImage {
    let lines = (0..LINES).map(|number| Line {
        discounts: vec![discount("WELCOME10", "1.00"), discount("Black Friday: three for the price of two", "2.00")],
        ..line(14_000_000_000_000 + number, &format!("TEE-ORGANIC-COTTON-NAVY-{number:03}"), 2, "40.00", "14.40")
    });
    let routing = (0..LINES).map(|number| routed(14_000_000_000_000 + number, LONDON, 2));
    order_of(lines.collect(), routing.collect())
}

fn world() -> std::rc::Rc<World> {
    let world = World::new(long());
    world.map(long().lines.iter().map(|line| row(&line.sku, article("010", &line.sku))));
    world.map([row(
        "*",
        domain::mapping::MappingTarget::Allowance(domain::code::AllowanceCode::parse("PROMO").unwrap()),
    )]);
    world
}

/// The length of a row's content, in bytes.
fn length(world: &World, item: &str) -> Option<usize> {
    let rows = finish(world.tables.load(ORDER)).unwrap();
    rows.iter().find(|row| row.item == item).map(|row| row.body.to_json().len())
}

#[test]
fn a_long_order_is_exported_and_its_plan_is_an_item_of_its_own() {
    let world = world();
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exported));
    assert_eq!(world.erp.borrow().books[0].1.lines.len(), 500);
    let (root, plan) = (length(&world, "root").unwrap(), length(&world, "plan").unwrap());
    assert!(root + plan > 400_000, "{root} and {plan} bytes did not fit into one item");
}

#[test]
fn a_long_order_survives_lost_answers_refusals_and_edits() {
    let world = world();
    let unknown = || PostAnswer::Unknown { why: "timeout".to_owned() };
    world.erp.borrow_mut().answers.extend([unknown(), PostAnswer::Rejected(Vec::new())]);
    world.erp.borrow_mut().finds.push(FindAnswer::Nothing);
    settle(&world, [world.paid()]);
    assert_eq!(world.stored().order.standing(), Standing::Exception, "rejected");
    let edit = world.edit("orders/updated", |image| image.name.0 = "#1001-b".to_owned());
    settle(&world, [edit]);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
    let edit = world.edit("orders/edited", |image| {
        for line in &mut image.lines {
            line.unit_price = crate::sample::gbp("39.00");
        }
    });
    settle(&world, [edit]);
    assert_eq!(world.stored().order.standing(), Standing::Exception, "500 differences");
}

#[test]
fn what_is_planned_is_read_back_and_goes_with_its_meaning() {
    let world = world();
    drive_once(&world, &world.paid());
    let stored = world.stored();
    let plan = stored.order.plan.clone().unwrap();
    assert_eq!(plan.image.lines, long().lines);
    let rows = |stored: &Stored, order: &Order| {
        let commit = commit(stored, order, Lane::Export, Some(noon()), 8, &[]);
        (read(ORDER, Lane::Export, after(stored, &commit)).unwrap(), commit)
    };
    let (again, commit) = rows(&stored, &stored.order);
    assert_eq!(Order { reading: Reading::default(), ..again.order }, stored.order);
    assert!(!commit.put.iter().any(|row| row.item == "plan"), "it is not written again while it is the same");
    let (without, commit) = rows(&stored, &Order { plan: None, ..stored.order.clone() });
    assert_eq!((without.order.plan, commit.delete), (None, vec!["plan".to_owned()]));
}
