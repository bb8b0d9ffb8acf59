use sandbox::schema::{SchemaError, cost, parse_schema, unbounded_connections};

use crate::{operation, operations, pruned};

#[test]
fn every_file_validates() {
    let schema = parse_schema(&pruned()).unwrap();
    for file in operations() {
        cost(&schema, &file).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn an_unknown_field_does_not_validate() {
    let schema = parse_schema(&pruned()).unwrap();
    let unknown = operation("query Q($id: ID!) { order(id: $id) { colourOfTheBox } }");
    assert!(matches!(cost(&schema, &unknown), Err(SchemaError::Operation { .. })));
}

#[test]
fn every_connection_has_first_or_last() {
    let schema = parse_schema(&pruned()).unwrap();
    for file in operations() {
        assert_eq!(unbounded_connections(&schema, &file).unwrap(), Vec::<String>::new(), "{}", file.file);
    }
}

#[test]
fn a_connection_without_first_or_last_is_found() {
    let schema = parse_schema(&pruned()).unwrap();
    let unbounded = operation("query Q($id: ID!) { order(id: $id) { lineItems { nodes { id } } } }");
    assert_eq!(unbounded_connections(&schema, &unbounded).unwrap(), ["lineItems"]);
}

/// `graphql_client` sends a file as it is: a second operation or a fragment of another file would not arrive.
#[test]
fn every_file_holds_one_operation() {
    for file in operations() {
        let operations = file.text.lines().filter(|line| line.starts_with("query ") || line.starts_with("mutation "));
        assert_eq!(operations.count(), 1, "{}", file.file);
    }
}

/// The copies of a fragment in several files must stay one fragment: the conversions rely on it.
#[test]
fn a_fragment_reads_the_same_in_every_file() {
    let mut seen = std::collections::BTreeMap::<String, (String, String)>::new();
    for file in operations() {
        for fragment in file.text.split("\nfragment ").skip(1) {
            let name = fragment.split_whitespace().next().unwrap().to_owned();
            let text = fragment.trim_end().to_owned();
            let (first, known) = seen.entry(name.clone()).or_insert_with(|| (file.file.clone(), text.clone()));
            assert_eq!(*known, text, "`{name}` differs between {first} and {}", file.file);
        }
    }
    assert!(seen.contains_key("Lines"));
}
