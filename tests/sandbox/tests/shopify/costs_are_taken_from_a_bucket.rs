use jiff::{SignedDuration, Timestamp};
use sandbox::shopify::Outcome;
use sandbox::shopify::graphql::{Answer, Api, Bucket};
use serde_json::{Value, json};

use crate::{api, ask, client_folder, document, gid, noon, order, schema, shop_with, wider};

fn read(api: &mut Api, at: Timestamp) -> Answer {
    let request = json!({ "query": document("order_for_export.graphql"), "variables": gid(5) });
    let prepared = api.prepare(&request).unwrap();
    api.execute(&prepared, &mut shop_with(order(5, 1)), at)
}

/// An API that knows edges and the details of a payment too.
fn wide_api() -> Api {
    let additions =
        [("LineItemConnection", "edges: [LineItemEdge!]!"), ("OrderTransaction", "paymentDetails: PaymentDetails")];
    let types = "type LineItemEdge { cursor: String! node: LineItem! } type PaymentDetails { company: String }";
    Api::new(&wider(&additions, types), Bucket::new(2000, 100)).unwrap()
}

/// The client reckons costs by a rule of its own, and declares them: two accounts of one fact.
#[test]
fn each_document_of_the_client_costs_what_its_first_line_declares() {
    let mut documents = 0;
    for entry in std::fs::read_dir(client_folder().join("queries")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let declared = text.lines().next().unwrap().trim_start_matches("# cost: ");
        let prepared = api().prepare(&json!({ "query": text, "variables": any_variables(&text) })).unwrap();
        assert_eq!(prepared.cost.to_string(), declared, "{}", prepared.name);
        documents += 1;
    }
    assert!(documents > 0);
}

/// Something for each variable that a document declares (`$name: Type`): a list, a topic or a text.
fn any_variables(document: &str) -> Value {
    let declared = document.split('$').skip(1).filter_map(|part| part.split_once(": "));
    let names = declared.filter(|(name, _)| name.chars().all(char::is_alphanumeric));
    let value = |kind: &str| match kind {
        list if list.starts_with('[') => json!([]),
        topic if topic.starts_with("WebhookSubscriptionTopic") => json!("ORDERS_PAID"),
        _ => json!("x"),
    };
    names.map(|(name, kind)| (name.to_owned(), value(kind))).collect()
}

#[test]
fn the_cost_follows_the_rule() {
    let cases = [
        ("{ name }", 1),
        ("{ currentTotalPriceSet { shopMoney { amount } } }", 1),
        ("{ lineItems(first: 1) { nodes { id } } }", 4),
        ("{ lineItems(first: 50) { edges { node { id variant { legacyResourceId } } } } }", 17),
        ("{ transactions(first: 50) { kind } }", 2),
        // The two that Shopify itself answered, in microsoft/BCApps' FulfillmentOrderResult.txt and OrderTransactionResult.txt.
        ("{ fulfillmentOrders(first: 10) { pageInfo { endCursor hasNextPage } nodes { id } } }", 7),
        ("{ transactions(first: 1) { kind amountSet { shopMoney { amount } } paymentDetails { company } } }", 3),
    ];
    let api = wide_api();
    for (selection, cost) in cases {
        let query = format!("query Q($id: ID!) {{ order(id: $id) {selection} }}");
        let prepared = api.prepare(&json!({ "query": query, "variables": gid(5) })).unwrap();
        assert_eq!(prepared.cost, cost, "{selection}");
    }
}

#[test]
fn a_page_costs_what_it_returned() {
    // Requested 7 and actual 4 for one node: FulfillmentOrderResult.txt.
    let query = "query Q($id: ID!) { order(id: $id) { fulfillmentOrders(first: 10) { nodes { id } } } }";
    let answer = ask(&mut api(), &mut shop_with(order(5, 1)), query, &gid(5));
    assert_eq!(answer["extensions"]["cost"]["requestedQueryCost"], 7);
    assert_eq!(answer["extensions"]["cost"]["actualQueryCost"], 4);
}

#[test]
fn edges_show_the_nodes_with_their_cursors() {
    let mut api = wide_api();
    let query = "query Q($id: ID!) { order(id: $id) { lineItems(first: 1) { edges { cursor node { id } } pageInfo { endCursor } } } }";
    let answer = ask(&mut api, &mut shop_with(order(5, 2)), query, &gid(5));
    let lines = &answer["data"]["order"]["lineItems"];
    assert_eq!(lines["edges"][0]["node"]["id"], "gid://shopify/LineItem/5001");
    assert_eq!(lines["edges"][0]["cursor"], lines["pageInfo"]["endCursor"]);
}

#[test]
fn what_was_asked_for_and_not_used_is_given_back() {
    let answer = read(&mut api(), noon());
    let cost = &answer.body["extensions"]["cost"];
    let (requested, actual) = (cost["requestedQueryCost"].as_u64().unwrap(), cost["actualQueryCost"].as_u64().unwrap());
    assert!(actual > 0 && actual < requested, "{cost}");
    assert_eq!(
        cost["throttleStatus"],
        json!({ "maximumAvailable": 2000, "currentlyAvailable": 2000 - actual, "restoreRate": 100 })
    );
}

#[test]
fn an_empty_bucket_throttles_until_it_is_restored() {
    let full = read(&mut api(), noon()).body["extensions"]["cost"]["requestedQueryCost"].as_u64().unwrap();
    let mut api = Api::new(&schema(), Bucket::new(full, 100)).unwrap();
    assert_eq!(read(&mut api, noon()).outcome, Outcome::Answered);
    let throttled = read(&mut api, noon());
    assert_eq!(throttled.outcome, Outcome::Throttled);
    assert_eq!(throttled.body["errors"][0]["extensions"]["code"], "THROTTLED");
    assert!(throttled.body.get("data").is_none());
    assert!(throttled.body["extensions"]["cost"]["actualQueryCost"].is_null());
    assert_eq!(read(&mut api, noon() + SignedDuration::from_secs(3)).outcome, Outcome::Answered);
}

#[test]
fn a_query_above_a_thousand_points_is_refused() {
    let routed = "fulfillmentOrders(first: 250) { nodes { lineItems(first: 250) { nodes { lineItem { id } } } } }";
    let orders = (0..5).map(|at| format!("a{at}: order(id: $id) {{ {routed} }}")).collect::<Vec<_>>().join(" ");
    let request = json!({ "query": format!("query Q($id: ID!) {{ {orders} }}"), "variables": gid(5) });
    let refusal = api().prepare(&request).err().unwrap();
    assert_eq!(refusal["errors"][0]["extensions"]["code"], "MAX_COST_EXCEEDED", "{refusal}");
}
