//! feed-poll, rule by rule, over tables in memory and a shop written by hand.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_clock_that_jumps;
mod a_failure_in_the_middle_loses_no_window;
mod a_feed_that_falls_behind_is_told;
mod a_refused_cursor_begins_the_window_again;
mod each_shop_has_its_own_cursor;
mod equal_timestamps_across_a_page_edge;
mod outside;
mod the_first_run_begins_at_go_live;
mod the_mark_is_the_start_of_the_run;
mod thirty_days_each_night;
mod times_are_utc;
mod twenty_five_thousand_orders;
mod two_runs_at_once;
mod what_no_webhook_told_is_found;
mod windows_leave_no_gap;
