use std::collections::BTreeMap;

use cherrycycle::mapping_check::check;
use cherrycycle::mapping_files::Files;
use domain::mapping::MappingKind;

use crate::sample::{files, files_with, texts};

fn found(files: &Files) -> Vec<String> {
    check(files).iter().map(ToString::to_string).collect()
}

/// What is found when one file of a good set is changed: the file's text, then the findings.
fn finds(kind: MappingKind, text: &str, expected: &[&str]) {
    assert_eq!(found(&files_with(kind, text)), expected, "{text}");
}

#[test]
fn nothing_is_found_in_good_files() {
    assert_eq!(found(&files(&texts())), Vec::<String>::new());
}

#[test]
fn nothing_is_found_in_the_sample_mappings() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../mappings");
    let files = cherrycycle::mapping_files::read(samples.as_ref()).unwrap();
    assert!(files.rows.len() > 50);
    assert_eq!(found(&files), Vec::<String>::new());
}

#[test]
fn a_source_that_stands_twice_is_an_error() {
    finds(
        MappingKind::Tender,
        "source,tender\npaypal,PAYPL\n paypal ,PAYPL\n",
        &["mine/tender.csv:3: error: duplicate: tender `paypal` stands at mine/tender.csv:2 already: delete one"],
    );
}

#[test]
fn twins_in_capitals_or_spaces_are_told_apart_by_what_they_mean() {
    finds(
        MappingKind::Tender,
        "source,tender\nGift Card,GIFTC\ngift  card,GIFTC\n",
        &[
            "mine/tender.csv:3: warning: duplicate: tender `gift  card` differs from `Gift Card` at mine/tender.csv:2 only in capitals or spaces; both mean the same",
        ],
    );
    finds(
        MappingKind::Tender,
        "source,tender\nGift Card,GIFTC\ngift\u{a0}card,MANL\n",
        &[
            "mine/tender.csv:3: error: duplicate: tender `gift\u{a0}card` differs from `Gift Card` at mine/tender.csv:2 only in capitals or spaces, but means something else: let both mean the same, or delete one",
        ],
    );
}

#[test]
fn two_sources_of_one_article_and_one_upc_of_two_are_warnings() {
    let head = "source,division,style,color_code,size_bk,upc\nB,20,9,BLK,1,\n";
    finds(
        MappingKind::Sku,
        &format!("{head}A,10,00123,blk,4,408800001379\nA-again,10,00123,BLK,4,\n"),
        &[
            "mine/sku.csv:4: warning: duplicate: `A-again` is the same article as `A` at mine/sku.csv:3, but with another UPC: both sell from one stock",
        ],
    );
    finds(
        MappingKind::Sku,
        &format!("{head}A,10,00123,BLK,4,408800001379\nC,10,00123,BLK,5,408800001379\n"),
        &[
            "mine/sku.csv:4: warning: duplicate: `C` has the UPC 408800001379 of another article, `A` at mine/sku.csv:3: one of them is wrong",
        ],
    );
    // Leading zeros count: these are two articles.
    finds(MappingKind::Sku, &format!("{head}A,10,00123,BLK,4,\nC,10,123,BLK,4,\n"), &[]);
}

#[test]
fn a_division_without_a_row_is_an_error_wherever_it_is_named() {
    finds(
        MappingKind::Division,
        "source,customer,store,terms,order_type\n10,HOUSE,0001,PPD,EC\n",
        &[
            "mine/location.csv:2: error: unknown: division 20 has no row: add one to division.csv, or mend the code",
            "mine/sku.csv:3: error: unknown: division 20 has no row: add one to division.csv, or mend the code",
        ],
    );
}

#[test]
fn an_article_that_no_location_ships_is_an_error() {
    finds(
        MappingKind::Location,
        "source,warehouse,divisions\n76210043001,NJ,10\n",
        &[
            "mine/sku.csv:3: error: unknown: no location serves division 20: `ABC-2` could never ship; add the division to a row of location.csv",
        ],
    );
}

#[test]
fn a_division_without_articles_and_a_location_of_such_are_warnings() {
    let mut texts = texts();
    texts.insert("sku", "source,division,style,color_code,size_bk\nABC-1,10,00123,BLK,4\n".to_owned());
    texts.insert("location", "source,warehouse,divisions\n1,NJ,10|20\n2,LA,20\n".to_owned());
    assert_eq!(
        found(&files(&texts)),
        [
            "mine/division.csv:3: warning: unreachable: division 20 has no article",
            "mine/location.csv:3: warning: unreachable: location 2 serves no division that has an article",
        ]
    );
}

