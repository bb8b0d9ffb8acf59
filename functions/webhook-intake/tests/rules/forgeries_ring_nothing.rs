use std::sync::atomic::Ordering;

use proptest::prelude::*;

use crate::delivery::{Delivery, Secrets, deliver, deliver_to, signature, status_and_rung};

const BODY: &str = r#"{"id":1001}"#;

#[tokio::test]
async fn a_bad_signature_is_answered_401_without_a_word_and_rings_nothing() {
    let good = signature("hush", BODY.as_bytes());
    for forged in ["", "AAAA", "not base64!", &good[1..], &format!("{good}="), &signature("other", BODY.as_bytes())] {
        let delivery = Delivery::new("orders/paid", BODY).with("X-Shopify-Hmac-Sha256", forged);
        assert_eq!(deliver(delivery).await, (401, String::new(), vec![]), "{forged}");
    }
    let unsigned = Delivery::new("orders/paid", BODY).without("X-Shopify-Hmac-Sha256");
    assert_eq!(deliver(unsigned).await, (401, String::new(), vec![]));
}

#[tokio::test]
async fn the_signature_is_checked_before_anything_is_parsed() {
    for body in [r#"{"id":1002}"#, r#"{"id": 1001}"#, "{", ""] {
        let delivery = Delivery { body: body.into(), ..Delivery::new("orders/paid", BODY) };
        assert_eq!(status_and_rung(delivery).await, (401, 0), "{body}");
    }
    let elsewhere =
        Delivery::signed_with("other", "no/topic", "{").with("X-Shopify-Shop-Domain", "other.myshopify.com");
    assert_eq!(status_and_rung(elsewhere).await, (401, 0));
}

#[tokio::test]
async fn an_unsigned_delivery_asks_for_no_secret() {
    let secrets = Secrets::default();
    let unsigned = Delivery::new("orders/paid", BODY).without("X-Shopify-Hmac-Sha256");
    assert_eq!(deliver_to(&secrets, unsigned).await.0, 401);
    assert_eq!(secrets.asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_signature_that_openssl_made_is_accepted() {
    // Made with `openssl dgst -sha256 -hmac hush -binary | base64`.
    let delivery = Delivery::new("orders/paid", r#"{"a":1}"#)
        .with("X-Shopify-Hmac-Sha256", "3+Yq/TpwjqJ7IXuMq8EfED7b+y0XbokqOKLUdagDxMI=");
    assert_eq!(status_and_rung(delivery).await, (400, 0), "signed, but without an order");
}

proptest! {
    #[test]
    fn no_forged_body_rings(body in proptest::collection::vec(any::<u8>(), 0..200), signature in ".{0,60}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let delivery = Delivery { body, ..Delivery::new("orders/paid", BODY) }.with("X-Shopify-Hmac-Sha256", &signature);
        prop_assert_eq!(runtime.block_on(deliver(delivery)), (401, String::new(), vec![]));
    }
}
