//! Tables and queues in memory, for simulation and for tests of the driver. They pass the same contract tests as DynamoDB.

mod queues;
mod tables;

pub use queues::MemoryQueues;
pub use tables::MemoryTables;
