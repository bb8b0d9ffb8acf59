//! Whether a lane works: shown, paused, set live again.

use std::fmt;

use domain::step::Lane;
use driver::gate::WRONG_ENVIRONMENT;
use driver::operations::{LaneMode, MODE, Mode, lane_mode, put, settle};
use driver::ports::{TableError, Tables};
use serde::Serialize;

/// A lane and its mode.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LaneShown {
    /// The lane's name.
    pub lane: &'static str,
    /// Whether it works.
    pub mode: Mode,
    /// Why it does not.
    pub why: String,
}

impl fmt::Display for LaneShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mode {
            Mode::Live => write!(f, "the lane `{}` is live", self.lane),
            Mode::Paused => write!(f, "the lane `{}` is paused: {}", self.lane, self.why),
        }
    }
}

/// Shows a lane.
///
/// # Errors
/// When the table does not answer.
pub async fn show(tables: &impl Tables, lane: Lane) -> Result<LaneShown, TableError> {
    let LaneMode { mode, why } = lane_mode(tables, lane).await?;
    Ok(LaneShown { lane: lane.name(), mode, why })
}

/// Pauses a lane: its orders are read and planned, and wait; nothing is written outside.
///
/// # Errors
/// When the table does not answer.
pub async fn pause(tables: &impl Tables, lane: Lane, why: &str) -> Result<LaneShown, TableError> {
    let mode = LaneMode { mode: Mode::Paused, why: why.to_owned() };
    put(tables, MODE, lane.name(), &mode).await?;
    show(tables, lane).await
}

/// Sets a lane live. What had paused it is settled; it is raised again if it still holds.
///
/// # Errors
/// When the table does not answer.
pub async fn set_live(tables: &impl Tables, lane: Lane) -> Result<LaneShown, TableError> {
    // In this order: a worker that meets the wrong environment in between raises it again.
    settle(tables, WRONG_ENVIRONMENT).await?;
    put(tables, MODE, lane.name(), &LaneMode::default()).await?;
    show(tables, lane).await
}
