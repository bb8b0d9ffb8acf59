//! Secrets stand in Secrets Manager, and nowhere else.

use crate::transformed::{Template, assert_holds};

#[test]
fn secrets_are_read_at_run_time_and_stand_nowhere_in_the_template() {
    assert_holds(violations);
}

pub fn violations(template: &Template) -> Vec<String> {
    let mut violations = Vec::new();
    for secret in template.all("AWS::SecretsManager::Secret") {
        // A value that is known, even an empty one, would let anybody sign before a person has filled the secret.
        if !secret.property("/SecretString").is_null()
            || secret.property("/GenerateSecretString/GenerateStringKey").is_null()
        {
            violations.push(format!("{} begins with a value that can be known", secret.id));
        }
        if !secret.property("/Description").to_string().contains("put-secret-value") {
            violations.push(format!("{} does not say how it is filled", secret.id));
        }
        if !secret.is_retained() {
            violations.push(format!("{} is deleted with its stack", secret.id));
        }
    }
    // A secret that comes in as a parameter, or is resolved at deployment, ends in plain sight in the function's settings.
    let text = template.0.to_string();
    violations.extend(
        ["{{resolve:", "NoEcho"]
            .iter()
            .filter(|way| text.contains(**way))
            .map(|way| format!("the template uses {way}")),
    );
    violations
}
