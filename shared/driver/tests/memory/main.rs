//! Tables and queues in memory are as good as those of AWS.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

#[cfg(feature = "contract")]
mod lagging;

mod a_clone_goes_its_own_way;
mod an_index_may_lag;
mod messages_are_received_at_least_once;
#[cfg(feature = "contract")]
mod the_promises_are_kept;
