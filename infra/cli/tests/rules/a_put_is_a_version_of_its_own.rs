use cherrycycle::mapping_fields::{Fields, target};
use cherrycycle::mapping_put::put;
use domain::mapping::{CodeKey, MappingKind};
use driver::memory::MemoryTables;
use driver::operations::ARRIVED;
use driver::ports::Tables;

use crate::sample::at;

async fn put_by(tables: &MemoryTables, kind: MappingKind, source: &str, row: &[(&str, &str)]) -> String {
    let row: Fields = row.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())).collect();
    let target = target(kind, &row).unwrap();
    put(tables, CodeKey::new(kind, source), target, "kim", at("10:00:00")).await.unwrap().to_string()
}

#[tokio::test]
async fn a_put_says_what_is_new_what_changed_and_what_was_only_touched() {
    let tables = MemoryTables::default();
    let article = [("division", "10"), ("style", "00123"), ("color_code", "BLK"), ("size_bk", "4")];
    let end = "\nOrders that wait for it go by themselves within minutes.";
    assert_eq!(
        put_by(&tables, MappingKind::Sku, "ABC-1", &article).await,
        format!(
            "sku `ABC-1` is new (version 1): division is `10`, style is `00123`, color_code is `BLK`, size_bk is `4`{end}"
        )
    );
    let mended =
        [("division", "10"), ("style", "00123"), ("color_code", "NVY"), ("size_bk", "4"), ("upc", "408800001379")];
    assert_eq!(
        put_by(&tables, MappingKind::Sku, "ABC-1", &mended).await,
        format!(
            "sku `ABC-1` was changed (version 2): color_code was `BLK`, is now `NVY`, upc was ``, is now `408800001379`{end}"
        )
    );
    assert_eq!(
        put_by(&tables, MappingKind::Sku, "ABC-1", &mended).await,
        format!("sku `ABC-1` was touched: nothing changed in it (version 3){end}")
    );
    let row = tables.mappings(&[CodeKey::new(MappingKind::Sku, "ABC-1")]).await.unwrap().remove(0);
    assert_eq!((row.version, row.author.as_str(), row.changed_at), (3, "kim", at("10:00:00")));
}

#[tokio::test]
async fn a_put_notes_the_arrival_of_its_code() {
    let tables = MemoryTables::default();
    put_by(&tables, MappingKind::Carrier, " * ", &[("ship_via", "UPSG")]).await;
    let arrived = tables.operation(ARRIVED, "carrier#*").await.unwrap();
    assert!(arrived.is_some());
}
