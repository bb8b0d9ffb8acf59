//! The rules of the platform, one file for each, against answers that are written out here.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_commit_that_landed_is_not_lost;
mod a_message_that_sqs_did_not_take_is_a_failure;
mod all_faults_of_the_settings_are_told_at_once;
mod keys_that_were_left_out_are_asked_for_again;
mod secrets_are_read_when_needed_and_kept;
mod server;
mod settings_become_what_the_house_works_with;
mod two_workers_may_begin_a_window_at_once;
