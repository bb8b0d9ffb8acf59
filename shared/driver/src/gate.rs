//! The gate before BlueCherry: nothing is written while the lane is paused, another environment answers, or the window is
//! closed. It is asked before an intent is saved.

use std::sync::Mutex;

use domain::exception::Owner;
use domain::import::Course;
use domain::planted::{self, Bug};
use domain::policy::later;
use domain::step::Lane;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::budget::Allowance;
use crate::operations::{self, LaneMode, Mode, OperationException, STATUS};
use crate::ports::{BlueCherry, NotNow, Ports, Status, StatusAnswer, TableError, Tables};
use crate::systems::Systems;

/// The kind of the exception with which a lane is paused: another environment answers than is set.
pub const WRONG_ENVIRONMENT: &str = "wrong_environment";
/// What an environment remembers of BlueCherry's status between its orders.
#[derive(Default)]
pub(crate) struct StatusCache(Mutex<Option<Seen>>);

/// A status with its age.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Seen {
    status: Status,
    at: Timestamp,
    /// When the last closed window that anybody saw ended, or ends.
    #[serde(default)]
    closed_until: Option<Timestamp>,
}

/// Whether a write may leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Gate {
    /// It may; one call of the budget is taken for it.
    Open,
    /// It may not.
    Closed {
        /// Until when, if that is known.
        until: Option<Timestamp>,
        /// Why.
        why: String,
    },
}

/// Asks whether a post of a lane may leave now.
///
/// # Errors
/// When a table fails.
pub async fn ask<P: Ports>(systems: &Systems<P>, lane: Lane) -> Result<Gate, TableError> {
    if let closed @ Gate::Closed { .. } = ask_mode(systems, lane).await? {
        return Ok(closed);
    }
    match status(systems, lane).await? {
        Ok(seen) if !is_pinned(systems, &seen.status) => return wrong_environment(systems, lane, &seen.status).await,
        Ok(seen) => {
            if let Some(until) = seen.status.closed_until.filter(|until| *until > systems.ports.now()) {
                return Ok(Gate::Closed { until: Some(until), why: "BlueCherry's window is closed".to_owned() });
            }
        }
        Err(not_now) => return Ok(Gate::Closed { until: not_now.until, why: not_now.why }),
    }
    call(systems, lane).await
}

/// Whether a probe may leave.
pub(crate) enum Probe {
    /// It may, and this is what BlueCherry says of its course; one call of the budget is taken for it.
    Open(Course),
    /// It may not.
    Closed {
        /// Until when, if that is known.
        until: Option<Timestamp>,
        /// Why.
        why: String,
    },
}

/// Asks whether a probe of a lane may leave now. Another environment that holds nothing proves nothing.
///
/// # Errors
/// When a table fails.
pub(crate) async fn ask_probe<P: Ports>(systems: &Systems<P>, lane: Lane) -> Result<Probe, TableError> {
    let (gate, course) = match status(systems, lane).await? {
        Ok(seen) if !is_pinned(systems, &seen.status) => {
            (wrong_environment(systems, lane, &seen.status).await?, Course::default())
        }
        Ok(seen) => {
            let course = Course { closed_until: seen.closed_until, imports: seen.status.import };
            (call(systems, lane).await?, course)
        }
        Err(not_now) => (Gate::Closed { until: not_now.until, why: not_now.why }, Course::default()),
    };
    Ok(match gate {
        Gate::Open => Probe::Open(course),
        Gate::Closed { until, why } => Probe::Closed { until, why },
    })
}

/// Asks whether a lane may write at all.
///
/// # Errors
/// When a table fails.
pub(crate) async fn ask_mode<P: Ports>(systems: &Systems<P>, lane: Lane) -> Result<Gate, TableError> {
    Ok(match operations::lane_mode(systems.ports.tables(), lane).await?.mode {
        Mode::Live => Gate::Open,
        Mode::Paused => Gate::Closed {
            until: Some(later(systems.ports.now(), systems.policy.recheck)),
            why: "the lane is paused".to_owned(),
        },
    })
}

