use domain::event::Event;
use domain::exception::{Exception, Problem};
use domain::mapping::{CodeKey, MappingKind};
use domain::order::{Order, Reading};
use domain::step::Lane;
use domain::trail::{Cause, TrailEntry};
use driver::ports::Tables;
use driver::rows::{Body, Commit, Index, Row, Stored, after, commit, missing_code, read, shard};

use crate::fault::Fault;
use crate::interleaving::finish;
use crate::sample::{gbp, image, mark, noon, number, three_parts};
use crate::settle::settle;
use crate::world::{ORDER, World};

fn empty() -> Stored {
    read(ORDER, Lane::Export, Vec::new()).unwrap()
}

fn written(stored: &Stored, order: &Order, due: bool) -> (Commit, Stored) {
    let commit = commit(stored, order, Lane::Export, due.then(noon), 8, &[]);
    let rows = after(stored, &commit);
    (commit, read(ORDER, Lane::Export, rows).unwrap())
}

fn taking(order: Order, event: &Event) -> Order {
    let mut order = order.after(event, noon()).unwrap();
    order.reading = Reading::default();
    order
}

fn read_order() -> Order {
    taking(Order::new(ORDER), &Event::Read { image: image().into(), address: mark() })
}

fn resting(order: Order, problems: Vec<Problem>) -> Order {
    let exceptions = problems.into_iter().map(|problem| Exception::new(problem, gbp("1.00"))).collect();
    taking(order, &Event::Rested { until: None, exceptions, ineligible: None })
}

fn missing(sources: &[&str]) -> Problem {
    let sources = sources.iter().map(|source| (*source).to_owned()).collect();
    Problem::MissingCode { code: MappingKind::Sku, sources }
}

/// Orders in many states: those that runs with faults leave behind at each of their calls.
fn orders() -> Vec<Order> {
    let mut orders = vec![Order::new(ORDER), read_order(), resting(read_order(), vec![missing(&["A", "B"])])];
    for at in 0..40 {
        for image in [image(), three_parts()] {
            let world = World::new(image);
            world.faults.borrow_mut().push((at, Fault::StallAfter));
            let mut task = crate::settle::begin(&world, &world.paid());
            for _ in 0..200 {
                if crate::interleaving::poll(task.as_mut()).is_some() {
                    break;
                }
            }
            orders.push(world.stored().order);
        }
    }
    orders
}

#[test]
fn what_is_written_is_read_as_the_same_order() {
    for order in orders() {
        for due in [true, false] {
            let (commit, stored) = written(&empty(), &order, due);
            assert_eq!(stored.order, order);
            assert_eq!((stored.version, stored.due_at), (1, due.then(noon)));
            assert_eq!(commit.expected, 0);
        }
    }
}

#[test]
fn only_what_changed_is_written_and_the_root_always() {
    let order = resting(read_order(), vec![missing(&["A"])]);
    let (_, stored) = written(&empty(), &order, true);
    let (again, stored) = written(&stored, &order, true);
    assert_eq!(again.put.iter().map(|row| row.item.as_str()).collect::<Vec<_>>(), ["root"]);
    assert!(again.delete.is_empty());
    assert_eq!(stored.version, 2);
}

#[test]
fn rows_that_have_lost_their_meaning_are_deleted() {
    let order = resting(read_order(), vec![missing(&["A", "B"])]);
    let (_, stored) = written(&empty(), &order, true);
    let mended = resting(order, vec![missing(&["B"])]);
    let (commit, stored) = written(&stored, &mended, false);
    assert_eq!(commit.delete, ["due#export", "missing#sku#A"]);
    let (commit, _) = written(&stored, &resting(mended, Vec::new()), false);
    assert_eq!(commit.delete, ["missing#sku#B", "exception#000"]);
}

