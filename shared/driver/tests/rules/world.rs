//! The outside as plain state: Shopify's order, BlueCherry's books, the tables, a clock that a test turns, and a list of the
//! calls that were made, by which faults are placed.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::task::Poll;

use domain::address::Delivery;
use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use domain::image::OrderImage;
use domain::import::{ImportId, Imports};
use domain::mapping::MappingRow;
use domain::order::{Order, Reading};
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, Lane, PostAnswer};
use domain::trail::fold;
use driver::budget::Budget;
use driver::hint::Hint;
use driver::memory::MemoryTables;
use driver::ports::{NotNow, ReadAnswer, Status, Tables, WriteAnswer};
use driver::rows::{self, Stored};
use driver::systems::{Settings, Systems};
use jiff::{SignedDuration, Timestamp};

use crate::fault::{Fault, STALL, UNDER_WAY};
use crate::interleaving::finish;
use crate::ports::Worker;
use crate::sample;
use crate::settle::PUSH;

pub struct World {
    pub tables: MemoryTables,
    pub now: Cell<Timestamp>,
    pub shop: RefCell<Shop>,
    pub erp: RefCell<Erp>,
    /// The name of every call, in the order in which they were begun.
    pub calls: RefCell<Vec<&'static str>>,
    pub faults: RefCell<Vec<(usize, Fault)>>,
    /// Calls of this name fail.
    pub broken: Cell<Option<&'static str>>,
    /// Workers that died, by number.
    pub dead: RefCell<Vec<usize>>,
    /// How many workers there were.
    pub workers: Cell<usize>,
}

/// Shopify: one order, and the doorbells that its changes ring.
pub struct Shop {
    pub image: Option<OrderImage>,
    pub delivery: Delivery,
    pub numbers: Vec<SalesOrderNumber>,
    pub rings: Vec<Hint>,
    pub refuses: Option<NotNow>,
    /// What the next reads answer instead.
    pub reads: Vec<ReadAnswer>,
    /// What the next writes answer instead.
    pub writes: Vec<WriteAnswer>,
}

/// What became of a post.
#[derive(Clone)]
pub enum Taken {
    Booked(SalesOrderNumber),
    Staged(ImportId),
}

/// BlueCherry's books.
pub struct Erp {
    pub books: Vec<(SalesOrderNumber, SalesOrder)>,
    /// Whether orders are staged, and booked by an import.
    pub staging: bool,
    /// What was staged, with the number that an import booked it under.
    pub staged: Vec<(SalesOrder, Option<SalesOrderNumber>)>,
    /// When the last import began.
    pub imported_at: Timestamp,
    /// Posts that take effect later.
    pub under_way: Vec<(Timestamp, SalesOrder)>,
    pub status: Status,
    /// What the next posts answer instead of booking.
    pub answers: Vec<PostAnswer>,
    /// What the next probes answer instead.
    pub finds: Vec<FindAnswer>,
    /// What the next questions about the status answer instead.
    pub statuses: Vec<NotNow>,
}

impl World {
    /// A world in which one order was placed and paid, and every code is mapped.
    pub fn new(image: OrderImage) -> Rc<Self> {
        let world = Self {
            tables: MemoryTables::default(),
            now: Cell::new(sample::noon()),
            shop: RefCell::new(Shop {
                image: Some(image),
                delivery: sample::delivery(),
                numbers: Vec::new(),
                rings: Vec::new(),
                refuses: None,
                reads: Vec::new(),
                writes: Vec::new(),
            }),
            erp: RefCell::new(Erp {
                books: Vec::new(),
                under_way: Vec::new(),
                staging: false,
                staged: Vec::new(),
                imported_at: sample::noon(),
                status: Status {
                    company: "SAMPLE".to_owned(),
                    environment: "STG".to_owned(),
                    closed_until: None,
                    import: None,
                },
                answers: Vec::new(),
                finds: Vec::new(),
                statuses: Vec::new(),
            }),
            calls: RefCell::default(),
            faults: RefCell::default(),
            broken: Cell::default(),
            dead: RefCell::default(),
            workers: Cell::default(),
        };
        world.map(sample::rows());
        Rc::new(world)
    }

