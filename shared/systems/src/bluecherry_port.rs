//! BlueCherry, as the driver sees it.

use bluecherry::Client;
use domain::address::Delivery;
use domain::import::ImportId;
use domain::policy::later;
use domain::reference::ExternalReference;
use domain::sales_order::SalesOrder;
use domain::step::{FindAnswer, ImportAnswer, PostAnswer};
use driver::ports::{BlueCherry, NotNow, Status, StatusAnswer};
use jiff::{SignedDuration, Timestamp};

use crate::credentials::BlueCherryKeys;

/// The client.
pub struct BlueCherryPort(pub Client<BlueCherryKeys>);

impl BlueCherry for BlueCherryPort {
    fn pinned(&self) -> (&str, &str) {
        self.0.pinned()
    }

    async fn status(&self) -> StatusAnswer {
        match self.0.status().await {
            bluecherry::StatusAnswer::Status(status) => StatusAnswer::Status(Status {
                company: status.company,
                environment: status.environment,
                closed_until: match status.window {
                    bluecherry::Window::Open => None,
                    bluecherry::Window::Closed { until } => Some(until.unwrap_or_else(soon)),
                },
                import: status.imports,
            }),
            bluecherry::StatusAnswer::NotNow { until, why } => {
                StatusAnswer::NotNow(NotNow { until, why, refused: false })
            }
            bluecherry::StatusAnswer::Refused { why } => {
                StatusAnswer::NotNow(NotNow { until: None, why, refused: true })
            }
        }
    }

    async fn post(&self, sales_order: &SalesOrder, delivery: &Delivery, send_by: Timestamp) -> PostAnswer {
        self.0.post(sales_order, delivery, send_by).await
    }

    async fn find(&self, reference: &ExternalReference) -> FindAnswer {
        self.0.find(reference).await
    }

    async fn import(&self, import: &ImportId) -> ImportAnswer {
        self.0.import(import).await
    }
}

/// A window that does not say when it ends is asked about again in a minute.
fn soon() -> Timestamp {
    later(platform::clock::now(), SignedDuration::from_mins(1))
}
