//! Each check can fail: a world whose books are right, and one wrong thing at a time.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod books;
mod calls;
mod exceptions;
mod found;
mod operations;
mod parts;
mod played;
mod scene;
mod sold;
mod state;
mod subscriptions;
mod twins;
mod waits;
