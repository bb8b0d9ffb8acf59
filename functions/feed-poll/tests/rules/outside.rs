//! A shop whose orders change, the export lane's bell, and two clocks.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::ops::Bound;
use std::rc::Rc;

use domain::id::OrderId;
use domain::step::Lane;
use driver::hint::{Hint, SWEEP};
use driver::memory::MemoryTables;
use driver::operations::{EXCEPTION, FEED, OperationException};
use driver::ports::{NotNow, QueueError, Queues, Tables};
use feed_poll::{
    Changed, ChangedOrders, Feed, Page, PageAnswer, PollError, Polled, Ran, Settings, Window, poll, sweep,
};
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};

pub const SHOP: &str = "sample.myshopify.com";

/// Everything outside. Nothing in it waits, so that a run that does not end at once was killed.
pub struct Outside {
    pub tables: MemoryTables,
    pub shop: Shop,
    pub bell: Bell,
    /// How far our clock is ahead of Shopify's, which is the true one.
    pub ahead: Cell<SignedDuration>,
}

/// The shop's orders, with their last change.
pub struct Shop {
    pub now: Rc<Cell<Timestamp>>,
    changes: RefCell<BTreeMap<u64, Timestamp>>,
    by_change: RefCell<BTreeSet<(Timestamp, u64)>>,
    pub page: usize,
    /// How long a call takes.
    pub call_takes: Cell<SignedDuration>,
    /// What each call asked for.
    pub calls: RefCell<Vec<(Timestamp, Option<String>)>>,
    /// What the call of this number, from 0, is answered instead.
    pub instead: RefCell<BTreeMap<usize, PageAnswer>>,
    life: Rc<Life>,
}

/// What was rung.
pub struct Bell {
    pub rung: RefCell<Vec<(u64, Timestamp)>>,
    pub refuses: Cell<bool>,
    life: Rc<Life>,
}

/// When the worker is killed: after so many effects on shop and bell.
#[derive(Default)]
struct Life {
    effects: Cell<usize>,
    ends_after: Cell<Option<usize>>,
}

impl Life {
    async fn effect(&self) {
        if self.ends_after.get() == Some(self.effects.get()) {
            pending::<()>().await;
        }
        self.effects.set(self.effects.get() + 1);
    }
}

impl ChangedOrders for Shop {
    async fn page(&self, since: Timestamp, after: Option<&str>) -> PageAnswer {
        self.life.effect().await;
        self.now.set(self.now.get() + self.call_takes.get());
        let call = self.calls.borrow().len();
        self.calls.borrow_mut().push((since, after.map(str::to_owned)));
        if let Some(answer) = self.instead.borrow().get(&call) {
            return answer.clone();
        }
        let start = match after.and_then(|after| after.split_once('/')) {
            Some((at, id)) => Bound::Excluded((at.parse().unwrap(), id.parse().unwrap())),
            None => Bound::Included((since, 0)),
        };
        let by_change = self.by_change.borrow();
        let mut changed = by_change.range((start, Bound::Unbounded)).copied();
        let page: Vec<_> = changed.by_ref().take(self.page).collect();
        let next = changed.next().and(page.last()).map(|(at, id)| format!("{at}/{id}"));
        let orders = page.into_iter().map(|(updated_at, id)| Changed { order: OrderId(id), updated_at }).collect();
        PageAnswer::Page(Page { orders, next, at: second(self.now.get()) })
    }
}

impl Queues for Bell {
    async fn ring(&self, lane: Lane, hints: &[Hint]) -> Result<(), QueueError> {
        self.life.effect().await;
        if self.refuses.get() {
            return Err(QueueError { lane: lane.name(), sent: hints.len(), failed: hints.len(), source: None });
        }
        assert!(hints.iter().all(|hint| hint.cause.0 == SWEEP), "{hints:?}");
        self.rung.borrow_mut().extend(hints.iter().map(|hint| (hint.order.0, hint.updated_at.unwrap())));
        Ok(())
    }
}

impl Outside {
    /// A shop that lists so many orders on a page, at noon.
    pub fn with_pages_of(page: usize) -> Self {
        let (life, now) = (Rc::new(Life::default()), Rc::new(Cell::new(noon())));
        let shop = Shop {
            now,
            changes: RefCell::default(),
            by_change: RefCell::default(),
            page,
            call_takes: Cell::default(),
            calls: RefCell::default(),
            instead: RefCell::default(),
            life: Rc::clone(&life),
        };
        let bell = Bell { rung: RefCell::default(), refuses: Cell::default(), life };
        Self { tables: MemoryTables::default(), shop, bell, ahead: Cell::default() }
    }

