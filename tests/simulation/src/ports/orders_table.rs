//! One order's rows: loading, committing, pushing on; and newer code that writes them for a while.

use std::rc::Rc;

use domain::id::OrderId;
use domain::step::Lane;
use driver::ports::{CommitError, DueOrder, TableError, Tables};
use driver::rows::{Commit, Index, Row, SCHEMA};
use jiff::{SignedDuration, Timestamp};

use super::call::{About, Befell, Call, Failure};
use super::tables::{PATIENCE, at_once, failed};
use super::worker::Worker;
use crate::fault::{CallKind, FaultKind};
use crate::kernel::Keeps;
use crate::world::World;

const TABLE: &str = "orders";

/// How long, in milliseconds, old code still runs beside newer code: a deployment that is slow, or is watched and rolled back, takes
/// half an hour. A message of news that old code gives back meanwhile comes five times, twelve minutes apart.
const DEPLOYING: i64 = 1_800_000;

impl Worker {
    pub(super) async fn load_order(&self, order: OrderId) -> Result<Vec<Row>, TableError> {
        let call = Call { kind: CallKind::Load, about: About::Drive(order.0), patience: PATIENCE };
        let effect = move |world: &Rc<World>, _: &Befell| at_once(world.tables.load(order));
        let answer = self.world.call(&self.machine, call, effect).await;
        answer.unwrap_or_else(|failure| Err(failed(TABLE, "load", failure)))
    }

    pub(super) async fn commit_order(&self, commit: &Commit) -> Result<(), CommitError> {
        let order = commit.order;
        let call = Call { kind: CallKind::Commit, about: About::Order(order.0), patience: PATIENCE };
        let (commit, machine) = (commit.clone(), Rc::clone(&self.machine));
        let effect = move |world: &Rc<World>, befell: &Befell| {
            let before = world.checker.borrow().known_revision(order.0);
            let done = world.tables.commit_lagging(&commit, visible_at(world, befell));
            if done.is_ok() {
                for (_, entry) in &commit.trail {
                    world.tell(|| format!("{order}   trail: {:?}", entry.event));
                }
                world.touched(order.0);
                let revision = world.checker.borrow().known_revision(order.0);
                if let Some(revision) = revision.filter(|_| revision > before) {
                    machine.brings(order.0, revision);
                }
                if befell.fault == Some(FaultKind::NewerSchema) {
                    let stays = SignedDuration::from_millis(befell.between(1_000, DEPLOYING));
                    world.kernel.after(
                        SignedDuration::from_millis(1),
                        Keeps::Awake,
                        Box::new(move |world: &Rc<World>| written_by_newer_code(world, order, stays)),
                    );
                }
            } else {
                world.count(order.0, |traffic| traffic.lost += 1);
            }
            done
        };
        match self.world.call(&self.machine, call, effect).await {
            Ok(done) => done,
            // DynamoDB cancels a transaction that meets another; the platform tells both as a lost check.
            Err(Failure::Conflict) => Err(CommitError::Lost),
            Err(failure) => Err(failed(TABLE, "commit", failure).into()),
        }
    }

    pub(super) async fn push_order(&self, lane: Lane, due: &DueOrder, to: Timestamp) -> Result<bool, TableError> {
        let call = Call { kind: CallKind::PushDue, about: About::Order(due.order.0), patience: PATIENCE };
        let due = due.clone();
        let effect = move |world: &Rc<World>, befell: &Befell| {
            let pushed = world.tables.push_due_lagging(lane, &due, to, visible_at(world, befell));
            if pushed {
                world.touched(due.order.0);
            }
            pushed
        };
        let answer = self.world.call(&self.machine, call, effect).await;
        answer.map_err(|failure| failed(TABLE, "push on", failure))
    }
}

/// When the indexes show a write: at once, unless they lag.
fn visible_at(world: &World, befell: &Befell) -> Timestamp {
    if befell.fault == Some(FaultKind::IndexLag) {
        world.kernel.now() + SignedDuration::from_millis(befell.between(100, 60_000))
    } else {
        Timestamp::MIN
    }
}

/// Newer code of a deployment under way has the order for a while; then it is rolled back.
fn written_by_newer_code(world: &Rc<World>, order: OrderId, stays: SignedDuration) {
    if rewrite(world, order, SCHEMA + 1) {
        world.tell(|| format!("{order}: newer code has written its rows"));
        world.kernel.after(
            stays,
            Keeps::Awake,
            Box::new(move |world: &Rc<World>| {
                newer_code_leaves(world, order);
            }),
        );
    }
}

/// Newer code leaves an order, if it has it.
pub fn newer_code_leaves(world: &Rc<World>, order: OrderId) {
    if rewrite(world, order, SCHEMA) {
        world.tell(|| format!("{order}: newer code has left it"));
        world.touched(order.0);
    }
}

/// Writes the root again under another schema.
fn rewrite(world: &World, order: OrderId, schema: u32) -> bool {
    let root = world.tables.with_order(order, |rows| rows.get("root").cloned());
    let Some(Row { item, body, index: Index::Root { version, schema: held } }) = root else { return false };
    if held == schema {
        return false;
    }
    let put = vec![Row { item, body, index: Index::Root { version: version + 1, schema } }];
    let commit = Commit { order, expected: version, put, delete: Vec::new(), trail: Vec::new() };
    world.note(&[order.0, u64::from(schema)]);
    world.tables.commit_lagging(&commit, Timestamp::MIN).is_ok()
}
