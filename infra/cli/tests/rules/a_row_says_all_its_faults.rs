use cherrycycle::mapping_fields::{Fields, columns, fields, target};
use domain::mapping::{MappingKind, MappingTarget};
use proptest::prelude::*;

fn given(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn codes_are_trimmed_and_in_capitals_and_keep_their_zeros() {
    let article = given(&[
        ("division", " 010 "),
        ("style", " 00123"),
        ("color_code", "blk"),
        ("lbl_code", "sample"),
        ("size_bk", "24"),
        ("size_desc", "One size"),
        ("upc", "08800001379"),
    ]);
    let Ok(MappingTarget::Sku(sku)) = target(MappingKind::Sku, &article) else { panic!("no article") };
    assert_eq!((sku.division.as_str(), sku.style.as_str(), sku.color_code.as_str()), ("010", "00123", "BLK"));
    assert_eq!((sku.lbl_code.as_str(), sku.dimension.as_str(), sku.size_bk), ("SAMPLE", "", 24));
    assert_eq!((sku.size_desc.as_str(), sku.upc.as_deref()), ("One size", Some("08800001379")));
}

#[test]
fn a_row_says_all_its_faults_at_once() {
    for (kind, row, expected) in [
        (
            MappingKind::Sku,
            given(&[("division", ""), ("color_code", "BLK"), ("size_bk", "0"), ("upc", "4.08801E+11")]),
            vec!["division: ``", "style: it is empty", "size_bk: `0`", "upc: `4.08801E+11`"],
        ),
        (MappingKind::Location, given(&[("divisions", "10||20")]), vec!["warehouse: ``", "divisions: ``"]),
        (MappingKind::Division, given(&[("store", "1")]), vec!["customer: ``", "terms: ``", "order_type: ``"]),
        (
            MappingKind::Carrier,
            given(&[("ship_via", "A\tB"), ("via", "C")]),
            vec!["a carrier mapping has no column `via`", "ship_via: `A\tB`"],
        ),
        (MappingKind::Tender, given(&[("tender", "A-CODE-THAT-IS-LONGER-THAN-ANY-CODE")]), vec!["tender: `A-CODE"]),
    ] {
        let faults = target(kind, &row).unwrap_err();
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, expected) in faults.iter().zip(expected) {
            assert!(fault.starts_with(expected), "{fault} | {expected}");
        }
    }
}

#[test]
fn a_bucket_is_a_whole_number_from_1_to_24() {
    for (bucket, fits) in [
        ("1", true),
        ("24", true),
        ("04", true),
        ("0", false),
        ("25", false),
        ("", false),
        ("M", false),
        ("1.0", false),
    ] {
        let row = given(&[("division", "10"), ("style", "1"), ("color_code", "BLK"), ("size_bk", bucket)]);
        assert_eq!(target(MappingKind::Sku, &row).is_ok(), fits, "{bucket}");
    }
}

proptest! {
    #[test]
    fn what_was_read_is_written_so_that_it_is_read_again(
        kind in prop::sample::select(MappingKind::ALL.to_vec()),
        codes in prop::collection::vec("[A-Z0-9]{1,8}", 8),
        bucket in 1_u8..=24,
        upc in "[0-9]{8,14}",
    ) {
        let (filled, optional) = columns(kind);
        let mut row: Fields =
            filled.iter().chain(optional).zip(codes).map(|(column, code)| ((*column).to_owned(), code)).collect();
        for (column, value) in [("size_bk", bucket.to_string()), ("upc", upc)] {
            row.entry(column.to_owned()).and_modify(|held| *held = value);
        }
        let read = target(kind, &row).unwrap();
        let written: Fields = fields(&read).into_iter().map(|(column, value)| (column.to_owned(), value)).collect();
        prop_assert_eq!(&written, &row);
        prop_assert_eq!(target(kind, &written).unwrap(), read);
    }

    #[test]
    fn no_text_makes_the_reading_panic(
        kind in prop::sample::select(MappingKind::ALL.to_vec()),
        column in ".{0,10}",
        value in ".{0,40}",
    ) {
        let (filled, optional) = columns(kind);
        let mut row: Fields = filled.iter().chain(optional).map(|known| ((*known).to_owned(), value.clone())).collect();
        row.insert(column, value);
        let _ = target(kind, &row);
    }
}
