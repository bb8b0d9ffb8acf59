//! Plays the orders of a day through a world: customers order, webhooks fly, due work rings, until everything rests.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::id::OrderId;
use domain::order::Standing;
use domain::step::Lane;
use driver::ports::{TableError, Tables};
use driver::rows::{self, RowError, Stored};
use tokio::time::{sleep, sleep_until};

use crate::day::generator::Customer;
use crate::day::schedules::Schedules;
use crate::day::sweep::is_swept;
use crate::stack::Progress;
use crate::stack::call::CallError;
use crate::stack::deployment::InvokeError;
use crate::world::{World, now};

/// How long a day of so many orders takes.
pub fn length(orders: usize) -> Duration {
    Duration::from_millis(250) * u32::try_from(orders).unwrap_or(u32::MAX).max(20)
}

/// How long everything may take to rest after the last order.
pub const SETTLE_WITHIN: Duration = Duration::from_secs(90);

/// The day could not be played.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// Due work or a sweep failed.
    #[error("what a schedule rang: {0}")]
    Schedule(#[from] InvokeError),
    /// The local stack did not answer.
    #[error(transparent)]
    Call(#[from] CallError),
    /// A table could not be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// An order could not be read.
    #[error(transparent)]
    Rows(#[from] RowError),
}

enum Act {
    Place(Box<Customer>),
    Pay(u64, &'static str),
    Route(u64),
}

/// Plays the orders over the day's length.
///
/// # Errors
/// When due work or a sweep fails, or the stack does not answer.
pub async fn orders(world: &World, customers: &[Customer], progress: &Progress) -> Result<(), PlayError> {
    let day = length(customers.len());
    let phase = progress.phase(format!("playing {} orders in {} s", customers.len(), day.as_secs()));
    let acts = acts(customers, day);
    let begun = tokio::time::Instant::now();
    let total = customers.len() as u64;
    let customers = async {
        let mut placed = 0;
        for (at, act) in acts {
            sleep_until(begun + at).await;
            let mut shop = world.shopify.shop();
            match act {
                Act::Place(customer) if customer.draft => shop.draft(customer.order),
                Act::Place(customer) => {
                    let (id, late) = (customer.order.id, customer.routed_after.is_some());
                    shop.place(customer.order, now());
                    if !late {
                        // A second routing of the same order is the simulator's to refuse; there is none here.
                        let _ = shop.route(id);
                    }
                    placed += 1;
                }
                Act::Pay(id, gateway) => drop(shop.pay(id, gateway, now())),
                Act::Route(id) => drop(shop.route(id)),
            }
            drop(shop);
            phase.reached(placed, total);
        }
    };
    tokio::select! {
        () = customers => {}
        failed = Schedules::All.ring_on(world) => return Err(failed.into()),
    }
    phase.done(format!("{} orders placed", customers_placed(world)));
    Ok(())
}

fn customers_placed(world: &World) -> usize {
    world.shopify.shop().orders().count()
}

fn acts(customers: &[Customer], day: Duration) -> Vec<(Duration, Act)> {
    let mut acts = Vec::new();
    for customer in customers {
        let at = |share: f64| day.mul_f64(share.min(1.0));
        acts.push((at(customer.at), Act::Place(Box::new(customer.clone()))));
        if let Some((after, gateway)) = customer.paid_after {
            acts.push((at(customer.at + after) + Duration::from_millis(1), Act::Pay(customer.order.id, gateway)));
        }
        if let Some(after) = customer.routed_after.filter(|_| !customer.draft) {
            acts.push((at(customer.at + after) + Duration::from_millis(2), Act::Route(customer.order.id)));
        }
    }
    acts.sort_by_key(|(at, _)| *at);
    acts
}

/// How the orders of a shop stand when everything rests, or when the time is over.
#[derive(Debug, Default)]
pub struct Settled {
    /// What the table holds of each order.
    pub stored: BTreeMap<u64, Stored>,
    /// Orders that still wait, or that nothing is known of.
    pub waiting: Vec<u64>,
    /// How long it took.
    pub took: Duration,
}

/// Waits until every order rests, no webhook flies and no message lies in the queue, and, where the sweep is played, until one
/// that began after the last change is whole; or until the time is over.
///
/// # Errors
/// When due work or a sweep fails, or the stack does not answer.
pub async fn settle(
    world: &World,
    tables: &impl Tables,
    schedules: Schedules,
    progress: &Progress,
) -> Result<Settled, PlayError> {
    let phase = progress.phase("waiting until everything rests");
    let begun = Instant::now();
    let mut settled = Settled::default();
    let mut ticks = schedules.ticks(world);
    loop {
        // One after the other: a ring under way would reach the queue after it was found empty.
        ticks.ring_what_is_due().await?;
        // Asked before the queue is looked at: what the sweep rang lies there by now, or was driven.
        let is_swept = schedules == Schedules::DueWork || is_swept(world, tables).await?;
        let sent = world.shopify.counters().sent;
        let depth = world.deployment.depth(&world.deployment.export_queue).await?;
        // No webhook flew past the look into the queue, and none waits: from here on nobody changes an order.
        let is_quiet = world.shopify.is_quiet() && world.shopify.counters().sent == sent;
        look(world, tables, &mut settled).await?;
        phase.say(match settled.waiting.len() {
            0 if !is_swept => "no order waits; the sweep is yet to look".to_owned(),
            waiting => format!("{waiting} orders wait"),
        });
        if (settled.waiting.is_empty() && depth.is_empty() && is_quiet && is_swept) || begun.elapsed() > SETTLE_WITHIN {
            break;
        }
        sleep(Duration::from_millis(500)).await;
    }
    settled.took = begun.elapsed();
    phase.done(if settled.waiting.is_empty() {
        "everything rests".to_owned()
    } else {
        format!("{} orders still wait after {} s", settled.waiting.len(), SETTLE_WITHIN.as_secs())
    });
    Ok(settled)
}

/// Reads every order of the shop that did not rest the last time it was read.
async fn look(world: &World, tables: &impl Tables, settled: &mut Settled) -> Result<(), PlayError> {
    let orders: Vec<u64> = world.shopify.shop().orders().map(|order| order.id).collect();
    settled.waiting.clear();
    for id in orders {
        let order = OrderId(id);
        let stored = rows::read(order, Lane::Export, tables.load(order).await?)?;
        let is_due = stored.due_at.is_some() && !is_only_looked_at_again(&stored);
        if stored.version == 0 || is_due || stored.order.standing() == Standing::Waiting {
            settled.waiting.push(id);
        }
        settled.stored.insert(id, stored);
    }
    Ok(())
}

/// Some exceptions are looked at again now and then, in case that the outside mends them without a word. A person has to act
/// all the same: such an order rests.
fn is_only_looked_at_again(stored: &Stored) -> bool {
    let kinds = ["routing_incomplete", "order_unreadable"];
    let mut problems = stored.order.rest.exceptions.iter().map(|open| open.exception.problem.kind());
    stored.order.next_probe().is_none() && problems.any(|kind| kinds.contains(&kind))
}
