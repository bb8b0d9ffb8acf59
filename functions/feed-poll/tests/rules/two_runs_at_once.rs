use std::future::pending;

use domain::step::Lane;
use driver::hint::Hint;
use driver::memory::MemoryQueues;
use driver::operations::FEED;
use driver::ports::{QueueError, Queues, Tables};
use feed_poll::{Polled, poll};
use futures_util::FutureExt;

use crate::outside::{Outside, minutes, noon, orders, seconds};

#[test]
fn a_run_that_meets_another_ends_quietly_and_reads_nothing() {
    let outside = Outside::with_pages_of(2);
    outside.changes(1, noon() - seconds(1));
    outside.dies_after(1);
    assert!(outside.ticks_or_dies(&orders()).is_none(), "the first hangs before its bell, with the lease in hand");
    outside.lives();
    let calls = outside.calls();
    assert_eq!(outside.ticks_or_dies(&orders()).unwrap().unwrap(), Polled::Leased);
    assert_eq!((outside.calls(), outside.rung().len()), (calls, 0));
    assert!(outside.exceptions().is_empty());
}

/// A bell that waits once, until it is polled again.
struct SlowBell<'a>(&'a MemoryQueues, std::cell::Cell<bool>);

impl Queues for SlowBell<'_> {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        if self.1.get() {
            pending::<()>().await;
        }
        if !self.1.replace(true) {
            let mut waited = false;
            std::future::poll_fn(|context| {
                context.waker().wake_by_ref();
                if std::mem::replace(&mut waited, true) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
            self.1.set(false);
        }
        self.0.ring(lane, hints).await
    }
}

#[test]
fn a_run_whose_feed_was_taken_over_writes_nothing_more() {
    let outside = Outside::with_pages_of(2);
    for order in 1..=6 {
        outside.changes(order, noon() - seconds(1));
    }
    let queues = MemoryQueues::default();
    let bell = SlowBell(&queues, std::cell::Cell::new(false));
    let now = || outside.shop.now.get();
    let slow = feed_poll::Outside { tables: &outside.tables, queues: &bell, orders: &outside.shop, now: &now };
    let settings = orders();
    let mut first = Box::pin(poll(&slow, &settings, noon() + minutes(60)));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(first.as_mut().poll_unpin(&mut context).is_pending(), "the first one rings for very long");

    outside.passes(orders().lease);
    assert!(outside.ticks(&orders()).whole, "the second one takes the feed over");
    let row = || outside.tables.operation(FEED, &orders().cursor()).now_or_never().unwrap().unwrap().unwrap();
    let after_the_second = row();
    let std::task::Poll::Ready(ended) = first.as_mut().poll_unpin(&mut context) else { panic!("it goes on") };
    assert_eq!(ended.unwrap(), Polled::Leased);
    assert_eq!(row(), after_the_second, "its cursor is older than what stands there");
}

#[test]
fn a_run_that_goes_on_for_longer_than_a_lease_keeps_the_feed_as_long_as_pages_come() {
    let outside = Outside::with_pages_of(1);
    for order in 1..=6 {
        outside.changes(order, noon() - seconds(1));
    }
    outside.shop.call_takes.set(minutes(4));
    outside.dies_after(5);
    assert!(outside.ticks_or_dies(&orders()).is_none(), "it hangs before its third bell, twelve minutes on");
    outside.lives();
    assert_eq!(outside.ticks_or_dies(&orders()).unwrap().unwrap(), Polled::Leased);
}
