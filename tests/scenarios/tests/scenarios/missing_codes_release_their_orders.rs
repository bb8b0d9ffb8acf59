//! An order that waits for a code goes by itself once the code is there.

use domain::order::Standing;
use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, plan};

#[tokio::test]
async fn a_missing_code_then_added_goes_by_itself() {
    let scene = Scene::start(plan("missing-code", &[])).await;
    let order = paid(1, &[(SHIRT, 1), ("NEW-ARRIVAL", 2), ("NEWER-ARRIVAL", 1)]);
    scene.place(&order);
    let settled = scene.settle().await;
    let held = &settled.stored[&order.id].order;
    assert_eq!(held.standing(), Standing::Exception);
    let said: Vec<String> = held.rest.exceptions.iter().map(|open| open.exception.to_string()).collect();
    assert_eq!(said, ["missing_sku: no sku mapping for `NEW-ARRIVAL`, `NEWER-ARRIVAL`"], "all of them at once");
    assert_eq!(held.rest.exceptions[0].exception.problem.owner().name(), "operations");

    // Both are sold as an article that BlueCherry knows.
    for sku in ["NEW-ARRIVAL", "NEWER-ARRIVAL"] {
        let article = ["division=10", "style=001204", "color_code=CRM", "size_bk=3"];
        let put = [&["mappings", "put", "--author", "scenario", "sku", sku], &article[..]].concat();
        scene.tool.run(&scene.world.deployment, &put).await.unwrap();
    }
    let is_exported = async |scene: &Scene| scene.stored(order.id).await.order.standing() == Standing::Exported;
    scene.until("the order is exported", is_exported).await;

    let end = scene.ends(&[(&order, Expected::Exported)]).await;
    assert_eq!(end.calls(Call::PostOrder), 1);
    assert_eq!(end.booked[&order.id][0].posted.lines.len(), 3);
}
