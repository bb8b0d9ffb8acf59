//! due-work, rule by rule, over tables and queues in memory.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_missing_scope_is_told;
mod a_paused_lane_rings_nothing;
mod an_arrival_that_cannot_be_read_is_skipped;
mod an_arrived_code_releases_its_orders;
mod audits_come_hourly_and_one_at_a_time;
mod bodies_of_another_version_are_told;
mod orders_that_keep_waiting_starve_no_others;
mod outside;
mod shop;
mod subscriptions_are_kept_in_place;
#[path = "../../../order-export/tests/rules/tables.rs"]
mod tables;
mod the_oldest_are_rung_first;
mod the_watch_over_a_code_ends;
mod what_shopify_refuses_is_told;
mod what_was_rung_is_pushed_on;
