//! What an operation costs, by the rule inferred from the costs that microsoft/BCApps recorded: a connection of n is
//! `2 + max(1, floor(2·ln n)) × (1 + its node's children)`; `MoneyV2`, `MoneyBag` and `PageInfo` are free; another object is 1 and its
//! children, and so is a whole list of objects; a mutation is 10 and the children of its payload's objects.
//!
//! The actual cost is by the same rule over what came back: null costs nothing, a connection counts the nodes returned.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::response::{JsonMap, JsonValue};

const MUTATION: u64 = 10;
const FREE: [&str; 3] = ["MoneyV2", "MoneyBag", "PageInfo"];
/// "Input arrays and connections: at most 250".
const LARGEST_PAGE: u64 = 250;

/// Measures one operation.
pub(super) struct Meter<'d> {
    pub(super) document: &'d ExecutableDocument,
    pub(super) variables: &'d JsonMap,
}

/// What is measured: what was asked for, or what came back.
#[derive(Clone, Copy)]
enum Measured<'v> {
    Requested,
    Actual(&'v JsonValue),
}

impl Meter<'_> {
    /// What the operation may cost at most.
    ///
    /// # Errors
    /// Shopify's message for a connection without `first` or `last`, or with too large a one.
    pub(super) fn requested(&self, operation: &Operation) -> Result<u64, String> {
        self.root(operation, Measured::Requested)
    }

    /// What it cost, given its data.
    pub(super) fn actual(&self, operation: &Operation, data: &JsonValue) -> u64 {
        // The request was measured before it ran: no page is refused now.
        self.root(operation, Measured::Actual(data)).unwrap_or_default()
    }

    fn root(&self, operation: &Operation, measured: Measured<'_>) -> Result<u64, String> {
        if !operation.is_mutation() {
            return self.selection(&operation.selection_set, measured);
        }
        let mut cost = 0;
        for mutation in self.fields(&operation.selection_set) {
            cost += MUTATION;
            let payload = measured.field(mutation);
            for part in self.fields(&mutation.selection_set) {
                cost += self.selection(&part.selection_set, payload.field(part))?;
            }
        }
        Ok(cost)
    }

    fn selection(&self, selection: &SelectionSet, measured: Measured<'_>) -> Result<u64, String> {
        self.fields(selection).into_iter().map(|field| self.field(field, measured.field(field))).sum()
    }

    fn field(&self, field: &Field, measured: Measured<'_>) -> Result<u64, String> {
        let type_name = field.ty().inner_named_type().as_str();
        if field.selection_set.selections.is_empty() || FREE.contains(&type_name) {
            return Ok(0);
        }
        if matches!(measured, Measured::Actual(JsonValue::Null)) {
            return Ok(0);
        }
        if type_name.ends_with("Connection") {
            return self.connection(field, measured);
        }
        if let Measured::Actual(JsonValue::Array(items)) = measured {
            let items = items.iter().map(|item| self.selection(&field.selection_set, Measured::Actual(item)));
            return Ok(1 + items.max().unwrap_or(Ok(0))?);
        }
        Ok(1 + self.selection(&field.selection_set, measured)?)
    }

    fn connection(&self, field: &Field, measured: Measured<'_>) -> Result<u64, String> {
        let asked = self.page(field)?;
        let inner = self.fields(&field.selection_set);
        let nodes = inner.iter().find(|inner| inner.name == "nodes");
        let edges = inner.iter().find(|inner| inner.name == "edges");
        let (shown, selection, wrapped) = match (nodes, edges) {
            (Some(nodes), _) => (measured.field(nodes), Some(&nodes.selection_set), None),
            (None, Some(edges)) => {
                let node = self.fields(&edges.selection_set).into_iter().find(|inner| inner.name == "node");
                (measured.field(edges), node.map(|node| &node.selection_set), node)
            }
            (None, None) => (measured, None, None),
        };
        let (count, children) = match (shown, selection) {
            (Measured::Requested, Some(selection)) => (asked, self.selection(selection, Measured::Requested)?),
            (Measured::Actual(JsonValue::Array(items)), Some(selection)) => {
                let mut dearest = 0;
                for item in items {
                    let item = Measured::Actual(item);
                    dearest = dearest.max(self.selection(selection, wrapped.map_or(item, |node| item.field(node)))?);
                }
                (items.len() as u64, dearest)
            }
            _ => (asked, 0),
        };
        Ok(2 + if count == 0 { 0 } else { steps(count) * (1 + children) })
    }

    fn page(&self, field: &Field) -> Result<u64, String> {
        let given = |name| {
            let value = field.specified_argument_by_name(name)?;
            match value.as_variable() {
                Some(variable) => self.variables.get(variable.as_str()).and_then(JsonValue::as_u64),
                None => value.to_i32().and_then(|size| u64::try_from(size).ok()),
            }
        };
        match given("first").or_else(|| given("last")) {
            None => Err(format!("you must provide one of first or last (on `{}`)", field.name)),
            Some(size) if size > LARGEST_PAGE => {
                Err(format!("`{}` can't return more than {LARGEST_PAGE} at a time", field.name))
            }
            Some(size) => Ok(size),
        }
    }

    /// The fields of a selection, those of its fragments included.
    fn fields<'f>(&'f self, selection: &'f SelectionSet) -> Vec<&'f Field> {
        let mut fields = Vec::new();
        for one in &selection.selections {
            match one {
                Selection::Field(field) => fields.push(&**field),
                Selection::InlineFragment(inline) => {
                    fields.extend(self.fields(&inline.selection_set));
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = spread.fragment_def(self.document);
                    fields.extend(fragment.into_iter().flat_map(|fragment| self.fields(&fragment.selection_set)));
                }
            }
        }
        fields
    }
}

impl Measured<'_> {
    fn field(self, field: &Field) -> Self {
        const NULL: &JsonValue = &JsonValue::Null;
        match self {
            Self::Requested => Self::Requested,
            Self::Actual(value) => Self::Actual(value.get(field.response_key().as_str()).unwrap_or(NULL)),
        }
    }
}

/// `max(1, floor(2·ln n))`.
fn steps(n: u64) -> u64 {
    let page = f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let mut steps = 1_u32;
    while (f64::from(steps + 1) / 2.0).exp() <= page {
        steps += 1;
    }
    u64::from(steps)
}
