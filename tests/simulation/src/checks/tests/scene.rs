//! One order, exported rightly, with everything that is known of it: to be spoilt.

use std::collections::{BTreeMap, BTreeSet};

use domain::address::{AddressMark, Delivery};
use domain::code::{
    CustomerCode, DivisionCode, OrderTypeCode, SalesOrderNumber, ShipViaCode, StoreCode, TermsCode, WarehouseCode,
};
use domain::event::Event;
use domain::exception::Exception;
use domain::id::{LineId, LocationId, OrderId, OrderName};
use domain::image::{FinancialStatus, Line, LineKind, OrderImage, Payment, Quantity, Routed};
use domain::money::{Currency, Money};
use domain::part::{Answer, Intent};
use domain::partition::PartKey;
use domain::reference::ExternalReference;
use domain::sales_order::{Control, SalesOrder};
use domain::step::Lane;
use domain::trail::{Cause, TrailEntry};
use driver::memory::MemoryTables;
use driver::ports::Tables;
use driver::rows::{self, Stored};
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sandbox::bluecherry::BookedOrder;
use sandbox::shopify::{Line as SoldLine, Location, Metafield, Order, Shop};
use sandbox::world::samples::Samples;

use crate::checks::twin::{Net, net};
use crate::checks::{Checker, Promises, Rest, Traffic, Unheard, View};
use crate::played::Violation;

pub use super::sold::{booked, order, posted};

pub const ID: u64 = 820_982_911_946_154_508;
pub const LINE: u64 = ID + 1;
pub const NUMBER: &str = "00041001";

pub const PROMISES: Promises = Promises {
    due_push: SignedDuration::from_mins(5),
    patience: SignedDuration::from_hours(1),
    skew: SignedDuration::from_mins(1),
    calls: 60,
    calls_window: SignedDuration::from_mins(1),
    busy_retry: SignedDuration::from_mins(1),
    recheck: SignedDuration::from_mins(6),
    import_cycle: SignedDuration::ZERO,
    settled: SignedDuration::from_mins(4),
};

pub struct Scene {
    pub shop: Shop,
    pub books: Vec<BookedOrder>,
    pub tables: MemoryTables,
    pub now: Timestamp,
    pub doubled: BTreeSet<String>,
    pub otherwise: BTreeSet<u64>,
    pub is_staged: bool,
    pub closed_until: Option<Timestamp>,
    pub traffic: Traffic,
    pub unheard: Unheard,
    pub checker: Checker,
    stored: Stored,
}

pub fn at(second: i64) -> Timestamp {
    "2027-05-01T12:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(second)
}

impl Scene {
    /// The order is placed and routed; nothing is known of it.
    pub fn placed(order: Order) -> Self {
        let samples = Samples::read().unwrap();
        let location = |id, name: &str| Location { id, name: name.to_owned() };
        let mut shop = Shop::new(location(76_210_043_001, "NJ"), vec![location(76_210_043_002, "LA")]);
        shop.place(order, at(0));
        let stored = rows::read(OrderId(ID), Lane::Export, Vec::new()).unwrap();
        Self {
            shop,
            books: Vec::new(),
            tables: MemoryTables::default(),
            now: at(5 * 3600),
            doubled: BTreeSet::new(),
            otherwise: BTreeSet::new(),
            is_staged: false,
            closed_until: None,
            traffic: Traffic {
                told: 2,
                events: 2,
                deliveries: 2,
                loads: 2,
                commits: 4,
                reads: 2,
                writes: 1,
                posts: 1,
                ..Traffic::default()
            },
            unheard: Unheard::default(),
            checker: Checker::new(&samples, &[], PROMISES),
            stored,
        }
    }

