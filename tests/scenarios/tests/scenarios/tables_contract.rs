//! The tables in DynamoDB do what those in memory do.

use jiff::Unit;
use sandbox::world::now;

use crate::scene::{Scene, plan};

#[tokio::test]
async fn the_deployed_tables_keep_the_contract() {
    let scene = Scene::start(plan("tables-contract", &[])).await;
    // Index attributes hold milliseconds.
    let now = now().round(Unit::Millisecond).unwrap();
    // The local stack's indexes do not lag.
    driver::contract::tables::all(&scene.tables, 7_001, now, async || {}).await.unwrap();
    scene.world.stop().await;
}
