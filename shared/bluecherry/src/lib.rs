//! The client of the adapter contract, `openapi.yaml` beside this crate: what Cherrycycle asks of whatever stands in front
//! of a BlueCherry company.
//!
//! [`Client`] asks for the status, posts a sales order, asks what became of a staged one, and looks for sales orders under a
//! reference. What an answer means is decided in [`answer`], from status, headers and bytes alone. CGS publishes no API
//! reference, so each assumption of the contract is a field of [`Settings`], a name of one list (`paths`), or a constant that
//! says so.
//!
//! Nothing here shows a customer's data: BlueCherry's messages and values are dropped, its codes, lines and fields are kept.

pub mod answer;
mod client;
mod http;
mod key;
mod paths;
mod settings;
mod text;
mod transform;
mod wire;

pub use answer::status::{Status, StatusAnswer, Window};
pub use client::Client;
pub use key::{Freshness, KeyError, KeySource};
pub use settings::{Echo, ReferenceField, Settings, SettingsError};
