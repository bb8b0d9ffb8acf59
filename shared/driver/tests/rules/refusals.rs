//! Whoever is refused by a system, and not for the order's sake: one exception that is no order's, and the orders wait.

use std::rc::Rc;

use domain::exception::Owner;
use domain::order::Standing;
use domain::part::PartState;
use domain::step::{FindAnswer, PostAnswer};
use driver::drive::Driven;
use driver::hint::Hint;
use driver::operations::{EXCEPTION, OperationException};
use driver::ports::{NotNow, ReadAnswer, Tables, WriteAnswer};
use jiff::SignedDuration;

use crate::interleaving::finish;
use crate::sample::{image, noon, policy, three_parts};
use crate::settle::{drive_once, drive_with, settle};
use crate::world::{ORDER, World};

fn refused() -> NotNow {
    NotNow { until: None, why: "401 subscription key".to_owned(), refused: true }
}

fn busy() -> NotNow {
    NotNow { refused: false, ..refused() }
}

fn refuse_posts(world: &World, times: usize) {
    let refused = || PostAnswer::Refused { why: "401 subscription key".to_owned() };
    world.erp.borrow_mut().answers.extend((0..times).map(|_| refused()));
}

fn open(world: &World) -> Vec<OperationException> {
    let rows = finish(world.tables.operations(EXCEPTION)).unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
}

fn kinds(world: &World) -> Vec<String> {
    open(world).into_iter().map(|exception| exception.kind).collect()
}

/// Drives when the order is due, and no earlier.
fn drive_when_due(world: &Rc<World>) -> Driven {
    world.turn_to(world.stored().due_at.unwrap());
    drive_once(world, &Hint::due(ORDER))
}

#[test]
fn a_refused_post_is_one_exception_with_the_age_of_the_first_and_the_order_waits() {
    let world = World::new(image());
    refuse_posts(&world, 3);
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting));
    for _ in 0..2 {
        assert_eq!(world.stored().due_at, Some(world.now.get() + policy().busy_retry));
        let parts = world.stored().order.parts;
        assert!(matches!(parts[0].state, PartState::Open { .. }), "it is certainly not done");
        assert_eq!(drive_when_due(&world), Driven::Resting(Standing::Waiting));
    }
    let open = open(&world);
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].kind.as_str(), open[0].owner), ("bluecherry_orders_refused", Owner::Engineering));
    assert!(open[0].text.contains("401 subscription key"), "{}", open[0].text);
    assert_eq!(open[0].since, noon());
    assert!(world.stored().order.rest.exceptions.is_empty(), "it is no order's");
    assert_eq!(world.count("find"), 0, "what is certainly not done needs no probe");
}

#[test]
fn the_first_accepted_post_settles_it() {
    let world = World::new(image());
    refuse_posts(&world, 1);
    drive_once(&world, &world.paid());
    assert_eq!(kinds(&world), ["bluecherry_orders_refused"]);
    assert_eq!(drive_when_due(&world), Driven::Resting(Standing::Exported));
    assert!(kinds(&world).is_empty());
}

#[test]
fn a_worker_that_settled_a_refusal_raises_and_settles_the_next_one_too() {
    let world = World::new(three_parts());
    let systems = world.worker();
    // The first part is refused, the others are accepted and settle it; then the first is refused again, and accepted.
    for (round, refused, left) in [(1, 1, 0), (2, 1, 1), (3, 0, 0)] {
        refuse_posts(&world, refused);
        drive_with(&systems, &if round == 1 { world.paid() } else { Hint::due(ORDER) });
        assert_eq!(kinds(&world).len(), left, "round {round}");
        if let Some(due) = world.stored().due_at {
            world.turn_to(due);
        }
    }
    assert_eq!(world.count("delete operation"), 2, "it was raised twice and settled twice");
    assert_eq!(world.stored().order.standing(), Standing::Exported);
}

#[test]
fn a_post_that_is_not_accepted_settles_nothing() {
    let answers = [
        PostAnswer::NotDone { until: None, why: "429".to_owned() },
        PostAnswer::Rejected(Vec::new()),
        PostAnswer::Unknown { why: "502".to_owned() },
    ];
    for answer in answers {
        let world = World::new(image());
        refuse_posts(&world, 1);
        drive_once(&world, &world.paid());
        world.erp.borrow_mut().answers.push(answer.clone());
        drive_when_due(&world);
        assert_eq!(world.count("post"), 2);
        assert_eq!(kinds(&world), ["bluecherry_orders_refused"], "{answer:?}");
    }
}

