//! Where money stands nothing is lost: not by a mistake, not with its stack.

use serde_json::{Value, json};

use crate::transformed::{Resource, Template, assert_holds, transformed};

#[test]
fn each_table_can_be_restored_is_encrypted_and_outlives_its_stack() {
    assert_holds(violations);
}

/// Table, index, key, projection.
const INDEXES: [(&str, &str, [&str; 2], &str); 4] = [
    ("OrdersTable", "due", ["due_shard", "due_at"], "KEYS_ONLY"),
    ("OrdersTable", "exceptions", ["owner", "since"], "ALL"),
    ("OrdersTable", "missing", ["missing_code", "since"], "KEYS_ONLY"),
    ("OrdersTable", "alias", ["alias_kind", "alias_value"], "KEYS_ONLY"),
];

const KEYS: [(&str, [&str; 2]); 3] =
    [("OrdersTable", ["order", "item"]), ("MappingsTable", ["kind", "source"]), ("OperationsTable", ["kind", "name"])];

#[test]
fn tables_have_the_keys_that_the_code_writes() {
    for (table, [hash, range]) in KEYS {
        let expected = json!([
            {"AttributeName": hash, "KeyType": "HASH"},
            {"AttributeName": range, "KeyType": "RANGE"},
        ]);
        assert_eq!(transformed().resource(table).property("/KeySchema"), &expected, "{table}");
    }
    assert_eq!(transformed().all("AWS::DynamoDB::Table").len(), KEYS.len());
}

#[test]
fn the_orders_have_the_indexes_that_the_code_asks() {
    let expected: Vec<Value> = INDEXES
        .iter()
        .map(|(_, name, [hash, range], projection)| {
            json!({
                "IndexName": name,
                "KeySchema": [
                    {"AttributeName": hash, "KeyType": "HASH"},
                    {"AttributeName": range, "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": projection},
            })
        })
        .collect();
    let orders = transformed().resource("OrdersTable");
    assert_eq!(orders.property("/GlobalSecondaryIndexes"), &Value::Array(expected));
}

pub fn violations(template: &Template) -> Vec<String> {
    template.all("AWS::DynamoDB::Table").iter().flat_map(|table| of(template, table)).collect()
}

fn of(template: &Template, table: &Resource<'_>) -> Vec<String> {
    let wanted = [
        (
            "/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled",
            json!(true),
            "cannot be restored to a point in time",
        ),
        ("/SSESpecification/SSEEnabled", json!(true), "is not encrypted under a key of the account"),
        ("/BillingMode", json!("PAY_PER_REQUEST"), "is not on demand"),
        ("/DeletionProtectionEnabled", json!("true"), "can be deleted by a slip"),
    ];
    let mut violations: Vec<String> = wanted
        .into_iter()
        .filter(|(property, value, _)| template.by_default(table.property(property)) != value)
        .map(|(_, _, what)| format!("{} {what}", table.id))
        .collect();
    if !table.is_retained() {
        violations.push(format!("{} is deleted with its stack", table.id));
    }
    violations
}
