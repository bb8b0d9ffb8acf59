use crate::outside::{Outside, ROOM, minutes, noon, seconds, sku};

#[tokio::test]
async fn the_orders_of_an_arrived_code_trickle_out_oldest_first_and_each_once() {
    let outside = Outside::default();
    let code = sku("NEW");
    // The higher its number, the longer an order has waited.
    for order in 1..=12 {
        outside.waits_for(order, &code, noon() - minutes(i64::try_from(order).unwrap())).await;
    }
    outside.waits_for(13, &sku("OTHER"), noon() - minutes(60)).await;
    assert_eq!(outside.rings(noon()).await.1, [0; 0], "the code has not arrived");
    outside.arrives(&code, noon()).await;
    let mut released = Vec::new();
    for (run, expected) in [(1, ROOM), (2, ROOM), (3, 2), (4, 0), (5, 0)] {
        let (_, rung) = outside.rings(noon() + minutes(run)).await;
        assert_eq!(rung.len(), expected, "run {run}");
        for order in &rung {
            outside.is_done(*order).await;
        }
        released.extend(rung);
    }
    assert_eq!(released, (1..=12).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_due_goes_before_what_is_released() {
    let outside = Outside::default();
    let code = sku("NEW");
    for order in 1..=3 {
        outside.is_due(order, noon() - seconds(i64::try_from(order).unwrap())).await;
    }
    for order in 11..=15 {
        outside.waits_for(order, &code, noon() - minutes(i64::try_from(order).unwrap())).await;
    }
    outside.arrives(&code, noon()).await;
    assert_eq!(outside.rings(noon()).await, (vec![3, 2, 1], vec![15, 14]));
}

#[tokio::test]
async fn a_run_that_is_full_of_due_orders_releases_the_waiting_ones_later() {
    let outside = Outside::default();
    let code = sku("NEW");
    for order in 1..=5 {
        outside.is_due(order, noon()).await;
    }
    outside.waits_for(11, &code, noon() - minutes(1)).await;
    outside.arrives(&code, noon()).await;
    assert_eq!(outside.rings(noon()).await.1, [0; 0]);
    assert_eq!(outside.rings(noon() + minutes(1)).await, (vec![], vec![11]));
}

#[tokio::test]
async fn the_code_that_arrived_last_goes_first() {
    let outside = Outside::default();
    for (order, name) in [(1, "OLD"), (2, "NEW"), (3, "NEWEST")] {
        let code = sku(name);
        outside.waits_for(order, &code, noon() - minutes(60 - i64::try_from(order).unwrap())).await;
        outside.arrives(&code, noon() + seconds(i64::try_from(order).unwrap())).await;
    }
    assert_eq!(outside.rings(noon() + minutes(1)).await.1, [3, 2, 1]);
}

#[tokio::test]
async fn what_the_queue_did_not_take_is_released_in_the_next_run() {
    let outside = Outside::default();
    let code = sku("NEW");
    outside.waits_for(1, &code, noon() - minutes(1)).await;
    outside.arrives(&code, noon()).await;
    outside.queue.refuses.set(true);
    assert!(outside.run(noon()).await.is_err());
    outside.queue.refuses.set(false);
    assert_eq!(outside.rings(noon() + minutes(1)).await.1, [1]);
}

#[tokio::test]
async fn a_whole_catalogue_that_arrives_is_looked_through_in_a_few_runs() {
    let outside = Outside::default();
    for number in 0..1000 {
        outside.arrives(&sku(&format!("NEW-{number}")), noon() + seconds(number)).await;
    }
    outside.waits_for(1, &sku("NEW-0"), noon() - minutes(60)).await;
    let loaded = noon() + seconds(1000);
    let mut released = Vec::new();
    for run in 0..4 {
        released.extend(outside.rings(loaded + seconds(run)).await.1);
    }
    assert_eq!(released, [1]);
}
