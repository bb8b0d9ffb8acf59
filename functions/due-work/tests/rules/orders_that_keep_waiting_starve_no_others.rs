use crate::outside::{Outside, minutes, noon, seconds, settings, sku};

#[tokio::test]
async fn orders_that_are_refused_again_do_not_keep_the_younger_ones_from_being_rung() {
    let outside = Outside::default();
    let code = sku("NEW");
    // None of them ever leaves.
    for order in 1..=12 {
        outside.waits_for(order, &code, noon() - minutes(60) + seconds(i64::try_from(order).unwrap())).await;
    }
    outside.arrives(&code, noon()).await;
    let mut rung = Vec::new();
    for run in 0..4 {
        rung.extend(outside.rings(noon() + minutes(run)).await.1);
    }
    assert!(rung.is_sorted(), "oldest first: {rung:?}");
    rung.dedup();
    assert_eq!(rung, (1..=12).collect::<Vec<_>>());
    assert_eq!(outside.rings(noon() + minutes(5)).await.1, [0; 0], "the pass is over");
}

#[tokio::test]
async fn orders_that_never_leave_are_rung_in_two_passes_and_then_no_more() {
    let outside = Outside::default();
    let code = sku("NEW");
    for order in 1..=12 {
        outside.waits_for(order, &code, noon() - minutes(60) + seconds(i64::try_from(order).unwrap())).await;
    }
    outside.arrives(&code, noon()).await;
    let mut passes = 0;
    for run in 0..60 {
        let released = outside.rings(noon() + minutes(run)).await.1;
        passes += released.iter().filter(|order| **order == 12).count();
    }
    assert_eq!(passes, 2);
    assert_eq!(outside.watched().await, 0);
}

#[tokio::test]
async fn a_code_whose_orders_keep_waiting_leaves_room_for_another() {
    let outside = Outside::default();
    let (stuck, good) = (sku("STUCK"), sku("GOOD"));
    for order in 1..=12 {
        outside.waits_for(order, &stuck, noon() - minutes(60) + seconds(i64::try_from(order).unwrap())).await;
    }
    outside.waits_for(21, &good, noon() - minutes(1)).await;
    outside.arrives(&good, noon()).await;
    outside.arrives(&stuck, noon() + seconds(1)).await;
    let mut rung = Vec::new();
    for run in 1..=4 {
        rung.extend(outside.rings(noon() + minutes(run)).await.1);
    }
    assert!(rung.contains(&21), "{rung:?}");
    assert!(settings().arrived_keep > minutes(4), "all of that within one watch");
}

#[tokio::test]
async fn orders_that_began_to_wait_at_one_moment_are_all_rung() {
    let outside = Outside::default();
    let code = sku("NEW");
    for order in 1..=12 {
        outside.waits_for(order, &code, noon() - minutes(60)).await;
    }
    outside.arrives(&code, noon()).await;
    let mut rung = Vec::new();
    for run in 0..8 {
        rung.extend(outside.rings(noon() + minutes(run)).await.1);
    }
    rung.sort_unstable();
    rung.dedup();
    assert_eq!(rung, (1..=12).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_pass_goes_on_though_there_is_room_for_one_order_in_a_run() {
    let outside = Outside::default();
    let code = sku("NEW");
    for order in 1..=3 {
        outside.waits_for(order, &code, noon() - minutes(60) + seconds(i64::try_from(order).unwrap())).await;
    }
    outside.arrives(&code, noon()).await;
    let mut rung = Vec::new();
    for run in 0..8 {
        for due in 0..4 {
            outside.is_due(100 + u64::try_from(run).unwrap() * 4 + due, noon() + minutes(run)).await;
        }
        let (due, released) = outside.rings(noon() + minutes(run)).await;
        for order in due {
            outside.is_done(order).await;
        }
        rung.extend(released);
    }
    rung.dedup();
    assert_eq!(rung, [1, 2, 3]);
}
