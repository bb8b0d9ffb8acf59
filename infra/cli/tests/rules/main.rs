//! The operator's program, rule by rule, on tables in memory and as the program that people run.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_lane_is_paused_and_set_live;
mod a_load_writes_what_differs;
mod a_put_is_a_version_of_its_own;
mod a_row_says_all_its_faults;
mod a_story_is_told_in_words;
mod exceptions_are_counted_with_their_money;
mod exit_codes_tell_scripts;
mod feeds_say_how_far_they_have_come;
mod mistakes_are_found_before_orders;
mod orders_are_found_by_any_name;
mod sample;
