//! What a world does.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod a_day_without_faults;
mod translations;
