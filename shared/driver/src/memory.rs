//! Tables and queues in memory, for simulation and for tests of the driver. They pass the same contract tests as DynamoDB
//! and SQS.

mod indexes;
mod orders;
mod queue;
mod queues;
mod tables;

pub use queue::{MemoryQueue, QueueSettings, Receipt, Received};
pub use queues::MemoryQueues;
pub use tables::MemoryTables;
