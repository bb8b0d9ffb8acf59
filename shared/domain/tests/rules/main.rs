//! The rules of the domain, one module for each, without any system outside.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod address_mark;
mod changed_after_export;
mod charges;
mod code;
mod desk;
mod echo;
mod eligibility;
mod exception;
mod exception_table;
mod id;
mod intent;
mod line_kinds;
mod missing_codes;
mod money;
mod numbers;
mod numbers_refused;
mod parts;
mod parts_apart;
mod pricing;
mod reading;
mod reference;
mod rejection;
mod routing;
mod sales_order;
mod sample;
mod staged;
mod totals;
mod trail;
mod transitions;
mod unknown_outcome;
mod unreadable;
