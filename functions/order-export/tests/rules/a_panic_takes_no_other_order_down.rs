use domain::id::OrderId;
use domain::order::Standing;
use domain::step::Lane;
use driver::drive::Driven;
use driver::hint::Hint;
use driver::ports::Tables;
use order_export::{export, report};

use crate::outside::{deadline, paid, systems};

const BAD: OrderId = OrderId(7);

/// More than are driven at a time.
fn batch() -> Vec<OrderId> {
    (1..=25).map(OrderId).collect()
}

#[tokio::test]
async fn a_panic_in_one_order_gives_back_that_order_and_exports_every_other() {
    for call in ["read", "post", "write"] {
        let systems = systems().await;
        systems.ports.panics.set(Some((call, BAD)));
        let exported = export(&systems, batch().into_iter().map(paid).collect(), deadline()).await;
        let mut driven = exported.driven.clone();
        driven.sort_by_key(|(order, _)| *order);
        let others: Vec<_> = batch().into_iter().filter(|order| *order != BAD).collect();
        let expected: Vec<_> = others.iter().map(|order| (*order, Driven::Resting(Standing::Exported))).collect();
        assert_eq!(driven, expected, "a panic at {call}");
        assert_eq!(report(exported), [BAD], "a panic at {call}");
        let booked = systems.ports.orders_booked();
        let booked_others: Vec<_> = booked.into_iter().filter(|order| *order != BAD).collect();
        assert_eq!(booked_others, others, "a panic at {call}");
    }
}

#[tokio::test]
async fn an_order_that_panicked_before_anything_was_saved_goes_when_its_message_comes_again() {
    let systems = systems().await;
    systems.ports.panics.set(Some(("read", BAD)));
    assert_eq!(report(export(&systems, vec![paid(BAD)], deadline()).await), [BAD]);

    systems.ports.panics.set(None);
    let again = export(&systems, vec![paid(BAD)], deadline()).await;
    assert_eq!(again.driven, [(BAD, Driven::Resting(Standing::Exported))]);
    assert_eq!(report(again), []);
    assert_eq!(systems.ports.orders_booked(), [BAD]);
}

#[tokio::test]
async fn an_order_that_panicked_after_its_post_is_left_to_due_work_and_not_posted_again() {
    let systems = systems().await;
    systems.ports.panics.set(Some(("write", BAD)));
    assert_eq!(report(export(&systems, vec![paid(BAD)], deadline()).await), [BAD]);

    systems.ports.panics.set(None);
    let again = export(&systems, vec![paid(BAD)], deadline()).await;
    assert_eq!(again.driven, [(BAD, Driven::OldNews)], "its message tells nothing new");
    let mut due = Vec::new();
    for shard in 0..systems.settings.due_shards {
        due.extend(systems.ports.tables.due(Lane::Export, shard, deadline(), 10).await.unwrap());
    }
    assert_eq!(due.iter().map(|due| due.order).collect::<Vec<_>>(), [BAD]);
    let rung = export(&systems, vec![Hint::due(BAD)], deadline()).await;
    assert_eq!(rung.driven, [(BAD, Driven::Resting(Standing::Exported))]);
    assert_eq!(systems.ports.orders_booked(), [BAD]);
}