#[test]
fn a_refused_probe_is_the_same_exception_and_is_asked_again() {
    let world = World::new(image());
    world.erp.borrow_mut().answers.push(PostAnswer::Unknown { why: "timeout".to_owned() });
    drive_once(&world, &world.paid());
    world.erp.borrow_mut().finds.push(FindAnswer::Refused { why: "403 orders".to_owned() });
    assert_eq!(drive_when_due(&world), Driven::Resting(Standing::Waiting));
    assert_eq!(kinds(&world), ["bluecherry_orders_refused"]);
    let stored = world.stored();
    assert!(matches!(stored.order.parts[0].state, PartState::Sending(_)), "its outcome is as unknown as before");
    assert_eq!(stored.due_at, Some(world.now.get() + policy().busy_retry));
    settle(&world, []);
    assert_eq!((world.count("find"), world.erp.borrow().books.len()), (2, 1));
    assert!(kinds(&world).is_empty(), "the post that followed was accepted");
}

#[test]
fn an_outcome_that_stays_unknown_because_we_are_refused_becomes_the_orders_own_trouble_too() {
    let world = World::new(image());
    world.erp.borrow_mut().answers.push(PostAnswer::Unknown { why: "timeout".to_owned() });
    drive_once(&world, &world.paid());
    let refused = FindAnswer::Refused { why: "403".to_owned() };
    world.erp.borrow_mut().finds.extend(std::iter::repeat_n(refused, 100));
    let told = loop {
        if drive_when_due(&world) == Driven::Resting(Standing::Exception) {
            break world.now.get();
        }
    };
    assert!(told.duration_since(noon()) > policy().patience);
    assert!(told.duration_since(noon()) < policy().patience + SignedDuration::from_mins(6));
    let open = finish(world.tables.exceptions(Owner::Operations.name())).unwrap();
    assert!(open.len() == 1 && open[0].1.body.to_json().contains("outcome_unknown"), "{open:?}");
    world.erp.borrow_mut().finds.clear();
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
}

#[test]
fn refused_reads_and_refused_writes_are_an_exception_each_and_a_read_settles_only_its_own() {
    let world = World::new(image());
    let systems = world.worker();
    world.shop.borrow_mut().reads.push(ReadAnswer::NotNow(refused()));
    drive_with(&systems, &world.paid());
    assert_eq!(kinds(&world), ["shopify_refused"]);
    world.turn_to(world.stored().due_at.unwrap());
    world.shop.borrow_mut().writes.extend([WriteAnswer::NotNow(refused()), WriteAnswer::NotNow(refused())]);
    drive_with(&systems, &Hint::due(ORDER));
    assert_eq!(kinds(&world), ["shopify_write_refused"], "the read was answered, the write was not");
    assert_eq!(world.erp.borrow().books.len(), 1);
    world.turn_to(world.stored().due_at.unwrap());
    let reads = world.count("read");
    let edit = world.edit("orders/updated", |image| image.name.0 = "#1001-b".to_owned());
    drive_with(&systems, &edit);
    assert!(world.count("read") > reads);
    assert_eq!(kinds(&world), ["shopify_write_refused"], "a successful read says nothing of writes");
    world.turn_to(world.stored().due_at.unwrap());
    assert_eq!(drive_with(&systems, &Hint::due(ORDER)), Driven::Resting(Standing::Exported));
    assert!(kinds(&world).is_empty(), "the write settles it");
}

#[test]
fn what_another_environment_raised_is_settled_within_minutes_by_one_that_was_never_refused() {
    let world = World::new(image());
    let lasting = world.worker();
    drive_with(&lasting, &world.paid());
    world.shop.borrow_mut().reads.push(ReadAnswer::NotNow(refused()));
    let edit = world.edit("orders/updated", |image| image.name.0 = "#1001-b".to_owned());
    drive_once(&world, &edit);
    assert_eq!(kinds(&world), ["shopify_refused"], "raised by an environment that is gone");
    world.turn_to(world.stored().due_at.unwrap());
    let reads = world.count("read");
    drive_with(&lasting, &Hint::due(ORDER));
    assert_eq!((world.count("read") - reads, kinds(&world).len()), (1, 1), "the table is not asked after each call");
    world.turn_to(world.now.get() + SignedDuration::from_mins(5));
    let edit = world.edit("orders/updated", |image| image.name.0 = "#1001-c".to_owned());
    drive_with(&lasting, &edit);
    assert!(kinds(&world).is_empty());
}

