//! What an operation costs in points, by the rule inferred from the costs that microsoft/BCApps records beside its
//! queries (101 of 113 come out exact). Shopify documents only its outline; `Shopify-GraphQL-Cost-Debug=1` tells the truth.
//!
//! - scalars, enums, `MoneyV2`, `MoneyBag` and `PageInfo` are free;
//! - an object is 1 and what it holds, and so is a list of objects, however long;
//! - a connection of `n` is `2 + max(1, floor(2 ln n)) × (1 + what its node holds)`;
//! - a mutation is 10 and what the objects of its payload hold.

use apollo_compiler::Schema;
use apollo_compiler::executable::{ExecutableDocument, Field, Selection, SelectionSet};
use apollo_compiler::validation::Valid;

use super::prune::parse_operation;
use super::{OperationFile, SchemaError};

const FREE: [&str; 3] = ["MoneyV2", "MoneyBag", "PageInfo"];
const MUTATION: u32 = 10;

/// The points that an operation asks for.
///
/// # Errors
/// When the operation does not fit the schema, or a connection has no literal `first` or `last`.
pub fn cost(schema: &Valid<Schema>, operation: &OperationFile) -> Result<u32, SchemaError> {
    let document = parse_operation(schema, operation)?;
    let unbounded = |field| SchemaError::Unbounded { file: operation.file.clone(), field };
    document.operations.iter().try_fold(0, |sum, found| {
        let points = if found.is_mutation() {
            mutation(&document, &found.selection_set)
        } else {
            selection(&document, &found.selection_set)
        };
        points.map(|points| sum + points).map_err(unbounded)
    })
}

/// The connections of an operation that say neither `first` nor `last`: Shopify refuses them at run time, the schema does not.
///
/// # Errors
/// When the operation does not fit the schema.
pub fn unbounded_connections(schema: &Valid<Schema>, operation: &OperationFile) -> Result<Vec<String>, SchemaError> {
    match cost(schema, operation) {
        Ok(_) => Ok(Vec::new()),
        Err(SchemaError::Unbounded { field, .. }) => Ok(vec![field]),
        Err(other) => Err(other),
    }
}

fn mutation(document: &ExecutableDocument, root: &SelectionSet) -> Result<u32, String> {
    fields(document, root).into_iter().try_fold(0, |sum, payload| {
        fields(document, &payload.selection_set)
            .into_iter()
            .try_fold(sum + MUTATION, |sum, object| Ok(sum + selection(document, &object.selection_set)?))
    })
}

fn selection(document: &ExecutableDocument, set: &SelectionSet) -> Result<u32, String> {
    fields(document, set).into_iter().try_fold(0, |sum, field| Ok(sum + field_cost(document, field)?))
}

fn field_cost(document: &ExecutableDocument, field: &Field) -> Result<u32, String> {
    let ty = field.definition.ty.inner_named_type();
    if field.selection_set.selections.is_empty() || FREE.contains(&ty.as_str()) {
        Ok(0)
    } else if ty.ends_with("Connection") {
        let size = page_size(field).ok_or_else(|| field.name.to_string())?;
        let node = fields(document, &field.selection_set)
            .into_iter()
            .filter(|inner| inner.name == "nodes")
            .try_fold(0, |sum, nodes| Ok::<_, String>(sum + selection(document, &nodes.selection_set)?))?;
        Ok(2 + page_weight(size) * (1 + node))
    } else {
        Ok(1 + selection(document, &field.selection_set)?)
    }
}

fn page_size(field: &Field) -> Option<u32> {
    let literal = |name| field.specified_argument_by_name(name).and_then(|value| value.to_i32());
    literal("first").or_else(|| literal("last")).and_then(|size| u32::try_from(size).ok())
}

/// `max(1, floor(2 ln n))`.
fn page_weight(size: u32) -> u32 {
    // `k <= 2 ln n` is `e^(k/2) <= n`: counting up needs no conversion back from a float. 2 ln of any u32 is below 45.
    (1..45).rev().find(|&k| (f64::from(k) / 2.0).exp() <= f64::from(size)).unwrap_or(1)
}

/// The fields of a selection, with those of its fragments.
fn fields<'doc>(document: &'doc ExecutableDocument, set: &'doc SelectionSet) -> Vec<&'doc Field> {
    set.selections
        .iter()
        .flat_map(|selection| match selection {
            Selection::Field(field) => vec![&**field],
            Selection::InlineFragment(inline) => fields(document, &inline.selection_set),
            Selection::FragmentSpread(spread) => {
                spread.fragment_def(document).map(|found| fields(document, &found.selection_set)).unwrap_or_default()
            }
        })
        .collect()
}
