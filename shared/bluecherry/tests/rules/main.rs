//! The rules of the BlueCherry client, one file each, against answers that no simulator made.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod by_hand;
mod sample;
mod server;

mod a_refused_key_is_replaced_once;
mod a_sales_order_is_posted_as_the_contract_says;
mod an_import_is_settled_by_its_state;
mod answers_to_a_post_have_five_meanings;
mod any_bytes_may_come;
mod clocks_are_put_back_once_a_year;
mod codes_come_padded_and_in_any_case;
mod nothing_personal_is_shown;
mod only_the_application_says_that_there_is_nothing;
mod redirects_are_not_followed;
mod settings_that_cannot_work_are_refused;
mod the_status_names_who_answers;
mod waits_are_read_from_the_answer;
mod what_is_not_echoed_is_read_back;
mod what_was_not_sent_is_not_done;
