//! Functions that a schedule rings.

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{Failure, serve};

/// Serves the ticks of a schedule. The handler gets what the schedule carries, and the moment at which Lambda ends the
/// invocation. A tick that carries something else than `T` fails before the handler sees it.
///
/// # Errors
/// When Lambda cannot be reached.
pub async fn schedule<T: DeserializeOwned, E: Into<Failure>>(
    handler: impl AsyncFn(T, Timestamp) -> Result<(), E>,
) -> Result<(), Failure> {
    let handler = &handler;
    serve(async move |carried: T, deadline: Timestamp| handler(carried, deadline).await.map_err(Into::into)).await
}
