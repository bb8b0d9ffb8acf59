//! Cuts Shopify's schema down to what the operations can touch.
//!
//! Kept are the selected fields with all their arguments, the inputs that those take, enums whole, and of each interface
//! or union every type that may come back, so that a simulator can answer as any of them.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::executable::{ExecutableDocument, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema};

use super::{OperationFile, SchemaError};

const HEADER: &str = "\
# A part of Shopify's Admin GraphQL schema 2026-10, from npm @shopify/dev-mcp 1.16.0 (ISC: LICENSE-shopify-admin-schema.txt):
# what the operations in ../queries touch. Made by `cargo sandbox schema --from FULL.graphql`; not edited by hand.

";

/// Parses a schema, Shopify's whole one or the pruned one.
///
/// # Errors
/// When it is not a valid schema.
pub fn parse_schema(sdl: &str) -> Result<Valid<Schema>, SchemaError> {
    // Shopify's SDL uses `@oneOf` without defining it, which the compiler refuses.
    let one_of = if sdl.contains("@oneOf") && !sdl.contains("directive @oneOf") {
        "\ndirective @oneOf on INPUT_OBJECT\n"
    } else {
        ""
    };
    Schema::parse_and_validate(format!("{sdl}{one_of}"), "schema.graphql")
        .map_err(|invalid| SchemaError::Schema { diagnostics: invalid.errors.to_string() })
}

pub(super) fn parse_operation(
    schema: &Valid<Schema>,
    operation: &OperationFile,
) -> Result<Valid<ExecutableDocument>, SchemaError> {
    ExecutableDocument::parse_and_validate(schema, operation.text.as_str(), &operation.file).map_err(|invalid| {
        SchemaError::Operation { file: operation.file.clone(), diagnostics: invalid.errors.to_string() }
    })
}

/// The part of a schema that the operations touch, as SDL. Pruning the result again changes nothing.
///
/// # Errors
/// When the schema is not valid or an operation does not fit it.
pub fn prune(sdl: &str, operations: &[OperationFile]) -> Result<String, SchemaError> {
    let schema = parse_schema(sdl)?;
    let mut kept = Kept { schema: &schema, fields: BTreeMap::new(), inputs: BTreeSet::new() };
    for operation in operations {
        let document = parse_operation(&schema, operation)?;
        for found in document.operations.iter() {
            kept.selection(&document, &found.selection_set);
            for variable in &found.variables {
                kept.input(variable.ty.inner_named_type());
            }
        }
    }
    kept.complete_abstract_types();
    let (fields, inputs) = (kept.fields, kept.inputs);
    let mut pruned = schema.clone().into_inner();
    pruned
        .types
        .retain(|name, definition| definition.is_built_in() || fields.contains_key(name) || inputs.contains(name));
    for (name, definition) in &mut pruned.types {
        let Some(used) = fields.get(name) else { continue };
        match definition {
            ExtendedType::Object(object) => {
                let object = object.make_mut();
                object.fields.retain(|field, _| used.contains(field));
                object.implements_interfaces.retain(|interface| fields.contains_key(&interface.name));
            }
            ExtendedType::Interface(interface) => {
                let interface = interface.make_mut();
                interface.fields.retain(|field, _| used.contains(field));
                interface.implements_interfaces.retain(|parent| fields.contains_key(&parent.name));
            }
            _ => {}
        }
    }
    let one_of_is_used = pruned.types.values().any(|definition| definition.directives().has("oneOf"));
    pruned.directive_definitions.retain(|name, _| name != "oneOf" || one_of_is_used);
    let text = format!("{HEADER}{}", pruned.serialize());
    parse_schema(&text)?;
    Ok(text)
}

struct Kept<'schema> {
    schema: &'schema Schema,
    fields: BTreeMap<Name, BTreeSet<Name>>,
    inputs: BTreeSet<Name>,
}

impl Kept<'_> {
    fn selection(&mut self, document: &ExecutableDocument, set: &SelectionSet) {
        self.fields.entry(set.ty.clone()).or_default();
        for selection in &set.selections {
            match selection {
                Selection::Field(field) if field.name.starts_with("__") => {}
                Selection::Field(field) => {
                    self.fields.entry(set.ty.clone()).or_default().insert(field.name.clone());
                    for argument in &field.definition.arguments {
                        self.input(argument.ty.inner_named_type());
                    }
                    if field.selection_set.selections.is_empty() {
                        self.input(field.definition.ty.inner_named_type());
                    } else {
                        self.selection(document, &field.selection_set);
                    }
                }
                Selection::InlineFragment(inline) => self.selection(document, &inline.selection_set),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = spread.fragment_def(document) {
                        self.selection(document, &fragment.selection_set);
                    }
                }
            }
        }
    }

    /// Keeps a scalar, an enum, or an input with everything in it.
    fn input(&mut self, name: &Name) {
        if !self.inputs.insert(name.clone()) {
            return;
        }
        if let Some(input) = self.schema.get_input_object(name) {
            for field in input.fields.values() {
                self.input(field.ty.inner_named_type());
            }
        }
    }

    /// Every type that an interface or union may come back as is kept, with the fields that its interface kept.
    fn complete_abstract_types(&mut self) {
        let implementers = self.schema.implementers_map();
        for name in self.fields.keys().cloned().collect::<Vec<_>>() {
            let members: Vec<Name> = match self.schema.types.get(&name) {
                Some(ExtendedType::Interface(_)) => {
                    self.keep_one_field(&name);
                    implementers.get(&name).map(|found| found.iter().cloned().collect()).unwrap_or_default()
                }
                Some(ExtendedType::Union(union)) => union.members.iter().map(|member| member.name.clone()).collect(),
                _ => continue,
            };
            let shared = self.fields.get(&name).cloned().unwrap_or_default();
            for member in members {
                self.fields.entry(member.clone()).or_default().extend(shared.iter().cloned());
                self.keep_one_field(&member);
            }
        }
    }

    /// A type of which only `__typename` is asked still needs a field to be valid: its first that is a plain scalar.
    fn keep_one_field(&mut self, name: &Name) {
        let used = self.fields.entry(name.clone()).or_default();
        let fields = match self.schema.types.get(name) {
            Some(ExtendedType::Interface(interface)) => &interface.fields,
            Some(ExtendedType::Object(object)) => &object.fields,
            _ => return,
        };
        if used.is_empty() {
            let plain = |name: &Name| ["Int", "ID", "String", "Boolean"].contains(&name.as_str());
            used.extend(
                fields.iter().find(|(_, field)| plain(field.ty.inner_named_type())).map(|(name, _)| name.clone()),
            );
        }
    }
}
