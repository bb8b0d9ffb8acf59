//! One type for one fragment.
//!
//! The generator makes the types of a fragment anew in each operation's module, because each file has a copy of it. Where
//! a type is the same, token for token, as one of an earlier module, it is imported from there: a following page of lines is
//! then of the same type as the first, and one conversion serves both.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Ident, Item, ItemMod, parse_quote};

/// Replaces every type that an earlier module has too by an import.
pub(super) fn share(items: &mut [Item]) {
    let mut earlier: BTreeMap<(String, String), Ident> = BTreeMap::new();
    for item in items {
        let Item::Mod(ItemMod { ident: module, content: Some((_, inner)), .. }) = item else { continue };
        let types: BTreeMap<String, String> = inner.iter().filter_map(definition).collect();
        let mut shared: BTreeSet<String> = types
            .iter()
            .filter(|(name, tokens)| earlier.contains_key(&((*name).clone(), (*tokens).clone())))
            .map(|(name, _)| name.clone())
            .collect();
        drop_those_with_own_parts(inner, &types, &mut shared);
        for (name, tokens) in &types {
            earlier.entry((name.clone(), tokens.clone())).or_insert_with(|| module.clone());
        }
        inner.retain(|item| owner(item).is_none_or(|name| !shared.contains(&name)));
        let used: BTreeSet<String> = inner.iter().flat_map(mentioned).collect();
        let imports: Vec<Item> = shared
            .intersection(&used)
            .filter_map(|name| {
                let home = earlier.get(&(name.clone(), types.get(name)?.clone()))?;
                let name = Ident::new(name, home.span());
                Some(parse_quote!(pub use super::#home::#name;))
            })
            .collect();
        inner.extend(imports);
    }
}

/// A type is the same only if all that it is made of is the same.
fn drop_those_with_own_parts(inner: &[Item], types: &BTreeMap<String, String>, shared: &mut BTreeSet<String>) {
    loop {
        let own: Vec<String> = inner
            .iter()
            .filter_map(|item| owner(item).map(|name| (name, mentioned(item))))
            .filter(|(name, mentions)| {
                shared.contains(name)
                    && mentions.iter().any(|other| types.contains_key(other) && !shared.contains(other))
            })
            .map(|(name, _)| name)
            .collect();
        if own.is_empty() {
            return;
        }
        for name in own {
            shared.remove(&name);
        }
    }
}

fn definition(item: &Item) -> Option<(String, String)> {
    let name = match item {
        Item::Struct(found) => &found.ident,
        Item::Enum(found) => &found.ident,
        // The aliases of scalars and of `Int` and its like are private, and stay with each module.
        Item::Type(found) if matches!(found.vis, syn::Visibility::Public(_)) => &found.ident,
        _ => return None,
    };
    (name != "Variables" && name != "ResponseData").then(|| (name.to_string(), item.to_token_stream().to_string()))
}

/// The type that an item defines or implements something for.
fn owner(item: &Item) -> Option<String> {
    match item {
        Item::Impl(implementation) => match &*implementation.self_ty {
            syn::Type::Path(path) => path.path.get_ident().map(Ident::to_string),
            _ => None,
        },
        other => definition(other).map(|(name, _)| name),
    }
}

fn mentioned(item: &Item) -> BTreeSet<String> {
    struct Mentions(BTreeSet<String>);
    impl Visit<'_> for Mentions {
        fn visit_ident(&mut self, ident: &Ident) {
            self.0.insert(ident.to_string());
        }
        fn visit_item(&mut self, item: &Item) {
            visit::visit_item(self, item);
        }
    }
    let mut mentions = Mentions(BTreeSet::new());
    mentions.visit_item(item);
    mentions.0
}
