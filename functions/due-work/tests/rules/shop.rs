//! The app's subscriptions and scopes in a shop that may refuse, or not answer.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use driver::memory::MemoryTables;
use driver::operations::{EXCEPTION, OperationException};
use driver::ports::{NotNow, Tables};
use due_work::{AuditSettings, Audited, SCOPES, WebhookAdmin, audit};
use jiff::Timestamp;
use shopify::{API_VERSION, Subscription, Topic};

use crate::outside::minutes;

pub const ADDRESS: &str = "https://new.execute-api.us-east-1.amazonaws.com/webhooks/shopify";

/// The shop, and the tables that remember its audits.
pub struct Shop {
    pub tables: MemoryTables,
    pub subscriptions: RefCell<Vec<Subscription>>,
    pub scopes: RefCell<Vec<String>>,
    /// What a call is answered instead: `scopes`, `list`, `create orders/paid`, `move orders/paid`.
    pub instead: RefCell<BTreeMap<String, NotNow>>,
    pub calls: RefCell<Vec<String>>,
    made: Cell<u64>,
}

impl Default for Shop {
    /// A shop in which nothing stands.
    fn default() -> Self {
        Self {
            tables: MemoryTables::default(),
            subscriptions: RefCell::default(),
            scopes: RefCell::new(SCOPES.map(str::to_owned).to_vec()),
            instead: RefCell::default(),
            calls: RefCell::default(),
            made: Cell::default(),
        }
    }
}

impl Shop {
    /// A shop in which all is as it must be.
    pub fn in_order() -> Self {
        let shop = Self::default();
        for topic in Topic::ALL {
            shop.stands(topic, ADDRESS);
        }
        shop
    }

    /// A subscription stands at an address.
    pub fn stands(&self, topic: Topic, uri: &str) {
        self.made.set(self.made.get() + 1);
        self.subscriptions.borrow_mut().push(Subscription {
            id: format!("gid://shopify/WebhookSubscription/{}", self.made.get()),
            topic: topic.graphql_name().to_owned(),
            uri: uri.to_owned(),
            api_version: API_VERSION.to_owned(),
            format: "JSON".to_owned(),
            filter: None,
            include_fields: Vec::new(),
        });
    }

    /// Every subscription as `topic address`, sorted.
    pub fn standing(&self) -> Vec<String> {
        let mut standing: Vec<String> =
            self.subscriptions.borrow().iter().map(|one| format!("{} {}", one.topic, one.uri)).collect();
        standing.sort();
        standing
    }

    /// One audit for an address, if it is time.
    pub async fn audits_for(&self, address: &str, now: Timestamp) -> Audited {
        let settings = AuditSettings { address: address.to_owned(), every: minutes(60) };
        audit(&self.tables, self, &settings, now).await.unwrap()
    }

    /// One audit, if it is time.
    pub async fn audits(&self, now: Timestamp) -> Audited {
        self.audits_for(ADDRESS, now).await
    }

    /// The kinds of the open exceptions.
    pub async fn told(&self) -> Vec<String> {
        self.exceptions().await.into_iter().map(|exception| exception.kind).collect()
    }

    /// The open exceptions.
    pub async fn exceptions(&self) -> Vec<OperationException> {
        let rows = self.tables.operations(EXCEPTION).await.unwrap();
        rows.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
    }

    pub fn answers(&self, call: &str, why: &str, refused: bool) {
        let not_now = NotNow { until: None, why: why.to_owned(), refused };
        self.instead.borrow_mut().insert(call.to_owned(), not_now);
    }

    /// Others come to their turn meanwhile.
    async fn called(&self, call: String) -> Result<(), NotNow> {
        tokio::task::yield_now().await;
        let instead = self.instead.borrow().get(&call).cloned();
        self.calls.borrow_mut().push(call);
        instead.map_or(Ok(()), Err)
    }
}

impl WebhookAdmin for Shop {
    async fn granted_scopes(&self) -> Result<Vec<String>, NotNow> {
        self.called("scopes".to_owned()).await?;
        Ok(self.scopes.borrow().clone())
    }

    async fn subscriptions(&self) -> Result<Vec<Subscription>, NotNow> {
        self.called("list".to_owned()).await?;
        Ok(self.subscriptions.borrow().clone())
    }

    async fn create(&self, topic: Topic, address: &str) -> Result<(), NotNow> {
        self.called(format!("create {}", topic.as_str())).await?;
        self.stands(topic, address);
        Ok(())
    }

    async fn send_to(&self, subscription: &str, address: &str) -> Result<(), NotNow> {
        let place = self.subscriptions.borrow().iter().position(|one| one.id == subscription).unwrap();
        let name = self.subscriptions.borrow()[place].topic.clone();
        let topic = Topic::ALL.into_iter().find(|topic| topic.graphql_name() == name).unwrap();
        self.called(format!("move {}", topic.as_str())).await?;
        let one = &mut self.subscriptions.borrow_mut()[place];
        address.clone_into(&mut one.uri);
        "JSON".clone_into(&mut one.format);
        one.filter = None;
        one.include_fields.clear();
        Ok(())
    }
}

/// An audit that found or left everything right, after so many repairs.
pub fn right_after(repaired: u64) -> Audited {
    Audited::Made { repaired, all_right: true }
}

/// An audit after which something is still wrong or unknown.
pub fn wrong_after(repaired: u64) -> Audited {
    Audited::Made { repaired, all_right: false }
}
