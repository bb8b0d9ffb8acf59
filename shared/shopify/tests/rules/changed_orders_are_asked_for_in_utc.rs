use jiff::Timestamp;
use serde_json::{Value, json};
use shopify::{ChangedOrders, ChangedOrdersError, Class};

use crate::by_hand::{last_page, page_before, points_left, refusal};
use crate::server::{HANG, Reply, Server, reply, serve};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn changed(id: u64, updated_at: &str) -> Value {
    json!({"legacyResourceId": id.to_string(), "updatedAt": updated_at})
}

fn page(info: &Value, orders: &[Value]) -> Reply {
    reply(200, json!({"data": {"orders": {"pageInfo": info, "nodes": orders}}, "extensions": points_left("1900")}))
}

async fn read(server: &Server, after: Option<&str>) -> Result<ChangedOrders, ChangedOrdersError> {
    server.client.changed_orders(time("2026-11-24T10:00:00Z"), after).await
}

#[tokio::test]
async fn the_search_is_in_utc_and_in_whole_seconds_so_that_no_change_within_the_second_is_passed_over() {
    for (since, expected) in [
        ("2026-11-24T10:00:00Z", "updated_at:>='2026-11-24T10:00:00Z'"),
        ("2026-11-24T10:00:00.999Z", "updated_at:>='2026-11-24T10:00:00Z'"),
        ("2026-11-01T01:30:00-05:00", "updated_at:>='2026-11-01T06:30:00Z'"),
    ] {
        let server = serve([page(&last_page(), &[])]).await;
        server.client.changed_orders(time(since), None).await.unwrap();
        assert_eq!(server.calls()[0].body["variables"], json!({"changed": expected, "after": null}), "{since}");
    }
}

#[tokio::test]
async fn a_page_tells_ids_beyond_2_to_the_53_the_place_of_the_next_and_shopifys_time() {
    let orders = [changed(820_982_911_946_154_508, "2026-11-24T10:00:00Z"), changed(5, "2026-11-24T05:00:01-05:00")];
    let server = serve([page(&page_before("after-5"), &orders), page(&last_page(), &[])]).await;
    let first = read(&server, None).await.unwrap();
    assert_eq!(
        first.orders,
        [(820_982_911_946_154_508, time("2026-11-24T10:00:00Z")), (5, time("2026-11-24T10:00:01Z"))]
    );
    assert_eq!((first.next.as_deref(), first.at), (Some("after-5"), time("2026-11-24T10:00:05Z")));
    let second = read(&server, first.next.as_deref()).await.unwrap();
    assert_eq!(second, ChangedOrders { orders: Vec::new(), next: None, at: time("2026-11-24T10:00:05Z") });
    assert_eq!(server.calls()[1].body["variables"]["after"], "after-5");
}

#[tokio::test]
async fn a_page_that_fails_is_no_refusal_of_its_cursor() {
    let failures = [
        (reply(503, ""), Class::Unknown),
        (reply(200, HANG), Class::Unknown),
        (reply(200, "<html>"), Class::Unknown),
        (reply(200, refusal("INTERNAL_SERVER_ERROR")), Class::Unknown),
        (reply(200, refusal("THROTTLED")), Class::NotDone { wait: None }),
        (reply(429, "").header("retry-after", "2.0"), Class::NotDone { wait: Some(std::time::Duration::from_secs(2)) }),
        (reply(200, refusal("ACCESS_DENIED")), Class::Denied),
    ];
    for (failure, class) in failures {
        let server = serve([failure]).await;
        let error = read(&server, Some("after-5")).await.unwrap_err();
        assert!(matches!(error, ChangedOrdersError::Call(_)), "{error:?}");
        assert_eq!(error.class(), class, "{error:?}");
    }
}

#[tokio::test]
async fn what_shopify_refuses_of_a_following_page_is_its_cursor() {
    let message = "Invalid cursor for current pagination sort.";
    for answer in [
        json!({"errors": [{"message": message}]}),
        json!({"errors": [{"message": message, "path": ["orders"]}], "data": null}),
        json!({"errors": [{"message": message, "extensions": {"code": "BAD_REQUEST"}}], "data": null}),
    ] {
        let server = serve([reply(200, &answer), reply(200, &answer)]).await;
        let error = read(&server, Some("stale")).await.unwrap_err();
        assert!(matches!(&error, ChangedOrdersError::CursorRefused { said } if said.contains(message)), "{error:?}");
        assert_eq!(error.class(), Class::Rejected);
        let first = read(&server, None).await.unwrap_err();
        assert!(matches!(first, ChangedOrdersError::Call(_)), "a first page has no cursor: {first:?}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_followed_or_dated_is_unreadable() {
    let endless = json!({"hasNextPage": true, "endCursor": null});
    let undated = page(&last_page(), &[]).header("date", "yesterday");
    for answer in [page(&endless, &[changed(5, "2026-11-24T10:00:00Z")]), undated] {
        let server = serve([answer]).await;
        assert_eq!(read(&server, None).await.unwrap_err().class(), Class::Unreadable);
    }
}
