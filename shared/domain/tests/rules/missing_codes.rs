use domain::exception::Problem;
use domain::image::OrderImage;
use domain::mapping::{CodeKey, Codes, DEFAULT_SOURCE, MappingKind, codes_named_by};
use domain::order::Standing;

use crate::desk::Desk;
use crate::sample::{article, codes_without, four_parts, image, key, row, rows, three_parts};

fn missing(desk: &mut Desk) -> Vec<(MappingKind, Vec<String>)> {
    let exceptions = desk.rest().exceptions;
    exceptions
        .into_iter()
        .map(|exception| match exception.problem {
            Problem::MissingCode { code, sources } => (code, sources),
            other => panic!("expected a missing code, not {other:?}"),
        })
        .collect()
}

#[test]
fn a_code_that_decides_the_partition_holds_the_whole_order() {
    for absent in [key(MappingKind::Sku, "TEE-M"), key(MappingKind::Location, "72"), key(MappingKind::Division, "010")]
    {
        let mut desk = Desk::with(three_parts());
        desk.rules.codes = codes_without(std::slice::from_ref(&absent));
        assert_eq!(missing(&mut desk), [(absent.kind, vec![absent.source.clone()])], "{absent}");
        assert_eq!(desk.order.rest.exceptions[0].exception.at_stake, Some(three_parts().total), "{absent}");
        assert!(desk.order.parts.is_empty(), "{absent}: nothing left");
    }
}

#[test]
fn a_code_that_decides_no_partition_holds_its_part_alone() {
    let mut desk = Desk::with(three_parts());
    desk.rules.codes = codes_without(&[key(MappingKind::Allowance, "WELCOME10")]);
    let posted = desk.export();
    assert_eq!(posted.len(), 2, "the caps go");
    assert!(posted.iter().all(|sales_order| sales_order.division.as_str() == "020"));
    assert_eq!(missing(&mut desk), [(MappingKind::Allowance, vec!["WELCOME10".to_owned()])]);
    desk.rules.codes = codes_without(&[]);
    assert_eq!(desk.export().len(), 1, "the tees follow when the code arrives");
    assert_eq!(desk.order.standing(), Standing::Exported);
}

#[test]
fn a_code_that_every_part_needs_holds_every_part() {
    for absent in [key(MappingKind::Carrier, "STD"), key(MappingKind::Tender, "shopify_payments")] {
        let mut desk = Desk::with(three_parts());
        desk.rules.codes = codes_without(std::slice::from_ref(&absent));
        let found = missing(&mut desk);
        assert_eq!(found, vec![(absent.kind, vec![absent.source.clone()]); 3], "{absent}");
    }
}

#[test]
fn all_missing_codes_of_an_order_are_found_at_once() {
    let mut desk = Desk::with(three_parts());
    desk.rules.codes = rows().into_iter().filter(|row| ["TEE-M", "010"].contains(&row.source.as_str())).collect();
    let found = missing(&mut desk);
    assert_eq!(
        found,
        [(MappingKind::Location, vec!["71".to_owned(), "72".to_owned()]), (MappingKind::Sku, vec!["CAP".to_owned()]),],
        "what decides the partition, all of it"
    );
    let mut desk = Desk::with(image());
    desk.rules.codes = codes_without(&[
        key(MappingKind::Carrier, "STD"),
        key(MappingKind::Allowance, "WELCOME10"),
        key(MappingKind::Charge, "freight"),
        key(MappingKind::Tender, "shopify_payments"),
    ]);
    let kinds: Vec<MappingKind> = missing(&mut desk).into_iter().map(|(kind, _)| kind).collect();
    let all = [MappingKind::Carrier, MappingKind::Allowance, MappingKind::Charge, MappingKind::Tender];
    assert_eq!(kinds, all, "what does not, all of it");
}

#[test]
fn an_article_and_the_division_of_another_are_found_missing_together() {
    let mut desk = Desk::with(four_parts());
    desk.rules.codes = codes_without(&[key(MappingKind::Sku, "TEE-M"), key(MappingKind::Division, "020")]);
    let mut kinds: Vec<MappingKind> = missing(&mut desk).into_iter().map(|(kind, _)| kind).collect();
    kinds.sort();
    assert_eq!(kinds, [MappingKind::Sku, MappingKind::Division]);
}

#[test]
fn a_default_row_stands_for_carriers_allowances_and_tenders_alone() {
    for (kind, source, is_enough) in [
        (MappingKind::Carrier, "STD", true),
        (MappingKind::Allowance, "WELCOME10", true),
        (MappingKind::Tender, "shopify_payments", true),
        (MappingKind::Charge, "freight", false),
        (MappingKind::Sku, "TEE-M", false),
        (MappingKind::Location, "71", false),
        (MappingKind::Division, "010", false),
    ] {
        let rows = rows().into_iter().map(|mut row| {
            if row.key() == key(kind, source) {
                DEFAULT_SOURCE.clone_into(&mut row.source);
            }
            row
        });
        let mut desk = Desk::with(image());
        desk.rules.codes = rows.collect::<Codes>();
        let exported = desk.export().len() == 1;
        assert_eq!(exported, is_enough, "{kind}");
        assert_eq!(kind.has_default(), is_enough, "{kind}");
    }
}

#[test]
fn an_order_names_each_of_its_codes_once_and_the_defaults() {
    let mut image = three_parts();
    image.lines[1].discounts =
        vec![crate::sample::discount("", "0.00"), crate::sample::discount(" WELCOME10 ", "0.00")];
    let named = codes_named_by(&image);
    let expected: Vec<CodeKey> = vec![
        key(MappingKind::Location, "71"),
        key(MappingKind::Location, "72"),
        key(MappingKind::Sku, "CAP"),
        key(MappingKind::Sku, "TEE-M"),
        key(MappingKind::Carrier, "*"),
        key(MappingKind::Carrier, "STD"),
        key(MappingKind::Allowance, "*"),
        key(MappingKind::Allowance, "WELCOME10"),
        key(MappingKind::Allowance, "none"),
        key(MappingKind::Charge, "freight"),
        key(MappingKind::Tender, "*"),
        key(MappingKind::Tender, "shopify_payments"),
    ];
    assert_eq!(named, expected);
    assert!(named.iter().all(|key| !key.source.is_empty()), "a table takes no empty key");
    let divisions = codes_without(&[]).divisions();
    assert_eq!(divisions, [key(MappingKind::Division, "010"), key(MappingKind::Division, "020")]);
}

#[test]
fn an_order_without_a_shipping_line_asks_for_the_carrier_none() {
    let mut image = OrderImage { shipping: Vec::new(), ..image() };
    (image.total, image.tax) = (crate::sample::gbp("86.40"), crate::sample::gbp("14.40"));
    image.payments[0].amount = image.total;
    let mut desk = Desk::with(image);
    assert_eq!(missing(&mut desk), [(MappingKind::Carrier, vec!["none".to_owned()])]);
}

#[test]
fn the_rows_that_decided_a_part_are_named_with_their_versions() {
    let mut rows = rows();
    let mut tee = row("TEE-M", article("010", "000123"));
    tee.version = 7;
    rows.push(tee);
    let mut desk = Desk::with(image());
    desk.rules.codes = rows.into_iter().collect();
    let codes = desk.posting().intent.codes;
    assert!(codes.contains(&(key(MappingKind::Sku, "TEE-M"), 7)));
    for kind in MappingKind::ALL {
        assert!(codes.iter().any(|(key, _)| key.kind == kind), "{kind}");
    }
}
