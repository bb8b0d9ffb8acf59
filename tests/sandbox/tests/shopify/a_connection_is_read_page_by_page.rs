use serde_json::{Value, json};

use crate::{api, ask, document, gid, order, shop_with};

/// The ids of all lines, read as the client reads them: the order first, then page after page.
fn read_all(lines: u64) -> (Vec<String>, usize) {
    let (mut api, mut shop) = (api(), shop_with(order(5, lines)));
    let first = ask(&mut api, &mut shop, &document("order_for_export.graphql"), &gid(5));
    let mut page = first["data"]["order"]["lineItems"].clone();
    let (mut ids, mut pages) = (ids_of(&page), 1);
    while page["pageInfo"]["hasNextPage"] == true {
        let variables = json!({ "id": gid(5)["id"], "after": page["pageInfo"]["endCursor"] });
        let next = ask(&mut api, &mut shop, &document("order_lines_after.graphql"), &variables);
        page = next["data"]["order"]["lineItems"].clone();
        ids.extend(ids_of(&page));
        pages += 1;
    }
    (ids, pages)
}

fn ids_of(page: &Value) -> Vec<String> {
    page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_line_comes_once_and_in_order() {
    for (lines, pages) in [(1, 1), (50, 1), (51, 2), (100, 2), (101, 3)] {
        let (ids, read) = read_all(lines);
        let expected: Vec<_> = (1..=lines).map(|at| format!("gid://shopify/LineItem/{}", 5000 + at)).collect();
        assert_eq!(ids, expected, "{lines} lines");
        assert_eq!(read, pages, "{lines} lines");
    }
}

#[test]
fn the_lines_of_a_fulfilment_order_are_paged_from_its_own_id() {
    let (mut api, mut shop) = (api(), shop_with(order(5, 51)));
    let first = ask(&mut api, &mut shop, &document("order_for_export.graphql"), &gid(5));
    let routed = &first["data"]["order"]["fulfillmentOrders"]["nodes"][0];
    assert_eq!(routed["lineItems"]["nodes"].as_array().unwrap().len(), 50);
    let variables = json!({ "id": routed["id"], "after": routed["lineItems"]["pageInfo"]["endCursor"] });
    let next = ask(&mut api, &mut shop, &document("routed_lines_after.graphql"), &variables);
    let last = &next["data"]["fulfillmentOrder"]["lineItems"];
    assert_eq!(last["nodes"][0]["lineItem"]["id"], "gid://shopify/LineItem/5051");
    assert_eq!(last["pageInfo"]["hasNextPage"], false);
}

#[test]
fn an_unknown_cursor_is_refused() {
    let (mut api, mut shop) = (api(), shop_with(order(5, 2)));
    let variables = json!({ "id": gid(5)["id"], "after": "bm9uc2Vuc2U=" });
    let answer = ask(&mut api, &mut shop, &document("order_lines_after.graphql"), &variables);
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("Invalid cursor"), "{answer}");
}
