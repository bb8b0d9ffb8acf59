use std::sync::atomic::Ordering;

use crate::delivery::{Delivery, Secrets, deliver_to};

const BODY: &str = r#"{"id":1001}"#;

#[tokio::test]
async fn the_secret_in_force_the_one_before_and_one_just_put_in_force_ring() {
    for (signed_with, status) in [("new", 200), ("old", 200), ("newest", 200), ("foreign", 401)] {
        let secrets = Secrets { current: "new", previous: Some("old"), stored: "newest", ..Secrets::default() };
        let delivery = Delivery::signed_with(signed_with, "orders/paid", BODY);
        assert_eq!(deliver_to(&secrets, delivery).await.0, status, "{signed_with}");
    }
}

#[tokio::test]
async fn a_secret_that_fits_is_the_last_that_is_asked_for() {
    for (signed_with, asked) in [("new", 1), ("old", 2), ("newest", 3), ("foreign", 3)] {
        let secrets = Secrets { current: "new", previous: Some("old"), stored: "newest", ..Secrets::default() };
        deliver_to(&secrets, Delivery::signed_with(signed_with, "orders/paid", BODY)).await;
        assert_eq!(secrets.asked.load(Ordering::Relaxed), asked, "{signed_with}");
    }
}
