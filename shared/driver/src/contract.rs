//! What every implementation of the tables and of the queues must do. Those in memory, DynamoDB and SQS run these same checks.

pub mod queues;
pub mod tables;

mod indexes;

/// A broken promise, in a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(String);

trait Promised<T> {
    fn promised(self, what: &'static str) -> Result<T, Broken>;
}

impl<T, E: std::fmt::Debug> Promised<T> for Result<T, E> {
    fn promised(self, what: &'static str) -> Result<T, Broken> {
        self.map_err(|error| Broken(format!("{what}: {error:?}")))
    }
}

fn holds(condition: bool, what: &str) -> Result<(), Broken> {
    if condition { Ok(()) } else { Err(Broken(what.to_owned())) }
}
