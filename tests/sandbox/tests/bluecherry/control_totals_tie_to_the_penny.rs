use sandbox::bluecherry::Control;
use serde_json::json;

use crate::sample::{company, now, order, order_json, order_with};

#[test]
fn the_totals_of_an_order_are_those_of_its_lines_allowances_and_charges() {
    let control: Control = serde_json::from_value(order_json()["control"].clone()).unwrap();
    assert_eq!(order().totals(), control);
}

#[test]
fn a_control_total_that_misses_by_a_penny_is_refused() {
    for (field, value) in [
        ("merch_amt", json!("120.01")),
        ("allow_amt", json!("12.49")),
        ("freight_amt", json!("5.96")),
        ("tax_amt", json!("8.99")),
        ("total", json!("122.46")),
        ("units", json!(5)),
    ] {
        let mut company = company();
        let answer = company.post_order(&order_with(&format!("/control/{field}"), value), now());
        let errors = answer.value()["errors"].as_array().unwrap();
        assert_eq!(answer.status, 422);
        assert_eq!(errors.len(), 1, "{field}: {errors:?}");
        assert_eq!(errors[0]["code"], "BC_CONTROL_TOTAL");
        assert_eq!(errors[0]["field"], format!("control.{field}"));
        assert_eq!(company.truth().len(), 0);
    }
}

#[test]
fn an_amount_with_a_fraction_of_a_penny_is_refused() {
    let answer = company().post_order(&order_with("/charges/0/amt", json!("5.955")), now());
    assert_eq!(answer.value()["errors"][0]["code"], "BC_FIELD_LENGTH");
}

#[test]
fn a_unit_price_of_four_places_is_tied_to_the_penny_of_the_merchandise() {
    let mut order = order_json();
    order["lines"][0]["unit_price"] = json!("25.0022");
    let mut company = company();
    let answer = company.post_order(&serde_json::from_value(order).unwrap(), now());
    assert_eq!(answer.status, 201, "120.0044 is 120.00: {:?}", answer.value());
    assert_eq!(answer.value()["lines"][0]["unit_price"], "25.0022");
}

#[test]
fn an_amount_that_is_a_number_and_not_a_string_is_no_order() {
    let mut order = order_json();
    order["control"]["total"] = json!(122.45);
    assert!(serde_json::from_value::<sandbox::bluecherry::SalesOrder>(order).is_err());
}
