//! The Admin API over HTTP.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use jiff::fmt::rfc2822::DateTimePrinter;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::calls::{Call, Calls, Outcome};
use super::faults::{ApiFaults, draw, uuid};
use super::graphql::{Api, Prepared};
use super::shop::Shop;
use super::simulator::{Clock, held};
use super::subscription::API_VERSION;
use super::tokens::Tokens;

const TOKEN_HEADER: &str = "X-Shopify-Access-Token";

/// What the handlers share.
pub(super) struct Server {
    pub(super) shop: Arc<Mutex<Shop>>,
    pub(super) api: Mutex<Api>,
    pub(super) calls: Arc<Mutex<Calls>>,
    pub(super) tokens: Mutex<Tokens>,
    pub(super) faults: Mutex<ApiFaults>,
    pub(super) client_id: String,
    pub(super) client_secret: Mutex<String>,
    pub(super) token_life: Duration,
    pub(super) seed: u64,
    pub(super) clock: Clock,
}

pub(super) fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/admin/oauth/access_token", post(access_token))
        .route("/admin/api/{version}/graphql.json", post(graphql))
        .route("/_sandbox/orders/{id}", get(truth))
        .with_state(server)
}

#[derive(Deserialize)]
struct Grant {
    client_id: String,
    client_secret: String,
    #[serde(rename = "grant_type")]
    kind: String,
}

/// Client credentials, as JSON or as a form. The statuses of refusals are not documented: these are the ones of OAuth (RFC 6749, 5.2).
async fn access_token(State(server): State<Arc<Server>>, request: Request) -> Response {
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|content| content.to_str().ok()).unwrap_or("");
    let grant = if content.starts_with("application/json") {
        Json::<Grant>::from_request(request, &()).await.ok().map(|Json(grant)| grant)
    } else {
        Form::<Grant>::from_request(request, &()).await.ok().map(|Form(grant)| grant)
    };
    let (status, body) = match grant {
        None => (StatusCode::BAD_REQUEST, json!({ "error": "invalid_request" })),
        Some(grant) if grant.kind != "client_credentials" => {
            (StatusCode::BAD_REQUEST, json!({ "error": "unsupported_grant_type" }))
        }
        Some(grant) if grant.client_id != server.client_id || grant.client_secret != *held(&server.client_secret) => {
            (StatusCode::UNAUTHORIZED, json!({ "error": "invalid_client" }))
        }
        Some(_) => {
            let token = held(&server.tokens).issue(server.seed, server.token_life, (server.clock)());
            let scope = held(&server.shop).granted_scopes().collect::<Vec<_>>().join(",");
            let body = json!({ "access_token": token, "scope": scope, "expires_in": server.token_life.as_secs() });
            (StatusCode::OK, body)
        }
    };
    answer(&server, status, &body)
}

async fn graphql(
    State(server): State<Arc<Server>>,
    Path(version): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let now = (server.clock)();
    if version != API_VERSION {
        return answer(&server, StatusCode::NOT_FOUND, &json!({ "errors": "Not Found" }));
    }
    let token = headers.get(TOKEN_HEADER).and_then(|token| token.to_str().ok()).unwrap_or("");
    if !held(&server.tokens).good(token, now) {
        note(&server, None, &[], Outcome::Unauthorised);
        let errors = "[API] Invalid API key or access token (unrecognized login or wrong password)";
        return answer(&server, StatusCode::UNAUTHORIZED, &json!({ "errors": errors }));
    }
    let Ok(request) = serde_json::from_slice::<Value>(&body) else {
        note(&server, None, &[], Outcome::Refused);
        return answer(&server, StatusCode::BAD_REQUEST, &json!({ "errors": "the body is not JSON" }));
    };
    let prepared = held(&server.api).prepare(&request);
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(refusal) => {
            note(&server, None, &[], Outcome::Refused);
            return answer(&server, StatusCode::OK, &refusal);
        }
    };
    let faults = *held(&server.faults);
    let attempt = held(&server.calls).attempt(&prepared.name, &prepared.orders);
    let hit = |fault, rate| drawn(&server, &prepared, attempt, fault) < rate;
    if hit("slow", faults.slow) {
        sleep(faults.delay).await;
    }
    if hit("server_error", faults.server_error) {
        note(&server, Some(&prepared), &[], Outcome::ServerError);
        return answer(&server, StatusCode::SERVICE_UNAVAILABLE, &json!({ "errors": "Service Unavailable" }));
    }
    let given = if hit("throttled", faults.throttled) {
        held(&server.api).throttled(&prepared)
    } else {
        let mut shop = held(&server.shop);
        held(&server.api).execute(&prepared, &mut shop, (server.clock)())
    };
    note(&server, Some(&prepared), &given.served, given.outcome);
    answer(&server, StatusCode::OK, &given.body)
}

/// What the shop holds, for people who look into a sandbox that was kept.
async fn truth(State(server): State<Arc<Server>>, Path(id): Path<u64>) -> Response {
    let shop = held(&server.shop);
    match shop.order(id) {
        Some(order) => Json(order).into_response(),
        None => {
            (StatusCode::NOT_FOUND, Json(json!({ "error": format!("the shop has no order {id}") }))).into_response()
        }
    }
}

fn drawn(server: &Server, prepared: &Prepared, attempt: u32, fault: &str) -> f64 {
    let orders = prepared.orders.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
    draw(server.seed, &[fault, &prepared.name, &orders, &attempt.to_string()])
}

fn note(server: &Server, prepared: Option<&Prepared>, shown: &[u64], outcome: Outcome) {
    let mut orders = prepared.map_or_else(Vec::new, |prepared| prepared.orders.clone());
    orders.extend(shown);
    orders.sort_unstable();
    orders.dedup();
    held(&server.calls).note(Call {
        operation: prepared.map_or_else(String::new, |prepared| prepared.name.clone()),
        mutation: prepared.is_some_and(|prepared| prepared.mutation),
        orders,
        at: (server.clock)(),
        outcome,
    });
}

/// An answer with the headers that Shopify's have: the time in whole seconds, an id to quote to support, the version served.
fn answer(server: &Server, status: StatusCode, body: &Value) -> Response {
    let now = (server.clock)();
    let mut response =
        (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.to_string()).into_response();
    let headers = response.headers_mut();
    let calls = held(&server.calls).all().len().to_string();
    let request_id = uuid(server.seed, &["request", &calls, &now.to_string()]);
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now).unwrap_or_default();
    for (name, value) in
        [("date", date), ("x-request-id", request_id), ("x-shopify-api-version", API_VERSION.to_owned())]
    {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}