#[test]
fn a_source_that_no_order_can_name_is_an_error() {
    for (kind, row, fault) in [
        (MappingKind::Charge, "charge\nshipping,FRT", "orders name no charge `shipping`, only freight, duty, tip, fee"),
        (
            MappingKind::Location,
            "warehouse,divisions\nNewark,NJ,10|20",
            "`Newark` is not a Shopify location's id as a plain number, such as 76210043001",
        ),
        (
            MappingKind::Location,
            "warehouse,divisions\ngid://shopify/Location/7,NJ,10|20",
            "`gid://shopify/Location/7` is not a Shopify location's id as a plain number, such as 76210043001",
        ),
        (
            MappingKind::Division,
            "customer,store,terms,order_type\nmens,H,1,P,EC",
            "divisions are looked up in capitals: write `MENS`, not `mens`",
        ),
        (
            MappingKind::Sku,
            "division,style,color_code,size_bk\n*,10,1,BLK,1",
            "a sku is never guessed, so `*` stands for nothing here: name each one",
        ),
        (MappingKind::Tender, "tender\n ,MANL", "it is empty"),
    ] {
        let findings = found(&files_with(kind, &format!("source,{row}\n")));
        let expected = format!("mine/{kind}.csv:2: error: malformed: source: {fault}");
        assert!(findings.contains(&expected), "{expected}\n{findings:#?}");
    }
}

#[test]
fn a_kind_without_a_row_and_a_charge_without_one_are_warnings() {
    let mut texts = texts();
    texts.remove("tender");
    texts.insert("charge", "source,charge\nfreight,FRT\nduty,DTY\nfee,FEE\n".to_owned());
    assert_eq!(
        found(&files(&texts)),
        [
            "mine/charge.csv:1: warning: unknown: charge `tip` has no row: an order with one is an exception",
            "mine/tender.csv:1: warning: unknown: there is no tender mapping at all: an order that names one is an exception",
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_at_its_line() {
    let mut broken = BTreeMap::new();
    broken.insert("skus", "source\n".to_owned());
    broken.insert("tender", "source;tender\npaypal;PAYPL\n".to_owned());
    broken.insert("carrier", "source,ship_via,colour\nx,UPSG,red\n".to_owned());
    broken.insert("charge", "source,charge,charge\nfreight,FRT,FRT\n".to_owned());
    broken.insert("allowance", "source,allowance\nA,B\nC\n\"D\",E\n".to_owned());
    assert_eq!(
        found(&files(&broken)),
        [
            "mine/allowance.csv:3: error: unreadable: the line has 1 columns where the first has 2",
            "mine/carrier.csv:1: error: unreadable: a carrier mapping has no column `colour`: it has source,ship_via",
            "mine/charge.csv:1: error: unreadable: the column `charge` stands there twice",
            "mine/skus.csv:1: error: unreadable: `skus` is no kind of mapping: name the file after one of division, location, sku, carrier, allowance, charge, tender",
            "mine/tender.csv:1: error: unreadable: the columns are `source;tender`, without `source`, `tender`: the first line must be source,tender",
        ]
    );
}

#[test]
fn a_file_that_a_spreadsheet_wrote_is_read() {
    let mut texts = texts();
    let sku = texts["sku"].replace('\n', "\r\n");
    texts.insert("sku", format!("\u{feff}{sku}"));
    assert_eq!(found(&files(&texts)), Vec::<String>::new());
    let mut latin = files(&texts);
    latin.read_file("mine/tender.csv", "tender", b"source,tender\nCaf\xe9,MANL\n");
    assert_eq!(
        found(&latin),
        ["mine/tender.csv:2: error: unreadable: the line is not UTF-8: export the file as CSV UTF-8"]
    );
}

#[test]
fn every_mistake_is_told_at_once() {
    let mut texts = texts();
    texts.insert("tender", "source,tender\npaypal,\npaypal,A\npaypal,B\n".to_owned());
    texts.insert("sku", "source,division,style,color_code,size_bk\nA,30,1,BLK,4\n,10,,BLK,25\n".to_owned());
    let findings = found(&files(&texts));
    for expected in [
        "mine/sku.csv:2: error: unknown: division 30",
        "mine/sku.csv:2: error: unknown: no location serves division 30",
        "mine/sku.csv:3: error: malformed: source: it is empty",
        "mine/sku.csv:3: error: malformed: style: it is empty",
        "mine/sku.csv:3: error: malformed: size_bk: `25`",
        "mine/tender.csv:2: error: malformed: tender: ``",
        "mine/tender.csv:4: error: duplicate: tender `paypal`",
    ] {
        assert!(findings.iter().any(|finding| finding.starts_with(expected)), "{expected}\n{findings:#?}");
    }
}
