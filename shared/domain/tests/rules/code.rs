use domain::code::{DivisionCode, SalesOrderNumber, WarehouseCode};
use domain::mapping::{CodeKey, MappingKind};

#[test]
fn a_code_is_upper_case_without_padding_and_keeps_its_leading_zeros() {
    for (text, code) in [("010", "010"), (" 010   ", "010"), ("ec", "EC"), ("000123\t", "000123"), ("a b", "A B")] {
        assert_eq!(DivisionCode::parse(text).unwrap().as_str(), code, "{text:?}");
    }
    assert_ne!(DivisionCode::parse("10"), DivisionCode::parse("010"), "a code is never a number");
}

#[test]
fn what_cannot_be_a_code_is_refused() {
    for text in ["", "   ", "a\u{0}b", "a\nb", &"x".repeat(31)] {
        let refused = WarehouseCode::parse(text).unwrap_err().to_string();
        assert!(refused.contains("warehouse"), "{refused}");
    }
    assert!(WarehouseCode::parse(&"x".repeat(30)).is_ok());
    SalesOrderNumber::parse(" ").expect_err("an empty number is no sales order");
}

#[test]
fn a_code_is_parsed_wherever_it_is_read() {
    assert_eq!(serde_json::from_str::<DivisionCode>("\" ec \"").unwrap().as_str(), "EC");
    serde_json::from_str::<DivisionCode>("\"\"").unwrap_err();
    serde_json::from_str::<DivisionCode>("10").expect_err("a number has lost its zeros");
    let code = DivisionCode::parse("010").unwrap();
    assert_eq!(serde_json::to_string(&code).unwrap(), "\"010\"");
    assert_eq!((String::from(code.clone()), code.to_string()), ("010".to_owned(), "010".to_owned()));
}

#[test]
fn a_mapping_kind_is_known_by_its_name() {
    for kind in MappingKind::ALL {
        assert_eq!(MappingKind::named(kind.name()), Some(kind));
    }
    assert_eq!(MappingKind::named("colour"), None);
}

#[test]
fn the_name_of_a_code_in_shopify_is_trimmed_and_its_case_counts() {
    assert_eq!(CodeKey::new(MappingKind::Sku, " TEE-M "), CodeKey::new(MappingKind::Sku, "TEE-M"));
    assert_ne!(CodeKey::new(MappingKind::Sku, "tee-m"), CodeKey::new(MappingKind::Sku, "TEE-M"));
    assert_eq!(CodeKey::new(MappingKind::Sku, "TEE-M").to_string(), "sku `TEE-M`");
}
