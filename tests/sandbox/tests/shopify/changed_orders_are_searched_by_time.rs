use sandbox::shopify::Shop;
use serde_json::{Value, json};

use crate::{api, ask, document, noon, order, shop};

const SINCE: &str = "updated_at:>='2026-11-24T12:00:00Z'";

fn shop_of(orders: u64) -> Shop {
    let mut shop = shop();
    for id in 1..=orders {
        shop.place(order(id, 1), noon());
    }
    shop
}

fn search(shop: &mut Shop, changed: &str, after: &Value) -> Value {
    ask(&mut api(), shop, &document("changed_orders.graphql"), &json!({ "changed": changed, "after": after }))
}

#[test]
fn pages_of_250_come_one_after_the_other_and_the_last_one_says_so() {
    let mut shop = shop_of(501);
    let (mut ids, mut sizes, mut after) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let page = search(&mut shop, SINCE, &after)["data"]["orders"].clone();
        let nodes = page["nodes"].as_array().unwrap();
        ids.extend(nodes.iter().map(|node| node["legacyResourceId"].as_str().unwrap().parse::<u64>().unwrap()));
        assert!(nodes.iter().all(|node| node["updatedAt"] == "2026-11-24T12:00:00Z"));
        sizes.push(nodes.len());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(sizes, [250, 250, 1]);
    assert_eq!(ids, (1..=501).collect::<Vec<_>>());
}

#[test]
fn a_list_is_no_read_of_its_orders() {
    let mut shop = shop_of(1);
    assert_eq!(search(&mut shop, SINCE, &Value::Null)["data"]["orders"]["nodes"].as_array().unwrap().len(), 1);
    assert!(shop.served(1).is_empty());
}

#[test]
fn a_page_costs_what_a_connection_does() {
    let answer = search(&mut shop_of(3), SINCE, &Value::Null);
    // 2 + floor(2 ln 250), and 2 + floor(2 ln 3).
    assert_eq!(answer["extensions"]["cost"]["requestedQueryCost"], 13);
    assert_eq!(answer["extensions"]["cost"]["actualQueryCost"], 4);
}

#[test]
fn a_search_that_is_not_modelled_is_refused_and_never_ignored() {
    let searches = [
        "",
        "status:open",
        "updated_at:>'2026-11-24T12:00:00Z'",
        "updated_at:>=2026-11-24T12:00:00Z",
        "updated_at:>='2026-11-24T12:00:00'",
        "updated_at:>='2026-11-24T12:00:00+01:00'",
        "updated_at:>='2026-11-24T12:00:00Z' AND status:open",
    ];
    for wrong in searches {
        let answer = search(&mut shop_of(1), wrong, &Value::Null);
        assert!(answer.get("data").is_none(), "{wrong}: {answer}");
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains("orders(query:"), "{wrong}: {answer}");
    }
    for arguments in ["", ", sortKey: CREATED_AT", ", sortKey: UPDATED_AT, reverse: true"] {
        let query =
            format!("query Q {{ orders(first: 1, query: \"{SINCE}\"{arguments}) {{ nodes {{ updatedAt }} }} }}");
        let answer = ask(&mut api(), &mut shop_of(1), &query, &json!({}));
        assert!(answer.get("data").is_none(), "{arguments}: {answer}");
    }
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    for cursor in ["bm9uc2Vuc2U=", "not base64", ""] {
        let answer = search(&mut shop_of(1), SINCE, &json!(cursor));
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains("Invalid cursor"), "{cursor}: {answer}");
        assert!(answer["data"].is_null(), "{answer}");
    }
}

#[test]
fn a_missing_scope_denies_the_list() {
    let mut shop = shop_of(1);
    shop.miss_scopes(["read_orders".to_owned()]);
    assert_eq!(search(&mut shop, SINCE, &Value::Null)["errors"][0]["extensions"]["code"], "ACCESS_DENIED");
}
