//! A post over HTTP, with what befalls it on the way.

use std::future::pending;
use std::time::Duration;

use serde_json::json;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::answer::Answer;
use super::books::Posting;
use super::connection::Connection;
use super::faults::{Fault, Moment, Silence};
use super::house::House;
use super::orders::SalesOrder;
use super::rejects::{Problem, rejection};

/// Plays one post to its end. When the caller leaves, the server drops this future: what it hasn't booked by then is
/// never booked, but for [`Fault::BookedLater`].
pub(super) async fn play(house: House, connection: Connection, order: SalesOrder) -> Answer {
    let (posting, fault) = house.company().arrive(&order);
    let post = Post { house, connection, order, posting };
    match fault {
        Fault::Passes => post.book(),
        Fault::Unanswered(silence) => {
            post.book();
            if silence == Silence::Dropped {
                post.connection.cut();
            }
            pending().await
        }
        Fault::Late { millis } => {
            let answer = post.book();
            let patience = post.house.gateway().settings().timeout;
            let late = Duration::from_millis(millis);
            sleep(late.min(patience)).await;
            if late > patience { Answer::gateway_timeout() } else { answer }
        }
        Fault::Throttled { retry_after } => {
            post.house.gateway().counts.throttled += 1;
            Answer::throttled(retry_after)
        }
        Fault::BadGateway(moment) => {
            post.book_when(moment);
            Answer::bad_gateway()
        }
        Fault::ServerError(moment) => {
            post.book_when(moment);
            Answer::gateway(500, "Internal server error")
        }
        Fault::Busy => post.refuse(503, "BC_BUSY", "The company is busy."),
        Fault::RejectedOnce => post.refuse(422, "BC_BATCH_RUNNING", "A batch holds the order tables."),
        Fault::ErrorsIn200 => post.refuse(200, "BC_BATCH_RUNNING", "A batch holds the order tables."),
        Fault::NoOrderNumber(moment) => post.without_number(moment),
        Fault::Hold { moment, millis } => {
            let held = Duration::from_millis(millis);
            if moment == Moment::BeforeBooking {
                sleep(held).await;
                return post.book();
            }
            let answer = post.book();
            sleep(held).await;
            answer
        }
        Fault::BookedLater { millis } => post.book_later(Duration::from_millis(millis)).await,
        Fault::Doubled => {
            let answer = post.book();
            post.book();
            answer
        }
        Fault::KillCaller(moment) => {
            post.book_when(moment);
            post.kill_caller().await;
            pending().await
        }
    }
}

struct Post {
    house: House,
    connection: Connection,
    order: SalesOrder,
    posting: Posting,
}

impl Post {
    fn book(&self) -> Answer {
        self.house.company().book(&self.order, &self.posting, self.house.now())
    }

    /// Books from a task of its own, which outlives the caller, but not the server.
    async fn book_later(self, wait: Duration) -> Answer {
        let booking = tokio::spawn(async move {
            tokio::select! {
                () = sleep(wait) => self.book(),
                () = self.house.stopped() => Answer::unavailable(),
            }
        });
        // It fails only when the whole runtime shuts down.
        booking.await.unwrap_or_else(|_| Answer::unavailable())
    }

    fn book_when(&self, moment: Moment) {
        if moment == Moment::AfterBooking {
            self.book();
        }
    }

    fn refuse(&self, status: u16, code: &'static str, message: &str) -> Answer {
        Answer::json(status, rejection(&self.posting.request_id, &[Problem::later(code, message)]))
    }

    /// A rejection is told; a success comes without its number, or that of its import.
    fn without_number(&self, moment: Moment) -> Answer {
        let bare = json!({ "request_id": self.posting.request_id, "ext_ref": self.order.ext_ref });
        if moment == Moment::BeforeBooking {
            return Answer::json(201, bare);
        }
        match self.book() {
            Answer { status: status @ (201 | 202), .. } => Answer::json(status, bare),
            refusal => refusal,
        }
    }

    async fn kill_caller(&self) {
        let (house, connection) = (self.house.clone(), self.connection.clone());
        // Outlives this call, which ends with the caller's connection; and whoever sees the caller dead finds it counted.
        let work = spawn_blocking(move || {
            let mut gateway = house.gateway();
            match connection.kill_caller() {
                Ok(processes) => gateway.counts.killed.extend(processes),
                Err(error) => gateway.counts.not_killed.push(error.to_string()),
            }
        });
        // It fails only when the whole runtime shuts down.
        let _ = work.await;
    }
}
