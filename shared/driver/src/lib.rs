//! The one loop that drives an order, in Lambda, in the sandbox and in simulation: [`drive::drive`]. Around it the call
//! budget, the gate before BlueCherry and the port traits ([`ports`]); [`memory`] holds tables and queues without AWS.

pub mod budget;
#[cfg(feature = "contract")]
pub mod contract;
pub mod drive;
pub mod gate;
pub mod hint;
pub mod memory;
pub mod operations;
pub mod perform;
pub mod ports;
mod refusal;
pub mod rows;
pub mod systems;
