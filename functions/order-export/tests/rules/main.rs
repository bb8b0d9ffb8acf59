//! order-export, rule by rule, over tables in memory and a small outside.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_panic_takes_no_other_order_down;
mod hints_are_coalesced_by_order;
mod old_news_costs_no_call;
mod outside;
#[expect(dead_code, reason = "these samples serve the tests of several crates")]
#[path = "../../../../shared/domain/tests/rules/sample.rs"]
mod sample;
mod tables;
mod what_could_not_be_done_is_given_back;
