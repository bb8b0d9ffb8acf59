//! The faults, each a switch. What befalls a post is drawn by seed, reference and attempt at that reference, never by the
//! order of arrival: the same day meets the same faults however its calls interleave.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::company_settings::Environment;

/// What befalls one post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing: for scripts whose first attempts pass.
    Passes,
    /// Booked, and never answered.
    Unanswered(Silence),
    /// Booked at once, answered after this long, or with 504 once the gateway's patience is over.
    Late {
        /// Milliseconds.
        millis: u64,
    },
    /// 429; certainly not booked.
    Throttled {
        /// `Retry-After` in seconds.
        retry_after: u64,
    },
    /// 502 with an HTML page.
    BadGateway(Moment),
    /// 500 with the gateway's JSON.
    ServerError(Moment),
    /// 503 with the application's `BC_BUSY`; certainly not booked.
    Busy,
    /// 422 with a reason that passes: the next attempt isn't refused for it.
    RejectedOnce,
    /// The same refusal in a 200.
    ErrorsIn200,
    /// 201 without an order number: the silent failure.
    NoOrderNumber(Moment),
    /// The request stands still for a while, whatever the gateway's patience. A caller who leaves before the booking
    /// leaves nothing behind.
    Hold {
        /// Before or after the booking.
        moment: Moment,
        /// Milliseconds.
        millis: u64,
    },
    /// The post stands still for a while, and is booked then although its caller left.
    BookedLater {
        /// Milliseconds.
        millis: u64,
    },
    /// The post arrives twice, as when something on the way repeats it. The caller sees one answer.
    Doubled,
    /// The process that holds the caller's end of the connection is killed, and nothing is answered.
    KillCaller(Moment),
}

/// How a call stays unanswered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// The connection stays open until the caller gives up.
    Held,
    /// The connection is dropped.
    Dropped,
}

/// When a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Nothing is booked.
    BeforeBooking,
    /// The order is booked, and the caller isn't told.
    AfterBooking,
}

/// How often a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Which.
    pub fault: Fault,
    /// Of a thousand attempts. The rates of all faults share one draw: together they may come to 1000.
    pub per_mille: u32,
}

/// A closed window: orders are refused with 503, and no import begins, until it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedWindow {
    /// Why it is closed.
    pub state: WindowState,
    /// When it opens.
    pub until: Timestamp,
}

/// Why a window is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WindowState {
    /// A batch runs.
    Batch,
    /// Nightly maintenance.
    Maint,
    /// The period is being closed.
    CloseFreeze,
}

/// Every switch. All off by default.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Switches {
    /// Faults drawn for each post.
    pub rates: Vec<Rate>,
    /// Faults taken in order by the posts of one reference, or by whichever post comes next under [`NEXT`].
    pub scripts: BTreeMap<String, VecDeque<Fault>>,
    /// Orders are refused and no import begins for now.
    pub window: Option<ClosedWindow>,
    /// `/status` answers for another environment than the one that books.
    pub answers_for: Option<Environment>,
    /// Everything is answered 503 with a page.
    pub unavailable: bool,
    /// What the provider in front of the ERP does.
    pub features: Features,
}

/// How the provider behaves where installs differ.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Features {
    /// A second post of a reference is refused. Off: it makes a second order, since the reference stands in a free field.
    pub refuses_duplicates: bool,
    /// A rejection comes with 200 instead of 422.
    pub rejections_as_200: bool,
    /// Codes come back padded to their columns, in mixed case.
    pub padded_codes: bool,
}

/// The script that any post takes from once its own is empty.
pub const NEXT: &str = "next";

impl Switches {
    /// What befalls this attempt: by script, else drawn.
    pub(super) fn befalls(&mut self, seed: u64, reference: &str, attempt: u32) -> Fault {
        for script in [reference, NEXT] {
            if let Some(fault) = self.scripts.get_mut(script).and_then(VecDeque::pop_front) {
                return fault;
            }
        }
        if self.rates.is_empty() { Fault::Passes } else { draw(seed, reference, attempt, &self.rates) }
    }
}

/// One draw in a thousand, walked along the rates.
fn draw(seed: u64, reference: &str, attempt: u32, rates: &[Rate]) -> Fault {
    let mut digest = Sha256::new();
    digest.update(seed.to_be_bytes());
    digest.update(attempt.to_be_bytes());
    digest.update(reference.as_bytes());
    let mut left = ChaCha8Rng::from_seed(digest.finalize().into()).random_range(0..1000_u32);
    for rate in rates {
        match left.checked_sub(rate.per_mille) {
            None => return rate.fault,
            Some(rest) => left = rest,
        }
    }
    Fault::Passes
}
