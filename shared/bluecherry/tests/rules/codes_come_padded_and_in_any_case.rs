use bluecherry::answer::post;
use domain::step::PostAnswer;
use serde_json::json;

use crate::by_hand::{booked, reply};
use crate::sample;

#[test]
fn padding_case_and_the_form_of_numbers_make_no_difference() {
    let mut body = booked();
    body["ord_num"] = json!("0004711   ");
    body["currency_code"] = json!("usd ");
    body["control"] = json!({
        "units": "3", "merch_amt": 219.90, "allow_amt": "12", "freight_amt": " 5.0000", "tax_amt": 14.31, "total": "227.21 "
    });
    body["lines"][0]["ext_line_ref"] = json!(14001);
    body["lines"][0]["ord_qty"] = json!("2.00");
    body["lines"][1]["ext_line_ref"] = json!("14002   ");
    let sales_order = sample::sales_order();
    let read = post::read(&reply(201, body), &sales_order.lines, &sample::zone());
    let PostAnswer::Booked(read) = read else { panic!("{read:?}") };
    assert_eq!(read.number.as_str(), "0004711");
    assert_eq!(sales_order.difference_from(&read), None);
}

#[test]
fn thousands_may_have_commas() {
    let mut body = booked();
    body["control"]["total"] = json!("1,227.21");
    let read = post::read(&reply(201, body), &[], &sample::zone());
    let PostAnswer::Booked(read) = read else { panic!("{read:?}") };
    assert_eq!(read.control.total.to_string(), "1227.21");
}

#[test]
fn an_amount_is_never_rounded_by_a_float() {
    let text = booked().to_string().replace(r#""227.21""#, "90071992547409930.01");
    let read = post::read(&reply(201, text), &[], &sample::zone());
    let PostAnswer::Booked(read) = read else { panic!("{read:?}") };
    assert_eq!(read.control.total.to_string(), "90071992547409930.01");
}
