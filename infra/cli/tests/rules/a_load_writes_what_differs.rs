use std::cell::RefCell;

use cherrycycle::mapping_compare::compare;
use cherrycycle::mapping_files::Files;
use cherrycycle::mapping_load::{Loaded, load};
use domain::mapping::{CodeKey, MappingKind};
use driver::memory::MemoryTables;
use driver::operations::ARRIVED;
use driver::ports::Tables;

use crate::sample::{at, files, files_with, texts};

async fn load_by(tables: &MemoryTables, files: &Files, author: &str) -> Loaded {
    let comparison = compare(tables, &files.rows).await.unwrap();
    load(tables, &comparison, author, at("10:00:00"), |_, _| {}).await.unwrap()
}

async fn held(tables: &MemoryTables, kind: MappingKind, source: &str) -> (u32, String) {
    let row = tables.mappings(&[CodeKey::new(kind, source)]).await.unwrap().remove(0);
    (row.version, row.author.clone())
}

async fn arrived(tables: &MemoryTables) -> Vec<String> {
    tables.operations(ARRIVED).await.unwrap().into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn the_first_load_writes_every_row_as_version_1_and_notes_its_arrival() {
    let tables = MemoryTables::default();
    let files = files(&texts());
    let loaded = load_by(&tables, &files, "kim").await;
    assert_eq!((loaded.new, loaded.changed, loaded.overtaken.len()), (files.rows.len(), 0, 0));
    assert_eq!(held(&tables, MappingKind::Sku, "ABC-1").await, (1, "kim".to_owned()));
    assert_eq!(arrived(&tables).await.len(), files.rows.len());
}

#[tokio::test]
async fn the_same_load_again_writes_nothing() {
    let tables = MemoryTables::default();
    load_by(&tables, &files(&texts()), "kim").await;
    assert_eq!(load_by(&tables, &files(&texts()), "lou").await, Loaded::default());
    assert_eq!(held(&tables, MappingKind::Sku, "ABC-1").await, (1, "kim".to_owned()));
}

#[tokio::test]
async fn a_row_that_differs_becomes_its_next_version_and_the_others_stay() {
    let tables = MemoryTables::default();
    load_by(&tables, &files(&texts()), "kim").await;
    for row in tables.operations(ARRIVED).await.unwrap() {
        tables.delete_operation(&row).await.unwrap();
    }
    let changed = files_with(MappingKind::Charge, "source,charge\nfreight,FR2\nduty,DTY\ntip,TIP\nfee,FEE\n");
    let loaded = load_by(&tables, &changed, "lou").await;
    assert_eq!((loaded.new, loaded.changed), (0, 1));
    assert_eq!(held(&tables, MappingKind::Charge, "freight").await, (2, "lou".to_owned()));
    assert_eq!(held(&tables, MappingKind::Charge, "duty").await, (1, "kim".to_owned()));
    assert_eq!(arrived(&tables).await, ["charge#freight"]);
}

#[tokio::test]
async fn a_row_that_is_in_no_file_stays_and_is_counted() {
    let tables = MemoryTables::default();
    load_by(&tables, &files(&texts()), "kim").await;
    let fewer = files_with(MappingKind::Charge, "source,charge\nfreight,FRT\n");
    let comparison = compare(&tables, &fewer.rows).await.unwrap();
    let only_deployed: Vec<String> = comparison.only_deployed.iter().map(ToString::to_string).collect();
    assert_eq!(only_deployed, ["charge `duty`", "charge `fee`", "charge `tip`"]);
    assert_eq!(comparison.differing, []);
    load_by(&tables, &fewer, "lou").await;
    assert_eq!(held(&tables, MappingKind::Charge, "tip").await.0, 1);
}

#[tokio::test]
async fn a_change_made_meanwhile_is_left_and_its_author_is_named() {
    let tables = MemoryTables::default();
    load_by(&tables, &files(&texts()), "kim").await;
    let ours = files_with(MappingKind::Charge, "source,charge\nfreight,FR2\nduty,DT2\ntip,TIP\nfee,FEE\n");
    let comparison = compare(&tables, &ours.rows).await.unwrap();
    let theirs = files_with(MappingKind::Charge, "source,charge\nfreight,FR3\nduty,DTY\ntip,TIP\nfee,FEE\n");
    load_by(&tables, &theirs, "lou").await;
    let loaded = load(&tables, &comparison, "kim", at("11:00:00"), |_, _| {}).await.unwrap();
    assert_eq!((loaded.new, loaded.changed), (0, 1));
    let overtaken: Vec<String> = loaded.overtaken.iter().map(ToString::to_string).collect();
    assert_eq!(
        overtaken,
        [
            "charge `freight` was changed by lou at 2026-11-24 10:00:00Z meanwhile and was left so: look at it, and do this again if it is still needed"
        ]
    );
    assert_eq!(held(&tables, MappingKind::Charge, "freight").await, (2, "lou".to_owned()));
    assert_eq!(held(&tables, MappingKind::Charge, "duty").await, (2, "kim".to_owned()));
}

#[tokio::test]
async fn progress_counts_every_row_that_is_written() {
    let tables = MemoryTables::default();
    let files = files(&texts());
    let comparison = compare(&tables, &files.rows).await.unwrap();
    let told = RefCell::new(Vec::new());
    let tell = |done, all| told.borrow_mut().push((done, all));
    load(&tables, &comparison, "kim", at("10:00:00"), tell).await.unwrap();
    let all = files.rows.len();
    assert_eq!(told.into_inner(), (1..=all).map(|done| (done, all)).collect::<Vec<_>>());
}
