//! What the simulation promises of itself, and a fixed few hundred days of what it promises of the functions.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_bug_is_caught_by_what_fails_with_it_alone;
mod a_case_is_read_as_it_was_written;
mod a_case_shrinks_to_what_it_needs;
mod a_lost_subscription_is_back_within_the_hour;
mod a_pair_of_faults_is_found;
mod a_panic_is_a_violation_of_its_day;
mod a_rotated_secret_is_waited_out;
mod days;
mod each_fault_at_each_call_breaks_no_promise;
mod no_program_holds_a_planted_bug;
mod planted_bugs_are_caught;
mod synthetic;
mod the_same_seed_plays_the_same;
mod two_hundred_bad_days_break_no_promise;
mod what_was_found_does_not_depend_on_threads;
