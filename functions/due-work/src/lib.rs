//! Every minute: rings the doorbell of every order whose time has come, and of orders whose missing code has arrived; oldest
//! first, and no more than can be sent in a minute. Each hour: audits the webhook subscriptions ([`audit()`]).

mod audit;

use std::cmp::Reverse;

use domain::planted::{self, Bug};
use domain::step::Lane;
use driver::budget::Budget;
use driver::hint::Hint;
use driver::operations::{self, ARRIVED, Arrival, Mode};
use driver::ports::{DueOrder, Operation, QueueError, Queues, TableError, Tables};
use jiff::{SignedDuration, Timestamp};

pub use self::audit::{
    AuditSettings, Audited, SCOPE_MISSING, SCOPES, SUBSCRIPTION_REFUSED, WEBHOOK_VERSION, WebhookAdmin, audit,
};

/// How many arrived codes are looked at in one run. Each costs a query, and a first load of a catalogue brings thousands.
const ARRIVALS_A_RUN: usize = 300;

/// How many orders may have begun to wait in one millisecond and still be rung together. Workers are far fewer.
const SAME_MOMENT: usize = 50;

/// How due work goes about it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The shared budget of calls, which bounds what is rung.
    pub budget: Budget,
    /// How many shards the due index has.
    pub due_shards: u16,
    /// How often this runs.
    pub period: SignedDuration,
    /// How far a rung order's due time is pushed on; it is rung again then if nobody drove it meanwhile.
    pub push: SignedDuration,
    /// How long an arrived code is watched for orders that were saved as waiting at the same moment.
    pub arrived_keep: SignedDuration,
}

/// What was rung.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rung {
    /// Orders whose time had come.
    pub due: usize,
    /// Orders whose missing code had arrived.
    pub released: usize,
    /// How late the oldest due order was.
    pub oldest_late: SignedDuration,
}

/// Due work could not finish; the next run takes up what is left.
#[derive(Debug, thiserror::Error)]
pub enum DueWorkError {
    /// A table failed.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A queue failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Rings what is due in a lane, then what an arrived code releases, within the lane's budget of this period.
///
/// # Errors
/// When a table or queue fails; what was not rung stays due.
pub async fn ring(
    tables: &impl Tables,
    queues: &impl Queues,
    lane: Lane,
    settings: &Settings,
    now: Timestamp,
) -> Result<Rung, DueWorkError> {
    if operations::lane_mode(tables, lane).await?.mode == Mode::Paused {
        return Ok(Rung::default());
    }
    let room = settings.budget.orders_in(lane, settings.period);
    let due = due(tables, lane, settings, now, room).await?;
    ring_due(tables, queues, lane, settings, now, &due).await?;
    let released = release(tables, queues, lane, settings, now, room - due.len()).await?;
    let oldest_late = due.first().map(|oldest| now.duration_since(oldest.due_at)).unwrap_or_default();
    Ok(Rung { due: due.len(), released, oldest_late })
}

/// The oldest due orders of all shards.
async fn due(
    tables: &impl Tables,
    lane: Lane,
    settings: &Settings,
    now: Timestamp,
    room: usize,
) -> Result<Vec<DueOrder>, TableError> {
    let mut due = Vec::new();
    for shard in 0..settings.due_shards {
        due.extend(tables.due(lane, shard, now, room).await?);
    }
    due.sort_by_key(|due| due.due_at);
    due.truncate(room);
    Ok(due)
}

/// Rings first and pushes on then: to die in between means to ring twice, not to forget.
async fn ring_due(
    tables: &impl Tables,
    queues: &impl Queues,
    lane: Lane,
    settings: &Settings,
    now: Timestamp,
    due: &[DueOrder],
) -> Result<(), DueWorkError> {
    let hints: Vec<Hint> = due.iter().map(|due| Hint::due(due.order)).collect();
    if !hints.is_empty() {
        queues.ring(lane, &hints).await?;
    }
    for order in due {
        // One that cannot be pushed on is rung again in the next run; the others are not to wait for it.
        if let Err(failed) = tables.push_due(lane, order, now + settings.push).await {
            tracing::warn!(order = %order.order, error = %failed, "not pushed on");
        }
    }
    Ok(())
}

/// Rings the orders that wait for a code that has arrived, oldest first, each once; an order that goes on waiting does not keep
/// others from being rung. When the watch ends, all that still wait are rung a second time: a worker may have looked for the
/// code just before it came, and save just after that the order waits for it.
async fn release(
    tables: &impl Tables,
    queues: &impl Queues,
    lane: Lane,
    settings: &Settings,
    now: Timestamp,
    mut room: usize,
) -> Result<usize, DueWorkError> {
    let mut arrived: Vec<(Operation, Arrival)> = tables
        .operations(ARRIVED)
        .await?
        .into_iter()
        .filter_map(|row| arrival(&row).map(|arrival| (row, arrival)))
        // What was passed through once rests until its watch is over.
        .filter(|(_, arrival)| !arrival.passed || now.duration_since(arrival.at) > settings.arrived_keep)
        .collect();
    // First passes first, the newest first: what a person has just put goes at once, even while a whole catalogue was loaded.
    arrived.sort_by_key(|(_, arrival)| (arrival.passed, Reverse(arrival.at)));
    let mut released = 0;
    for (row, arrival) in arrived.into_iter().take(ARRIVALS_A_RUN) {
        if room == 0 {
            break;
        }
        let rung = ring_a_pass(tables, queues, lane, &row, arrival, room).await?;
        room = room.saturating_sub(rung);
        released += rung;
    }
    Ok(released)
}

/// Goes on with a code's pass, and notes how far it came.
async fn ring_a_pass(
    tables: &impl Tables,
    queues: &impl Queues,
    lane: Lane,
    row: &Operation,
    arrival: Arrival,
    room: usize,
) -> Result<usize, DueWorkError> {
    let mut waiting = tables.waiting_for(&arrival.code, arrival.rung_from, room + SAME_MOMENT).await?;
    // The next run goes on behind the last moment of this one, so those of that moment go together.
    let last = waiting.get(room - 1).map(|last| last.since);
    waiting.retain(|waiting| last.is_none_or(|last| waiting.since <= last));
    let hints: Vec<Hint> = waiting.iter().map(|waiting| Hint::released(waiting.order)).collect();
    if !hints.is_empty() {
        queues.ring(lane, &hints).await?;
    }
    let is_last = last.is_none();
    if is_last && (arrival.passed || planted::is(Bug::ReleaseForgetsFailed)) {
        tables.delete_operation(row).await?;
    } else {
        let rung_from = last.map(|last| last + SignedDuration::from_millis(1));
        let noted = Arrival { rung_from, passed: arrival.passed || is_last, ..arrival };
        let body = serde_json::to_string(&noted).unwrap_or_else(|_| row.body.clone());
        // A code that was put anew meanwhile has a watch of its own: then this is not written.
        tables.put_operation(&Operation { body, version: row.version + 1, ..row.clone() }).await?;
    }
    Ok(hints.len())
}

fn arrival(row: &Operation) -> Option<Arrival> {
    let parsed = serde_json::from_str(&row.body);
    if parsed.is_err() {
        tracing::error!(name = %row.name, "an arrived code cannot be read; put the mapping again");
    }
    parsed.ok()
}
