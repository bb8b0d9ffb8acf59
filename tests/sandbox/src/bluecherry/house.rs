//! What every call of the HTTP server shares.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

use super::company::Company;
use super::gateway::Gateway;

/// Tells the wall time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

#[derive(Clone)]
pub(super) struct House {
    pub(super) company: Arc<Mutex<Company>>,
    pub(super) gateway: Arc<Mutex<Gateway>>,
    pub(super) clock: Clock,
    /// True while the server goes down: open calls are cut.
    pub(super) stopping: watch::Sender<bool>,
}

impl House {
    pub(super) fn company(&self) -> MutexGuard<'_, Company> {
        self.company.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn gateway(&self) -> MutexGuard<'_, Gateway> {
        self.gateway.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Comes back once the server goes down.
    pub(super) async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        // The sender lives in this very house.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }
}
