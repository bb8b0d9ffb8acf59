//! What the app may do in the shop.

use crate::call::CallError;
use crate::client::Client;
use crate::credentials::CredentialSource;
use crate::generated::{GrantedScopes, granted_scopes};

impl<C: CredentialSource> Client<C> {
    /// The access scopes that the shop granted to the app, such as `read_orders`. A scope to write includes the one to read, whether that is listed or
    /// not.
    ///
    /// # Errors
    /// When the call fails; [`CallError::class`] says what that means.
    pub async fn granted_scopes(&self) -> Result<Vec<String>, CallError> {
        let installation =
            self.call::<GrantedScopes>(granted_scopes::Variables {}).await?.data.current_app_installation;
        Ok(installation.access_scopes.into_iter().map(|scope| scope.handle).collect())
    }
}
