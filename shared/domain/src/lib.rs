//! What Cherrycycle knows and decides, without doing anything: types that cannot hold an invalid value, the rules, and
//! each lane's `next` and `apply_outcome`. No async, no AWS, no clock, no environment.
//!
//! Read [`export::next`] first: it is the whole of order export in one function.

pub mod address;
pub mod code;
pub mod difference;
pub mod eligibility;
pub mod event;
pub mod exception;
pub mod export;
pub mod id;
pub mod image;
pub mod import;
pub mod mapping;
pub mod money;
pub mod order;
pub mod part;
pub mod partition;
pub mod planted;
pub mod policy;
pub mod pricing;
pub mod reference;
pub mod sales_order;
pub mod step;
pub mod totals;
pub mod trail;
