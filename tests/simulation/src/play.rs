//! Plays a case to its end.

mod rest;

use std::sync::OnceLock;

use domain::planted;
use jiff::{SignedDuration, Timestamp};
use sandbox::world::samples::{SampleError, Samples};

use crate::case::Case;
use crate::checks::View;
use crate::customers::{Action, What, days, plan};
use crate::played::{Counts, Played};
use crate::world::World;
use rest::look_at_rest;

/// How long a world may take to come to rest once faults have stopped, closed windows and a quota that is used up apart.
const REST: SignedDuration = SignedDuration::from_hours(4);

/// Plays a case. The story is told line by line, if somebody listens.
///
/// # Panics
/// When the sample mappings cannot be read, or a promise inside the simulation itself is broken.
pub fn play(case: &Case, story: Option<&mut dyn FnMut(&str)>) -> Played {
    play_then(case, story, |_| ())
}

/// Plays a case, and looks at its world once it is at rest.
///
/// # Panics
/// When the sample mappings cannot be read, or a promise inside the simulation itself is broken.
pub fn play_then(case: &Case, mut story: Option<&mut dyn FnMut(&str)>, look: impl FnOnce(&View<'_>)) -> Played {
    planted::plant(case.bug);
    let samples = samples();
    let actions = plan(case, samples);
    let world = World::new(case, samples, &actions, story.is_some());
    let faults_stop = world.begins + SignedDuration::from_hours(24 * i64::from(days(case)));
    let mut at_rest = at_rest(world.begins, faults_stop, &actions);
    let mut waits_for_quota = false;
    world.plan(actions);
    let (mut is_over, mut is_broken) = (false, false);
    while let Some(next) = world.kernel.next_at() {
        if !is_over && next >= faults_stop.as_microsecond() {
            is_over = true;
            world.chance.end();
            world.tell(|| "0 faults stop".to_owned());
        }
        if is_over && (next > at_rest.as_microsecond() || world.is_quiet(faults_stop, at_rest)) {
            match world.quota_until().filter(|_| !waits_for_quota) {
                Some(until) => (waits_for_quota, at_rest) = (true, at_rest.max(until + REST)),
                None => break,
            }
        }
        world.kernel.step(&world);
        if let Some(listens) = story.as_mut() {
            world.take_story().iter().for_each(|line| listens(line));
        }
        is_broken = case.ends_with.as_ref().is_some_and(|invariant| world.checker.borrow().is_broken(invariant));
        if is_broken {
            break;
        }
    }
    for letter in world.queue.borrow().dead_letters() {
        world.tell(|| format!("{} a message was given up: {}", letter.order, letter.cause.0));
    }
    if !is_broken {
        look_at_rest(&world, faults_stop);
        world.look(|_, view| look(view));
    }
    if let Some(listens) = story.as_mut() {
        world.take_story().iter().for_each(|line| listens(line));
    }
    let played = played(&world);
    world.end();
    planted::plant(None);
    played
}

/// When the world must be at rest: what a closed window takes away is added.
fn at_rest(begins: Timestamp, faults_stop: Timestamp, actions: &[Action]) -> Timestamp {
    actions.iter().fold(faults_stop + REST, |at_rest, action| match action.what {
        What::CloseWindow { until } => {
            let (from, until) = ((begins + action.at).max(faults_stop), begins + until);
            if from < at_rest && until > from { at_rest + until.duration_since(from) } else { at_rest }
        }
        _ => at_rest,
    })
}

fn played(world: &World) -> Played {
    let strikes = world.chance.take_struck();
    let mut counts: Counts = world.counts.take();
    counts.events = world.kernel.happened();
    counts.unknowable = world.checker.borrow().unknowable();
    for strike in &strikes {
        *counts.faults.entry(strike.kind).or_default() += 1;
    }
    Played {
        violations: world.checker.borrow().violations().to_vec(),
        trace: world.kernel.trace.hash(),
        counts,
        strikes,
        calls: world.calls.take(),
    }
}

/// The sample mappings, read once for all worlds.
///
/// # Panics
/// When a file is missing or is no CSV.
#[expect(clippy::expect_used, reason = "without the sample mappings nothing can be played")]
pub fn samples() -> &'static Samples {
    static SAMPLES: OnceLock<Result<Samples, SampleError>> = OnceLock::new();
    SAMPLES.get_or_init(Samples::read).as_ref().expect("the sample mappings are in infra/mappings")
}
