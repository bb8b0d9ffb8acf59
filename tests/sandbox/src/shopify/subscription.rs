//! Webhook subscriptions and access scopes: what the app has in the shop.

use serde_json::Value;

use super::events::Topic;
use super::shop::Shop;

/// The version of the Admin API that the simulator speaks, and that the app's webhooks have unless a subscription says otherwise.
pub const API_VERSION: &str = "2026-10";

/// The scopes that are granted at first.
pub(super) const SCOPES: [&str; 3] = ["read_orders", "write_orders", "read_merchant_managed_fulfillment_orders"];

/// A subscription that the app made through the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The number in `gid://shopify/WebhookSubscription/…`.
    pub id: u64,
    /// What it tells of.
    pub topic: Topic,
    /// Where deliveries go.
    pub uri: String,
    /// The version that bodies are written in. Shopify takes it from the app's settings; it can't be chosen for each subscription.
    pub api_version: String,
    /// `JSON` or `XML`.
    pub format: String,
    /// A condition on what is told. No search syntax is played here: a filter lets nothing through.
    pub filter: Option<String>,
    /// The only fields that bodies carry; none for all.
    pub include_fields: Vec<String>,
}

impl Subscription {
    /// The body of its deliveries, made of a whole one.
    pub(super) fn body(&self, whole: Vec<u8>) -> Vec<u8> {
        if self.format != "JSON" {
            return b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><order/>".to_vec();
        }
        if self.include_fields.is_empty() {
            return whole;
        }
        let mut body: serde_json::Map<String, Value> = serde_json::from_slice(&whole).unwrap_or_default();
        body.retain(|name, _| self.include_fields.contains(name));
        Value::Object(body).to_string().into_bytes()
    }
}

impl Shop {
    /// Subscribes a topic at an address and gives the subscription's id: that of the present one where this address has the topic already.
    pub fn subscribe(&mut self, topic: Topic, uri: &str, api_version: &str) -> u64 {
        if let Some(known) = self.subscriptions.iter().find(|known| known.topic == topic && known.uri == uri) {
            return known.id;
        }
        let id = self.mint();
        self.subscriptions.push(Subscription {
            id,
            topic,
            uri: uri.to_owned(),
            api_version: api_version.to_owned(),
            format: "JSON".to_owned(),
            filter: None,
            include_fields: Vec::new(),
        });
        id
    }

    /// Subscribes every topic at an address.
    pub fn subscribe_all(&mut self, uri: &str) {
        for topic in Topic::ALL {
            self.subscribe(topic, uri, API_VERSION);
        }
    }

    /// Sends a subscription's deliveries to another address from now on, and says whether there is such a subscription.
    pub fn move_subscription(&mut self, id: u64, uri: &str) -> bool {
        self.change_subscription(id, |known| uri.clone_into(&mut known.uri))
    }

    /// Changes a subscription, as the app's owner may by hand, and says whether there is such a one.
    pub fn change_subscription(&mut self, id: u64, change: impl FnOnce(&mut Subscription)) -> bool {
        self.subscriptions.iter_mut().find(|known| known.id == id).map(change).is_some()
    }

    /// Writes all bodies in another version from now on: a setting of the app, which each of its subscriptions follows.
    pub fn write_webhooks_in(&mut self, api_version: &str) {
        for known in &mut self.subscriptions {
            api_version.clone_into(&mut known.api_version);
        }
    }

    /// Deletes a subscription, as Shopify does when deliveries fail for hours, and says whether there was one.
    pub fn delete_subscription(&mut self, id: u64) -> bool {
        let before = self.subscriptions.len();
        self.subscriptions.retain(|known| known.id != id);
        self.subscriptions.len() < before
    }

    /// Each subscription, the oldest first.
    pub fn subscriptions(&self) -> &[Subscription] {
        &self.subscriptions
    }

    /// The subscriptions that are told of a topic: those without a filter. An event of a topic that has none is told to nobody.
    pub fn subscribers(&self, topic: Topic) -> impl Iterator<Item = &Subscription> {
        self.subscriptions.iter().filter(move |known| known.topic == topic && known.filter.is_none())
    }

    /// The scopes that the app was granted.
    pub fn granted_scopes(&self) -> impl Iterator<Item = &str> {
        self.scopes.iter().map(String::as_str)
    }

    /// Grants these scopes and no other. Reading needs `read_orders`, also beside `write_orders`.
    pub fn grant_scopes(&mut self, scopes: impl IntoIterator<Item = String>) {
        self.scopes = scopes.into_iter().collect();
    }

    /// Grants what is granted at first, without these scopes.
    pub fn miss_scopes(&mut self, missing: impl IntoIterator<Item = String>) {
        self.scopes = SCOPES.iter().map(ToString::to_string).collect();
        for scope in missing {
            self.scopes.remove(&scope);
        }
    }

    /// Whether a scope was granted.
    pub(super) fn grants(&self, scope: &str) -> bool {
        self.scopes.contains(scope)
    }
}
