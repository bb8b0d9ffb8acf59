use domain::address::{Address, AddressMark, Delivery};

use crate::sample::{delivery, mark};

type Change = fn(&mut Address);

#[test]
fn the_mark_changes_with_each_field_of_the_address() {
    let fields: [(&str, Change); 8] = [
        ("name", |address| address.name.push('x')),
        ("company", |address| address.company.push('x')),
        ("line1", |address| address.line1.push('x')),
        ("line2", |address| address.line2.push('x')),
        ("city", |address| address.city.push('x')),
        ("province", |address| address.province.push('x')),
        ("postcode", |address| address.postcode.push('x')),
        ("country", |address| address.country.push('x')),
    ];
    for (field, change) in fields {
        let mut moved = delivery();
        change(moved.ship_to.as_mut().unwrap());
        assert_ne!(AddressMark::of(&moved, mark().salt()), mark(), "{field}");
    }
    let none = Delivery { ship_to: None, ..delivery() };
    assert_ne!(AddressMark::of(&none, mark().salt()), mark(), "no address at all");
}

#[test]
fn what_moves_from_one_field_to_the_next_changes_the_mark() {
    let mut moved = delivery();
    let address = moved.ship_to.as_mut().unwrap();
    let first = address.line1.pop().unwrap();
    address.line2.insert(0, first);
    assert_ne!(AddressMark::of(&moved, mark().salt()), mark());
}

#[test]
fn padding_and_whom_one_calls_change_no_mark() {
    let mut same = delivery();
    same.email.clear();
    same.phone.clear();
    same.bill_to = Some(Address::default());
    let address = same.ship_to.as_mut().unwrap();
    address.phone.clear();
    address.city.push(' ');
    assert_eq!(AddressMark::of(&same, mark().salt()), mark(), "the goods go to the same place");
}

#[test]
fn two_salts_give_two_marks() {
    assert_ne!(AddressMark::of(&delivery(), "00"), AddressMark::of(&delivery(), "01"));
    assert_eq!(AddressMark::of(&delivery(), "00").salt(), "00");
}

#[test]
fn personal_data_shows_in_no_debug_text_and_in_no_mark() {
    let shown = [
        format!("{:?}", delivery()),
        format!("{:?}", delivery().ship_to.unwrap()),
        format!("{:#?}", delivery()),
        format!("{:?}", mark()),
        serde_json::to_string(&mark()).unwrap(),
    ];
    for text in shown {
        for personal in ["Ada", "Sample Works", "Street", "Flat", "Sampleton", "SA1", "+44", "ada@"] {
            assert!(!text.contains(personal), "{text} shows {personal}");
        }
    }
}
