//! The local stack: what it promises to the scenarios that run on it. One file for each rule.
#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod counts;
mod dead_letters;
mod environment;
mod missing_python;
// These two look for processes in /proc.
#[cfg(target_os = "linux")]
mod parent_killed;
mod permissions;
mod port_in_use;
mod probe;
mod routing;
mod side_by_side;
#[cfg(target_os = "linux")]
mod timeout;
