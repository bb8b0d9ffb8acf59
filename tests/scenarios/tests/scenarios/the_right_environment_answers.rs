//! Nothing is written while another environment answers than the one that is set.

use std::time::Duration;

use domain::step::Lane;
use driver::operations::{self, EXCEPTION, Mode, OperationException};
use driver::ports::Tables;
use sandbox::bluecherry::Environment;
use sandbox::day::generator::Expected;

use crate::customers::{SHIRT, paid};
use crate::scene::{Scene, plan};

#[tokio::test]
async fn another_environment_gets_nothing_and_pauses_the_lane() {
    let scene = Scene::start(plan("other-environment", &[("RoutingRecheck", "1s")])).await;
    scene.company().switches.answers_for = Some(Environment::Prd);
    let order = paid(1, &[(SHIRT, 1)]);
    scene.place(&order);
    let is_paused =
        async |scene: &Scene| operations::lane_mode(&scene.tables, Lane::Export).await.unwrap().mode == Mode::Paused;
    scene.until("the lane is paused", is_paused).await;
    scene.pass(Duration::from_secs(3)).await;
    assert_eq!(scene.posts(), 0);
    let raised = scene.tables.operation(EXCEPTION, "wrong_environment").await.unwrap().unwrap();
    let raised: OperationException = serde_json::from_str(&raised.body).unwrap();
    assert_eq!(raised.owner.name(), "engineering");
    assert!(raised.text.contains("SAMPLE/PRD where SAMPLE/STG is set"), "{}", raised.text);

    // Mended, the order still waits for a person to say so.
    scene.company().switches.answers_for = None;
    scene.pass(Duration::from_secs(2)).await;
    assert_eq!(scene.posts(), 0);

    scene.tool.run(&scene.world.deployment, &["lane", "live"]).await.unwrap();
    scene.settle().await;
    assert_eq!(scene.tables.operations(EXCEPTION).await.unwrap(), Vec::new(), "it is settled by itself");
    scene.ends(&[(&order, Expected::Exported)]).await;
}
