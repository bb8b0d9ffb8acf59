use crate::sample::{REFERENCE, company, now, order};

#[test]
fn codes_come_back_as_they_were_posted_unless_the_quirk_is_on() {
    let answer = company().post_order(&order(), now());
    assert_eq!(answer.value()["division"], "WOM");
    assert_eq!(answer.value()["lines"][0]["sku"]["style"], "00417");
}

#[test]
fn codes_come_back_padded_and_in_mixed_case_when_the_quirk_is_on() {
    let mut company = company();
    company.switches.features.padded_codes = true;
    let answer = company.post_order(&order(), now());
    let body = answer.value();
    assert_eq!(body["division"], "Wom ");
    assert_eq!(body["lines"][0]["sku"]["style"], "00417       ");
    assert_eq!(body["lines"][0]["sku"]["color_code"], "Blk   ");
    assert_eq!(body["charges"][0]["code"], "Frt   ");
    assert_eq!(body["ord_status"], "Open      ");
    assert_eq!(company.status(now()).value()["company"], "Sample  ");
}

#[test]
fn texts_are_padded_but_keep_their_case() {
    let mut company = company();
    company.switches.features.padded_codes = true;
    company.post_order(&order(), now());
    let found = company.orders_by_reference(REFERENCE, now());
    assert_eq!(found.value()["items"][0]["ext_ref"], format!("{REFERENCE:<30}"));
    assert_eq!(company.order_by_number("00041001  ", now()).status, 200);
}
