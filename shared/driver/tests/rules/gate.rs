use std::rc::Rc;

use domain::order::Standing;
use domain::step::{Lane, PostAnswer};
use driver::budget::Budget;
use driver::drive::Driven;
use driver::hint::Hint;
use driver::operations::{self, EXCEPTION, LaneMode, MODE, Mode, OperationException};
use driver::ports::{DueOrder, Operation, Tables};
use driver::systems::Settings;
use jiff::SignedDuration;

use crate::fault::Fault;
use crate::interleaving::finish;
use crate::sample::{image, policy};
use crate::settle::{drive_once, drive_with, settle};
use crate::world::{ORDER, World, settings};

fn set(world: &World, mode: Mode) {
    let mode = LaneMode { mode, why: "a test".to_owned() };
    finish(operations::put(&world.tables, MODE, Lane::Export.name(), &mode)).unwrap();
}

fn writes(world: &World) -> usize {
    world.count("post") + world.count("write")
}

fn waits(world: &Rc<World>) -> SignedDuration {
    let stored = world.stored();
    assert_eq!(stored.due_at, stored.order.rest.until, "what waits is due");
    stored.due_at.unwrap().duration_since(world.now.get())
}

fn exception(world: &World) -> OperationException {
    let rows = finish(world.tables.operations(EXCEPTION)).unwrap();
    assert_eq!(rows.len(), 1);
    serde_json::from_str(&rows[0].body).unwrap()
}

#[test]
fn a_paused_lane_writes_nothing_and_goes_on_when_it_is_live_again() {
    let world = World::new(image());
    set(&world, Mode::Paused);
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting));
    assert_eq!((writes(&world), waits(&world)), (0, policy().recheck));
    assert_eq!(world.count("read"), 1, "it reads and plans");
    set(&world, Mode::Live);
    world.wait(policy().recheck);
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
}

#[test]
fn a_lane_whose_mode_cannot_be_read_is_paused() {
    for body in ["", "{", r#"{"mode": "resting"}"#, "[]", "null"] {
        let world = World::new(image());
        let mode = Operation {
            kind: MODE.to_owned(),
            name: Lane::Export.name().to_owned(),
            body: body.to_owned(),
            version: 1,
        };
        assert!(finish(world.tables.put_operation(&mode)).unwrap());
        assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting), "{body}");
        assert_eq!((writes(&world), waits(&world)), (0, policy().recheck), "{body}");
        set(&world, Mode::Live);
        settle(&world, []);
        assert_eq!(world.stored().order.standing(), Standing::Exported, "{body}");
    }
}

#[test]
fn a_lane_that_is_paused_between_two_writes_does_not_do_the_second() {
    let world = World::new(image());
    let mut task = crate::settle::begin(&world, &world.paid());
    while world.count("post") == 0 {
        assert!(crate::interleaving::poll(task.as_mut()).is_none());
    }
    set(&world, Mode::Paused);
    assert_eq!(finish(task).unwrap(), Driven::Resting(Standing::Waiting));
    assert_eq!((world.count("post"), world.count("write")), (1, 0));
    set(&world, Mode::Live);
    settle(&world, []);
    assert_eq!(world.count("write"), 1);
}

#[test]
fn another_environment_is_never_written_to() {
    for (company, environment) in [("SAMPLE", "PRD"), ("OTHER", "STG")] {
        let world = World::new(image());
        world.erp.borrow_mut().status.company = company.to_owned();
        world.erp.borrow_mut().status.environment = environment.to_owned();
        let systems = world.worker();
        assert_eq!(drive_with(&systems, &world.paid()), Driven::Resting(Standing::Waiting));
        assert_eq!(writes(&world), 0, "{company}/{environment}");
        let mode = finish(operations::lane_mode(&world.tables, Lane::Export)).unwrap();
        assert_eq!(mode.mode, Mode::Paused, "{company}/{environment}");
        let exception = exception(&world);
        assert_eq!(exception.kind, "wrong_environment");
        assert!(exception.text.contains(company) && exception.text.contains(environment), "{}", exception.text);
        assert!(world.stored().order.parts.is_empty(), "no intent was saved");

        world.erp.borrow_mut().status = driver::ports::Status {
            company: "sample".to_owned(),
            environment: "stg".to_owned(),
            closed_until: None,
            import: None,
        };
        set(&world, Mode::Live);
        assert_eq!(
            drive_with(&systems, &Hint::due(ORDER)),
            Driven::Resting(Standing::Waiting),
            "its time has not come"
        );
        world.wait(policy().recheck);
        assert_eq!(drive_with(&systems, &Hint::due(ORDER)), Driven::Resting(Standing::Exported));
    }
}

#[test]
fn a_mended_environment_is_believed_at_once_however_old_a_status_may_be() {
    let world = World::new(image());
    world.erp.borrow_mut().status.environment = "PRD".to_owned();
    let systems = world.worker_with(Settings { status_age: SignedDuration::from_hours(1), ..settings() });
    drive_with(&systems, &world.paid());
    world.erp.borrow_mut().status.environment = "STG".to_owned();
    set(&world, Mode::Live);
    world.wait(policy().recheck);
    drive_with(&systems, &Hint::due(ORDER));
    let mode = finish(operations::lane_mode(&world.tables, Lane::Export)).unwrap();
    assert_eq!((mode.mode, world.count("post")), (Mode::Live, 1));
}

