//! Addresses of the portal, as text to link to; the route table in the crate's root is their other half.

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
