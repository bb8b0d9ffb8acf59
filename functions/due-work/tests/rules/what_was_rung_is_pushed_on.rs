use domain::id::OrderId;
use due_work::DueWorkError;
use jiff::SignedDuration;

use crate::outside::{Outside, minutes, noon, seconds, settings};

#[tokio::test]
async fn an_order_that_was_rung_is_left_alone_for_a_while_and_rung_again_if_nobody_drove_it() {
    let outside = Outside::default();
    outside.is_due(1, noon() - seconds(1)).await;
    outside.is_due(2, noon() - seconds(1)).await;
    assert_eq!(outside.rings(noon()).await.0, [1, 2]);
    outside.is_done(2).await;
    let again = noon() + settings().push;
    assert_eq!(outside.rings(again - SignedDuration::from_millis(1)).await.0, [0; 0]);
    assert_eq!(outside.rings(again).await.0, [1]);
}

#[tokio::test]
async fn what_the_queue_did_not_take_stays_due() {
    let outside = Outside::default();
    outside.is_due(1, noon() - seconds(1)).await;
    outside.is_due(2, noon() - seconds(2)).await;
    outside.queue.refuses.set(true);
    let failed = outside.run(noon()).await.unwrap_err();
    assert!(matches!(failed, DueWorkError::Queue(_)), "{failed:?}");
    outside.queue.refuses.set(false);
    assert_eq!(outside.rings(noon() + minutes(1)).await.0, [2, 1], "nothing was pushed on before it was rung");
}

#[tokio::test]
async fn an_order_that_cannot_be_pushed_on_holds_up_no_other() {
    let outside = Outside::default();
    for order in 1..=3 {
        outside.is_due(order, noon() - seconds(10)).await;
    }
    let code = crate::outside::sku("NEW");
    outside.waits_for(4, &code, noon() - minutes(1)).await;
    outside.arrives(&code, noon()).await;
    outside.tables.fails.set(Some(("push due", OrderId(2))));
    let (mut due, released) = outside.rings(noon()).await;
    due.sort_unstable();
    assert_eq!((due, released), (vec![1, 2, 3], vec![4]), "all were rung, and the run went on to its end");
    assert_eq!(outside.rings(noon() + minutes(1)).await.0, [2], "it alone is rung again at once");
    outside.tables.fails.set(None);
    assert_eq!(outside.rings(noon() + minutes(2)).await.0, [2]);
    assert_eq!(outside.rings(noon() + minutes(3)).await.0, [0; 0]);
}
