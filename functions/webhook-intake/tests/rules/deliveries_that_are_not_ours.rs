use crate::delivery::{Delivery, deliver, status_and_rung};

const BODY: &str = r#"{"id":1001}"#;

#[tokio::test]
async fn another_shops_delivery_is_answered_404() {
    for shop in ["other.myshopify.com", "sample.myshopify.com.evil.test", "", "xsample.myshopify.com"] {
        let delivery = Delivery::new("orders/paid", BODY).with("X-Shopify-Shop-Domain", shop);
        assert_eq!(status_and_rung(delivery).await, (404, 0), "{shop}");
    }
    let nameless = Delivery::new("orders/paid", BODY).without("X-Shopify-Shop-Domain");
    assert_eq!(status_and_rung(nameless).await, (404, 0));
}

#[tokio::test]
async fn the_shops_name_counts_in_any_case() {
    let delivery = Delivery::new("orders/paid", BODY).with("X-Shopify-Shop-Domain", "Sample.MyShopify.com");
    assert_eq!(status_and_rung(delivery).await, (200, 1));
}

#[tokio::test]
async fn another_path_or_method_is_answered_404() {
    for (method, path) in [
        ("POST", "/"),
        ("POST", "/webhooks/shopify/more"),
        ("GET", "/webhooks/shopify"),
        ("", ""),
        ("PUT", "/webhooks/shopify"),
    ] {
        let delivery = Delivery { method, path, ..Delivery::new("orders/paid", BODY) };
        assert_eq!(status_and_rung(delivery).await, (404, 0), "{method} {path}");
    }
    let behind_a_domain = Delivery { path: "/live/webhooks/shopify", ..Delivery::new("orders/paid", BODY) };
    assert_eq!(status_and_rung(behind_a_domain).await, (200, 1));
}

#[tokio::test]
async fn a_topic_that_nobody_asked_for_is_well_received_and_rings_nothing() {
    for topic in ["orders/delete", "products/update", "orders/paid ", "ORDERS/PAID", ""] {
        assert_eq!(status_and_rung(Delivery::new(topic, BODY)).await, (200, 0), "{topic}");
    }
}

#[tokio::test]
async fn a_delivery_without_a_topic_is_answered_400() {
    assert_eq!(status_and_rung(Delivery::new("orders/paid", BODY).without("X-Shopify-Topic")).await, (400, 0));
}

#[tokio::test]
async fn a_body_above_the_limit_is_answered_413_and_one_at_the_limit_rings() {
    let padded = |length: usize| {
        let mut body = BODY.to_owned();
        body.push_str(&" ".repeat(length - BODY.len()));
        Delivery::new("orders/paid", body)
    };
    assert_eq!(status_and_rung(padded(1_000)).await, (200, 1));
    assert_eq!(status_and_rung(padded(1_001)).await, (413, 0));
}

#[tokio::test]
async fn a_body_without_an_order_is_answered_400_and_not_quoted() {
    for body in [
        "",
        "{",
        "[]",
        "null",
        r#"{"id":"Jane Doe"}"#,
        r#"{"id":0}"#,
        r#"{"id":-1}"#,
        r#"{"id":1.5}"#,
        r#"{"name":"Jane Doe"}"#,
        r#"{"id":18446744073709551616}"#,
    ] {
        let (status, text, rung) = deliver(Delivery::new("orders/paid", body)).await;
        assert_eq!((status, rung.len()), (400, 0), "{body}");
        assert!(!text.contains("Jane"), "{text}");
    }
    assert_eq!(status_and_rung(Delivery::new("orders/edited", BODY)).await, (400, 0));
}
