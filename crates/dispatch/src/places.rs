//! Where the secrets of an integrator stand. Whoever seals one and whoever opens it name its place alike, or it does
//! not open; so the names are made here and nowhere else.

use patchbay_model::id::EndpointId;

/// The value of a secret field, in the integrator's row.
#[must_use]
pub fn field(parameter: &str) -> String {
    format!("field/{parameter}")
}

/// The secret of a credential, in the integrator's row.
#[must_use]
pub fn credential(id: &str) -> String {
    format!("credential/{id}")
}

/// The access token that an auth endpoint got, in the integrator's row.
#[must_use]
pub fn access_token(auth_endpoint: EndpointId) -> String {
    format!("token/{auth_endpoint}")
}
