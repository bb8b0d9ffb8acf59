//! Shopify, as the driver sees it.

use std::error::Error;
use std::time::Duration;

use domain::code::SalesOrderNumber;
use domain::id::OrderId;
use driver::ports::{NotNow, ReadAnswer, Shopify, WriteAnswer};
use jiff::{SignedDuration, Timestamp};
use shopify::{Class, Client, WriteError};

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
                Class::Unreadable => ReadAnswer::Unreadable { why: reasons(&error) },
                // A question that Shopify refuses is no order's fault: the version is retired, or the question is wrong.
                class @ (Class::NotDone { .. } | Class::Denied | Class::Rejected | Class::Unknown) => {
                    ReadAnswer::NotNow(not_now(class, &error))
                }
            },
        }
    }

    async fn write_numbers(&self, order: OrderId, numbers: &[SalesOrderNumber]) -> WriteAnswer {
        let numbers: Vec<&str> = numbers.iter().map(SalesOrderNumber::as_str).collect();
        // The tag first: once the order shows the numbers, nothing is left to write.
        if let Some(tag) = &self.tag
            && let Err(error) = self.client.add_tag(order, tag).await
        {
            return not_written(&error);
        }
        if let Err(error) = self.client.set_order_numbers(order, &numbers).await {
            return not_written(&error);
        }
        WriteAnswer::Written
    }
}

/// What Shopify refuses on one order is that order's; whom it refuses is everybody's.
fn not_written(error: &WriteError) -> WriteAnswer {
    match error.class() {
        Class::Rejected | Class::NotFound => WriteAnswer::Refused { why: reasons(error) },
        class => WriteAnswer::NotNow(not_now(class, error)),
    }
}

/// What a failed call of the client means to whoever drives: until when to wait, why, and whether a person has to act.
pub fn not_now(class: Class, error: &dyn Error) -> NotNow {
    let until = match class {
        Class::NotDone { wait: Some(wait) } => Some(after(wait)),
        _ => None,
    };
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
