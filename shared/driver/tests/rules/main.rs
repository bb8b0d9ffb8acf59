//! The rules of the driver, one module for each, over a small outside that is kept as plain state.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod budget;
mod calls;
mod contention;
mod deadline;
mod fault;
mod fault_matrix;
mod gate;
mod hints;
mod interleaving;
mod late_news;
mod long_orders;
mod missing_codes;
mod ports;
mod refusals;
mod rows;
#[expect(dead_code, reason = "these samples serve the tests of two crates")]
#[path = "../../../domain/tests/rules/sample.rs"]
mod sample;
mod schema;
mod settle;
mod shopify_away;
mod world;
