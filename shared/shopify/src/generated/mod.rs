//! The wire types of every operation in `queries/`, generated from the pruned schema and checked in.
//!
//! Nothing but [`crate::conversion`] and the calls themselves names a type of here. The types have no `Debug`: they hold
//! names and addresses.

#[allow(
    clippy::all,
    clippy::pedantic,
    missing_docs,
    non_camel_case_types,
    rustdoc::all,
    unused_imports,
    reason = "made by graphql_client_codegen, in Shopify's own names"
)]
#[rustfmt::skip]
mod operations;

pub(crate) use operations::*;

/// The points that an operation asks for, as its file declares.
pub(crate) trait DeclaredCost {
    /// Points of Shopify's cost bucket.
    const COST: u32;
}

/// Shopify's country codes, kept as text: an unknown one must survive.
type CountryCode = String;

/// Shopify's currency codes, kept as text: an unknown one must survive.
type CurrencyCode = String;

/// The formats of webhooks, kept as text: an unknown one must survive.
type WebhookSubscriptionFormat = String;

/// The topics of webhooks, kept as text: an unknown one must survive.
type WebhookSubscriptionTopic = String;