#[test]
fn the_due_row_of_another_lane_is_left_alone() {
    let (_, mut stored) = written(&empty(), &read_order(), true);
    let index = Index::Due { shard: "refund#1".to_owned(), at: noon() };
    let other = Row { item: "due#refund".to_owned(), body: Body::Empty, index };
    stored.rows.push(other.clone());
    let (commit, stored) = written(&stored, &read_order(), false);
    assert_eq!(commit.delete, ["due#export"]);
    assert!(stored.rows.contains(&other));
}

#[test]
fn entries_of_the_trail_stand_in_the_order_in_which_they_happened() {
    let entry = |why: &str| TrailEntry {
        at: noon(),
        actor: "worker".to_owned(),
        cause: Cause("test".to_owned()),
        event: Event::Unread { why: Some(why.to_owned()) },
    };
    let entries: Vec<TrailEntry> = (0..12).map(|number| entry(&number.to_string())).collect();
    let mut stored = empty();
    stored.version = 8;
    let commit = commit(&stored, &read_order(), Lane::Export, None, 8, &entries);
    let mut keys: Vec<String> = commit.trail.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(keys[..2], ["trail#0000000009#00", "trail#0000000009#01"]);
    let before = keys.clone();
    keys.sort();
    assert_eq!(keys, before);
}

#[test]
fn an_order_is_found_by_its_name_and_by_each_sales_order() {
    let world = World::new(three_parts());
    settle(&world, [world.paid()]);
    for (kind, value) in [("name", "#1001"), ("sales_order", "7001"), ("sales_order", "7003")] {
        let found = finish(world.tables.aliases(kind, value, 5)).unwrap();
        assert_eq!(found, [(value.to_owned(), ORDER)]);
    }
    let by_beginning = finish(world.tables.aliases("sales_order", "70", 5)).unwrap();
    assert_eq!(by_beginning.len(), 3);
    assert_eq!(world.stored().order.numbers(), ["7001", "7002", "7003"].map(number));
}

#[test]
fn a_missing_code_is_indexed_once_whoever_lacks_it() {
    let (commit, _) = written(&empty(), &resting(read_order(), vec![missing(&["A"]), missing(&["A", "B"])]), false);
    let codes: Vec<String> = commit
        .put
        .iter()
        .filter_map(|row| match &row.index {
            Index::Missing { code, .. } => Some(code.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(codes, ["A", "B"].map(|source| missing_code(&CodeKey::new(MappingKind::Sku, source))));
}

#[test]
fn a_code_with_the_longest_title_still_has_a_key_that_a_table_takes() {
    let title = format!("title:{}", "\u{1F455}".repeat(255));
    let other = format!("{title}!");
    let (commit, _) = written(&empty(), &resting(read_order(), vec![missing(&[&title, &other])]), false);
    let rows: Vec<&Row> = commit.put.iter().filter(|row| row.item.starts_with("missing#")).collect();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row.item.len() <= 1024), "DynamoDB's limit of a sort key");
}

#[test]
fn orders_are_spread_over_the_shards() {
    let shards: std::collections::BTreeSet<String> =
        (0..100).map(|order| shard(Lane::Export, domain::id::OrderId(order), 8)).collect();
    assert_eq!(shards.len(), 8);
    assert_eq!(shard(Lane::Export, ORDER, 0), "export#0", "no shards is one shard");
}

#[test]
fn nothing_personal_is_in_any_row_or_trail() {
    let world = World::new(image());
    settle(&world, [world.paid()]);
    let mut texts: Vec<String> =
        finish(world.tables.load(ORDER)).unwrap().into_iter().map(|row| format!("{row:?}")).collect();
    let trail = finish(world.tables.trail(ORDER)).unwrap();
    texts.extend(trail.iter().map(|entry| serde_json::to_string(entry).unwrap()));
    assert!(trail.len() > 3);
    for text in texts {
        for personal in ["Ada", "Sample Works", "Street", "Flat 2", "Sampleton", "SA1", "+44", "ada@"] {
            assert!(!text.contains(personal), "{text} shows {personal}");
        }
    }
}
