use domain::step::Lane;
use driver::operations::{self, LaneMode, MODE, Mode};
use driver::ports::{Operation, Tables};

use crate::outside::{Outside, minutes, noon, sku};

async fn with_work() -> Outside {
    let outside = Outside::default();
    outside.is_due(1, noon() - minutes(1)).await;
    outside.waits_for(2, &sku("NEW"), noon() - minutes(1)).await;
    outside.arrives(&sku("NEW"), noon()).await;
    outside
}

#[tokio::test]
async fn a_paused_lane_rings_nothing_and_forgets_nothing() {
    let outside = with_work().await;
    let mode = |mode| LaneMode { mode, why: "stocktaking".to_owned() };
    operations::put(&outside.tables, MODE, Lane::Export.name(), &mode(Mode::Paused)).await.unwrap();
    for run in 0..3 {
        assert_eq!(outside.rings(noon() + minutes(run)).await, (vec![], vec![]));
    }
    operations::put(&outside.tables, MODE, Lane::Export.name(), &mode(Mode::Live)).await.unwrap();
    assert_eq!(outside.rings(noon() + minutes(3)).await, (vec![1], vec![2]));
}

#[tokio::test]
async fn a_mode_that_cannot_be_read_is_taken_for_paused() {
    let outside = with_work().await;
    let row = |body: &str, version| Operation {
        kind: MODE.to_owned(),
        name: Lane::Export.name().to_owned(),
        body: body.to_owned(),
        version,
    };
    assert!(outside.tables.put_operation(&row(r#"{"mode":"shadow"}"#, 1)).await.unwrap());
    assert_eq!(outside.rings(noon()).await, (vec![], vec![]));
    assert!(outside.tables.put_operation(&row(r#"{"mode":"live"}"#, 2)).await.unwrap());
    assert_eq!(outside.rings(noon()).await, (vec![1], vec![2]));
}
