//! Webhook subscriptions and access scopes: what the app has in the shop.

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
}

impl Shop {
    /// Subscribes a topic at an address and gives the subscription's id: that of the present one where this address has the topic already.
    pub fn subscribe(&mut self, topic: Topic, uri: &str, api_version: &str) -> u64 {
        if let Some(known) = self.subscriptions.iter().find(|known| known.topic == topic && known.uri == uri) {
            return known.id;
        }
        let id = self.mint();
        let (uri, api_version) = (uri.to_owned(), api_version.to_owned());
        self.subscriptions.push(Subscription { id, topic, uri, api_version });
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
        let found = self.subscriptions.iter_mut().find(|known| known.id == id);
        found.map(|known| uri.clone_into(&mut known.uri)).is_some()
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

    /// The subscriptions that are told of a topic. An event of a topic that has none is told to nobody.
    pub fn subscribers(&self, topic: Topic) -> impl Iterator<Item = &Subscription> {
        self.subscriptions.iter().filter(move |known| known.topic == topic)
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
