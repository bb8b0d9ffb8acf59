//! What Shopify demands at run time and its schema doesn't say.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::Operation;

/// Mutations that fail without `@idempotent` since 2026-04 (Shopify's changelog; the schema doesn't mark them).
const NEED_A_KEY: [&str; 16] = [
    "inventoryActivate",
    "inventoryAdjustQuantities",
    "inventoryMoveQuantities",
    "inventorySetOnHandQuantities",
    "inventorySetQuantities",
    "inventoryShipmentAddItems",
    "inventoryShipmentCreate",
    "inventoryShipmentCreateInTransit",
    "inventoryShipmentReceive",
    "inventoryTransferCreate",
    "inventoryTransferCreateAsReadyToShip",
    "inventoryTransferDuplicate",
    "inventoryTransferSetItems",
    "locationActivate",
    "locationDeactivate",
    "refundCreate",
];

/// The mutation of an operation that needs an idempotency key and has none.
pub(super) fn without_its_key(document: &ExecutableDocument, operation: &Operation) -> Option<String> {
    operation
        .root_fields(document)
        .find(|field| NEED_A_KEY.contains(&field.name.as_str()) && !field.directives.has("idempotent"))
        .map(|field| field.name.to_string())
}
