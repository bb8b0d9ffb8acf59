//! The app's webhook subscriptions: those made through the API. Shopify does not list the ones of the app's own TOML file.

use crate::call::CallError;
use crate::class::Class;
use crate::client::Client;
use crate::credentials::CredentialSource;
use crate::generated::{
    CreateSubscription, MoveSubscription, WebhookSubscriptions, create_subscription, move_subscription,
    webhook_subscriptions,
};
use crate::hint::Topic;

/// A webhook subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its global id, `gid://shopify/WebhookSubscription/…`.
    pub id: String,
    /// What it tells of, as the API names it, such as `ORDERS_PAID`: see [`Topic::graphql_name`].
    pub topic: String,
    /// Where deliveries go.
    pub uri: String,
    /// The version that bodies are written in, such as `2026-10`: a setting of the app, not of the subscription.
    pub api_version: String,
    /// `JSON`, or the format that nothing here reads.
    pub format: String,
    /// A condition on the order, in Shopify's search syntax: what does not meet it is told to nobody.
    pub filter: Option<String>,
    /// The only fields that bodies carry, or none where they carry all.
    pub include_fields: Vec<String>,
}

impl Subscription {
    /// In which ways it tells less than all, or in a format that is not read; nothing of the filter is quoted. Metafields
    /// make a body longer, and are no harm.
    pub fn shortcomings(&self) -> Vec<&'static str> {
        shortcomings(&self.format, self.filter.as_deref(), &self.include_fields)
    }
}

fn shortcomings(format: &str, filter: Option<&str>, include_fields: &[String]) -> Vec<&'static str> {
    let ways = [
        (filter.is_some_and(|filter| !filter.trim().is_empty()), "it has a filter"),
        (!include_fields.is_empty(), "its bodies carry some fields alone"),
        (format != "JSON", "its format is not JSON"),
    ];
    ways.into_iter().filter_map(|(is_so, way)| is_so.then_some(way)).collect()
}

/// A subscription was not made or moved, or may not have been.
#[derive(Debug, thiserror::Error)]
pub enum SubscribeError {
    /// The call failed.
    #[error("no answer confirms that the webhook subscription was written; list the subscriptions before another try")]
    Call(#[from] CallError),
    /// Shopify refused it: the third layer of errors, `userErrors`.
    #[error("Shopify refused the webhook subscription: {said}; check the address and the app's scopes")]
    Rejected {
        /// The message of each error, which speak of the topic and the address.
        said: String,
    },
    /// Shopify answered that it was written, and showed it otherwise.
    #[error("Shopify confirmed the webhook subscription {id} and shows it otherwise: {}; delete it (`webhookSubscriptionDelete`), and the next audit makes a whole one", .kept.join(" and "))]
    Kept {
        /// Its global id.
        id: String,
        /// What it should not show.
        kept: Vec<&'static str>,
    },
}

impl SubscribeError {
    /// What it means.
    pub fn class(&self) -> Class {
        match self {
            Self::Call(source) => match source.class() {
                // An answer to a write that can't be read proves neither that it was done nor that it was not.
                Class::Unreadable => Class::Unknown,
                other => other,
            },
            Self::Rejected { .. } | Self::Kept { .. } => Class::Rejected,
        }
    }
}

impl<C: CredentialSource> Client<C> {
    /// Each webhook subscription that the app made through the API, from every page.
    ///
    /// # Errors
    /// When a call fails or a page can't be read; [`CallError::class`] tells them apart.
    pub async fn webhook_subscriptions(&self) -> Result<Vec<Subscription>, CallError> {
        let mut subscriptions = Vec::new();
        let mut after = None;
        loop {
            let variables = webhook_subscriptions::Variables { after };
            let page = self.call::<WebhookSubscriptions>(variables).await?.data.webhook_subscriptions;
            subscriptions.extend(page.nodes.into_iter().map(|node| Subscription {
                id: node.id,
                topic: node.topic,
                uri: node.uri,
                api_version: node.api_version.handle,
                format: node.format,
                filter: node.filter,
                include_fields: node.include_fields,
            }));
            if !page.page_info.has_next_page {
                return Ok(subscriptions);
            }
            let why = "`pageInfo.endCursor` is missing though there is a next page";
            let end = page.page_info.end_cursor.ok_or_else(|| CallError::Unreadable { why: why.to_owned() })?;
            after = Some(end);
        }
    }

    /// Subscribes a topic at an address.
    ///
    /// # Errors
    /// When the call fails or Shopify refuses it, as it does where the address has the topic already; [`SubscribeError::class`] tells them apart.
    pub async fn create_subscription(&self, topic: Topic, uri: &str) -> Result<(), SubscribeError> {
        let variables = create_subscription::Variables { topic: topic.graphql_name().to_owned(), uri: uri.to_owned() };
        let payload = self.call::<CreateSubscription>(variables).await?.data.webhook_subscription_create;
        let errors = payload.ok_or(CallError::Garbled)?.user_errors;
        confirmed(errors.into_iter().map(|error| error.message))
    }

    /// Sends the deliveries of the subscription with this global id to an address: all of them, with every field, as JSON.
    ///
    /// # Errors
    /// When the call fails or Shopify refuses it, or does not do all of it; [`SubscribeError::class`] tells them apart.
    pub async fn move_subscription(&self, id: &str, uri: &str) -> Result<(), SubscribeError> {
        let variables = move_subscription::Variables { id: id.to_owned(), uri: uri.to_owned() };
        let payload = self.call::<MoveSubscription>(variables).await?.data.webhook_subscription_update;
        let payload = payload.ok_or(CallError::Garbled)?;
        confirmed(payload.user_errors.into_iter().map(|error| error.message))?;
        let shown = payload.webhook_subscription.ok_or(CallError::Garbled)?;
        let mut kept = shortcomings(&shown.format, shown.filter.as_deref(), &shown.include_fields);
        if shown.uri != uri {
            kept.push("it rings elsewhere");
        }
        if kept.is_empty() { Ok(()) } else { Err(SubscribeError::Kept { id: id.to_owned(), kept }) }
    }
}

fn confirmed(messages: impl Iterator<Item = String>) -> Result<(), SubscribeError> {
    let said: Vec<String> = messages.collect();
    if said.is_empty() { Ok(()) } else { Err(SubscribeError::Rejected { said: said.join("; ") }) }
}
