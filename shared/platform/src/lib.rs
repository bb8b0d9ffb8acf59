//! What the house needs of AWS: tables, queues, secrets, settings, logs and metrics, and the entry points of the functions.
//! Nothing here decides anything about an order.

pub mod aws;
pub mod clock;
pub mod lambda;
pub mod queues;
pub mod secrets;
pub mod settings;
pub mod tables;
pub mod telemetry;
