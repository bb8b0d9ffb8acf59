//! What `infra/template.yaml` promises, held on the template itself: the local stack accepts most of these settings and drops
//! them in silence, so that a green deployment there proves none of them.
//!
//! Each rule is a function from the template to its violations. [`planted`] breaks the template on purpose and sees that the
//! rule notices.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod durations;
mod environment;
mod least_privilege;
mod log_groups;
mod named_grants;
mod names;
mod planted;
mod pollers;
mod public_entry;
mod queues;
mod sam_config;
mod schedule;
mod secrets;
mod tables;
mod transformed;
