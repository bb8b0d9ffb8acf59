//! Answers written by hand from the sheet of facts about BlueCherry and its gateway: no simulator and no system made them.
//! The gateway's texts are those that Azure API Management is seen to write.

use bluecherry::answer::Reply;
use jiff::Timestamp;
use serde_json::{Value, json};

/// When every answer arrives.
pub const AT: &str = "2026-11-24T15:00:00Z";

pub fn at() -> Timestamp {
    AT.parse().unwrap()
}

/// An answer with a status and a body.
#[expect(clippy::needless_pass_by_value, reason = "the tests write their answers in place")]
pub fn reply(status: u16, body: impl ToString) -> Reply {
    Reply { status, headers: reqwest::header::HeaderMap::new(), body: body.to_string().into_bytes(), at: at() }
}

/// The same with a header.
pub fn with_header(mut reply: Reply, name: &'static str, value: &str) -> Reply {
    reply.headers.insert(name, value.parse().unwrap());
    reply
}

/// The sample's order as booked.
pub fn booked() -> Value {
    json!({
        "ord_num": "0004711", "pkey": "88213", "rev": 1, "ord_status": "OPEN", "hold_code": null,
        "ext_ref": "SO-1MKZ9A2B3C-1", "cust_po": "SO-1MKZ9A2B3C-1",
        "ord_type": "WEB", "division": "WMN", "customer": "HOUSE", "store": "0001", "ord_date": "2026-11-24",
        "location": "NJ1", "ship_via": "UPSG", "terms": "CC", "currency_code": "USD",
        "lines": [
            { "ext_line_ref": "14001", "line_no": 1, "detail_pkey": "91", "ord_qty": 2, "open_qty": 2, "unit_price": "49.9500" },
            { "ext_line_ref": "14002", "line_no": 2, "detail_pkey": "92", "ord_qty": 1, "open_qty": 1, "unit_price": "120.0000" }
        ],
        "control": {
            "units": 3, "merch_amt": "219.90", "allow_amt": "12.00", "freight_amt": "5.00", "tax_amt": "14.31", "total": "227.21"
        },
        "warnings": []
    })
}

/// A refusal of the application with one error of this code.
pub fn rejection(code: &str) -> Value {
    json!({ "status": "REJECTED", "request_id": "r-1", "errors": [{
        "code": code, "severity": "ERROR", "scope": "LINE", "line_no": 2, "field": "color_code", "value": "BLK ",
        "message": "Color BLK is not set up for Jane Roe.", "retryable": "N"
    }] })
}

pub const MISSING_KEY: &str = r#"{"statusCode":401,"message":"Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API."}"#;
pub const THROTTLED: &str = r#"{"statusCode":429,"message":"Rate limit is exceeded. Try again in 7 seconds."}"#;
pub const QUOTA: &str =
    r#"{"statusCode":403,"message":"Out of call volume quota. Quota will be replenished in 01:02:03."}"#;
pub const FORBIDDEN: &str = r#"{"statusCode":403,"message":"Forbidden"}"#;
pub const NOT_FOUND: &str = r#"{"statusCode":404,"message":"Resource not found"}"#;
pub const SERVER_ERROR: &str = r#"{"statusCode":500,"message":"Internal server error"}"#;
pub const PAGE: &str = "<html><head><title>502 Bad Gateway</title></head><body></body></html>";
