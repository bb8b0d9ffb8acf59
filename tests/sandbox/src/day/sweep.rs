//! What the sweep is good for: it finds what no webhook told of.

use domain::event::Event;
use domain::trail::TrailEntry;
use driver::hint::SWEEP;
use driver::operations::FEED;
use driver::ports::{TableError, Tables};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::world::{Feed, SHOP_DOMAIN, World};

/// What is read of a feed's row.
#[derive(Deserialize)]
struct Marked {
    mark: Option<Timestamp>,
}

/// Whether a sweep that began after the shop's last change is whole. Both times are Shopify's, in whole seconds.
pub(super) async fn is_swept(world: &World, tables: &impl Tables) -> Result<bool, TableError> {
    let row = tables.operation(FEED, &format!("{}@{SHOP_DOMAIN}", Feed::Orders.name())).await?;
    let marked = row.and_then(|row| serde_json::from_str::<Marked>(&row.body).ok());
    let changed = world.shopify.shop().orders().map(|order| order.updated_at).max();
    Ok(marked.and_then(|marked| marked.mark) > changed)
}

/// How many changes a sweep brought so long after they were made that no webhook can have told of them.
pub fn found_by_sweep<'a>(trails: impl Iterator<Item = &'a Vec<TrailEntry>>, late: SignedDuration) -> usize {
    trails.map(|trail| found_in(trail, late)).sum()
}

fn found_in(trail: &[TrailEntry], late: SignedDuration) -> usize {
    let mut held: Option<Timestamp> = None;
    let mut found = 0;
    for entry in trail {
        let Some(revision) = revision(&entry.event) else { continue };
        let is_news = held < Some(revision);
        found += usize::from(is_news && entry.cause.0 == SWEEP && entry.at.duration_since(revision) > late);
        held = held.max(Some(revision));
    }
    found
}

/// The revision that an event read.
fn revision(event: &Event) -> Option<Timestamp> {
    match event {
        Event::Read { image, .. } => Some(image.updated_at),
        Event::ReadUnchanged { updated_at, .. } => Some(*updated_at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use domain::trail::Cause;

    use super::*;

    fn read(cause: &str, revision: i64, at: i64) -> TrailEntry {
        let second = |second| Timestamp::from_second(second).unwrap();
        let event =
            Event::ReadUnchanged { updated_at: second(revision), read_at: second(at), numbers_shown: Vec::new() };
        TrailEntry { at: second(at), actor: "order-export".to_owned(), cause: Cause(cause.to_owned()), event }
    }

    #[test]
    fn only_late_news_that_a_sweep_brought_was_found_by_it() {
        for (trail, found, what) in [
            (vec![read("sweep", 100, 120)], 1, "nothing was known of it"),
            (vec![read("orders/paid", 100, 101), read("sweep", 200, 220)], 1, "a change that nobody told"),
            (vec![read("sweep", 100, 104)], 0, "a webhook may still have been under way"),
            (vec![read("orders/paid", 100, 120)], 0, "a webhook told, late"),
            (vec![read("orders/paid", 100, 101), read("sweep", 100, 120)], 0, "it was known"),
            (vec![read("sweep", 100, 120), read("sweep", 200, 220)], 2, "twice news"),
        ] {
            assert_eq!(found_by_sweep([&trail].into_iter(), SignedDuration::from_secs(5)), found, "{what}");
        }
    }
}