fn is_pinned<P: Ports>(systems: &Systems<P>, status: &Status) -> bool {
    let (company, environment) = systems.ports.bluecherry().pinned();
    status.company.eq_ignore_ascii_case(company) && status.environment.eq_ignore_ascii_case(environment)
}

/// Takes one call from the budget.
///
/// # Errors
/// When a table fails.
pub async fn call<P: Ports>(systems: &Systems<P>, lane: Lane) -> Result<Gate, TableError> {
    match systems.settings.budget.take(systems.ports.tables(), lane, systems.ports.now()).await? {
        Allowance::Granted => Ok(Gate::Open),
        Allowance::Spent(_) if planted::is(Bug::BudgetIgnored) => Ok(Gate::Open),
        Allowance::Spent(until) => {
            Ok(Gate::Closed { until: Some(until), why: "the budget of calls to BlueCherry is spent".to_owned() })
        }
    }
}

/// The status, no older than it may be: from this environment's memory, from the table that all share, or asked for.
async fn status<P: Ports>(systems: &Systems<P>, lane: Lane) -> Result<Result<Seen, NotNow>, TableError> {
    let tables = systems.ports.tables();
    let oldest = systems.ports.now() - systems.settings.status_age;
    let remembered = systems.status.0.lock().ok().and_then(|seen| seen.clone());
    let is_good = |status: &Status| is_pinned(systems, status) && !is_closed(status);
    if let Some(seen) = remembered.filter(|seen| seen.at >= oldest && is_good(&seen.status)) {
        return Ok(Ok(seen));
    }
    let shared = tables.operation(STATUS, "bluecherry").await?;
    let shared = shared.and_then(|row| serde_json::from_str::<Seen>(&row.body).ok());
    // A status of another environment is never taken from a cache: whoever mends the settings must not wait for its age.
    let is_fresh = |seen: &&Seen| seen.at >= oldest && is_pinned(systems, &seen.status);
    if let Some(seen) = shared.as_ref().filter(is_fresh) {
        remember(systems, seen);
        return Ok(Ok(seen.clone()));
    }
    if let Gate::Closed { until, why } = call(systems, lane).await? {
        return Ok(Err(NotNow { until, why, refused: false }));
    }
    match systems.ports.bluecherry().status().await {
        StatusAnswer::Status(status) => {
            // A window that is over still says until when nothing was imported.
            let closed_until = status.closed_until.or(shared.and_then(|before| before.closed_until));
            let seen = Seen { status, at: systems.ports.now(), closed_until };
            operations::put(tables, STATUS, "bluecherry", &seen).await?;
            systems.refusals.asking.over(tables, systems.ports.now()).await;
            remember(systems, &seen);
            Ok(Ok(seen))
        }
        StatusAnswer::NotNow(not_now) => {
            if not_now.refused {
                systems.refusals.asking.met(tables, &not_now.why, systems.ports.now()).await;
            }
            Ok(Err(not_now))
        }
    }
}

/// A closed window is asked of the shared row each time: another worker may have seen it open again.
fn is_closed(status: &Status) -> bool {
    status.closed_until.is_some()
}

fn remember<P: Ports>(systems: &Systems<P>, seen: &Seen) {
    if let Ok(mut held) = systems.status.0.lock() {
        *held = Some(seen.clone());
    }
}

async fn wrong_environment<P: Ports>(systems: &Systems<P>, lane: Lane, status: &Status) -> Result<Gate, TableError> {
    let (company, environment) = systems.ports.bluecherry().pinned();
    let text = format!(
        "BlueCherry answers for {}/{} where {company}/{environment} is set: the lane `{}` is paused and nothing was written; mend the address or the settings, then set the lane live again",
        status.company,
        status.environment,
        lane.name()
    );
    let tables = systems.ports.tables();
    let since = systems.ports.now();
    operations::raise(
        tables,
        &OperationException {
            kind: WRONG_ENVIRONMENT.to_owned(),
            owner: Owner::Engineering,
            text: text.clone(),
            since,
        },
    )
    .await?;
    operations::put(tables, operations::MODE, lane.name(), &LaneMode { mode: Mode::Paused, why: text.clone() }).await?;
    Ok(Gate::Closed { until: Some(later(since, systems.policy.recheck)), why: text })
}
