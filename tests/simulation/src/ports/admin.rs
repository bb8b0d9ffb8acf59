//! What the audit asks of Shopify, by calls.

use std::rc::Rc;

use driver::ports::NotNow;
use due_work::WebhookAdmin;
use sandbox::shopify::Topic;
use shopify::Subscription;

use super::call::{About, Befell};
use super::worker::Worker;
use crate::fault::CallKind;
use crate::kernel::name_hash;
use crate::world::World;

/// The version in which webhooks come.
const VERSION: &str = shopify::API_VERSION;

impl Worker {
    async fn audits<T: 'static>(&self, effect: impl FnMut(&Rc<World>, &Befell) -> T + 'static) -> Result<T, NotNow> {
        self.call_shopify(CallKind::ShopifyAudit, About::Whatever(name_hash("the audit")), effect).await
    }
}

impl WebhookAdmin for Worker {
    async fn granted_scopes(&self) -> Result<Vec<String>, NotNow> {
        self.audits(|world, _| world.shop.borrow().granted_scopes().map(str::to_owned).collect()).await
    }

    async fn subscriptions(&self) -> Result<Vec<Subscription>, NotNow> {
        let effect = |world: &Rc<World>, _: &Befell| {
            let shop = world.shop.borrow();
            let present = shop.subscriptions().iter().map(|one| Subscription {
                id: one.id.to_string(),
                topic: one.topic.graphql_name().to_owned(),
                uri: one.uri.clone(),
                api_version: one.api_version.clone(),
            });
            present.collect()
        };
        self.audits(effect).await
    }

    async fn create(&self, topic: shopify::Topic, address: &str) -> Result<(), NotNow> {
        let address = address.to_owned();
        let effect = move |world: &Rc<World>, _: &Befell| {
            let same = Topic::ALL.into_iter().find(|known| known.name() == topic.as_str());
            if let Some(topic) = same {
                world.shop.borrow_mut().subscribe(topic, &address, VERSION);
            }
        };
        self.audits(effect).await
    }

    async fn send_to(&self, subscription: &str, address: &str) -> Result<(), NotNow> {
        let (id, address) = (subscription.parse().unwrap_or_default(), address.to_owned());
        let effect = move |world: &Rc<World>, _: &Befell| {
            world.shop.borrow_mut().move_subscription(id, &address);
        };
        self.audits(effect).await
    }
}