    /// Everything is as it must be.
    pub fn exported() -> Self {
        let mut scene = Self::placed(order());
        scene.shop.route(ID).unwrap();
        scene.reads(1);
        scene.intends(2, Some(at(200)));
        scene.books.push(booked(&posted()));
        scene.settles(4);
        scene.shows(&[NUMBER], 5);
        scene.happens(Event::NumbersWritten { numbers: vec![number(NUMBER)] }, 5, Some(at(120)));
        scene.reads(8);
        scene.rests(None, Vec::new(), 8);
        scene
    }

    pub fn reads(&mut self, second: i64) {
        let served = self.shop.serve(ID).unwrap().clone();
        let (image, address) = (image(&served, at(second)), mark(&served));
        let held = self.stored.order.image.clone();
        let is_news = held.is_none_or(|held| (held.total, &held.lines) != (image.total, &image.lines))
            || self.stored.order.address.as_ref() != Some(&address);
        let (updated_at, read_at) = (image.updated_at, image.read_at);
        let event = if is_news {
            Event::Read { image: std::sync::Arc::new(image), address }
        } else {
            Event::ReadUnchanged { updated_at, read_at, numbers_shown: Vec::new() }
        };
        self.happens(event, second, Some(at(120)));
    }

    pub fn intends(&mut self, second: i64, due_at: Option<Timestamp>) {
        let intent = Box::new(intent(at(second)));
        self.happens(Event::IntentOpened { part: 1, key: key(), intent }, second, due_at);
    }

    pub fn settles(&mut self, second: i64) {
        let answer = Answer::Accepted { number: number(NUMBER), differs: None, probed: false };
        self.happens(Event::Answered { part: 1, attempt: 1, answer }, second, Some(at(120)));
    }

    pub fn shows(&mut self, numbers: &[&str], second: i64) {
        let metafield = Metafield {
            namespace: "cherrycycle".to_owned(),
            key: "sales_orders".to_owned(),
            kind: "list.single_line_text_field".to_owned(),
            value: format!("{numbers:?}"),
        };
        self.shop.set_metafields(ID, vec![metafield], at(second)).unwrap();
    }

    pub fn rests(&mut self, until: Option<Timestamp>, exceptions: Vec<Exception>, second: i64) {
        self.happens(Event::Rested { until, exceptions, ineligible: None }, second, until);
    }

    pub fn happens(&mut self, event: Event, second: i64, due_at: Option<Timestamp>) {
        let order = self.stored.order.clone().after(&event, at(second)).unwrap();
        let cause = Cause("orders/paid".to_owned());
        let entry = TrailEntry { at: at(second), actor: "test".to_owned(), cause, event };
        self.saves(order, &[entry], due_at);
    }

    /// Saves a state with whatever trail.
    pub fn saves(&mut self, order: domain::order::Order, trail: &[TrailEntry], due_at: Option<Timestamp>) {
        let commit = rows::commit(&self.stored, &order, Lane::Export, due_at, 8, trail);
        self.tables.commit(&commit).now_or_never().unwrap().unwrap();
        let rows = rows::after(&self.stored, &commit);
        self.stored = Stored { order, version: commit.expected + 1, rows, due_at };
    }

    pub fn held(&self) -> domain::order::Order {
        self.stored.order.clone()
    }

    pub fn touched(&mut self) -> Vec<Violation> {
        self.looks(|checker, view| checker.touched(view, ID))
    }

    pub fn at_rest(&mut self) -> Vec<Violation> {
        let traffic = self.traffic;
        let traffic = move |_| traffic;
        let unheard = self.unheard;
        let unheard = move |_| unheard;
        let rest = Rest {
            queued: 0,
            dead_letters: 0,
            closed_until: None,
            imports: false,
            over_limit: 0,
            traffic: &traffic,
            unheard: &unheard,
        };
        self.looks(|checker, view| checker.at_rest(view, &rest))
    }

    pub fn nets(&mut self) -> BTreeMap<u64, Net> {
        let mut nets = BTreeMap::new();
        self.looks(|_, view| nets = net(view));
        nets
    }

