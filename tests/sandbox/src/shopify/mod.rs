//! Shopify, as far as this project meets it: a shop as a plain state machine, and the Admin API and the webhooks in front of it.
//!
//! [`Shop`] holds orders as facts and tells what happened as [`Event`]s; it knows neither a clock nor a network.
//! [`graphql::Api`] answers operations from it, checked against Shopify's own schema. [`ShopifySimulator`] serves both over HTTP and
//! delivers the events as signed webhooks, with faults by the switch. Nothing here uses the code of the client that it tests.

mod body;
mod book;
mod calls;
mod changed;
mod changes;
mod delivery;
mod events;
mod faults;
mod fulfillment;
pub mod graphql;
mod http;
mod line;
mod order;
mod payload;
mod payment;
mod presentment;
mod rest;
mod rest_line;
mod routing;
mod shop;
mod signature;
mod simulator;
mod subscription;
mod sums;
mod tokens;

pub use book::{Counters, Delivered};
pub use calls::{Call, Calls, Outcome};
pub use changed::Changed;
pub use changes::Refund;
pub use delivery::{WebhookSettings, signed_headers};
pub use events::{Event, Topic};
pub use faults::{ApiFaults, DeliveryFaults};
pub use fulfillment::{FulfillmentOrder, FulfillmentOrderStatus, RoutedLine};
pub use line::{Allocation, DiscountApplication, DiscountKind, Line, Property, ShippingLine, Tax};
pub use order::{Address, Metafield, Order};
pub use payment::{FinancialStatus, Transaction, TransactionKind, TransactionStatus};
pub use presentment::Presentment;
pub use rest::{Placed, Unreadable, orders_in};
pub use shop::{Location, Shop, ShopError};
pub use signature::signature;
pub use simulator::{Clock, Running, Settings, ShopifySimulator, StartError};
pub use subscription::{API_VERSION, Subscription};
pub use sums::Sums;