    /// An order changes at a moment.
    pub fn changes(&self, order: u64, at: Timestamp) {
        let before = self.shop.changes.borrow_mut().insert(order, second(at));
        let mut by_change = self.shop.by_change.borrow_mut();
        before.map(|before| by_change.remove(&(before, order)));
        by_change.insert((second(at), order));
    }

    pub fn passes(&self, time: SignedDuration) {
        self.shop.now.set(self.shop.now.get() + time);
    }

    /// One tick, with ample time; none when the worker was killed.
    pub fn ticks_or_dies(&self, settings: &Settings) -> Option<Result<Polled, PollError>> {
        self.ticks_within(settings, minutes(15))
    }

    /// One tick that Lambda ends after a while.
    pub fn ticks_within(&self, settings: &Settings, time: SignedDuration) -> Option<Result<Polled, PollError>> {
        let now = || self.shop.now.get() + self.ahead.get();
        let outside = feed_poll::Outside { tables: &self.tables, queues: &self.bell, orders: &self.shop, now: &now };
        poll(&outside, settings, now() + time).now_or_never()
    }

    /// One tick that goes on with another feed, where that has a run under way. Says which feeds were read, and whether to the end.
    pub fn sweeps(
        &self,
        settings: &Settings,
        unfinished: &Settings,
        time: SignedDuration,
    ) -> Vec<(&'static str, bool)> {
        let now = || self.shop.now.get();
        let outside = feed_poll::Outside { tables: &self.tables, queues: &self.bell, orders: &self.shop, now: &now };
        let mut read = Vec::new();
        let report = |settings: &Settings, polled| {
            let Polled::Ran(ran) = polled else { panic!("another run has the feed") };
            read.push((settings.feed, ran.whole));
        };
        sweep(&outside, settings, Some(unfinished), now() + time, report).now_or_never().unwrap().unwrap();
        read
    }

    /// One tick that reads pages.
    pub fn ticks(&self, settings: &Settings) -> Ran {
        match self.ticks_or_dies(settings).unwrap().unwrap() {
            Polled::Ran(ran) => ran,
            Polled::Leased => panic!("another run has the feed"),
        }
    }

    /// One tick that stops with an error.
    pub fn stops(&self, settings: &Settings) -> PollError {
        self.ticks_or_dies(settings).unwrap().unwrap_err()
    }

    /// The worker is killed after so many more effects on shop and bell.
    pub fn dies_after(&self, effects: usize) {
        self.bell.life.ends_after.set(Some(self.bell.life.effects.get() + effects));
    }

    pub fn lives(&self) {
        self.bell.life.ends_after.set(None);
    }

    /// Every order that was rung since this was last asked, by id.
    pub fn rung(&self) -> Vec<u64> {
        let mut rung: Vec<u64> = self.bell.rung.take().into_iter().map(|(order, _)| order).collect();
        rung.sort_unstable();
        rung
    }

    /// The call of this number is answered so.
    pub fn answers(&self, call: usize, instead: PageAnswer) {
        self.shop.instead.borrow_mut().insert(call, instead);
    }

    pub fn calls(&self) -> usize {
        self.shop.calls.borrow().len()
    }

    /// Where the window of the last call began.
    pub fn window(&self) -> Timestamp {
        self.shop.calls.borrow().last().unwrap().0
    }

    /// The feed's row.
    pub fn feed(&self, settings: &Settings) -> Feed {
        let row = self.tables.operation(FEED, &settings.cursor()).now_or_never().unwrap().unwrap().unwrap();
        serde_json::from_str(&row.body).unwrap()
    }

    /// The exceptions that are no order's.
    pub fn exceptions(&self) -> Vec<OperationException> {
        let rows = self.tables.operations(EXCEPTION).now_or_never().unwrap().unwrap();
        rows.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
    }
}

/// The feed of what changed since the last whole run.
pub fn orders() -> Settings {
    Settings {
        feed: "orders",
        shop_domain: SHOP.to_owned(),
        window: Window::SinceMark { go_live: noon() - minutes(60) },
        overlap: minutes(5),
        lease: minutes(6),
        page_within: seconds(30),
        late: minutes(60),
    }
}

/// Shopify is away.
pub fn away(why: &str) -> PageAnswer {
    PageAnswer::NotNow(NotNow { until: None, why: why.to_owned(), refused: false })
}

pub fn second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap()
}

pub fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

pub fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

pub fn noon() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}
