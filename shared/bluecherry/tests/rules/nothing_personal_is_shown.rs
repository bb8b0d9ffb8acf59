use bluecherry::answer::post;
use domain::address::Address;
use serde_json::json;

use crate::by_hand::{booked, rejection, reply};
use crate::sample;

#[test]
fn messages_values_and_addresses_of_an_answer_are_dropped() {
    let mut addressed = booked();
    addressed["ship_to"] = json!({ "name": "Jane Roe", "addr1": "Jane Roe's street" });
    let mut misplaced = rejection("BC_CHARSET");
    misplaced["errors"][0]["code"] = json!("Jane Roe is not set up");
    misplaced["errors"][0]["field"] = json!("name: Jane Roe");
    for (status, body) in [
        (201, addressed.clone()),
        (202, addressed.clone()),
        (500, addressed.clone()),
        (200, json!({ "ord_num": "1", "control": "Jane Roe", "ship_to": addressed["ship_to"] })),
        (422, rejection("BC_CHARSET")),
        (409, rejection("BC_DUP_EXT_REF")),
        (503, rejection("BC_BUSY")),
        (422, misplaced),
        (401, json!({ "message": "Jane Roe" })),
        (403, json!({ "message": "Jane Roe" })),
    ] {
        let shown = format!("{:?}", post::read(&reply(status, body), &[], &sample::zone()));
        assert!(!shown.to_lowercase().contains("jane"), "{shown}");
    }
}

#[test]
fn settings_do_not_show_the_house_address() {
    let mut settings = sample::settings("https://erp.example");
    settings.house_address = Some(Address { name: "Jane Roe".to_owned(), ..Address::default() });
    let shown = format!("{settings:?}");
    assert!(!shown.contains("Jane") && shown.contains("[personal]"), "{shown}");
}
