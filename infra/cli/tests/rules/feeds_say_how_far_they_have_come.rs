//! Whoever asks sees what is rung, how long ago a run was whole, and what goes on.

use cherrycycle::exceptions::list_open;
use cherrycycle::feeds::list_feeds;
use domain::exception::Owner;
use driver::memory::MemoryTables;
use driver::operations::{FEED, OperationException, put, raise_as};
use feed_poll::{BEHIND, Feed, Reached, Run, Tally};

use crate::sample::at;

const ROW: &str = "orders@sample.myshopify.com";

fn whole() -> Feed {
    Feed {
        mark: Some(at("09:50:02")),
        whole_at: at("09:50:06"),
        last: Some(Tally { pages: 2, orders: 431 }),
        run: None,
        leased_until: None,
    }
}

fn run() -> Run {
    let reached = Some(Reached { started_at: at("09:55:00"), after: "cursor".to_owned() });
    Run { reached, pages: 2, orders: 500, ..Run::from(at("09:45:02")) }
}

fn leased(until: &str, feed: Feed) -> Feed {
    Feed { leased_until: Some(at(until)), ..feed }
}

async fn listed(feed: &Feed) -> String {
    let tables = MemoryTables::default();
    put(&tables, FEED, ROW, feed).await.unwrap();
    list_feeds(&tables, at("10:00:06")).await.unwrap().to_string()
}

#[tokio::test]
async fn a_feed_shows_its_mark_and_how_long_it_has_gone_without_a_whole_run() {
    for (feed, said) in [
        (
            whole(),
            vec!["orders", "sample.myshopify.com", "2026-11-24 09:50:02Z", "2026-11-24 09:50:06Z", "431 orders", "10m"],
        ),
        (Feed { run: Some(run()), ..whole() }, vec!["500 orders on 2 pages so far, goes on with the next tick"]),
        (leased("10:01:00", Feed { run: Some(run()), ..whole() }), vec!["500 orders on 2 pages so far, being read"]),
        (leased("10:00:00", Feed { run: Some(run()), ..whole() }), vec!["goes on with the next tick"]),
        (Feed::new(at("09:57:06")), vec!["nothing yet", "none yet", "3m"]),
    ] {
        let text = listed(&feed).await;
        for said in said {
            assert!(text.contains(said), "{said}\n{text}");
        }
    }
}

#[tokio::test]
async fn the_json_says_what_is_known_and_leaves_out_what_is_not() {
    let tables = MemoryTables::default();
    put(&tables, FEED, ROW, &Feed { run: Some(run()), ..whole() }).await.unwrap();
    put(&tables, FEED, "zebras@sample.myshopify.com", &"a newer shape").await.unwrap();
    let listed = list_feeds(&tables, at("10:00:06")).await.unwrap();
    let json = serde_json::to_value(&listed).unwrap();
    assert_eq!(json["feeds"][0]["feed"], "orders");
    assert_eq!(json["feeds"][0]["mark"], "2026-11-24T09:50:02Z");
    assert_eq!(json["feeds"][0]["behind_s"], 600);
    assert_eq!(json["feeds"][0]["under_way"]["orders"], 500);
    assert_eq!(json["feeds"][1], serde_json::json!({"feed": "zebras", "shop": "sample.myshopify.com"}));
    assert!(listed.to_string().contains("this version of the program cannot read it"), "{listed}");
}

#[tokio::test]
async fn before_the_first_tick_there_is_nothing_to_show() {
    let listed = list_feeds(&MemoryTables::default(), at("10:00:00")).await.unwrap();
    assert_eq!(listed.to_string(), "No feed has run yet.");
}

#[tokio::test]
async fn two_feeds_that_are_behind_are_two_exceptions_of_one_kind() {
    let tables = MemoryTables::default();
    for feed in ["orders", "orders-30d"] {
        let exception = OperationException {
            kind: BEHIND.to_owned(),
            owner: Owner::Engineering,
            text: format!("the feed `{feed}` is behind"),
            since: at("08:00:00"),
        };
        raise_as(&tables, &format!("{BEHIND}#{feed}"), &exception).await.unwrap();
    }
    let listed = list_open(&tables, None, Some(BEHIND), at("10:00:00")).await.unwrap();
    assert_eq!(listed.exceptions.len(), 2);
    let text = listed.to_string();
    assert!(text.contains("the feed `orders` is behind") && text.contains("`orders-30d`"), "{text}");
}
