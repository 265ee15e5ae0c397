//! What handlers read from a request. Like axum's own, but every rejection is a problem with a pointer or a reason.

mod json;
mod path;
mod query;

pub use json::{Json, JsonText, OptionalJson, SEND_JSON, TOO_LARGE, essence, is_json};
pub use path::Path;
pub use query::Query;
