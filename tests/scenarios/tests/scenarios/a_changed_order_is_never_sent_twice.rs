//! What changes in Shopify after the export is a person's to see to: both sides are shown, and nothing is posted again.

use sandbox::bluecherry::Call;
use sandbox::day::generator::Expected;
use sandbox::shopify::{Order, Refund};
use sandbox::world::now;

use crate::customers::{SHIRT, address, paid, pounds};
use crate::scene::{CHANGED, Scene, plan};

#[tokio::test]
async fn what_changes_after_the_export_is_an_exception_that_shows_both_sides() {
    let scene = Scene::start(plan("changed-after", &[])).await;
    let orders = [1, 2, 3, 4, 5, 6].map(|number| paid(number, &[(SHIRT, 3)]));
    let [cancelled, edited, refunded, given_back, moved, untouched] = orders.each_ref();
    for order in &orders {
        scene.place(order);
    }
    scene.settle().await;
    assert_eq!(scene.posts(), 6);

    {
        let mut shop = scene.world.shopify.shop();
        shop.cancel(cancelled.id, now()).unwrap();
        shop.edit_quantity(edited.id, edited.lines[0].id, 4, now()).unwrap();
        let units = Refund { lines: vec![(refunded.lines[0].id, 1)], shipping: pounds(0), amount: pounds(6_000) };
        shop.refund(refunded.id, &units, now()).unwrap();
        let money = Refund { lines: Vec::new(), shipping: pounds(0), amount: pounds(500) };
        shop.refund(given_back.id, &money, now()).unwrap();
        shop.change_address(moved.id, address("7 Elsewhere Street"), now()).unwrap();
        shop.touch(untouched.id, now()).unwrap();
    }

    let mut oracle: Vec<(&Order, Expected)> = orders.iter().map(|order| (order, CHANGED)).collect();
    oracle[5].1 = Expected::Exported;
    let end = scene.ends(&oracle).await;
    assert_eq!(end.calls(Call::PostOrder), 6);
    let line = |order: &Order| format!("units of `{SHIRT}` (line {})", order.lines[0].id);
    for (order, sides) in [
        (
            cancelled,
            vec!["order was standing, is now cancelled".to_owned(), format!("{} was 3, is now 0", line(cancelled))],
        ),
        (edited, vec![format!("{} was 3, is now 4", line(edited))]),
        (
            refunded,
            vec![
                "payment was Paid, is now PartiallyRefunded".to_owned(),
                format!("{} was 3, is now 2", line(refunded)),
            ],
        ),
        (given_back, vec!["paid was 185.94 GBP, is now 180.94 GBP".to_owned()]),
        (moved, vec!["shipping address was as exported, is now changed".to_owned()]),
    ] {
        let said = end.exceptions(order);
        assert_eq!((said.len(), end.owners(order)), (1, vec!["customer_service"]), "{said:?}");
        for side in sides {
            assert!(said[0].contains(&side), "{side} in {}", said[0]);
        }
        assert_eq!(end.booked[&order.id].len(), 1);
    }
    assert_eq!(end.exceptions(untouched), Vec::<String>::new());
}
