//! The export lane: a paid order becomes its sales orders, each exactly once.

mod code_book;
mod money;
mod next;
mod outcome;
mod plan;

pub use next::next;
pub use outcome::apply_outcome;
pub use plan::{Held, Planned, plan};
