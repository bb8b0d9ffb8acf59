use crate::outside::{Outside, ROOM, minutes, noon, seconds};

#[tokio::test]
async fn due_orders_of_all_shards_are_rung_oldest_first_and_others_not_at_all() {
    let outside = Outside::default();
    // 3 and 6 lie in one shard, 4 in a second, 5 in a third.
    for (order, before) in [(3, 10), (4, 40), (5, 20), (6, 30)] {
        outside.is_due(order, noon() - seconds(before)).await;
    }
    outside.is_due(7, noon() + seconds(1)).await;
    outside.waits_for(8, &crate::outside::sku("NEW"), noon() - minutes(60)).await;
    assert_eq!(outside.rings(noon()).await, (vec![4, 6, 5, 3], vec![]));
    assert_eq!(outside.rings(noon() + seconds(1)).await, (vec![7], vec![]), "at its very time");
}

#[tokio::test]
async fn a_run_rings_no_more_than_can_be_sent_until_the_next_and_begins_with_the_oldest() {
    let outside = Outside::default();
    for order in 1..=12 {
        outside.is_due(order, noon() - seconds(i64::try_from(order).unwrap())).await;
    }
    let mut rung = Vec::new();
    for (run, expected) in [(0, ROOM), (1, ROOM), (2, 2), (3, 0)] {
        let (due, _) = outside.rings(noon() + minutes(run)).await;
        assert_eq!(due.len(), expected, "run {run}");
        rung.extend(due);
    }
    assert_eq!(rung, (1..=12).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_run_tells_how_late_the_oldest_was() {
    let outside = Outside::default();
    assert_eq!(outside.run(noon()).await.unwrap(), due_work::Rung::default());
    outside.is_due(1, noon() - seconds(7)).await;
    outside.is_due(2, noon() - seconds(90)).await;
    assert_eq!(outside.run(noon()).await.unwrap().oldest_late, seconds(90));
}
