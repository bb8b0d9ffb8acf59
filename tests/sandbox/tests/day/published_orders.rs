//! `cargo sandbox day --orders-from` with real payloads: each file comes to something, and says why.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use sandbox::stack::workspace;
use serde_json::Value;

/// What each file of `tests/sandbox/fixtures/orders` comes to, and the word in which it says why. Five are paid, unrefunded
/// and tie, all without an address.
const FILES: [(&str, &str, &str); 16] = [
    ("shopify-api-ruby/order-t06-get-orders.json", "exported", "is sales order"),
    (
        "shopify-api-ruby/order-t11-post-orders-close.json",
        "exception",
        "payments is 199.65 USD, its components 389.94 USD",
    ),
    ("shopify-api-ruby/order-t14-post-orders-cancel.json", "ineligible", "cancelled before it was exported"),
    ("shopify-api-ruby/order-t16-post-orders.json", "exported", "is sales order"),
    ("shopify-api-ruby/order-t18-post-orders.json", "ineligible", "not paid: Shopify says Pending"),
    ("shopify-api-ruby/order-t20-post-orders.json", "exported", "is sales order"),
    ("shopify-api-ruby/order-t22-post-orders.json", "exported", "is sales order"),
    ("shopify-api-ruby/order-t24-post-orders.json", "exported", "is sales order"),
    ("shopify_python_api/order.json", "ineligible", "not paid: Shopify says Authorized"),
    ("shopify_python_api/orders.json", "unreadable", "no `line_items`"),
    ("webhook-docs-2026-07/orders__cancelled.json", "ineligible", "a test order"),
    ("webhook-docs-2026-07/orders__create.json", "ineligible", "a test order"),
    ("webhook-docs-2026-07/orders__fulfilled.json", "ineligible", "a test order"),
    ("webhook-docs-2026-07/orders__paid.json", "ineligible", "a test order"),
    ("webhook-docs-2026-07/orders__partially_fulfilled.json", "ineligible", "a test order"),
    ("webhook-docs-2026-07/orders__updated.json", "ineligible", "a test order"),
];

#[test]
fn every_published_order_comes_to_something_and_says_why() {
    let report = play();
    assert_eq!((&report["orders"]["exported"], &report["orders"]["waiting"]), (&5.into(), &0.into()));
    let text = |file: &Value, field: &str| file[field].as_str().unwrap().to_owned();
    let found: BTreeMap<String, (String, String)> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (text(file, "file"), (text(file, "outcome"), text(file, "why"))))
        .collect();
    assert_eq!(found.keys().collect::<Vec<_>>(), FILES.map(|(file, ..)| file).iter().collect::<Vec<_>>());
    for (file, outcome, why) in FILES {
        assert_eq!(found[file].0, outcome, "{file}");
        assert!(found[file].1.contains(why), "{file}: {}", found[file].1);
    }
}

/// The report of a day that ends well.
fn play() -> Value {
    let json = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("published-orders.json");
    let status = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(["day", "--orders-from", "tests/sandbox/fixtures/orders", "--map-unknown", "--json"])
        .arg(&json)
        .current_dir(workspace())
        .status()
        .unwrap();
    assert!(status.success(), "the day ended with {status}");
    serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap()
}
