use sandbox::shopify::graphql::{Api, Bucket};
use serde_json::{Value, json};

use crate::{api, ask, document, gid, order, schema, shop, shop_with, wider};

fn refusal(schema: &str, query: &str) -> Value {
    let mut api = Api::new(schema, Bucket::new(2000, 100)).unwrap();
    ask(&mut api, &mut shop_with(order(5, 1)), query, &gid(5))
}

#[test]
fn what_does_not_fit_the_schema_is_refused_without_data() {
    let cases = [
        "query Q($id: ID!) { order(id: $id) { nmae } }",
        "query Q($id: ID!) { order(id: $id) { name { x } } }",
        "query Q($id: ID!) { order(id: $id, name: 1) { name } }",
        "query Q($id: Int!) { order(id: $id) { name } }",
        "query Q($id: ID!, $unused: Int) { order(id: $id) { name } }",
        "query {",
    ];
    for query in cases {
        let answer = refusal(&schema(), query);
        assert!(answer["errors"][0]["message"].is_string(), "{query}: {answer}");
        assert!(answer.get("data").is_none(), "{query}: {answer}");
    }
}

#[test]
fn a_missing_variable_is_refused() {
    let answer = ask(&mut api(), &mut shop(), "query Q($id: ID!) { order(id: $id) { name } }", &json!({}));
    assert!(answer.get("data").is_none() && answer["errors"][0]["message"].is_string(), "{answer}");
}

#[test]
fn a_connection_without_a_page_size_or_with_too_large_a_one_is_refused() {
    for page in ["", "(first: null)", "(first: 251)"] {
        let query = format!("query Q($id: ID!) {{ order(id: $id) {{ lineItems{page} {{ nodes {{ id }} }} }} }}");
        let answer = refusal(&schema(), &query);
        assert!(answer.get("data").is_none() && answer["errors"][0]["message"].is_string(), "{page}: {answer}");
    }
}

#[test]
fn a_field_or_argument_that_is_not_modelled_is_an_error_and_never_null() {
    let wider = wider(&[("Order", "note: String")], "");
    let cases = [
        ("query Q($id: ID!) { order(id: $id) { name note } }", "Order.note"),
        (
            "query Q($id: ID!) { order(id: $id) { lineItems(first: 1, reverse: true) { nodes { id } } } }",
            "Order.lineItems(reverse:)",
        ),
    ];
    for (query, named) in cases {
        let answer = refusal(&wider, query);
        assert!(answer.get("data").is_none(), "{answer}");
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains(named), "{answer}");
    }
}

#[test]
fn a_mutation_that_needs_an_idempotency_key_is_refused_without_one() {
    let wider = wider(&[("Mutation", "refundCreate(id: ID!): Order")], "");
    let without = refusal(&wider, "mutation M($id: ID!) { refundCreate(id: $id) { name } }");
    assert!(without["errors"][0]["message"].as_str().unwrap().contains("@idempotent"), "{without}");
    let with = refusal(&wider, "mutation M($id: ID!) { refundCreate(id: $id) @idempotent(key: \"k\") { name } }");
    assert!(with["errors"][0]["message"].as_str().unwrap().contains("Mutation.refundCreate"), "{with}");
}

#[test]
fn an_unknown_order_is_null_and_an_id_of_another_kind_is_an_error() {
    let query = "query Q($id: ID!) { order(id: $id) { name } }";
    let unknown = ask(&mut api(), &mut shop(), query, &gid(404));
    assert!(unknown["data"]["order"].is_null() && unknown.get("errors").is_none(), "{unknown}");
    let other = ask(&mut api(), &mut shop(), query, &json!({ "id": "gid://shopify/Product/1" }));
    assert!(other["errors"][0]["message"].as_str().unwrap().contains("Invalid global id"), "{other}");
}

#[test]
fn a_missing_scope_denies_what_it_reaches_and_nothing_else() {
    let query = document("order_for_export.graphql");
    let cases = [
        ("read_orders", vec!["order"]),
        ("read_merchant_managed_fulfillment_orders", vec!["order", "fulfillmentOrders"]),
    ];
    for (scope, path) in cases {
        let mut shop = shop_with(order(5, 1));
        shop.miss_scopes([scope.to_owned()]);
        let answer = ask(&mut api(), &mut shop, &query, &gid(5));
        assert_eq!(answer["errors"][0]["extensions"]["code"], "ACCESS_DENIED", "{answer}");
        assert_eq!(answer["errors"][0]["path"], json!(path), "{answer}");
        assert!(answer["data"]["order"].is_null(), "{answer}");
    }
}

#[test]
fn what_a_reader_saw_stays_in_the_books_revision_by_revision() {
    let (mut api, mut shop) = (api(), shop_with(order(5, 1)));
    for quantity in [2, 2, 1] {
        shop.edit_quantity(5, 5001, quantity, crate::noon()).unwrap();
        ask(&mut api, &mut shop, &document("order_for_export.graphql"), &gid(5));
    }
    let seen: Vec<u32> = shop.served(5).iter().map(|order| order.lines[0].current_quantity).collect();
    assert_eq!(seen, [2, 1]);
}
