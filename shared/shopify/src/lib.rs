//! Shopify's Admin API as far as Cherrycycle needs it, and the two things that a webhook is worth: its signature and its
//! hint.
//!
//! [`Client`] reads an order ([`Client::read_order`]) and writes its sales order numbers back
//! ([`Client::set_order_numbers`], [`Client::add_tag`]). It lists the orders that changed ([`Client::changed_orders`]), and keeps
//! the app's webhook subscriptions ([`Client::webhook_subscriptions`]) and scopes ([`Client::granted_scopes`]) in sight. Each operation is a file of `queries/` with its cost in points; the
//! wire types are generated from Shopify's own schema by `cargo sandbox schema`. Every error has a [`Class`].

mod bucket;
mod call;
mod changed_orders;
mod class;
mod client;
mod conversion;
mod credentials;
mod envelope;
mod generated;
mod hint;
mod http;
mod pages;
mod read_order;
mod scalar;
mod scopes;
mod settings;
mod signature;
mod subscriptions;
mod token;
mod write_back;

pub use call::CallError;
pub use changed_orders::{ChangedOrders, ChangedOrdersError};
pub use class::Class;
pub use client::Client;
pub use conversion::Unreadable;
pub use credentials::{CredentialSource, Credentials, CredentialsError, Freshness};
pub use hint::{Hint, NoOrder, Topic, hint};
pub use read_order::{OrderRead, ReadError};
pub use settings::{API_VERSION, Settings, SettingsError};
pub use signature::{Forged, verify};
pub use subscriptions::{SubscribeError, Subscription};
pub use token::TokenError;
pub use write_back::WriteError;
