//! What a function's machine reaches, simulated: the driver's ports and the small traits of the functions, each call in three
//! events.

mod admin;
mod befalls;
mod bluecherry;
mod call;
mod chance;
mod gateway;
mod image;
mod machine;
mod orders_table;
mod queue;
mod sales_order;
mod secrets;
mod shopify;
mod tables;
mod worker;

pub use befalls::may_befall;
pub use call::Failure;
pub use chance::Chance;
pub use image::image_of;
pub use machine::{Machine, Mercy};
pub use orders_table::newer_code_leaves;
pub use sales_order::wire_order;
pub use secrets::{Vault, Version, client_secret, subscription_key};
pub use tables::at_once;
pub use worker::Worker;
