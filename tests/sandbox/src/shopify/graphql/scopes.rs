//! Access scopes that the app was not granted.

use std::collections::BTreeSet;

use apollo_compiler::resolvers::FieldError;

use super::node::Shape;
use super::refusal;

/// The scopes that are missing; none by default.
#[derive(Debug, Clone, Default)]
pub(super) struct Scopes {
    pub(super) missing: BTreeSet<String>,
}

impl Scopes {
    /// The field's value, or its refusal where the scope is missing.
    pub(super) fn reach(&self, scope: &'static str, shape: Shape) -> Shape {
        if self.missing.contains(scope) { Shape::Denied(scope) } else { shape }
    }

    /// Refuses a root field where the scope is missing.
    pub(super) fn require(&self, field: &str, scope: &str) -> Result<(), FieldError> {
        if self.missing.contains(scope) { Err(refusal::access_denied(field, scope)) } else { Ok(()) }
    }
}
