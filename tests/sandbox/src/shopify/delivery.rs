//! Deliveries of webhooks: signed, retried, at least once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{CONTENT_TYPE, HOST};
use reqwest::redirect::Policy;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::book::Book;
use super::events::{Event, Topic};
use super::faults::{DeliveryFaults, draw, uuid};
use super::shop::Shop;
use super::signature::signature;
use super::simulator::{Clock, held};
use super::subscription::{API_VERSION, Subscription};

/// "Shopify retries 8 times over 4 hours" (changelog of 2024-09-10), each wait twice the one before.
const RETRIES: u32 = 8;
const WAITS: u32 = (1 << RETRIES) - 1;
/// How often the runner looks for new events.
const LOOK: Duration = Duration::from_millis(20);

/// Where deliveries go, and how.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// The URL at which the topics are subscribed. Deliveries go where the shop's subscriptions say when the event is taken.
    pub target: String,
    /// The `Host` header, where it isn't the URL's: a local gateway routes by it.
    pub host: Option<String>,
    /// `X-Shopify-Shop-Domain`.
    pub shop_domain: String,
    /// The key of the signatures.
    pub client_secret: String,
    /// `X-Shopify-API-Version` of the topics subscribed.
    pub api_version: String,
    /// The topics that are subscribed at the target when deliveries begin.
    pub topics: Vec<Topic>,
    /// Decides ids and faults.
    pub seed: u64,
    /// What goes wrong.
    pub faults: DeliveryFaults,
    /// How long an answer may take: 5 s at Shopify.
    pub deadline: Duration,
    /// How long retries go on: 4 h at Shopify, divided by what compresses the day.
    pub retry_over: Duration,
    /// How many deliveries may be under way at once.
    pub at_once: usize,
}

impl WebhookSettings {
    /// Shopify's own times, all topics and no faults.
    pub fn new(target: &str, shop_domain: &str, client_secret: &str) -> Self {
        Self {
            target: target.to_owned(),
            host: None,
            shop_domain: shop_domain.to_owned(),
            client_secret: client_secret.to_owned(),
            api_version: API_VERSION.to_owned(),
            topics: Topic::ALL.to_vec(),
            seed: 0,
            faults: DeliveryFaults::default(),
            deadline: Duration::from_secs(5),
            retry_over: Duration::from_hours(4),
            at_once: 16,
        }
    }
}

/// The headers of an event's delivery: the same for each retry and duplicate.
pub fn signed_headers(settings: &WebhookSettings, event: &Event) -> Vec<(&'static str, String)> {
    let change = event.change.to_string();
    let order = event.order.to_string();
    vec![
        ("X-Shopify-Topic", event.topic.name().to_owned()),
        ("X-Shopify-Hmac-Sha256", signature(&settings.client_secret, &event.body)),
        ("X-Shopify-Shop-Domain", settings.shop_domain.clone()),
        ("X-Shopify-API-Version", settings.api_version.clone()),
        ("X-Shopify-Webhook-Id", webhook_id(settings, event)),
        ("X-Shopify-Event-Id", uuid(settings.seed, &["event", &order, &change])),
        ("X-Shopify-Triggered-At", event.triggered_at.to_string()),
    ]
}

fn webhook_id(settings: &WebhookSettings, event: &Event) -> String {
    let [order, occurrence] = [event.order.to_string(), event.occurrence.to_string()];
    uuid(settings.seed, &["webhook", &order, event.topic.name(), &occurrence])
}

/// What each delivery needs.
#[derive(Clone)]
struct Runner {
    settings: Arc<WebhookSettings>,
    client: Client,
    clock: Clock,
    book: Arc<Mutex<Book>>,
    turns: Arc<Semaphore>,
}

/// Delivers the shop's events until it is dropped.
pub(super) async fn run(shop: Arc<Mutex<Shop>>, settings: WebhookSettings, clock: Clock, book: Arc<Mutex<Book>>) {
    // Straight to the target, and a redirect is a failure, as with Shopify.
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap_or_default();
    let turns = Arc::new(Semaphore::new(settings.at_once));
    let runner = Runner { settings: Arc::new(settings), client, clock, book, turns };
    let mut under_way = JoinSet::new();
    loop {
        {
            let mut shop = held(&shop);
            for event in shop.take_events() {
                for subscription in shop.subscribers(event.topic) {
                    held(&runner.book).counters.in_flight += 1;
                    let body = subscription.body(event.body.clone());
                    under_way.spawn(runner.to(subscription).deliver(Event { body, ..event.clone() }));
                }
            }
        }
        while under_way.try_join_next().is_some() {}
        sleep(LOOK).await;
    }
}

impl Runner {
    /// One that delivers where a subscription says.
    fn to(&self, subscription: &Subscription) -> Self {
        let settings = WebhookSettings {
            target: subscription.uri.clone(),
            api_version: subscription.api_version.clone(),
            ..(*self.settings).clone()
        };
        Self { settings: Arc::new(settings), ..self.clone() }
    }

    async fn deliver(self, event: Event) {
        let faults = self.settings.faults;
        if self.drawn(&event, "lost") < faults.lost {
            let mut book = held(&self.book);
            book.lose(&event, &webhook_id(&self.settings, &event), (self.clock)());
            book.counters.in_flight -= 1;
            return;
        }
        if self.drawn(&event, "delayed") < faults.delayed {
            held(&self.book).counters.delayed += 1;
            sleep(faults.delay).await;
        }
        if self.drawn(&event, "duplicated") < faults.duplicated {
            held(&self.book).counters.duplicated += 1;
            tokio::join!(self.send(&event), self.send(&event));
        } else {
            self.send(&event).await;
        }
        held(&self.book).counters.in_flight -= 1;
    }

    fn drawn(&self, event: &Event, fault: &str) -> f64 {
        let [order, occurrence] = [event.order.to_string(), event.occurrence.to_string()];
        draw(self.settings.seed, &[fault, &order, event.topic.name(), &occurrence])
    }

    /// Sends until it is answered 2xx or given up.
    async fn send(&self, event: &Event) {
        let headers = signed_headers(&self.settings, event);
        let row = held(&self.book).open(event, &webhook_id(&self.settings, event), (self.clock)());
        for attempt in 0..=RETRIES {
            if attempt > 0 {
                held(&self.book).counters.retried += 1;
                sleep(self.settings.retry_over * (1 << (attempt - 1)) / WAITS).await;
            }
            let accepted = self.post(event, &headers, row).await;
            let mut book = held(&self.book);
            if accepted {
                book.history[row].answered_at = Some((self.clock)());
                return;
            }
            book.counters.rejected += 1;
        }
        held(&self.book).counters.given_up += 1;
    }

    async fn post(&self, event: &Event, headers: &[(&'static str, String)], row: usize) -> bool {
        let Ok(_turn) = self.turns.acquire().await else {
            return false;
        };
        {
            let mut book = held(&self.book);
            book.counters.sent += 1;
            book.history[row].requests += 1;
        }
        let mut request = self.client.post(&self.settings.target).timeout(self.settings.deadline);
        if let Some(host) = &self.settings.host {
            request = request.header(HOST, host);
        }
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.header(CONTENT_TYPE, "application/json").body(event.body.clone()).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }
}
