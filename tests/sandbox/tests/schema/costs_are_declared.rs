use sandbox::schema::{cost, parse_schema};

use crate::{operation, operations, pruned};

#[test]
fn the_first_line_of_every_file_tells_its_cost() {
    let schema = parse_schema(&pruned()).unwrap();
    for file in operations() {
        assert_eq!(file.declared_cost(), Some(cost(&schema, &file).unwrap()), "{}", file.file);
    }
}

/// Costs that Shopify's own answers name, in the recorded answers of microsoft/BCApps (MIT).
#[test]
fn the_rule_gives_the_costs_that_shopify_answered() {
    let schema = parse_schema(&pruned()).unwrap();
    let recorded = [
        // FulfillmentOrderResult.txt: requestedQueryCost 7.
        (
            "query Q($id: ID!) { order(id: $id) { fulfillmentOrders(first: 10) { pageInfo { hasNextPage endCursor } nodes { id } } } }",
            7,
        ),
        // FulfillmentCreateResult.txt: a mutation whose payload holds a plain object and user errors is 10.
        ("mutation M($id: ID!) { tagsAdd(id: $id, tags: []) { userErrors { message } } }", 10),
    ];
    for (text, points) in recorded {
        assert_eq!(cost(&schema, &operation(text)).unwrap(), points, "{text}");
    }
}

#[test]
fn money_is_free_and_a_list_is_one_and_what_it_holds() {
    let schema = parse_schema(&pruned()).unwrap();
    let order = |fields: &str| {
        cost(&schema, &operation(&format!("query Q($id: ID!) {{ order(id: $id) {{ {fields} }} }}"))).unwrap()
    };
    assert_eq!(order("name"), 1);
    assert_eq!(order("currentTotalPriceSet { shopMoney { amount } }"), 1);
    assert_eq!(order("transactions(first: 50) { amountSet { shopMoney { amount } } }"), 2);
    assert_eq!(order("lineItems(first: 1) { nodes { id } }"), 4);
    assert_eq!(
        order("lineItems(first: 1) { nodes { discountAllocations { discountApplication { __typename } } } }"),
        6
    );
}
