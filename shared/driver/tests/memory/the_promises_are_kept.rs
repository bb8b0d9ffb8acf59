//! What DynamoDB and SQS are held to holds in memory.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;

use driver::contract::queues::{QueueUnderTest, RECEIVES, Rung};
use driver::contract::{queues, tables};
use driver::hint::Hint;
use driver::memory::{MemoryQueue, MemoryTables, QueueSettings, Receipt};
use jiff::{SignedDuration, Timestamp};

use crate::lagging::LaggingTables;

const VISIBILITY: SignedDuration = SignedDuration::from_secs(30);

#[tokio::test]
async fn of_tables_without_lag() {
    tables::all(&MemoryTables::default(), 1, noon(), async || {}).await.unwrap();
}

#[tokio::test]
async fn of_tables_with_lag() {
    let lagging = LaggingTables::new(noon());
    tables::all(&lagging, 1, noon(), async || lagging.settle()).await.unwrap();
}

#[tokio::test]
async fn of_the_queue() {
    let settings =
        QueueSettings { visibility: VISIBILITY, receives: RECEIVES, retention: SignedDuration::from_hours(96) };
    let queue = Queue { queue: RefCell::new(MemoryQueue::new(settings)), now: Cell::new(noon()) };
    queues::all(&queue).await.unwrap();
    assert!(queue.queue.borrow().is_empty());
}

fn noon() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

struct Queue {
    queue: RefCell<MemoryQueue<Hint>>,
    now: Cell<Timestamp>,
}

impl QueueUnderTest for Queue {
    type Receipt = Receipt;
    type Error = Infallible;

    async fn ring(&self, hints: &[Hint]) -> Result<(), Infallible> {
        for hint in hints {
            self.queue.borrow_mut().send(hint.clone(), self.now.get(), SignedDuration::ZERO);
        }
        Ok(())
    }

    async fn ring_later(&self, hint: &Hint) -> Result<(), Infallible> {
        self.queue.borrow_mut().send(hint.clone(), self.now.get(), VISIBILITY);
        Ok(())
    }

    async fn receive(&self) -> Result<Vec<Rung<Receipt>>, Infallible> {
        let received = self.queue.borrow_mut().receive(10, self.now.get()).into_iter();
        let rung = received.map(|received| Rung {
            hint: received.message,
            receive_count: received.receive_count,
            receipt: received.receipt,
        });
        Ok(rung.collect())
    }

    async fn delete(&self, receipt: &Receipt) -> Result<(), Infallible> {
        self.queue.borrow_mut().delete(*receipt);
        Ok(())
    }

    async fn give_back(&self, receipt: &Receipt) -> Result<(), Infallible> {
        self.queue.borrow_mut().give_back(*receipt, self.now.get());
        Ok(())
    }

    async fn pass(&self) {
        self.now.set(self.now.get() + VISIBILITY);
    }

    async fn dead_letters(&self) -> Result<Vec<Hint>, Infallible> {
        Ok(self.queue.borrow().dead_letters().to_vec())
    }
}