#[test]
fn a_probe_of_another_environment_proves_nothing() {
    let world = World::new(image());
    world.erp.borrow_mut().answers.push(PostAnswer::Unknown { why: "timeout".to_owned() });
    drive_once(&world, &world.paid());
    let probe_at = world.stored().order.next_probe().unwrap();
    world.erp.borrow_mut().status.environment = "PRD".to_owned();
    world.turn_to(probe_at);
    drive_once(&world, &Hint::due(ORDER));
    assert_eq!(world.count("find"), 0);
    assert!(world.stored().order.next_probe().is_some_and(|again| again > probe_at), "it is asked again");
    assert_eq!(exception(&world).kind, "wrong_environment");
}

#[test]
fn a_closed_window_is_waited_for() {
    let world = World::new(image());
    let opens = world.now.get() + SignedDuration::from_mins(45);
    world.erp.borrow_mut().status.closed_until = Some(opens);
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting));
    assert_eq!((writes(&world), waits(&world)), (0, SignedDuration::from_mins(45)));
    world.erp.borrow_mut().status.closed_until = None;
    settle(&world, []);
    assert_eq!(world.stored().order.standing(), Standing::Exported);
    assert!(world.now.get() >= opens);
}

#[test]
fn an_order_that_is_rung_long_before_its_time_is_due_at_its_time_again() {
    let world = World::new(image());
    let opens = world.now.get() + SignedDuration::from_mins(90);
    world.erp.borrow_mut().status.closed_until = Some(opens);
    drive_once(&world, &world.paid());
    // As two workers leave it that looked at the same time: due work then pushes it on by minutes.
    let early = world.now.get() + SignedDuration::from_mins(5);
    assert!(finish(world.tables.push_due(Lane::Export, &DueOrder { order: ORDER, due_at: opens }, early)).unwrap());
    world.turn_to(early);
    assert_eq!(drive_once(&world, &Hint::due(ORDER)), Driven::Resting(Standing::Waiting));
    assert_eq!(world.stored().due_at, Some(opens), "it is not rung every five minutes until then");
}

#[test]
fn a_due_row_stands_too_early_by_no_more_than_due_work_pushes_it_on() {
    for (push, stays) in [(2, false), (3, true), (7, true)] {
        let world = World::new(image());
        let settings = Settings { due_push: SignedDuration::from_mins(push), ..settings() };
        let opens = world.now.get() + SignedDuration::from_mins(90);
        world.erp.borrow_mut().status.closed_until = Some(opens);
        drive_once(&world, &world.paid());
        let early = opens - SignedDuration::from_mins(3);
        assert!(finish(world.tables.push_due(Lane::Export, &DueOrder { order: ORDER, due_at: opens }, early)).unwrap());
        assert_eq!(drive_with(&world.worker_with(settings), &Hint::due(ORDER)), Driven::Resting(Standing::Waiting));
        assert_eq!(world.stored().due_at, Some(if stays { early } else { opens }), "{push} min");
    }
}

#[test]
fn a_window_that_is_over_by_its_own_word_is_open() {
    let world = World::new(image());
    world.erp.borrow_mut().status.closed_until = Some(world.now.get());
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Exported));
}

#[test]
fn a_spent_budget_is_waited_for_until_the_next_window() {
    let world = World::new(image());
    world.wait(SignedDuration::from_secs(20));
    let budget = Budget { calls: 1, window: SignedDuration::from_secs(60) };
    let systems = world.worker_with(Settings { budget, ..settings() });
    assert_eq!(drive_with(&systems, &world.paid()), Driven::Resting(Standing::Waiting));
    assert_eq!((world.count("status"), writes(&world)), (1, 0), "the status took what there was");
    assert_eq!(waits(&world), SignedDuration::from_secs(40), "windows begin on the minute");
    world.wait(SignedDuration::from_secs(40));
    assert_eq!(drive_with(&systems, &Hint::due(ORDER)), Driven::Resting(Standing::Exported));
}

#[test]
fn a_status_that_cannot_be_had_lets_nothing_leave() {
    let world = World::new(image());
    drive_once(&world, &world.paid());
    let status = world.calls.borrow().iter().position(|call| *call == "status").unwrap();
    let world = World::new(image());
    world.faults.borrow_mut().push((status, Fault::Fail));
    assert_eq!(drive_once(&world, &world.paid()), Driven::Resting(Standing::Waiting));
    assert_eq!((writes(&world), waits(&world)), (0, policy().busy_retry));
}

#[test]
fn a_status_is_asked_again_when_it_is_too_old() {
    let world = World::new(crate::sample::three_parts());
    let mut task = crate::settle::begin(&world, &world.paid());
    let mut posts = 0;
    loop {
        if world.count("post") > posts {
            posts += 1;
            world.wait(SignedDuration::from_secs(61));
        }
        if let Some(ended) = crate::interleaving::poll(task.as_mut()) {
            ended.unwrap();
            break;
        }
    }
    assert_eq!((world.count("post"), world.count("status")), (3, 3));
}

#[test]
fn a_busy_bluecherry_is_tried_again_when_it_says_or_as_the_policy_says() {
    let world = World::new(image());
    let busy = |until| PostAnswer::NotDone { until, why: "429".to_owned() };
    let soon = world.now.get() + SignedDuration::from_secs(30);
    world.erp.borrow_mut().answers.extend([busy(Some(soon)), busy(None)]);
    drive_once(&world, &world.paid());
    assert_eq!(waits(&world), SignedDuration::from_secs(30));
    settle(&world, []);
    assert_eq!((world.count("post"), world.erp.borrow().books.len()), (3, 1));
    assert_eq!(world.count("find"), 0, "what is certainly not done needs no probe");
}
