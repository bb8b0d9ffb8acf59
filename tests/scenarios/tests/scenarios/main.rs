//! What must hold end to end, through the functions as they are deployed: one file for each rule.
//!
//! Every scene is a deployment of the real template on the local stack, with a shop and an ERP of its own, at a pace that is
//! quicker than life. Whatever befalls it, [`Scene::ends`] finds what must hold at its end.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod customers;
mod scene;
mod slow_table;

mod a_bare_delivery_still_rings;
mod a_changed_order_is_never_sent_twice;
mod a_deleted_subscription_is_restored;
mod a_late_copy_counts_once;
mod a_late_worker_does_not_send;
mod a_lost_answer_is_found;
mod a_plain_order_takes_few_calls;
mod bluecherry_may_be_down;
mod copies_of_a_webhook_count_once;
mod edits_meanwhile_are_not_lost;
mod forgeries_ring_nothing;
mod killed_workers_leave_one_sales_order;
mod lost_webhooks_are_found_by_the_sweep;
mod missing_codes_release_their_orders;
mod odd_answers_are_read_for_what_they_are;
mod one_bad_order_holds_up_no_other;
mod orders_wait_for_their_routing;
mod orders_with_many_lines_and_parts;
mod queues_contract;
mod secrets_may_rotate;
mod tables_contract;
mod the_right_environment_answers;
