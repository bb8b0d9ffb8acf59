//! The template as `CloudFormation` gets it, made by the package that makes it on AWS.

use std::process::Command;
use std::sync::LazyLock;

use sandbox::stack::python::python;
use sandbox::stack::{Progress, workspace};
use serde_json::Value;

/// A transformed template.
#[derive(Clone)]
pub struct Template(pub Value);

/// One of its resources.
#[derive(Clone, Copy)]
pub struct Resource<'a> {
    /// Its logical id.
    pub id: &'a str,
    body: &'a Value,
}

/// `infra/template.yaml`, transformed once for all tests.
pub fn transformed() -> &'static Template {
    static TRANSFORMED: LazyLock<Template> = LazyLock::new(|| {
        let infra = workspace().join("infra");
        let mut transform = Command::new(python(&Progress::for_people()).unwrap());
        transform.arg(infra.join("python/transform.py")).arg(infra.join("template.yaml"));
        let output = transform.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Template(serde_json::from_slice(&output.stdout).unwrap())
    });
    &TRANSFORMED
}

/// Fails with every violation of a rule.
pub fn assert_holds(rule: fn(&Template) -> Vec<String>) {
    let violations = rule(transformed());
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

impl Template {
    /// All resources of a type. A rule about none of them would hold for nothing, so there is at least one.
    pub fn all(&self, kind: &str) -> Vec<Resource<'_>> {
        let found = self.any(kind);
        assert!(!found.is_empty(), "the template has no {kind}");
        found
    }

    /// As [`Template::all`], for a type that may well be absent.
    pub fn any(&self, kind: &str) -> Vec<Resource<'_>> {
        let resources = self.0["Resources"].as_object().unwrap();
        let found = resources.iter().filter(|(_, body)| body["Type"] == kind);
        found.map(|(id, body)| Resource { id, body }).collect()
    }

    /// The resource with this logical id.
    pub fn resource(&self, id: &str) -> Resource<'_> {
        let (id, body) = self.0["Resources"].as_object().unwrap().get_key_value(id).unwrap();
        Resource { id, body }
    }

    /// A parameter's declaration.
    pub fn parameter(&self, name: &str) -> &Value {
        &self.0["Parameters"][name]
    }

    /// A value as a stack with all defaults has it: a parameter's default, an entry of a mapping, or the value itself.
    pub fn by_default<'a>(&'a self, value: &'a Value) -> &'a Value {
        if let Some(name) = value["Ref"].as_str() {
            return &self.parameter(name)["Default"];
        }
        if let Some([map, key, entry]) = value["Fn::FindInMap"].as_array().map(Vec::as_slice) {
            let key = self.by_default(key).to_string();
            return &self.0["Mappings"][map.as_str().unwrap()][key.trim_matches('"')][entry.as_str().unwrap()];
        }
        value
    }

    /// A number as a stack with all defaults has it; 0 for what is not there.
    pub fn number(&self, value: &Value) -> i64 {
        self.by_default(value).as_i64().unwrap_or_default()
    }
}

impl<'a> Resource<'a> {
    /// The property at a JSON pointer; null for what is not there.
    pub fn property(&self, pointer: &str) -> &'a Value {
        self.body["Properties"].pointer(pointer).unwrap_or(&Value::Null)
    }

    /// Whether it survives the deletion of its stack, and an update that would replace it.
    pub fn is_retained(&self) -> bool {
        self.body["DeletionPolicy"] == "Retain" && self.body["UpdateReplacePolicy"] == "Retain"
    }

    /// The name of the condition under which it exists.
    pub fn condition(&self) -> &'a Value {
        &self.body["Condition"]
    }
}

/// A value in words: a reference as `Id`, an attribute as `Id.Attribute`, a substitution as its text.
pub fn words(value: &Value) -> String {
    if let Some(id) = value["Ref"].as_str() {
        return id.to_owned();
    }
    if let Some([id, attribute]) = value["Fn::GetAtt"].as_array().map(Vec::as_slice) {
        return format!("{}.{}", words(id), words(attribute));
    }
    if let Some(text) = value["Fn::Sub"].as_str() {
        return text.to_owned();
    }
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What may stand alone or in a list, as a list.
pub fn each(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// The statements of a policy document.
pub fn statements(document: &Value) -> &[Value] {
    each(&document["Statement"])
}
