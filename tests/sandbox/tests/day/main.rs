//! The program itself, run as a person runs it.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod published_orders;
