//! The queue and due work around the driver: messages are given again until they are taken, and what is due is rung.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use domain::step::Lane;
use driver::drive::{DriveError, Driven, drive};
use driver::hint::Hint;
use driver::ports::{DueOrder, Tables};
use driver::systems::Systems;
use jiff::{SignedDuration, Timestamp};

use crate::interleaving::{finish, poll};
use crate::ports::Worker;
use crate::world::World;

/// When a message that was not acknowledged is given again.
const VISIBILITY: SignedDuration = SignedDuration::from_mins(3);

/// How far due work pushes on what it rings.
pub const PUSH: SignedDuration = SignedDuration::from_mins(5);

type Task = Pin<Box<dyn Future<Output = Result<Driven, DriveError>>>>;

struct Running {
    task: Task,
    worker: usize,
    hint: Hint,
    /// The invocation's deadline: afterwards the message is given again, although the worker may still go on.
    given_again: bool,
}

/// A drive by a worker of its own, with the deadline of a real invocation.
pub fn begin(world: &Rc<World>, hint: &Hint) -> Task {
    let (systems, hint) = (world.worker(), hint.clone());
    let deadline = world.now.get() + SignedDuration::from_mins(15);
    Box::pin(async move { drive(&systems, Lane::Export, &hint, deadline).await })
}

/// Drives once, to the end.
pub fn drive_once(world: &Rc<World>, hint: &Hint) -> Driven {
    finish(begin(world, hint)).unwrap()
}

/// Drives once with a worker that is at hand.
pub fn drive_with(systems: &Systems<Worker>, hint: &Hint) -> Driven {
    finish(drive(systems, Lane::Export, hint, Timestamp::MAX)).unwrap()
}

/// Lets queue, workers and due work go on until nothing is left to do: no message, no due row, no worker that stands still.
/// Panics if that takes longer than a day of the world's time.
pub fn settle(world: &Rc<World>, hints: impl IntoIterator<Item = Hint>) {
    let mut messages: VecDeque<(Timestamp, Hint)> = hints.into_iter().map(|hint| (world.now.get(), hint)).collect();
    let mut running: Vec<Running> = Vec::new();
    let end = world.now.get() + SignedDuration::from_hours(24);
    loop {
        let now = world.now.get();
        messages.extend(world.shop.borrow_mut().rings.drain(..).map(|hint| (now, hint)));
        if let Some(index) = messages.iter().position(|(at, _)| *at <= now) {
            let (_, hint) = messages.remove(index).unwrap();
            let task = begin(world, &hint);
            running.push(Running { task, worker: world.workers.get(), hint, given_again: false });
        } else if let Some(due) = due(world, now) {
            assert!(finish(world.tables.push_due(Lane::Export, &due, now + PUSH)).unwrap());
            messages.push_back((now, Hint::due(due.order)));
        }
        let before = world.calls.borrow().len();
        running.retain_mut(|run| go_on(world, run, &mut messages));
        if world.calls.borrow().len() > before || messages.iter().any(|(at, _)| *at <= now) || due(world, now).is_some()
        {
            continue;
        }
        let tick = (!running.is_empty()).then_some(now + SignedDuration::from_secs(30));
        let next = messages.iter().map(|(at, _)| *at).chain(next_due(world)).chain(tick).min();
        let Some(next) = next else { return };
        world.turn_to(next.max(now + SignedDuration::from_secs(1)));
        assert!(world.now.get() < end, "still busy after a day: {:#?}", world.stored().order);
    }
}

/// Lets a worker go on until it ends, dies or stands still. Says whether it is still there.
fn go_on(world: &Rc<World>, run: &mut Running, messages: &mut VecDeque<(Timestamp, Hint)>) -> bool {
    let again = (world.now.get() + VISIBILITY, run.hint.clone());
    let mut idle = 0;
    // It gives way before each call; when it does not go on after that, it stands still.
    while idle < 2 {
        let before = world.calls.borrow().len();
        let ended = poll(run.task.as_mut());
        if world.dead.borrow().contains(&run.worker) {
            messages.push_back(again);
            return false;
        }
        match ended {
            Some(Ok(Driven::OutOfTime) | Err(_)) => {
                messages.push_back(again);
                return false;
            }
            Some(Ok(_)) => return false,
            None => idle = if world.calls.borrow().len() == before { idle + 1 } else { 0 },
        }
    }
    if !std::mem::replace(&mut run.given_again, true) {
        messages.push_back(again);
    }
    true
}

fn due(world: &World, now: Timestamp) -> Option<DueOrder> {
    (0..8).find_map(|shard| finish(world.tables.due(Lane::Export, shard, now, 1)).unwrap().pop())
}

fn next_due(world: &World) -> Option<Timestamp> {
    due(world, Timestamp::MAX).map(|due| due.due_at)
}
