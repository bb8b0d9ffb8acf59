//! A world starts as a clone of tables that hold the mappings, and changes nothing in them.

use domain::code::ChargeCode;
use domain::mapping::{MappingKind, MappingRow, MappingTarget};
use driver::memory::MemoryTables;
use driver::ports::{Operation, Tables};
use jiff::Timestamp;

fn freight(code: &str, version: u32) -> MappingRow {
    MappingRow {
        source: "freight".to_owned(),
        target: MappingTarget::Charge(ChargeCode::parse(code).unwrap()),
        version,
        author: "test".to_owned(),
        changed_at: Timestamp::UNIX_EPOCH,
    }
}

#[tokio::test]
async fn what_changes_in_a_clone_does_not_change_in_the_other() {
    let tables = MemoryTables::default();
    assert!(tables.put_mapping(&freight("FRT", 1)).await.unwrap());
    let clone = tables.clone();
    assert!(clone.put_mapping(&freight("FR2", 2)).await.unwrap());
    let mode = Operation { kind: "mode".to_owned(), name: "export".to_owned(), body: "{}".to_owned(), version: 1 };
    assert!(clone.put_operation(&mode).await.unwrap());
    assert!(clone.count_call("bluecherry", 1, 1).await.unwrap());

    assert_eq!(tables.mappings_of(MappingKind::Charge).await.unwrap(), [freight("FRT", 1)]);
    assert_eq!(clone.mappings_of(MappingKind::Charge).await.unwrap(), [freight("FR2", 2)]);
    assert_eq!((tables.operations_of("mode"), clone.operations_of("mode")), (vec![], vec![mode]));
    assert!(tables.count_call("bluecherry", 1, 1).await.unwrap());
}
