//! What the audit asks of Shopify, by calls.

use std::rc::Rc;

use driver::ports::NotNow;
use due_work::WebhookAdmin;
use sandbox::shopify::Topic;
use shopify::Subscription;

use super::call::{About, Befell};
use super::worker::Worker;
use crate::checks::subscriptions::{lacks, lacks_any};
use crate::fault::CallKind;
use crate::kernel::name_hash;
use crate::world::World;

/// What Shopify refuses, and why.
fn refused(why: &str) -> NotNow {
    NotNow { until: None, why: why.to_owned(), refused: true }
}

impl Worker {
    async fn audits<T: 'static>(&self, effect: impl FnMut(&Rc<World>, &Befell) -> T + 'static) -> Result<T, NotNow> {
        self.call_shopify(CallKind::ShopifyAudit, About::Whatever(name_hash("the audit")), effect).await
    }
}

impl WebhookAdmin for Worker {
    async fn granted_scopes(&self) -> Result<Vec<String>, NotNow> {
        let effect = |world: &Rc<World>, _: &Befell| {
            let shop = world.shop.borrow();
            (lacks_any(&shop), shop.granted_scopes().map(str::to_owned).collect())
        };
        let (is_missing, granted) = self.audits(effect).await?;
        self.world.installation.hears_of_missing.set(is_missing);
        Ok(granted)
    }

    async fn subscriptions(&self) -> Result<Vec<Subscription>, NotNow> {
        let effect = |world: &Rc<World>, _: &Befell| {
            let shop = world.shop.borrow();
            let present = shop.subscriptions().iter().map(|one| Subscription {
                id: one.id.to_string(),
                topic: one.topic.graphql_name().to_owned(),
                uri: one.uri.clone(),
                api_version: one.api_version.clone(),
                format: one.format.clone(),
                filter: one.filter.clone(),
                include_fields: one.include_fields.clone(),
            });
            present.collect()
        };
        self.audits(effect).await
    }

    async fn create(&self, topic: shopify::Topic, address: &str) -> Result<(), NotNow> {
        let address = address.to_owned();
        let effect = move |world: &Rc<World>, _: &Befell| {
            let Some(topic) = Topic::ALL.into_iter().find(|known| known.name() == topic.as_str()) else {
                return Err("no such topic");
            };
            let shop = world.shop.borrow();
            if lacks(&shop, &["read_orders"]) {
                return Err("You cannot create a webhook subscription with the specified topic");
            }
            if shop.subscriptions().iter().any(|known| known.topic == topic && known.uri == address) {
                return Err("Address for this topic has already been taken");
            }
            drop(shop);
            world.subscribes(topic, &address);
            Ok(())
        };
        self.audits(effect).await?.map_err(refused)
    }

    async fn send_to(&self, subscription: &str, address: &str) -> Result<(), NotNow> {
        let (id, address) = (subscription.parse().unwrap_or_default(), address.to_owned());
        let effect = move |world: &Rc<World>, _: &Befell| {
            world.shop.borrow_mut().change_subscription(id, |known| {
                address.clone_into(&mut known.uri);
                known.filter = None;
            })
        };
        let is_there = self.audits(effect).await?;
        if is_there { Ok(()) } else { Err(refused("Webhook subscription does not exist")) }
    }
}