#[test]
fn a_refused_status_is_settled_by_a_status() {
    let world = World::new(image());
    world.erp.borrow_mut().statuses.push(refused());
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting));
    assert_eq!((kinds(&world), world.count("post")), (vec!["bluecherry_refused".to_owned()], 0));
    // The status is answered again, whatever becomes of the post.
    refuse_posts(&world, 1);
    drive_when_due(&world);
    assert_eq!(kinds(&world), ["bluecherry_orders_refused"]);
}

#[test]
fn what_is_busy_is_not_refused() {
    let world = World::new(image());
    world.shop.borrow_mut().reads.push(ReadAnswer::NotNow(busy()));
    world.shop.borrow_mut().writes.push(WriteAnswer::NotNow(busy()));
    world.erp.borrow_mut().statuses.push(busy());
    drive_once(&world, &world.paid());
    while world.stored().order.standing() != Standing::Exported {
        assert!(kinds(&world).is_empty());
        drive_when_due(&world);
    }
    assert_eq!((world.count("read"), world.count("write"), world.erp.borrow().books.len()), (3, 2, 1));
}

type Prepare = fn(&World);

/// Each call that may be refused, and how it is refused once.
const REFUSALS: [(&str, Prepare); 4] = [
    ("read", |world| world.shop.borrow_mut().reads.push(ReadAnswer::NotNow(refused()))),
    ("write", |world| world.shop.borrow_mut().writes.push(WriteAnswer::NotNow(refused()))),
    ("status", |world| world.erp.borrow_mut().statuses.push(refused())),
    ("post", |world| refuse_posts(world, 1)),
];

#[test]
fn the_readme_tells_of_each_refusal_whose_it_is() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let mut raised = vec![driver::gate::WRONG_ENVIRONMENT.to_owned()];
    for (call, prepare) in REFUSALS {
        let world = World::new(image());
        prepare(&world);
        drive_once(&world, &world.paid());
        assert_eq!(kinds(&world).len(), 1, "{call}");
        raised.extend(kinds(&world));
    }
    raised.sort();
    raised.dedup();
    assert_eq!(raised.len(), 1 + REFUSALS.len(), "each has a name of its own: {raised:?}");
    for kind in raised {
        let told = readme.lines().any(|line| line.contains(&format!("`{kind}`")) && line.contains("| engineering |"));
        assert!(told, "the readme does not tell of `{kind}`");
    }
}

/// Drives the order, and breaks a kind of call to the tables as soon as the call that is refused was made.
fn drive_and_break(world: &Rc<World>, refused: &str, broken: &'static str) {
    let mut task = crate::settle::begin(world, &world.paid());
    while world.count(refused) == 0 {
        assert!(crate::interleaving::poll(task.as_mut()).is_none(), "{refused}");
    }
    world.broken.set(Some(broken));
    assert!(matches!(finish(task), Ok(Driven::Resting(Standing::Waiting))), "{refused}: the drive goes on");
}

#[test]
fn a_table_that_fails_while_raising_loses_no_outcome() {
    for (call, prepare) in REFUSALS {
        let world = World::new(image());
        prepare(&world);
        drive_and_break(&world, call, "put operation");
        assert!(kinds(&world).is_empty(), "{call}: it could not be raised");
        assert_eq!(world.stored().order.next_probe(), None, "{call}: what is known was saved");
        world.broken.set(None);
        settle(&world, []);
        assert_eq!(world.stored().order.standing(), Standing::Exported, "{call}");
        assert_eq!((world.erp.borrow().books.len(), world.count("find")), (1, 0), "{call}");
    }
}

#[test]
fn what_could_not_be_raised_is_raised_by_the_next_refusal() {
    for (call, prepare) in REFUSALS {
        let world = World::new(image());
        prepare(&world);
        prepare(&world);
        drive_and_break(&world, call, "put operation");
        world.broken.set(None);
        drive_when_due(&world);
        assert_eq!(kinds(&world).len(), 1, "{call}");
    }
}

#[test]
fn a_table_that_fails_while_settling_loses_no_outcome() {
    for (call, prepare) in REFUSALS {
        let world = World::new(image());
        prepare(&world);
        drive_and_break(&world, call, "delete operation");
        assert_eq!(drive_when_due(&world), Driven::Resting(Standing::Exported), "{call}");
        assert_eq!(kinds(&world).len(), 1, "{call}: it could not be settled");
        assert_eq!((world.erp.borrow().books.len(), world.count("find")), (1, 0), "{call}");
    }
}
