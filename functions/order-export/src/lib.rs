//! An order -> its sales orders. Each order of a batch is driven by itself: what one of them meets, a panic included, does not
//! take the others down.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;

use domain::id::OrderId;
use domain::order::Standing;
use domain::planted::{self, Bug};
use domain::step::Lane;
use driver::drive::{Driven, drive};
use driver::hint::{Hint, RELEASED, coalesce};
use driver::ports::Ports;
use driver::systems::Systems;
use futures_util::{FutureExt, StreamExt, stream};
use jiff::Timestamp;
use platform::lambda::chain;
use platform::telemetry;

/// How many orders of one invocation are driven at a time.
const AT_A_TIME: usize = 10;

/// What became of one invocation's orders.
#[derive(Debug, Default)]
pub struct Exported {
    /// How each order's drive ended.
    pub driven: Vec<(OrderId, Driven)>,
    /// Orders whose messages must be given back.
    pub given_back: Vec<OrderId>,
    /// Orders whose news the sweep brought and no webhook told.
    pub found_by_sweep: u64,
}

/// Drives the orders that the hints name, one drive for each order.
pub async fn export<P: Ports>(systems: &Systems<P>, hints: Vec<Hint>, deadline: Timestamp) -> Exported {
    let mut ended = stream::iter(coalesce(hints))
        .map(|hint| async move {
            let driven = drive_one(systems, &hint, deadline).await;
            (hint, driven)
        })
        .buffer_unordered(AT_A_TIME);
    let mut exported = Exported::default();
    while let Some((hint, driven)) = ended.next().await {
        match driven {
            None if planted::is(Bug::PanicDropsBatch) => break,
            None if planted::is(Bug::ReleaseForgetsFailed) && hint.cause.0 == RELEASED => {}
            None | Some(Driven::OutOfTime) => exported.given_back.push(hint.order),
            // Newer code gets it in the end; acknowledged here, what it tells would be lost.
            Some(Driven::NewerSchema) if !hint.is_rung_again() => exported.given_back.push(hint.order),
            Some(driven) => exported.driven.push((hint.order, driven)),
        }
    }
    exported.found_by_sweep = systems.found_by_sweep.swap(0, Ordering::Relaxed);
    exported
}

async fn drive_one<P: Ports>(systems: &Systems<P>, hint: &Hint, deadline: Timestamp) -> Option<Driven> {
    match AssertUnwindSafe(drive(systems, Lane::Export, hint, deadline)).catch_unwind().await {
        Ok(Ok(driven)) => {
            tracing::info!(order = %hint.order, cause = %hint.cause.0, ended = ?driven, "driven");
            Some(driven)
        }
        Ok(Err(failed)) => {
            tracing::error!(order = %hint.order, cause = %hint.cause.0, error = %chain(&failed), "not driven; given back");
            None
        }
        // The panic's text is not logged: it may quote data.
        Err(_) => {
            tracing::error!(order = %hint.order, cause = %hint.cause.0, "panicked; given back");
            None
        }
    }
}

/// Counts how the drives of an invocation ended, and says which orders' messages are to be given back.
pub fn report(exported: Exported) -> Vec<OrderId> {
    let mut ends: BTreeMap<&'static str, u64> = BTreeMap::new();
    for (_, driven) in &exported.driven {
        *ends.entry(name(*driven)).or_default() += 1;
    }
    if !exported.given_back.is_empty() {
        ends.insert("given back", exported.given_back.len() as u64);
    }
    for (end, orders) in ends {
        telemetry::orders_driven(end, orders);
    }
    if exported.found_by_sweep > 0 {
        telemetry::found_by_sweep(exported.found_by_sweep);
    }
    exported.given_back
}

fn name(driven: Driven) -> &'static str {
    match driven {
        Driven::Resting(Standing::Exported) => "exported",
        Driven::Resting(Standing::Waiting) => "waiting",
        Driven::Resting(Standing::Exception) => "exception",
        Driven::Resting(Standing::Ineligible) => "ineligible",
        Driven::OldNews => "old news",
        Driven::OutOfTime => "out of time",
        Driven::NewerSchema => "newer schema",
    }
}
