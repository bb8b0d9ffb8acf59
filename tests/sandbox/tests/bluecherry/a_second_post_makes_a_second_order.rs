use serde_json::json;

use crate::sample::{REFERENCE, company, now, order, order_with};

#[test]
fn a_post_is_booked_and_answered_with_what_was_booked() {
    let mut company = company();
    let answer = company.post_order(&order(), now());
    assert_eq!(answer.status, 201);
    let body = answer.value();
    assert_eq!(body["ord_num"], "00041001");
    assert_eq!(body["ext_ref"], REFERENCE);
    assert_eq!(body["currency_code"], "USD");
    assert_eq!(body["control"]["units"], 4);
    assert_eq!(body["control"]["total"], "122.45");
    assert_eq!(body["lines"][0]["ext_line_ref"], "L1");
    assert_eq!(body["lines"][0]["unit_price"], "25.0000");
    assert_eq!(body["lines"][0]["ord_qty"], 2);
    assert_eq!(body["mod_ts"], "2026-11-24T05:00:00");
    assert_eq!(body["warnings"], json!([]));
    let truth = company.truth();
    assert_eq!(truth.len(), 1);
    assert_eq!((truth[0].attempt, truth[0].booked_at), (1, now()));
    assert_eq!(truth[0].posted.ship_to.name, "Zoë Müller");
}

#[test]
fn lines_of_one_colour_and_price_share_a_detail_row() {
    let body = company().post_order(&order(), now());
    let map = &body.value()["line_map"];
    assert_eq!(map[0]["detail_pkey"], map[1]["detail_pkey"]);
    assert_ne!(map[1]["detail_pkey"], map[2]["detail_pkey"], "another price is another row");
    assert_eq!((&map[0]["size_bk"], &map[1]["size_bk"]), (&json!(2), &json!(3)));
}

#[test]
fn the_same_post_twice_makes_two_orders_that_the_lookup_shows() {
    let mut company = company();
    company.post_order(&order(), now());
    let second = company.post_order(&order(), now());
    assert_eq!(second.status, 201);
    assert_eq!(company.truth().iter().map(|order| order.attempt).collect::<Vec<_>>(), [1, 2]);
    let found = company.orders_by_reference(&format!("{} ", REFERENCE.to_lowercase()), now());
    assert_eq!(found.status, 200);
    let numbers: Vec<_> = found.value()["items"].as_array().unwrap().iter().map(|order| &order["ord_num"]).collect();
    assert_eq!(numbers, ["00041001", "00041002"]);
}

#[test]
fn an_order_is_found_by_its_reference_and_its_number_or_not_at_all() {
    let mut company = company();
    assert_eq!(company.orders_by_reference(REFERENCE, now()).status, 404);
    assert_eq!(company.order_by_number("00041001", now()).value()["errors"][0]["code"], "BC_ORD_UNKNOWN");
    company.post_order(&order(), now());
    assert_eq!(company.orders_by_reference(REFERENCE, now()).value()["items"].as_array().unwrap().len(), 1);
    assert_eq!(company.order_by_number("00041001", now()).value()["ext_ref"], REFERENCE);
    assert_eq!(company.order_by_number("41001", now()).status, 404, "leading zeros count");
}

#[test]
fn where_duplicates_are_refused_the_same_content_is_answered_with_the_order_that_stands() {
    let mut company = company();
    company.switches.features.refuses_duplicates = true;
    company.post_order(&order(), now());
    let again = company.post_order(&order(), now());
    assert_eq!((again.status, &again.value()["duplicate"]), (200, &json!("Y")));
    assert_eq!(again.value()["ord_num"], "00041001");
    assert_eq!(company.truth().len(), 1);
}

#[test]
fn where_duplicates_are_refused_other_content_is_a_conflict() {
    let mut company = company();
    company.switches.features.refuses_duplicates = true;
    company.post_order(&order(), now());
    let other = company.post_order(&order_with("/location", json!("UK")), now());
    assert_eq!((other.status, &other.value()["errors"][0]["code"]), (409, &json!("BC_DUP_EXT_REF")));
    assert_eq!(company.truth().len(), 1);
}

#[test]
fn the_reference_that_counts_stands_in_the_configured_field() {
    let mut company = company();
    let answer = company.post_order(&order_with("/cust_po", json!("")), now());
    assert_eq!(answer.status, 201);
    assert_eq!(answer.value()["ext_ref"], "");
    assert_eq!(answer.value()["warnings"][0]["code"], "BC_EXT_REF");
    assert_eq!(company.orders_by_reference(REFERENCE, now()).status, 404, "nothing was kept under our reference");
}