    /// Writes mapping rows, each in its next version.
    pub fn map(&self, rows: impl IntoIterator<Item = MappingRow>) {
        for mut row in rows {
            let held = finish(self.tables.mappings(&[row.key()])).unwrap();
            row.version = held.first().map_or(1, |held| held.version + 1);
            assert!(finish(self.tables.put_mapping(&row)).unwrap());
        }
    }

    /// A new worker: an environment of its own over the same outside.
    pub fn worker(self: &Rc<Self>) -> Systems<Worker> {
        self.worker_with(settings())
    }

    /// A new worker with other settings.
    pub fn worker_with(self: &Rc<Self>, settings: Settings) -> Systems<Worker> {
        self.workers.set(self.workers.get() + 1);
        let number = self.workers.get();
        Systems::new(Worker::new(self.clone(), number), sample::policy(), settings, format!("worker {number}"))
    }

    pub fn wait(&self, duration: SignedDuration) {
        self.turn_to(self.now.get() + duration);
    }

    /// Turns the clock on; what was under way and is due takes effect.
    pub fn turn_to(&self, time: Timestamp) {
        self.now.set(self.now.get().max(time));
        let mut erp = self.erp.borrow_mut();
        let under_way = std::mem::take(&mut erp.under_way);
        for (at, sales_order) in under_way {
            if at <= self.now.get() {
                erp.import_until(at);
                erp.take(&sales_order);
            } else {
                erp.under_way.push((at, sales_order));
            }
        }
        erp.import_until(self.now.get());
    }

    /// Changes the order in Shopify, which gets a new revision and rings.
    pub fn edit(&self, cause: &str, change: impl FnOnce(&mut OrderImage)) -> Hint {
        let mut shop = self.shop.borrow_mut();
        let image = shop.image.as_mut().unwrap();
        change(image);
        image.updated_at = whole(self.now.get()).max(image.updated_at + SignedDuration::from_secs(1));
        hint(cause, image.updated_at)
    }

    /// The doorbell of the order as it is.
    pub fn paid(&self) -> Hint {
        hint("orders/paid", self.shop.borrow().image.as_ref().unwrap().updated_at)
    }

    pub fn stored(&self) -> Stored {
        let rows = finish(self.tables.load(sample::ORDER)).unwrap();
        rows::read(sample::ORDER, Lane::Export, rows).unwrap()
    }

    /// The trail must fold to what is stored, and an open intent must be due no later than its horizon.
    pub fn check(&self) {
        let stored = self.stored();
        let trail = finish(self.tables.trail(sample::ORDER)).unwrap();
        let folded = Order { reading: Reading::default(), ..fold(sample::ORDER, &trail).unwrap() };
        assert_eq!(folded, stored.order, "the state is the fold of its trail");
        assert!(trail.iter().all(|entry| !entry.actor.is_empty() && !entry.cause.0.is_empty()));
        if let Some(probe_at) = stored.order.next_probe() {
            // Once its time has come, due work rings it and pushes it on, so far and no farther.
            let pushed_to = (self.now.get() >= probe_at).then(|| self.now.get() + PUSH);
            let is_due = stored.due_at.is_some_and(|due| due <= probe_at.max(pushed_to.unwrap_or(probe_at)));
            assert!(is_due, "an open intent is due {:?}", stored.due_at);
        }
    }

    pub fn count(&self, call: &str) -> usize {
        self.calls.borrow().iter().filter(|name| **name == call).count()
    }

