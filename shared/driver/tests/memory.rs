//! The in-memory tables keep the promises of the tables.

#![cfg(feature = "contract")]

use driver::contract;
use driver::memory::MemoryTables;
use jiff::Timestamp;

#[tokio::test]
async fn the_tables_in_memory_keep_their_promises() {
    let now = Timestamp::from_second(1_790_000_000).unwrap_or_default();
    let kept = contract::all(&MemoryTables::default(), 1, now, || std::future::ready(())).await;
    assert!(kept.is_ok(), "{kept:?}");
}
