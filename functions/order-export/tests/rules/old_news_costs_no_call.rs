use domain::id::OrderId;
use driver::drive::Driven;
use order_export::{export, report};

use crate::outside::{deadline, paid, systems};

const ORDER: OrderId = OrderId(1);

#[tokio::test]
async fn a_webhook_that_comes_again_is_acknowledged_without_a_call_or_a_write() {
    let systems = systems().await;
    export(&systems, vec![paid(ORDER)], deadline()).await;
    let (calls, commits) = (systems.ports.calls.take().len(), systems.ports.tables.memory.commits());
    assert_eq!(calls, 3, "a read, a post and a write");

    let again = export(&systems, vec![paid(ORDER)], deadline()).await;
    assert_eq!(again.driven, [(ORDER, Driven::OldNews)]);
    assert_eq!(report(again), []);
    assert_eq!(systems.ports.calls.take(), []);
    assert_eq!(systems.ports.tables.memory.commits(), commits);
}

#[tokio::test]
async fn old_news_is_acknowledged_even_when_no_time_is_left() {
    let systems = systems().await;
    export(&systems, vec![paid(ORDER)], deadline()).await;
    let again = export(&systems, vec![paid(ORDER)], crate::sample::noon()).await;
    assert_eq!(again.driven, [(ORDER, Driven::OldNews)]);
    assert_eq!(report(again), []);
}
