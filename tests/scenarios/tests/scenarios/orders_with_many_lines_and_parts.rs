//! However an order is cut, by pages of lines or by divisions and warehouses, all of it arrives.

use std::collections::BTreeSet;

use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;

use crate::customers::{Bought, LOS_ANGELES_10, LOS_ANGELES_20, NEW_JERSEY, SHIRT, TROUSERS, paid, paid_from};
use crate::scene::{Scene, plan};

#[tokio::test]
async fn an_order_of_51_lines_arrives_whole() {
    let scene = Scene::start(plan("many-lines", &[])).await;
    let order = paid(1, &[(SHIRT, 1); 51]);
    scene.place(&order);

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!(end.booked[&order.id][0].posted.lines.len(), 51);
    assert_eq!(end.calls(Call::PostOrder), 1);
}

#[tokio::test]
async fn an_order_to_two_divisions_and_warehouses_becomes_its_parts() {
    let scene = Scene::start(plan("parts", &[])).await;
    let shirts = Bought(SHIRT, &[(NEW_JERSEY, 1), (LOS_ANGELES_10, 2)]);
    let trousers = Bought(TROUSERS, &[(LOS_ANGELES_20, 1)]);
    let order = paid_from(1, &[shirts, trousers]);
    scene.place(&order);

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    let parts: BTreeSet<(&str, &str, i64)> = end.booked[&order.id]
        .iter()
        .map(|booked| (booked.posted.division.as_str(), booked.posted.location.as_str(), booked.control.units))
        .collect();
    assert_eq!(parts, BTreeSet::from([("10", "NJ", 1), ("10", "LA", 2), ("20", "LA", 1)]));
    assert_eq!(end.stored[&order.id].order.numbers_written.len(), 3);
}
