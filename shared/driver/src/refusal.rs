//! Refusals that are nobody's order: a system refuses our credentials or permissions. One exception stands for all orders,
//! which wait meanwhile; it is settled by the first call that succeeds, or by one within minutes of it.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use domain::exception::Owner;
use domain::planted::{self, Bug};
use jiff::Timestamp;

use crate::operations::{OperationException, raise, settle};
use crate::ports::{TableError, Tables};

/// How long an environment takes it that no other has raised the exception since it last looked, in seconds.
const LOOKS_AGAIN: i64 = 5 * 60;

/// One way in which we may be refused.
pub(crate) struct Refusal {
    kind: &'static str,
    /// Whether its exception may stand as far as this environment knows: it has not looked yet, or was refused itself.
    may_stand: AtomicBool,
    /// When it was last settled or looked for, in seconds since 1970: another environment may have raised it since, and be gone.
    looked_at: AtomicI64,
}

/// The ways in which we may be refused. Each is settled by its own kind of call: at Shopify, reads say nothing of writes.
pub(crate) struct Refusals {
    /// Shopify refuses reads.
    pub(crate) reading: Refusal,
    /// Shopify refuses writes.
    pub(crate) writing: Refusal,
    /// BlueCherry refuses calls about orders: posts or probes raise it, a booked post settles it.
    pub(crate) posting: Refusal,
    /// BlueCherry refuses to tell its status.
    pub(crate) asking: Refusal,
}

impl Default for Refusals {
    fn default() -> Self {
        let refusal = |kind| Refusal { kind, may_stand: AtomicBool::new(true), looked_at: AtomicI64::new(0) };
        Self {
            reading: refusal("shopify_refused"),
            writing: refusal("shopify_write_refused"),
            posting: refusal("bluecherry_orders_refused"),
            asking: refusal("bluecherry_refused"),
        }
    }
}

impl Refusal {
    /// Raises it. What the call came to is worth more than the exception: a table that fails here is only told of.
    pub(crate) async fn met(&self, tables: &impl Tables, why: &str, now: Timestamp) {
        self.may_stand.store(true, Ordering::Relaxed);
        let exception = OperationException {
            kind: self.kind.to_owned(),
            owner: Owner::Engineering,
            text: format!("{why}; orders wait meanwhile and go by themselves once it is mended"),
            since: now,
        };
        self.told(raise(tables, &exception).await);
        // Another call may have looked for it before it stood.
        self.may_stand.store(true, Ordering::Relaxed);
    }

    /// Settles it, since a call was not refused. The table is asked once in minutes, not after each call.
    pub(crate) async fn over(&self, tables: &impl Tables, now: Timestamp) {
        let since = now.as_second() - self.looked_at.load(Ordering::Relaxed);
        // A time that is still to come was noted by a clock that has jumped since.
        let is_lately = (0..LOOKS_AGAIN).contains(&since);
        if !self.may_stand.swap(false, Ordering::Relaxed) && is_lately || planted::is(Bug::RefusalNeverOver) {
            return;
        }
        self.looked_at.store(now.as_second(), Ordering::Relaxed);
        self.told(settle(tables, self.kind).await);
    }

    fn told(&self, done: Result<(), TableError>) {
        if let Err(failed) = done {
            self.may_stand.store(true, Ordering::Relaxed);
            tracing::warn!(kind = self.kind, error = %failed, "the exception could not be raised or settled");
        }
    }
}
