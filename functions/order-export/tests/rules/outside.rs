//! An outside that serves the same plain order under every id, books what is posted, and panics where a test says so.

use std::cell::{Cell, RefCell};

use domain::address::Delivery;
use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use domain::image::OrderImage;
use domain::import::ImportId;
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, ImportAnswer, PostAnswer};
use domain::trail::Cause;
use driver::budget::Budget;
use driver::hint::Hint;
use driver::ports::{BlueCherry, Ports, ReadAnswer, Shopify, Status, StatusAnswer, Tables, WriteAnswer};
use driver::systems::{Settings, Systems};
use jiff::{SignedDuration, Timestamp};

use crate::sample;
use crate::tables::FailingTables;

/// How much of an invocation is kept for ending it.
pub const MARGIN: SignedDuration = SignedDuration::from_secs(5);

#[derive(Default)]
pub struct Outside {
    pub tables: FailingTables,
    /// Every call to Shopify and BlueCherry but the question for the status.
    pub calls: RefCell<Vec<(&'static str, OrderId)>>,
    /// The call at which this process panics.
    pub panics: Cell<Option<(&'static str, OrderId)>>,
    /// BlueCherry's books.
    pub booked: RefCell<Vec<SalesOrder>>,
}

impl Outside {
    fn note(&self, call: &'static str, order: OrderId) {
        self.calls.borrow_mut().push((call, order));
        assert!(self.panics.get() != Some((call, order)), "a defect that only order {order} meets, at {call}");
    }

    pub fn count(&self, call: &str, order: OrderId) -> usize {
        self.calls.borrow().iter().filter(|made| **made == (call, order)).count()
    }

    /// The orders in BlueCherry's books, in the order of their ids, each as often as it stands there.
    pub fn orders_booked(&self) -> Vec<OrderId> {
        let mut orders: Vec<OrderId> = self.booked.borrow().iter().map(|sales_order| sales_order.order).collect();
        orders.sort_unstable();
        orders
    }
}

impl Ports for Outside {
    type Tables = FailingTables;
    type Shopify = Self;
    type BlueCherry = Self;

    fn tables(&self) -> &FailingTables {
        &self.tables
    }

    fn shopify(&self) -> &Self {
        self
    }

    fn bluecherry(&self) -> &Self {
        self
    }

    fn now(&self) -> Timestamp {
        sample::noon()
    }

    fn random_hex(&self) -> String {
        "00112233445566778899aabbccddeeff".to_owned()
    }
}

impl Shopify for Outside {
    async fn read_order(&self, order: OrderId) -> ReadAnswer {
        self.note("read", order);
        ReadAnswer::Order(Box::new(OrderImage { id: order, ..sample::image() }), Box::new(sample::delivery()))
    }

    async fn write_numbers(&self, order: OrderId, _numbers: &[SalesOrderNumber]) -> WriteAnswer {
        self.note("write", order);
        WriteAnswer::Written
    }
}

impl BlueCherry for Outside {
    fn pinned(&self) -> (&str, &str) {
        ("SAMPLE", "STG")
    }

    async fn status(&self) -> StatusAnswer {
        let (company, environment) = self.pinned();
        let (company, environment) = (company.to_owned(), environment.to_owned());
        StatusAnswer::Status(Status { company, environment, closed_until: None, import: None })
    }

    async fn post(&self, sales_order: &SalesOrder, _delivery: &Delivery, _send_by: Timestamp) -> PostAnswer {
        self.note("post", sales_order.order);
        let mut booked = self.booked.borrow_mut();
        booked.push(sales_order.clone());
        PostAnswer::Booked(Box::new(sample::booked(sales_order, &(7000 + booked.len()).to_string())))
    }

    async fn find(&self, reference: &ExternalReference) -> FindAnswer {
        panic!("no outcome is unknown here, but {} was looked for", reference.as_str());
    }

    async fn import(&self, import: &ImportId) -> ImportAnswer {
        panic!("nothing is staged here, but {import} was asked for");
    }
}

/// The systems of an invocation, every code mapped.
pub async fn systems() -> Systems<Outside> {
    let outside = Outside::default();
    for row in sample::rows() {
        assert!(outside.tables.put_mapping(&row).await.unwrap());
    }
    let settings = Settings {
        budget: Budget { calls: 600, window: SignedDuration::from_secs(60) },
        status_age: SignedDuration::from_secs(60),
        due_shards: 8,
        due_push: SignedDuration::from_mins(5),
        margin: MARGIN,
        late_after: SignedDuration::from_mins(10),
    };
    Systems::new(outside, sample::policy(), settings, "order-export test")
}

/// The webhook of a paid order, which tells of the revision that Shopify serves.
pub fn paid(order: OrderId) -> Hint {
    Hint { order, updated_at: Some(sample::image().updated_at), cause: Cause("orders/paid".to_owned()) }
}

/// Time enough for everything.
pub fn deadline() -> Timestamp {
    sample::noon() + SignedDuration::from_mins(5)
}
