//! A lane is paused with its reason, and set live again with what had paused it settled.

use cherrycycle::lanes::{pause, set_live, show};
use domain::exception::Owner;
use domain::step::Lane;
use driver::gate::WRONG_ENVIRONMENT;
use driver::memory::MemoryTables;
use driver::operations::{EXCEPTION, Mode, OperationException, raise};
use driver::ports::Tables;
use jiff::Timestamp;

#[tokio::test]
async fn a_lane_is_live_until_it_is_paused() {
    let tables = MemoryTables::default();
    assert_eq!(show(&tables, Lane::Export).await.unwrap().to_string(), "the lane `export` is live");
    let paused = pause(&tables, Lane::Export, "stock-take").await.unwrap();
    assert_eq!(paused.to_string(), "the lane `export` is paused: stock-take");
    assert_eq!(show(&tables, Lane::Export).await.unwrap().mode, Mode::Paused);
}

#[tokio::test]
async fn a_lane_that_the_wrong_environment_paused_is_set_live_without_its_exception() {
    let tables = MemoryTables::default();
    let exception = OperationException {
        kind: WRONG_ENVIRONMENT.to_owned(),
        owner: Owner::Engineering,
        text: "PRD answers".to_owned(),
        since: Timestamp::UNIX_EPOCH,
    };
    raise(&tables, &exception).await.unwrap();
    pause(&tables, Lane::Export, "PRD answers").await.unwrap();
    assert_eq!(set_live(&tables, Lane::Export).await.unwrap().mode, Mode::Live);
    assert!(tables.operations(EXCEPTION).await.unwrap().is_empty());
}
