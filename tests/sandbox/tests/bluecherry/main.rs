//! What the simulated ERP does, as rules: one file for each.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_callers_process_can_be_killed;
mod a_held_post_books_nothing_once_its_caller_leaves;
mod a_post_may_arrive_twice;
mod a_post_may_be_booked_after_its_caller_left;
mod a_second_post_makes_a_second_order;
mod an_order_is_refused_as_a_whole;
mod codes_come_back_padded;
mod control_totals_tie_to_the_penny;
mod every_text_stays_in_the_character_set;
mod faults_are_drawn_by_seed_reference_and_attempt;
mod faults_on_the_wire;
mod orders_wait_while_the_window_is_closed;
mod reads_may_lag_behind_the_books;
mod sample;
mod staged_orders_are_imported_later;
mod the_clock_is_put_back_once_a_year;
mod the_gateway_guards_the_company;
mod the_quota_of_a_day_is_used_up;
mod the_server_goes_down_and_comes_back;
