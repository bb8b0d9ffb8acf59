use sandbox::shopify::Shop;
use sandbox::shopify::graphql::{Api, Bucket};
use serde_json::{Value, json};

use crate::{api, ask, document, order, shop_with, wider};

const SET: &str = "mutation Set($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) { userErrors { code field message } } }";

fn input(value: &str) -> Value {
    json!({ "ownerId": "gid://shopify/Order/5", "namespace": "erp", "key": "orders", "type": "json", "value": value })
}

fn set(shop: &mut Shop, inputs: &Value) -> Value {
    let additions = ["code: MetafieldsSetUserErrorCode", "field: [String!]", "message: String!"]
        .map(|field| ("MetafieldsSetUserError", field));
    let mut api = Api::new(&wider(&additions, ""), Bucket::new(2000, 100)).unwrap();
    let answer = ask(&mut api, shop, SET, &json!({ "metafields": inputs }));
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"]["metafieldsSet"]["userErrors"].clone()
}

#[test]
fn a_metafield_is_written_over_and_the_write_echoes_as_orders_updated() {
    let mut shop = shop_with(order(5, 1));
    shop.take_events();
    for value in ["[1]", "[2]"] {
        assert_eq!(set(&mut shop, &json!([input(value)])), json!([]));
        let topics: Vec<_> = shop.take_events().iter().map(|event| event.topic.name()).collect();
        assert_eq!(topics, ["orders/updated"]);
    }
    let metafields = &shop.order(5).unwrap().metafields;
    assert_eq!((metafields.len(), metafields[0].value.as_str()), (1, "[2]"));
}

#[test]
fn one_bad_metafield_keeps_all_of_them_out() {
    let edited = |field: &str, value: &str| {
        let mut input = input("[1]");
        input[field] = value.into();
        input
    };
    let listed = |value: &str| {
        let mut input = edited("value", value);
        input["type"] = "list.single_line_text_field".into();
        input
    };
    let cases = [
        (json!([input("[1]"), edited("value", " ")]), "BLANK"),
        (json!([edited("value", "{")]), "INVALID_VALUE"),
        (json!([listed("SO-1")]), "INVALID_VALUE"),
        (json!([edited("type", "")]), "BLANK"),
        (json!([edited("key", "k")]), "TOO_SHORT"),
        (json!([edited("ownerId", "gid://shopify/Order/404")]), "INVALID"),
        (json!(vec![input("[1]"); 26]), "LESS_THAN_OR_EQUAL_TO"),
    ];
    for (inputs, code) in cases {
        let mut shop = shop_with(order(5, 1));
        shop.take_events();
        let error = &set(&mut shop, &inputs)[0];
        assert_eq!(error["code"], code, "{inputs}");
        assert_eq!(error["field"][0], "metafields", "{inputs}");
        assert!(shop.order(5).unwrap().metafields.is_empty() && !shop.has_events(), "{inputs}");
    }
}

#[test]
fn a_null_digest_means_that_there_must_be_no_metafield_yet() {
    let mut shop = shop_with(order(5, 1));
    let mut first = input("[1]");
    first["compareDigest"] = Value::Null;
    assert_eq!(set(&mut shop, &json!([first])), json!([]));
    assert_eq!(set(&mut shop, &json!([first]))[0]["code"], "STALE_OBJECT");
    assert_eq!(set(&mut shop, &json!([input("[2]")])), json!([]), "no digest at all writes over");
}

#[test]
fn a_tag_is_added_once() {
    let mut shop = shop_with(order(5, 1));
    let variables = json!({ "id": "gid://shopify/Order/5", "tags": ["exported"] });
    for _ in 0..2 {
        let answer = ask(&mut api(), &mut shop, &document("add_order_tag.graphql"), &variables);
        assert_eq!(answer["data"]["tagsAdd"]["userErrors"], json!([]), "{answer}");
    }
    assert_eq!(shop.order(5).unwrap().tags, ["exported"]);
}
