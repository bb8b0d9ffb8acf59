//! webhook-intake, rule by rule. `delivery.rs` makes deliveries as Shopify does, without the code that checks them.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod deliveries_that_are_not_ours;
mod delivery;
mod forgeries_ring_nothing;
mod headers_in_any_spelling;
mod only_the_identity_goes_further;
mod replays_ring_again;
mod two_secrets_while_they_rotate;
mod what_fails_comes_again;
