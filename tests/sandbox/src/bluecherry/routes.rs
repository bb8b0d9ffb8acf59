//! The paths: the contract's, and the sandbox's own for checks and faults.

use std::future::pending;

use axum::body::{Body as Bytes, to_bytes};
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use super::answer::{Answer, Body};
use super::books::BookedOrder;
use super::codes::same;
use super::connection::Connection;
use super::faults::Switches;
use super::gateway::Call;
use super::house::House;
use super::posting;

pub(super) fn router(house: House) -> Router {
    Router::new()
        .route("/{company}/{environment}/status", get(status))
        .route("/{company}/{environment}/orders", post(post_order))
        .route("/{company}/{environment}/orders/by-ref/{ext_ref}", get(orders_by_reference))
        .route("/{company}/{environment}/orders/imports/{import_id}", get(import_by_id))
        .route("/{company}/{environment}/orders/{ord_num}", get(order_by_number))
        .route("/_sandbox/orders", get(truth))
        .route("/_sandbox/faults", post(set_switches))
        .fallback(elsewhere)
        .layer(middleware::from_fn_with_state(house.clone(), cut_when_stopping))
        .with_state(house)
}

/// The company and environment of the URL.
type Place = (String, String);

async fn status(State(house): State<House>, Path(place): Path<Place>, headers: HeaderMap) -> Answer {
    match admit(&house, Call::Status, &place, &headers) {
        Err(refusal) => refusal,
        Ok(()) => house.company().status(house.now()),
    }
}

async fn post_order(
    State(house): State<House>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    Path(place): Path<Place>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    if let Err(refusal) = admit(&house, Call::PostOrder, &place, &headers) {
        return refusal;
    }
    let limit = house.gateway().settings().body_limit;
    let Ok(body) = to_bytes(body, limit).await else {
        return Answer::gateway(413, "Request body is too large");
    };
    match serde_json::from_slice::<super::orders::SalesOrder>(&body) {
        Err(error) => Answer::gateway(400, &format!("The request body is not an order: {error}")),
        Ok(order) => {
            house.gateway().count_reference(&order.ext_ref);
            posting::play(house, connection, order).await
        }
    }
}

async fn orders_by_reference(
    State(house): State<House>,
    Path((company, environment, reference)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    if let Err(refusal) = admit(&house, Call::OrdersByReference, &(company, environment), &headers) {
        return refusal;
    }
    house.gateway().count_reference(&reference);
    house.company().orders_by_reference(&reference, house.now())
}

async fn order_by_number(
    State(house): State<House>,
    Path((company, environment, ord_num)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    match admit(&house, Call::OrderByNumber, &(company, environment), &headers) {
        Err(refusal) => refusal,
        Ok(()) => house.company().order_by_number(&ord_num, house.now()),
    }
}

async fn import_by_id(
    State(house): State<House>,
    Path((company, environment, import_id)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    match admit(&house, Call::ImportById, &(company, environment), &headers) {
        Err(refusal) => refusal,
        Ok(()) => house.company().import_by_id(&import_id, house.now()),
    }
}

async fn elsewhere(State(house): State<House>) -> Answer {
    house.gateway().count(Call::Elsewhere);
    nowhere()
}

async fn truth(State(house): State<House>) -> Json<Vec<BookedOrder>> {
    let mut company = house.company();
    company.import_due(house.now());
    Json(company.truth())
}

/// Replaces every switch at once: what isn't named is off.
async fn set_switches(State(house): State<House>, Json(switches): Json<Switches>) -> StatusCode {
    let mut company = house.company();
    company.import_due(house.now());
    company.switches = switches;
    StatusCode::NO_CONTENT
}

/// The gateway's work, before anything behind it is asked.
fn admit(house: &House, call: Call, (company, environment): &Place, headers: &HeaderMap) -> Result<(), Answer> {
    let here = {
        let house = house.company();
        if house.switches.unavailable {
            None
        } else {
            let settings = house.settings();
            Some(same(&settings.company, company) && same(settings.environment.code(), environment))
        }
    };
    let mut gateway = house.gateway();
    gateway.count(if here == Some(false) { Call::Elsewhere } else { call });
    match here {
        None => Err(Answer::unavailable()),
        Some(false) => Err(nowhere()),
        Some(true) => {
            let key = HeaderName::try_from(&gateway.settings().key_header).ok();
            let key = key.and_then(|key| headers.get(key)).map(|key| key.to_str().unwrap_or_default());
            gateway.admit(key, house.now()).map_err(Answer::refused)
        }
    }
}

/// A 404 of the gateway: it says nothing about any order.
fn nowhere() -> Answer {
    Answer::gateway(404, "Resource not found")
}

/// Calls that are open when the server goes down lose their connection, as those of a crashed host do.
async fn cut_when_stopping(
    State(house): State<House>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
    next: Next,
) -> Response {
    tokio::select! {
        response = next.run(request) => response,
        () = house.stopped() => {
            connection.cut();
            pending().await
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = match self.body {
            Body::Json(value) => (status, Json(value)).into_response(),
            Body::Html(page) => (status, axum::response::Html(page)).into_response(),
        };
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