    pub fn looks(&mut self, look: impl FnOnce(&mut Checker, &View<'_>)) -> Vec<Violation> {
        let Self { shop, books, tables, now, doubled, otherwise, is_staged, closed_until, checker, .. } = self;
        let staged = |_: &str| *is_staged;
        let view = View {
            now: *now,
            shop,
            books,
            tables,
            doubled,
            otherwise,
            staged: &staged,
            imports: &staged,
            closed_until: *closed_until,
        };
        look(checker, &view);
        checker.violations().to_vec()
    }
}

pub fn number(number: &str) -> SalesOrderNumber {
    SalesOrderNumber::parse(number).unwrap()
}

pub fn gbp() -> Currency {
    Currency::parse("GBP").unwrap()
}

fn key() -> PartKey {
    PartKey {
        division: DivisionCode::parse("10").unwrap(),
        order_type: OrderTypeCode::parse("EC").unwrap(),
        warehouse: WarehouseCode::parse("NJ").unwrap(),
    }
}

fn intent(now: Timestamp) -> Intent {
    let sales_order = SalesOrder {
        reference: ExternalReference::sales_order(OrderId(ID), 1),
        order: OrderId(ID),
        name: OrderName("#1001".to_owned()),
        ordered_at: at(0),
        division: key().division,
        order_type: key().order_type,
        customer: CustomerCode::parse("SHOPW").unwrap(),
        store: StoreCode::parse("0001").unwrap(),
        terms: TermsCode::parse("PPD").unwrap(),
        warehouse: key().warehouse,
        ship_via: ShipViaCode::parse("UPSG").unwrap(),
        currency: gbp(),
        lines: Vec::new(),
        charges: Vec::new(),
        payments: Vec::new(),
        control: Control::of(&[], &[]),
    };
    Intent {
        attempt: 1,
        hash: sales_order.hash(),
        sales_order: std::sync::Arc::new(sales_order),
        codes: Vec::new(),
        carries_charges: true,
        send_by: now + SignedDuration::from_secs(10),
        probe_at: now + SignedDuration::from_secs(220),
        also: Vec::new(),
        import: None,
        promised: None,
        import_begun: None,
    }
}

fn mark(order: &Order) -> AddressMark {
    let line1 = order.shipping_address.as_ref().and_then(|address| address.address1.clone()).unwrap_or_default();
    let ship_to = domain::address::Address { line1, ..domain::address::Address::default() };
    AddressMark::of(&Delivery { ship_to: Some(ship_to), ..Delivery::default() }, "5a17")
}

fn image(order: &Order, read_at: Timestamp) -> OrderImage {
    let money = |amount| Money::new(amount, gbp());
    let units = |line: &SoldLine| Quantity(line.current_quantity);
    OrderImage {
        id: OrderId(ID),
        name: OrderName(order.name.clone()),
        created_at: order.created_at,
        updated_at: order.updated_at,
        read_at,
        test: false,
        cancelled_at: order.cancelled_at,
        financial: FinancialStatus::Paid,
        taxes_included: false,
        currency: gbp(),
        has_address: true,
        lines: order
            .lines
            .iter()
            .map(|line| Line {
                id: LineId(line.id),
                kind: LineKind::Retail,
                sku: line.sku.clone().unwrap_or_default(),
                ordered: Quantity(line.quantity),
                current: units(line),
                ships: true,
                unit_price: money(line.price),
                discounts: Vec::new(),
                tax: money(dec("0")),
            })
            .collect(),
        shipping: Vec::new(),
        extras: Vec::new(),
        total: money(order.sums.current_total_price),
        tax: money(order.sums.current_total_tax),
        payments: vec![Payment { gateway: "shopify_payments".to_owned(), amount: money(dec("70.74")) }],
        routing: order
            .lines
            .iter()
            .map(|line| Routed { line: LineId(line.id), location: LocationId(76_210_043_001), quantity: units(line) })
            .collect(),
        numbers_shown: Vec::new(),
    }
}

pub fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}
