//! The clients against the simulators, over HTTP on this machine. Neither knows the other's code, so what holds here is what
//! both read out of the same sheets.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod erp;
#[path = "../../../../shared/bluecherry/tests/rules/sample.rs"]
mod sample;
mod shop;

mod a_long_order_is_read_page_by_page;
mod a_post_is_booked_and_echoed;
mod a_quota_lasts_until_it_is_replenished;
mod a_reference_finds_what_stands_under_it;
mod a_refused_key_is_replaced_once;
mod a_refused_token_is_replaced_once;
mod a_staged_order_is_settled_by_an_import;
mod changed_orders_are_read_page_by_page;
mod each_fault_means_what_it_must;
mod each_refusal_of_shopify_is_told_apart;
mod numbers_written_are_shown;
mod subscriptions_and_scopes_are_audited;
mod the_status_says_who_answers;
mod throttled_calls_wait;
mod waits_are_told;
