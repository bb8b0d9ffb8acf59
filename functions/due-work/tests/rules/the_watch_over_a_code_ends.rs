use crate::outside::{Outside, minutes, noon, settings, sku};

#[tokio::test]
async fn an_order_that_was_saved_as_waiting_just_after_its_code_came_goes_when_the_watch_ends() {
    let outside = Outside::default();
    let code = sku("NEW");
    outside.arrives(&code, noon()).await;
    assert_eq!(outside.rings(noon()).await.1, [0; 0]);
    outside.waits_for(1, &code, noon() - minutes(1)).await;
    let end = noon() + settings().arrived_keep;
    assert_eq!(outside.rings(end).await.1, [0; 0], "the watch is not over");
    assert_eq!(outside.rings(end + minutes(1)).await.1, [1]);
    assert_eq!(outside.watched().await, 0);
    assert_eq!(outside.rings(end + minutes(2)).await.1, [0; 0], "nobody watches the code any more");
}

#[tokio::test]
async fn a_code_that_is_put_again_is_watched_anew() {
    let outside = Outside::default();
    let code = sku("NEW");
    outside.waits_for(1, &code, noon() - minutes(1)).await;
    outside.arrives(&code, noon()).await;
    assert_eq!(outside.rings(noon()).await.1, [1]);
    assert_eq!(outside.rings(noon() + minutes(1)).await.1, [0; 0], "once in a pass");
    outside.arrives(&code, noon() + minutes(2)).await;
    assert_eq!(outside.rings(noon() + minutes(2)).await.1, [1], "what a person mended is tried at once");
    assert_eq!(outside.rings(noon() + settings().arrived_keep + minutes(1)).await.1, [0; 0]);
    assert_eq!(outside.watched().await, 1, "the second watch runs from its own beginning");
}

#[tokio::test]
async fn a_code_for_which_nobody_waits_is_forgotten() {
    let outside = Outside::default();
    for name in ["ONE", "TWO", "THREE"] {
        outside.arrives(&sku(name), noon()).await;
    }
    outside.rings(noon()).await;
    assert_eq!(outside.watched().await, 3);
    outside.rings(noon() + settings().arrived_keep + minutes(1)).await;
    assert_eq!(outside.watched().await, 0);
}
