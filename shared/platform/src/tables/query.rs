//! Queries: one key or index, all pages.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::QueryError;
use aws_sdk_dynamodb::types::AttributeValue;

use super::attributes::Item;

/// What is looked for.
pub(super) struct Query<'a> {
    /// The table.
    pub table: &'a str,
    /// Where: the table itself, read consistently, or one of its indexes, which may lag.
    pub index: Option<&'a str>,
    /// The key's first half.
    pub key: (&'a str, AttributeValue),
    /// The key's second half.
    pub sort: Option<Sort<'a>>,
    /// The most items wanted; none for all.
    pub limit: Option<usize>,
}

/// A condition on the key's second half, by which items are sorted.
pub(super) enum Sort<'a> {
    /// Less than this.
    Below(&'a str, AttributeValue),
    /// This or less.
    UpTo(&'a str, AttributeValue),
    /// This or more.
    From(&'a str, AttributeValue),
    /// Beginning with this.
    BeginsWith(&'a str, AttributeValue),
}

/// The items found, in ascending order.
pub(super) async fn items(client: &Client, query: Query<'_>) -> Result<Vec<Item>, SdkError<QueryError>> {
    if query.limit == Some(0) {
        return Ok(Vec::new());
    }
    let (name, value) = query.key;
    let mut request = client
        .query()
        .table_name(query.table)
        .set_index_name(query.index.map(str::to_owned))
        .consistent_read(query.index.is_none())
        .expression_attribute_names("#key", name)
        .expression_attribute_values(":key", value);
    let mut condition = "#key = :key".to_owned();
    if let Some(sort) = query.sort {
        let (name, value, expression) = match sort {
            Sort::Below(name, value) => (name, value, " AND #sort < :sort"),
            Sort::UpTo(name, value) => (name, value, " AND #sort <= :sort"),
            Sort::From(name, value) => (name, value, " AND #sort >= :sort"),
            Sort::BeginsWith(name, value) => (name, value, " AND begins_with(#sort, :sort)"),
        };
        condition.push_str(expression);
        request = request.expression_attribute_names("#sort", name).expression_attribute_values(":sort", value);
    }
    let mut pages = request.key_condition_expression(condition).into_paginator();
    if let Some(limit) = query.limit {
        pages = pages.page_size(i32::try_from(limit).unwrap_or(i32::MAX));
    }
    let mut found = pages.items().send();
    let mut items = Vec::new();
    while items.len() < query.limit.unwrap_or(usize::MAX) {
        let Some(item) = found.next().await else { break };
        items.push(item?);
    }
    Ok(items)
}
