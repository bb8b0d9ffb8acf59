//! Looks at a world that has come to rest, with what it calls for.

use jiff::{SignedDuration, Timestamp};

use crate::checks::Rest;
use crate::checks::operations::{FeedPromise, Settled};
use crate::checks::subscriptions::{AUDITED, calls_for};
use crate::run::plan::is_read_through;
use crate::world::{Refusals, World};

/// Within which time after a refusal every environment that is not refused has looked for its exception: the five minutes that one
/// may take it for settled, and the longest that whoever was refused may take to raise it.
const LOOKED_FOR: SignedDuration = SignedDuration::from_mins(9);

/// Looks at everything.
pub(super) fn look_at_rest(world: &World, faults_stopped: Timestamp) {
    let (queued, dead_letters) = {
        let queue = world.queue.borrow();
        let now = world.kernel.now();
        let known = queue.len_visible(now) + queue.in_flight(now);
        (known.max(usize::from(!queue.is_empty())), queue.dead_letters().len())
    };
    let state = world.company.borrow().state(world.erp_clock());
    let traffic = |order| world.traffic_of(order);
    let unheard = |order| world.unheard.borrow().get(&order).copied().unwrap_or_default();
    let rest = Rest {
        queued,
        dead_letters,
        closed_until: state.closed_until,
        imports: state.import.is_some(),
        over_limit: over_limit(world),
        traffic: &traffic,
        unheard: &unheard,
    };
    world.look(|checker, view| checker.at_rest(view, &rest));
    let may_stand = |kind: &str| may_stand(world, faults_stopped, kind);
    let settled = Settled {
        faults_stopped,
        due_work: world.case.nets.due_work,
        sweep: world.case.nets.sweep,
        is_asleep: world.kernel.is_asleep(),
        arrived_keep: world.deployment.due_work.arrived_keep,
        feeds: feeds(world),
        may_stand: &may_stand,
    };
    world.look(|checker, view| checker.operations_at_rest(view, &settled));
    world.look_at_installation(faults_stopped);
    if is_read_through(&world.case) {
        let queue = format!("{:?}", world.queue.borrow());
        world.look(|checker, view| checker.nothing_personal(view, &queue));
    }
}

fn over_limit(world: &World) -> u64 {
    let gateway = world.gateway.borrow();
    let is_wide = gateway.settings().calls >= 3 * world.deployment.driver.budget.calls;
    if is_wide { gateway.counts().throttled } else { 0 }
}

fn feeds(world: &World) -> Vec<FeedPromise> {
    let feeds = [&world.deployment.sweep, &world.deployment.nightly].into_iter();
    feeds.map(|feed| FeedPromise { name: feed.cursor(), lease: feed.lease, late: feed.late }).collect()
}

/// Whether an exception that is no order's may stand. What is refused, a key at BlueCherry's gateway or for want of a scope at Shopify,
/// is told of until such a call succeeded after the faults and long enough after the refusal, which may be never.
fn may_stand(world: &World, faults_stopped: Timestamp, kind: &str) -> bool {
    match kind {
        "bluecherry_refused" | "bluecherry_orders_refused" | "shopify_refused" | "shopify_write_refused" => {
            let Refusals { last, answered } = world.refusals(kind);
            last.is_some_and(|last| answered.is_none_or(|at| at < (last + LOOKED_FOR).max(faults_stopped)))
        }
        "wrong_environment" => world.company.borrow().switches.answers_for.is_some(),
        _ if AUDITED.contains(&kind) => calls_for(&world.shop.borrow(), kind) || world.awaits_audit(faults_stopped),
        _ => false,
    }
}
