//! What the audit asks of Shopify and mends there.

#![expect(async_fn_in_trait, reason = "one invocation is one task: its futures never move to another thread")]

use driver::ports::NotNow;
use shopify::{Client, CredentialSource, Subscription, Topic};
use systems::not_now;

/// The app's webhook subscriptions and scopes. An answer that is refused is Shopify's last word until a person acts.
pub trait WebhookAdmin {
    /// The scopes that the shop granted.
    async fn granted_scopes(&self) -> Result<Vec<String>, NotNow>;
    /// The subscriptions that were made through the API. Those of the app's TOML file Shopify does not list.
    async fn subscriptions(&self) -> Result<Vec<Subscription>, NotNow>;
    /// Subscribes a topic at an address.
    async fn create(&self, topic: Topic, address: &str) -> Result<(), NotNow>;
    /// Sends a subscription's deliveries to an address, all of them and whole.
    async fn send_to(&self, subscription: &str, address: &str) -> Result<(), NotNow>;
}

impl<C: CredentialSource> WebhookAdmin for Client<C> {
    async fn granted_scopes(&self) -> Result<Vec<String>, NotNow> {
        Client::granted_scopes(self).await.map_err(|error| not_now(error.class(), &error))
    }

    async fn subscriptions(&self) -> Result<Vec<Subscription>, NotNow> {
        self.webhook_subscriptions().await.map_err(|error| not_now(error.class(), &error))
    }

    async fn create(&self, topic: Topic, address: &str) -> Result<(), NotNow> {
        self.create_subscription(topic, address).await.map_err(|error| not_now(error.class(), &error))
    }

    async fn send_to(&self, subscription: &str, address: &str) -> Result<(), NotNow> {
        self.move_subscription(subscription, address).await.map_err(|error| not_now(error.class(), &error))
    }
}
