//! What BlueCherry and its gateway answer is taken for what it says, and for nothing more.

use std::time::Duration;

use sandbox::bluecherry::{Fault, Features, Moment, Switches};
use sandbox::day::generator::Expected;
use sandbox::shopify::Order;
use sandbox::world::Plan;

use crate::customers::{SHIRT, TROUSERS, paid};
use crate::scene::{Scene, plan};

/// A fault of the first post, and what the tries come to.
const CASES: [(Fault, &[&str]); 10] = [
    (Fault::ErrorsIn200, &["not done", "accepted"]),
    (Fault::RejectedOnce, &["not done", "accepted"]),
    (Fault::Busy, &["not done", "accepted"]),
    (Fault::Throttled { retry_after: 2 }, &["not done", "accepted"]),
    (Fault::NoOrderNumber(Moment::AfterBooking), &["unknown", "found"]),
    (Fault::NoOrderNumber(Moment::BeforeBooking), &["unknown", "found nothing", "accepted"]),
    (Fault::BadGateway(Moment::AfterBooking), &["unknown", "found"]),
    (Fault::BadGateway(Moment::BeforeBooking), &["unknown", "found nothing", "accepted"]),
    (Fault::ServerError(Moment::AfterBooking), &["unknown", "found"]),
    (Fault::ServerError(Moment::BeforeBooking), &["unknown", "found nothing", "accepted"]),
];

#[tokio::test]
async fn every_odd_answer_to_a_post_ends_in_one_sales_order() {
    let scene = Scene::start(plan("odd-answers", &[])).await;
    let orders: Vec<Order> = (1..).zip(CASES).map(|(number, _)| paid(number, &[(SHIRT, 1)])).collect();
    for (order, (fault, _)) in orders.iter().zip(CASES) {
        scene.befall(order, [fault]);
        scene.place(order);
    }

    let end = scene.ends(&orders.iter().map(|order| (order, Expected::Exported)).collect::<Vec<_>>()).await;
    for (order, (fault, answers)) in orders.iter().zip(CASES) {
        assert_eq!(end.answers(order), answers, "{fault:?}");
        assert_eq!(end.booked[&order.id].len(), 1, "{fault:?}");
    }
    let throttled = &orders[3];
    let told = end.answered(throttled)[0].0.at;
    let waited = Duration::try_from(end.booked[&throttled.id][0].booked_at.duration_since(told)).unwrap();
    assert!(waited >= Duration::from_secs(2), "it was asked again after {waited:?}, not the 2 s of Retry-After");
}

#[tokio::test]
async fn padded_codes_are_the_same_codes_and_a_rejection_in_a_200_is_one() {
    let features = Features { padded_codes: true, rejections_as_200: true, ..Features::default() };
    let erp = Switches { features, ..Switches::default() };
    let unknown_to_erp = vec![TROUSERS.to_owned()];
    let scene = Scene::start(Plan { erp, unknown_to_erp, ..plan("odd-providers", &[]) }).await;
    let good = paid(1, &[(SHIRT, 2)]);
    let bad = paid(2, &[(TROUSERS, 1)]);
    for order in [&good, &bad] {
        scene.place(order);
    }

    let end = scene.ends(&[(&good, Expected::Exported), (&bad, Expected::Exception("erp_rejected"))]).await;
    assert_eq!(end.answers(&good), ["accepted"]);
    assert_eq!(end.answers(&bad), ["rejected"]);
    assert!(end.exceptions(&bad)[0].starts_with("erp_rejected: BlueCherry refused part 1: BC_SKU_UNKNOWN"));
}
