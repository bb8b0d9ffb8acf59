use sandbox::schema::{generate, prune};

use crate::{client, operations, pruned};

#[test]
fn generating_again_gives_the_types_that_are_checked_in() {
    let generated = generate(&client().pruned(), &operations()).unwrap();
    let checked_in = std::fs::read_to_string(client().generated()).unwrap();
    assert!(generated == checked_in, "run `cargo sandbox schema` and check in what it writes");
}

#[test]
fn the_pruned_schema_holds_nothing_that_no_operation_touches() {
    let again = prune(&pruned(), &operations()).unwrap();
    assert!(again == pruned(), "run `cargo sandbox schema --from FULL.graphql` and check in what it writes");
}

#[test]
fn every_kind_of_discount_can_come_back() {
    let schema = pruned();
    for kind in ["DiscountCode", "AutomaticDiscount", "ManualDiscount", "ScriptDiscount"] {
        assert!(schema.contains(&format!("type {kind}Application implements DiscountApplication")), "{kind}");
    }
}

#[test]
fn shopifys_licence_stands_beside_its_schema() {
    let licence = client().pruned().with_file_name("LICENSE-shopify-admin-schema.txt");
    assert!(std::fs::read_to_string(licence).unwrap().contains("Shopify Inc."));
}
