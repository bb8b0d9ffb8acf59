//! The client's wire types, by `graphql_client_codegen`, written once and checked in: that compiles in half the time of its
//! derive, and a reader can look at them.

use std::path::Path;

use graphql_client_codegen::{CodegenMode, GraphQLClientCodegenOptions, generate_module_token_stream_from_string};
use syn::{Item, ItemMod, parse_quote};

use super::share::share;
use super::{OperationFile, SchemaError};

const HEADER: &str = "\
// Made by `cargo sandbox schema` from ../../queries and ../../schema; not edited by hand.

use super::{CountryCode, CurrencyCode, WebhookSubscriptionFormat, WebhookSubscriptionTopic};

";

/// The Rust source of every operation's variables and answer.
///
/// # Errors
/// When the generator refuses an operation.
pub fn generate(schema: &Path, operations: &[OperationFile]) -> Result<String, SchemaError> {
    let mut items = Vec::new();
    for operation in operations {
        items.extend(one(schema, operation)?);
    }
    share(&mut items);
    Ok(format!("{HEADER}{}", prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items })))
}

fn one(schema: &Path, operation: &OperationFile) -> Result<Vec<Item>, SchemaError> {
    let failed = |why: String| SchemaError::Generate { file: operation.file.clone(), why };
    let cost = operation.declared_cost().ok_or_else(|| failed("its first line is not `# cost: N`".to_owned()))?;
    let mut options = GraphQLClientCodegenOptions::new(CodegenMode::Cli);
    options.set_module_visibility(parse_quote!(pub));
    options.set_custom_scalars_module(parse_quote!(crate::scalar));
    // As text: nothing here depends on one of them, and their hundreds of variants would be half of the code.
    let texts = ["CountryCode", "CurrencyCode", "WebhookSubscriptionFormat", "WebhookSubscriptionTopic"];
    options.set_extern_enums(texts.map(str::to_owned).to_vec());
    options.set_fragments_other_variant(true);
    let tokens = generate_module_token_stream_from_string(&operation.text, schema, options)
        .map_err(|error| failed(error.to_string()))?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| failed(error.to_string()))?;
    let query = format!("../../queries/{}", operation.file);
    let mut items = file.items;
    for item in &mut items {
        if let Item::Mod(ItemMod { content: Some((_, inner)), .. }) = item {
            for constant in inner.iter_mut() {
                if let Item::Const(constant) = constant
                    && constant.ident == "QUERY"
                {
                    constant.expr = parse_quote!(include_str!(#query));
                }
            }
        }
    }
    let name = items.iter().find_map(|item| match item {
        Item::Struct(operation) => Some(operation.ident.clone()),
        _ => None,
    });
    items.extend(
        name.map(|name| -> Item { parse_quote!(impl super::DeclaredCost for #name { const COST: u32 = #cost; }) }),
    );
    Ok(items)
}
