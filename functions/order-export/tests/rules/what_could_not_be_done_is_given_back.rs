use domain::id::OrderId;
use domain::order::Standing;
use driver::drive::Driven;
use driver::hint::Hint;
use driver::ports::Tables;
use driver::rows::{Body, Commit, Index, Row, SCHEMA};
use jiff::SignedDuration;
use order_export::{export, report};

use crate::outside::{MARGIN, deadline, paid, systems};
use crate::sample::noon;

const ORDERS: [OrderId; 3] = [OrderId(1), OrderId(2), OrderId(3)];
const UNLUCKY: OrderId = OrderId(2);

#[tokio::test]
async fn a_table_that_fails_for_one_order_gives_back_that_order_alone() {
    for operation in ["load", "commit"] {
        let systems = systems().await;
        systems.ports.tables.fails.set(Some((operation, UNLUCKY)));
        let exported = export(&systems, ORDERS.map(paid).to_vec(), deadline()).await;
        let mut driven = exported.driven.clone();
        driven.sort_by_key(|(order, _)| *order);
        assert_eq!(driven, [1, 3].map(|order| (OrderId(order), Driven::Resting(Standing::Exported))), "{operation}");
        assert_eq!(report(exported), [UNLUCKY], "{operation}");
        // An intent that was not saved is not sent.
        assert_eq!(systems.ports.orders_booked(), [OrderId(1), OrderId(3)], "{operation}");

        systems.ports.tables.fails.set(None);
        let again = export(&systems, vec![paid(UNLUCKY)], deadline()).await;
        assert_eq!(again.driven, [(UNLUCKY, Driven::Resting(Standing::Exported))], "{operation}");
        assert_eq!(systems.ports.orders_booked(), ORDERS, "{operation}");
    }
}

#[tokio::test]
async fn orders_out_of_time_are_given_back_before_anything_is_called() {
    let systems = systems().await;
    let too_late = noon() + MARGIN - SignedDuration::from_millis(1);
    let exported = export(&systems, ORDERS.map(paid).to_vec(), too_late).await;
    assert_eq!(exported.driven, []);
    let mut given_back = report(exported);
    given_back.sort_unstable();
    assert_eq!(given_back, ORDERS);
    assert_eq!(systems.ports.calls.take(), []);

    let in_time = export(&systems, ORDERS.map(paid).to_vec(), noon() + MARGIN).await;
    assert_eq!(in_time.driven.len(), ORDERS.len());
    assert_eq!(systems.ports.orders_booked(), ORDERS);
}

#[tokio::test]
async fn what_is_told_but_once_of_an_order_that_newer_code_wrote_is_given_back_and_its_due_time_is_not() {
    let systems = systems().await;
    let index = Index::Root { version: 1, schema: SCHEMA + 1 };
    let newer = Row { item: "root".to_owned(), body: Body::Raw("{}".to_owned()), index };
    let commit = Commit { order: UNLUCKY, expected: 0, put: vec![newer], delete: Vec::new(), trail: Vec::new() };
    systems.ports.tables.commit(&commit).await.unwrap();

    let (due, released) = (Hint::due(UNLUCKY), Hint::released(UNLUCKY));
    for (hints, is_given_back) in [
        (vec![paid(UNLUCKY)], true),
        (vec![Hint::swept(UNLUCKY, noon())], true),
        (vec![released.clone()], true),
        (vec![released.clone(), due.clone()], true),
        (vec![due.clone(), released], true),
        (vec![due], false),
    ] {
        let told = format!("{hints:?}");
        let exported = export(&systems, [hints, vec![paid(OrderId(1))]].concat(), deadline()).await;
        assert_eq!(exported.given_back.contains(&UNLUCKY), is_given_back, "{told}");
        assert!(!exported.given_back.contains(&OrderId(1)), "{told}");
    }
    assert_eq!(systems.ports.orders_booked(), [OrderId(1)]);
}
