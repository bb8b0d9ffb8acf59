use crate::delivery::{Delivery, signature, status_and_rung};

const BODY: &str = r#"{"id":1001}"#;

#[tokio::test]
async fn every_spelling_of_the_headers_rings() {
    for [topic, hmac, shop] in [
        ["X-Shopify-Topic", "X-Shopify-Hmac-Sha256", "X-Shopify-Shop-Domain"],
        ["x-shopify-topic", "x-shopify-hmac-sha256", "x-shopify-shop-domain"],
        ["X-SHOPIFY-TOPIC", "X-SHOPIFY-HMAC-SHA256", "X-SHOPIFY-SHOP-DOMAIN"],
        ["X-Shopify-Topic", "X-Shopify-Hmac-SHA256", "X-Shopify-Shop-Domain"],
        ["Shopify-Topic", "Shopify-Hmac-Sha256", "Shopify-Shop-Domain"],
        ["shopify-topic", "shopify-hmac-sha256", "shopify-shop-domain"],
        ["shopify-topic", "X-Shopify-Hmac-Sha256", "SHOPIFY-SHOP-DOMAIN"],
    ] {
        let headers = [
            (topic, "orders/paid".to_owned()),
            (hmac, signature("hush", BODY.as_bytes())),
            (shop, "sample.myshopify.com".to_owned()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let delivery = Delivery { headers, ..Delivery::new("orders/paid", BODY) };
        assert_eq!(status_and_rung(delivery).await, (200, 1), "{topic} {hmac} {shop}");
    }
}

#[tokio::test]
async fn a_header_of_almost_that_name_does_not_count() {
    for name in ["X-Shopify-Hmac", "Hmac-Sha256", "X-Hmac-Sha256", "X_Shopify_Hmac_Sha256"] {
        let delivery = Delivery::new("orders/paid", BODY).without("X-Shopify-Hmac-Sha256");
        let delivery = delivery.with(name, &signature("hush", BODY.as_bytes()));
        assert_eq!(status_and_rung(delivery).await, (401, 0), "{name}");
    }
}
