//! A shop with one order, and a client that calls it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::id::OrderId;
use jiff::Timestamp;
use rust_decimal::Decimal;
use sandbox::shopify::graphql::Bucket;
use sandbox::shopify::{Line, Location, Order, Running, Settings, Shop, ShopifySimulator};
use sandbox::world::SCHEMA;
use shopify::{Client, CredentialSource, Credentials, CredentialsError, Freshness};

/// Beyond 2^53, as Shopify's ids may be.
pub const ORDER: u64 = 9_007_199_254_740_995;

/// How long the client waits for an answer.
pub const TIMEOUT: Duration = Duration::from_secs(3);

pub fn noon() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

/// The simulator, its clock, and where the app's secret is kept.
pub struct Shopify {
    pub running: Running,
    pub stored: Arc<Mutex<&'static str>>,
    elapsed: Arc<AtomicI64>,
}

/// The app, which keeps its secret until it must read it anew.
pub struct App {
    kept: Mutex<&'static str>,
    stored: Arc<Mutex<&'static str>>,
}

impl CredentialSource for App {
    async fn credentials(&self, freshness: Freshness) -> Result<Credentials, CredentialsError> {
        let mut kept = self.kept.lock().unwrap();
        if freshness == Freshness::Reread {
            *kept = *self.stored.lock().unwrap();
        }
        Ok(Credentials { client_id: "app".to_owned(), client_secret: (*kept).into() })
    }
}

impl Shopify {
    /// A shop of this order, paid and routed.
    pub async fn with(order: Order) -> Self {
        Self::with_bucket(order, Bucket::new(2000, 100)).await
    }

    pub async fn with_bucket(order: Order, bucket: Bucket) -> Self {
        let locations = (2..=12).map(|id| Location { id, name: format!("Location {id}") }).collect();
        let mut shop = Shop::new(Location { id: 1, name: "Main".to_owned() }, locations);
        let id = order.id;
        shop.place(order, noon());
        shop.route(id).unwrap();
        let elapsed = Arc::new(AtomicI64::new(0));
        let hands = Arc::clone(&elapsed);
        let clock = Arc::new(move || noon() + Duration::from_millis(hands.load(Ordering::SeqCst).unsigned_abs()));
        let mut settings = Settings::new(shop, SCHEMA, "app", "first secret", clock);
        settings.bucket = bucket;
        let running = ShopifySimulator::start(settings).await.unwrap();
        Self { running, stored: Arc::new(Mutex::new("first secret")), elapsed }
    }

    /// A client that has called nothing yet.
    pub fn client(&self) -> Client<App> {
        let settings = shopify::Settings::new(&self.running.base_url, TIMEOUT).unwrap();
        let kept = Mutex::new(*self.stored.lock().unwrap());
        Client::new(settings, App { kept, stored: Arc::clone(&self.stored) }).unwrap()
    }

    /// Lets time pass in the shop.
    pub fn pass(&self, time: Duration) {
        self.elapsed.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

pub fn id() -> OrderId {
    OrderId(ORDER)
}

/// A paid order of so many lines, line `n` of `n` units at 10.01 each.
pub fn order(lines: u32) -> Order {
    let mut order = Order::blank(ORDER, "#1001", "GBP", noon());
    order.lines = (1..=lines)
        .map(|number| {
            let id = u64::from(number);
            Line::plain(9_100_000_000_000_000 + id, &format!("SKU-{number}"), id, number, Decimal::new(1001, 2))
        })
        .collect();
    order.paid_by(7, "shopify_payments")
}
