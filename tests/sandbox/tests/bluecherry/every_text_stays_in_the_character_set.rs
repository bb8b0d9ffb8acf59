use serde_json::{Value, json};

use crate::sample::{company, now, order_json};

/// The sample with every text that an order may carry, in a form that serde reads.
fn full() -> Value {
    let mut order = order_json();
    for field in ["department", "ref_num2", "aux_ref_num", "hold_code"] {
        order[field] = json!("");
    }
    order["bill_to"] = order["ship_to"].clone();
    for address in ["ship_to", "bill_to"] {
        for field in ["addr2", "addr3", "email"] {
            order[address][field] = json!("");
        }
    }
    let line = &mut order["lines"][0];
    line["location"] = json!("");
    line["lot"] = json!("");
    line["circular"] = json!({ "kind": "NONE", "item_serial": "" });
    line["sku"]["upc"] = json!("4006381333931");
    order
}

fn texts(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(pointer.to_owned()),
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                texts(item, &format!("{pointer}/{place}"), found);
            }
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| texts(member, &format!("{pointer}/{name}"), found));
        }
        _ => {}
    }
}

#[test]
fn a_stranger_in_any_text_is_refused_and_its_field_named() {
    assert_eq!(company().post_order(&serde_json::from_value(full()).unwrap(), now()).status, 201);
    let mut pointers = Vec::new();
    texts(&full(), "", &mut pointers);
    let is_amount = |pointer: &String| ["amt", "price", "total"].iter().any(|amount| pointer.ends_with(amount));
    pointers.retain(|pointer| !is_amount(pointer));
    assert!(pointers.len() > 60, "{pointers:?}");
    for pointer in pointers {
        let mut order = full();
        *order.pointer_mut(&pointer).unwrap() = json!("Ł");
        let answer = company().post_order(&serde_json::from_value(order).unwrap(), now());
        let errors = answer.value()["errors"].as_array().cloned().unwrap_or_default();
        let named =
            errors.iter().find(|error| error["code"] == "BC_CHARSET").map(|error| error["field"].as_str().unwrap());
        let place = named.unwrap_or_default().replace(['[', '.'], "/").replace(']', "");
        assert_eq!(format!("/{place}"), pointer);
    }
}
