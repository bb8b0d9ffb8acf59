//! What the template says, read from the very file that is deployed: the defaults of its parameters, and which of them stands
//! in which variable or property of a function.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const TEMPLATE: &str = include_str!("../../../../infra/template.yaml");

/// The template as far as the simulation asks it.
pub struct Template {
    defaults: BTreeMap<&'static str, &'static str>,
    /// Lines `KEY: value` of a resource, by resource and key; the first of a key counts.
    resources: BTreeMap<(&'static str, &'static str), &'static str>,
}

/// The template.
pub fn template() -> &'static Template {
    static READ: OnceLock<Template> = OnceLock::new();
    READ.get_or_init(|| read(TEMPLATE))
}

impl Template {
    /// What stands under a key of a resource: the value itself, or the default of the parameter that it refers to.
    pub fn value(&self, resource: &'static str, key: &str) -> Option<&'static str> {
        let found = self.resources.range((resource, "")..).take_while(|((of, _), _)| *of == resource);
        let value = found.into_iter().find(|((_, known), _)| *known == key).map(|(_, value)| *value)?;
        match reference(value) {
            Some(parameter) => self.defaults.get(parameter).copied(),
            None if value.starts_with('!') => None,
            None => Some(value),
        }
    }

    /// The same as a number.
    pub fn number<T: std::str::FromStr>(&self, resource: &'static str, key: &str) -> Option<T> {
        self.value(resource, key)?.parse().ok()
    }

    /// The default of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&'static str> {
        self.defaults.get(name).copied()
    }
}

/// The parameter in `!Ref Name`, or in `!FindInMap [Name, !Ref Name, Number]`, which only makes a number of it.
fn reference(value: &str) -> Option<&str> {
    let after = value.split("!Ref ").nth(1)?;
    after.split([',', ']', ' ']).next()
}

fn read(text: &'static str) -> Template {
    let mut template = Template { defaults: BTreeMap::new(), resources: BTreeMap::new() };
    let (mut section, mut entry) = ("", "");
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let indent = line.len() - line.trim_start().len();
        let Some((key, value)) = line.trim().split_once(':') else { continue };
        let value = value.trim();
        match (indent, section) {
            (0, _) => section = key,
            (2, _) => entry = key,
            (_, "Parameters") if key == "Default" => {
                template.defaults.insert(entry, value.trim_matches('"'));
            }
            (_, "Resources") if !value.is_empty() => {
                template.resources.entry((entry, key)).or_insert(value.trim_matches(['"', '\'']));
            }
            _ => {}
        }
    }
    template
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_the_defaults_of_the_parameters_that_they_refer_to() {
        let template = template();
        assert_eq!(template.parameter("DueShards"), Some("8"));
        assert_eq!(template.value("OrderExportFunction", "RESUME_AFTER"), template.parameter("ResumeAfter"));
        assert_eq!(template.number("OrderExportFunction", "BatchSize"), Some(10));
        assert_eq!(
            template.value("OrderExportFunction", "MaximumConcurrency"),
            template.parameter("ExportMaximumConcurrency")
        );
        assert_eq!(template.value("ExportQueue", "maxReceiveCount"), template.parameter("ExportReceiveCount"));
        assert_eq!(template.value("OrderExportFunction", "ORDERS_TABLE"), None);
    }
}
