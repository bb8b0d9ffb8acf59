//! What leads to an order is there, whole, and nothing else is.

use domain::exception::{Exception, Problem};
use domain::id::OrderId;
use domain::mapping::MappingKind;
use domain::money::Money;
use driver::ports::Tables;
use driver::rows::{Body, Commit, Index, Row};
use futures_util::FutureExt;

use super::scene::{ID, Scene, at, dec, gbp, order};
use crate::checks::view::Traffic;

/// An order whose article is not mapped, resting with its exception, with some of its rows changed.
fn held(spoil: impl FnOnce(&mut Vec<Row>)) -> Vec<&'static str> {
    let mut order = order();
    order.lines[0].sku = Some("NOT-MAPPED-1".to_owned());
    let mut scene = Scene::placed(order);
    scene.shop.route(ID).unwrap();
    scene.reads(1);
    let problem = Problem::MissingCode { code: MappingKind::Sku, sources: vec!["NOT-MAPPED-1".to_owned()] };
    scene.rests(None, vec![Exception::new(problem, Money::new(dec("70.74"), gbp()))], 1);
    scene.traffic = Traffic { told: 1, deliveries: 1, loads: 1, commits: 1, reads: 1, ..Traffic::default() };
    spoil_rows(&scene, spoil);
    scene.at_rest().into_iter().map(|violation| violation.invariant).collect()
}

fn spoil_rows(scene: &Scene, spoil: impl FnOnce(&mut Vec<Row>)) {
    let before: Vec<Row> = scene.tables.load(OrderId(ID)).now_or_never().unwrap().unwrap();
    let mut put = before.clone();
    spoil(&mut put);
    let Index::Root { version, schema } = before.iter().find(|row| row.item == "root").unwrap().index else {
        panic!("the root has a version")
    };
    for row in put.iter_mut().filter(|row| row.item == "root") {
        row.index = Index::Root { version: version + 1, schema };
    }
    let is_put = |row: &&Row| put.iter().any(|other| other.item == row.item);
    let delete = before.iter().filter(|row| !is_put(row)).map(|row| row.item.clone()).collect();
    let commit = Commit { order: OrderId(ID), expected: version, put, delete, trail: Vec::new() };
    scene.tables.commit(&commit).now_or_never().unwrap().unwrap();
}

fn without(beginning: &'static str) -> impl FnOnce(&mut Vec<Row>) {
    move |rows| rows.retain(|row| !row.item.starts_with(beginning))
}

fn changed(beginning: &'static str, change: fn(&mut Row)) -> impl FnOnce(&mut Vec<Row>) {
    move |rows| rows.iter_mut().filter(|row| row.item.starts_with(beginning)).for_each(change)
}

#[test]
fn what_is_as_it_must_be_breaks_nothing() {
    assert_eq!(held(|_| ()), Vec::<&str>::new());
}

#[test]
fn a_row_that_is_gone_is_missed() {
    for beginning in ["exception#", "missing#", "alias#name#"] {
        assert_eq!(held(without(beginning)), ["found"], "{beginning}");
    }
}

#[test]
fn an_exception_s_row_must_be_its_owner_s_of_its_age_and_whole() {
    let changes: [fn(&mut Row); 3] = [
        |row| row.index = Index::Exception { owner: "finance".to_owned(), since: at(1) },
        |row| row.index = Index::Exception { owner: "operations".to_owned(), since: at(2) },
        |row| row.body = Body::Empty,
    ];
    for change in changes {
        assert_eq!(held(changed("exception#", change)), ["found"]);
    }
}

#[test]
fn a_row_of_a_code_must_be_of_what_the_order_lacks_and_of_its_age() {
    let changes: [fn(&mut Row); 3] = [
        |row| row.index = Index::Missing { code: "sku#ANOTHER".to_owned(), since: at(1) },
        |row| row.index = Index::Missing { code: "sku#NOT-MAPPED-1".to_owned(), since: at(9) },
        |row| row.index = Index::None,
    ];
    for change in changes {
        assert_eq!(held(changed("missing#", change)), ["found"]);
    }
}

#[test]
fn a_row_that_nothing_calls_for_is_found_out() {
    let more = |item: &str, index: Index| {
        let row = Row { item: item.to_owned(), body: Body::Empty, index };
        move |rows: &mut Vec<Row>| rows.push(row)
    };
    let alias = |kind: &str, value: &str| Index::Alias { kind: kind.to_owned(), value: value.to_owned() };
    assert_eq!(held(more("alias#name#other", alias("name", "#9"))), ["found"]);
    assert_eq!(held(more("alias#sales_order#1", alias("sales_order", "00041001"))), ["found"]);
    assert_eq!(held(more("missing#tender#x", Index::Missing { code: "tender#x".to_owned(), since: at(1) })), ["found"]);
    let owner = Index::Exception { owner: "finance".to_owned(), since: at(1) };
    assert_eq!(held(more("exception#001", owner)), ["found"]);
}

#[test]
fn an_exported_order_is_found_by_its_number() {
    let mut scene = Scene::exported();
    spoil_rows(&scene, without("alias#sales_order#"));
    assert_eq!(scene.at_rest()[0].invariant, "found");
}
