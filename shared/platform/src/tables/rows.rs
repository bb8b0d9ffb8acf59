//! An order's rows as items of the orders table. What a row is found by stands in attributes of its own, outside the body.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::id::OrderId;
use driver::rows::{Body, Index, Row};

use super::attributes::{Item, NotAnAttribute, number, read_number, read_text, read_time, text, time};

/// The key of an item.
pub(super) fn key(order: OrderId, item: &str) -> Item {
    Item::from([("order".to_owned(), text(order.to_string())), ("item".to_owned(), text(item))])
}

/// The item of a row.
pub(super) fn to_item(order: OrderId, row: &Row) -> Item {
    let mut item = key(order, &row.item);
    item.insert("body".to_owned(), text(row.body.to_json()));
    item.extend(index(&row.index).map(|(name, value)| (name.to_owned(), value)));
    item
}

fn index(index: &Index) -> impl Iterator<Item = (&'static str, AttributeValue)> {
    let pair = match index {
        Index::Root { version, schema } => Some((("version", number(*version)), ("schema", number(*schema)))),
        Index::None => None,
        Index::Due { shard, at } => Some((("due_shard", text(shard)), ("due_at", time(*at)))),
        Index::Exception { owner, since } => Some((("owner", text(owner)), ("since", time(*since)))),
        Index::Missing { code, since } => Some((("missing_code", text(code)), ("since", time(*since)))),
        Index::Alias { kind, value } => Some((("alias_kind", text(kind)), ("alias_value", text(value)))),
    };
    pair.into_iter().flat_map(|(one, other)| [one, other])
}

/// The row of an item.
pub(super) fn from_item(item: &Item) -> Result<Row, NotAnAttribute> {
    let name = read_text(item, "item")?;
    let body = Body::from_json(name, read_text(item, "body")?);
    Ok(Row { item: name.to_owned(), body, index: read_index(item)? })
}

fn read_index(item: &Item) -> Result<Index, NotAnAttribute> {
    let has = |attribute: &str| item.contains_key(attribute);
    let owned = |attribute| read_text(item, attribute).map(str::to_owned);
    Ok(if has("version") {
        Index::Root { version: read_number(item, "version")?, schema: read_number(item, "schema")? }
    } else if has("due_shard") {
        Index::Due { shard: owned("due_shard")?, at: read_time(item, "due_at")? }
    } else if has("owner") {
        Index::Exception { owner: owned("owner")?, since: read_time(item, "since")? }
    } else if has("missing_code") {
        Index::Missing { code: owned("missing_code")?, since: read_time(item, "since")? }
    } else if has("alias_kind") {
        Index::Alias { kind: owned("alias_kind")?, value: owned("alias_value")? }
    } else {
        Index::None
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let at: Timestamp = "2026-11-24T10:00:00.250Z".parse().unwrap();
        for (name, index, attributes) in [
            ("root", Index::Root { version: 18_446_744_073_709_551_615, schema: 1 }, vec!["schema", "version"]),
            ("part#0001", Index::None, vec![]),
            ("due#export", Index::Due { shard: "export#3".to_owned(), at }, vec!["due_at", "due_shard"]),
            ("exception#000", Index::Exception { owner: "merchant".to_owned(), since: at }, vec!["owner", "since"]),
            ("missing#sku#A", Index::Missing { code: "sku#A".to_owned(), since: at }, vec!["missing_code", "since"]),
            (
                "alias#name##1001",
                Index::Alias { kind: "name".to_owned(), value: "#1001".to_owned() },
                vec!["alias_kind", "alias_value"],
            ),
        ] {
            let row = Row { item: name.to_owned(), body: Body::Raw(r#"{"a":1}"#.to_owned()), index };
            let item = to_item(OrderId(7), &row);
            let mut beside: Vec<&str> = item.keys().map(String::as_str).collect();
            beside.retain(|attribute| !["order", "item", "body"].contains(attribute));
            beside.sort_unstable();
            assert_eq!(beside, attributes, "{name}");
            assert_eq!(item["order"], text("7"));
            assert_eq!(from_item(&item).unwrap(), row);
        }
    }

    #[test]
    fn half_an_index_is_no_row() {
        let row = Row {
            item: "root".to_owned(),
            body: Body::Raw("{}".to_owned()),
            index: Index::Root { version: 1, schema: 1 },
        };
        let mut item = to_item(OrderId(7), &row);
        item.remove("schema");
        assert!(from_item(&item).is_err());
    }
}
