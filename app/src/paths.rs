//! Addresses of the portal, as text to link to; the route table in the crate's root is their other half.

use patchbay_model::id::{EndpointId, TemplateId};

/// Call centers.
pub const CALL_CENTERS: &str = "/call-centers";
/// Templates, "Integration" in the menu.
pub const INTEGRATIONS: &str = "/integrations";
/// Executions.
pub const EXECUTIONS: &str = "/executions";
/// Audit.
pub const AUDIT: &str = "/audit";
/// Users.
pub const USERS: &str = "/users";
/// Keys.
pub const KEYS: &str = "/keys";
/// Change one's own password.
pub const PASSWORD: &str = "/account/password";
/// Pulses of newly recorded executions, server-sent events.
pub const EXECUTIONS_STREAM: &str = "/api/ui/executions/stream";
/// Where the theme switch posts to before the WASM arrives.
pub const THEME: &str = "/theme";

/// The templates shipped with Patchbay.
pub const GALLERY: &str = "/integrations/gallery";

/// One template.
#[must_use]
pub fn integration(id: TemplateId) -> String {
    format!("{INTEGRATIONS}/{id}")
}

/// One endpoint of a template.
#[must_use]
pub fn endpoint(template: TemplateId, id: EndpointId) -> String {
    format!("{INTEGRATIONS}/{template}/endpoints/{id}")
}

/// The form of an endpoint to come.
#[must_use]
pub fn new_endpoint(template: TemplateId) -> String {
    format!("{INTEGRATIONS}/{template}/endpoints/new")
}
