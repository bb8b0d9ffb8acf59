//! `samconfig.toml` says what each deployment must say, and nothing that the template does not know.

use std::collections::BTreeSet;
use std::fs;

use sandbox::stack::workspace;

use crate::transformed::transformed;

/// The names in each list of overrides, by the section's heading.
fn overrides() -> Vec<(String, BTreeSet<String>)> {
    let text = fs::read_to_string(workspace().join("samconfig.toml")).unwrap();
    let mut sections = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            sections.push((line.to_owned(), BTreeSet::new()));
        } else if let Some((name, _)) = line.strip_prefix('"').and_then(|rest| rest.split_once('=')) {
            sections.last_mut().unwrap().1.insert(name.to_owned());
        }
    }
    sections.retain(|(heading, _)| heading.ends_with(".deploy.parameters]"));
    sections
}

#[test]
fn each_deployment_says_what_has_no_default() {
    let parameters = transformed().0["Parameters"].as_object().unwrap();
    let required: BTreeSet<String> = parameters
        .iter()
        .filter(|(_, parameter)| parameter["Default"].is_null())
        .map(|(name, _)| name.clone())
        .collect();
    assert!(!required.is_empty());
    let deployments = overrides();
    assert_eq!(deployments.len(), 2);
    for (heading, said) in deployments {
        assert!(said.is_superset(&required), "{heading} leaves out {:?}", required.difference(&said));
        let unknown: Vec<_> = said.iter().filter(|name| !parameters.contains_key(*name)).collect();
        assert!(unknown.is_empty(), "{heading} says {unknown:?}, which the template does not know");
    }
}
