//! The rules of the Shopify client, one file each, against answers that no simulator made.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod by_hand;
mod server;

mod a_plain_order_becomes_facts;
mod a_refused_token_is_replaced_once;
mod an_empty_bucket_is_not_called;
mod changed_orders_are_asked_for_in_utc;
mod every_line_is_read;
mod every_page_is_followed;
mod granted_scopes_are_told;
mod hints_name_an_order_and_nothing_else;
mod nothing_personal_is_shown;
mod payments_are_summed_by_gateway;
mod redirects_are_not_followed;
mod signatures_are_checked_over_the_raw_bytes;
mod subscriptions_are_listed_made_and_moved;
mod the_layers_of_errors_are_told_apart;
mod units_are_routed_to_locations;
mod what_is_no_fact_is_refused;
mod writes_set_a_state;
