//! The cloud: functions with their environments, the queue that invokes one of them, schedules, and webhooks from outside.

mod doorbell;
mod environment;
mod idle;
mod installation;
mod schedules;
mod secrets;
pub mod settings;
mod sweeps;
mod template;
mod webhooks;

pub use doorbell::Doorbell;
pub use environment::{Environment, Function, MOST_SKEW, Pool};
pub use idle::Idle;
pub use installation::Installation;
pub use schedules::ticking;
pub use secrets::ROTATIONS;
pub use settings::Deployment;
pub use sweeps::Sweeps;