    /// One call to the outside: yields, then does what its fault says. `failed` is what a worker sees of a call that failed.
    pub async fn call<T>(
        &self,
        worker: usize,
        name: &'static str,
        mut done: impl FnMut(&Self) -> T,
        failed: impl FnOnce() -> T,
    ) -> T {
        crate::interleaving::give_way().await;
        let number = self.calls.borrow().len();
        self.calls.borrow_mut().push(name);
        if self.broken.get() == Some(name) {
            return failed();
        }
        let fault = self.faults.borrow().iter().find(|(at, _)| *at == number).map(|(_, fault)| *fault);
        match fault {
            None => done(self),
            Some(Fault::DieBefore) => self.die(worker).await,
            Some(Fault::DieAfter) => {
                done(self);
                self.die(worker).await
            }
            Some(Fault::Fail) => failed(),
            Some(Fault::LoseAnswer) => {
                done(self);
                failed()
            }
            Some(Fault::DoneLater) => {
                self.stall(if name == "post" { SignedDuration::ZERO } else { UNDER_WAY }).await;
                if name == "post" {
                    return failed();
                }
                done(self);
                failed()
            }
            Some(Fault::Twice) => {
                done(self);
                done(self)
            }
            Some(Fault::StallBefore) => {
                // No client lets a post lie for longer.
                self.stall(if name == "post" { UNDER_WAY } else { STALL }).await;
                done(self)
            }
            Some(Fault::StallAfter) => {
                let answer = done(self);
                self.stall(STALL).await;
                answer
            }
        }
    }

    async fn die<T>(&self, worker: usize) -> T {
        self.dead.borrow_mut().push(worker);
        std::future::pending().await
    }

    fn stall(&self, duration: SignedDuration) -> impl Future<Output = ()> {
        let until = self.now.get() + duration;
        std::future::poll_fn(move |_| if self.now.get() >= until { Poll::Ready(()) } else { Poll::Pending })
    }
}

/// How often staged orders are imported.
pub const IMPORT_EVERY: SignedDuration = SignedDuration::from_mins(5);

impl Erp {
    /// Takes a post: books it, or stages it under a number of its own.
    pub fn take(&mut self, sales_order: &SalesOrder) -> Taken {
        if !self.staging {
            return Taken::Booked(self.book(sales_order));
        }
        self.staged.push((sales_order.clone(), None));
        Taken::Staged(ImportId::parse(&format!("i-{}", self.staged.len())).unwrap())
    }

    /// Runs the imports that begin until a time.
    fn import_until(&mut self, time: Timestamp) {
        while self.staging && self.imported_at + IMPORT_EVERY <= time {
            self.imported_at += IMPORT_EVERY;
            for at in 0..self.staged.len() {
                if self.staged[at].1.is_none() {
                    let sales_order = self.staged[at].0.clone();
                    self.staged[at].1 = Some(self.book(&sales_order));
                }
            }
        }
    }

    /// What it says of itself.
    pub fn told(&self) -> Status {
        let imports = Imports { last_begun: Some(self.imported_at), next_at: Some(self.imported_at + IMPORT_EVERY) };
        Status { import: self.staging.then_some(imports), ..self.status.clone() }
    }

    /// Books a sales order, whatever stands under its reference already: a blind retry makes a second one.
    pub fn book(&mut self, sales_order: &SalesOrder) -> SalesOrderNumber {
        let number = sample::number(&(7001 + self.books.len()).to_string());
        self.books.push((number.clone(), sales_order.clone()));
        number
    }
}

/// The settings of a deployment, with its defaults.
pub fn settings() -> Settings {
    Settings {
        budget: Budget { calls: 60, window: SignedDuration::from_secs(60) },
        status_age: SignedDuration::from_secs(60),
        due_shards: 8,
        due_push: PUSH,
        margin: SignedDuration::from_secs(5),
        late_after: SignedDuration::from_mins(10),
    }
}

pub fn hint(cause: &str, updated_at: Timestamp) -> Hint {
    Hint { order: sample::ORDER, updated_at: Some(updated_at), cause: domain::trail::Cause(cause.to_owned()) }
}

/// Takes the first of the answers that were laid ready, if there are any.
pub fn next_of<T>(answers: &mut Vec<T>) -> Option<T> {
    (!answers.is_empty()).then(|| answers.remove(0))
}

/// A moment in whole seconds, as Shopify tells it.
pub fn whole(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap()
}

pub const ORDER: OrderId = sample::ORDER;
