//! What changes in Shopify while a worker is busy with the order is noticed all the same.

use sandbox::bluecherry::{Call, Fault, Moment};
use sandbox::world::now;

use crate::customers::{SHIRT, paid};
use crate::scene::{CHANGED, Scene, plan};

#[tokio::test]
async fn an_edit_that_arrives_while_another_worker_drives_is_not_lost() {
    let patience = [
        ("BlueCherryTimeout", "5s"),
        ("InvocationMargin", "5500ms"),
        ("OrderExportTimeout", "12"),
        ("ExportVisibility", "12"),
    ];
    let scene = Scene::start(plan("edit-meanwhile", &patience)).await;
    let order = paid(1, &[(SHIRT, 3)]);
    let line = order.lines[0].id;
    scene.befall(&order, [Fault::Hold { moment: Moment::BeforeBooking, millis: 3_000 }]);
    scene.place(&order);
    scene.until("the post is on its way", async |scene| scene.posts() == 1).await;
    scene.world.shopify.shop().edit_quantity(order.id, line, 1, now()).unwrap();

    let end = scene.ends(&[(&order, CHANGED)]).await;
    assert_eq!(end.calls(Call::PostOrder), 1);
    assert_eq!(end.booked[&order.id][0].posted.lines[0].qty, 3);
    assert_eq!(end.owners(&order), ["customer_service"]);
    let said = &end.exceptions(&order)[0];
    assert!(said.contains(&format!("units of `{SHIRT}` (line {line}) was 3, is now 1")), "{said}");
}
