//! Shopify, as the driver sees it.

use std::error::Error;
use std::time::Duration;

use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use driver::ports::{NotNow, ReadAnswer, Shopify, WriteAnswer};
use jiff::{SignedDuration, Timestamp};
use shopify::{Class, Client};

use crate::credentials::ShopifyCredentials;

/// The client, and what a merchant decides about writing back.
pub struct ShopifyPort {
    /// The client.
    pub client: Client<ShopifyCredentials>,
    /// A tag for accepted orders beside the metafield, if the merchant wants one.
    pub tag: Option<String>,
}

impl Shopify for ShopifyPort {
    async fn read_order(&self, order: OrderId) -> ReadAnswer {
        match self.client.read_order(order).await {
            Ok(read) => ReadAnswer::Order(Box::new(read.image), Box::new(read.delivery)),
            Err(error) => match error.class() {
                Class::NotFound => ReadAnswer::NotFound,
                Class::Unreadable | Class::Rejected => ReadAnswer::Unreadable { why: reasons(&error) },
                class @ (Class::NotDone { .. } | Class::Denied | Class::Unknown) => {
                    ReadAnswer::NotNow(not_now(class, &error))
                }
            },
        }
    }

    async fn write_numbers(&self, order: OrderId, numbers: &[SalesOrderNumber]) -> WriteAnswer {
        let numbers: Vec<&str> = numbers.iter().map(SalesOrderNumber::as_str).collect();
        if let Err(error) = self.client.set_order_numbers(order, &numbers).await {
            return WriteAnswer::NotNow(not_now(error.class(), &error));
        }
        if let Some(tag) = &self.tag
            && let Err(error) = self.client.add_tag(order, tag).await
        {
            return WriteAnswer::NotNow(not_now(error.class(), &error));
        }
        WriteAnswer::Written
    }
}

fn not_now(class: Class, error: &dyn Error) -> NotNow {
    let until = match class {
        Class::NotDone { wait: Some(wait) } => Some(after(wait)),
        _ => None,
    };
    // A write that Shopify refuses is refused again until somebody mends scopes or definitions.
    NotNow { until, why: reasons(error), refused: matches!(class, Class::Denied | Class::Rejected) }
}

fn after(wait: Duration) -> Timestamp {
    domain::policy::later(platform::clock::now(), SignedDuration::try_from(wait).unwrap_or_default())
}

/// An error and its causes in one line.
fn reasons(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text.push_str(": ");
        text.push_str(&source.to_string());
        cause = source.source();
    }
    text
}
