//! A template's refusal as a failure of the execution: who is at fault, and where.

use crate::error::EngineError;
use crate::plan::json_pointer;
use patchbay_model::execution::ErrorCode;
use patchbay_model::templating::{RenderError, parse_value_path};

/// The caller can mend a value of the client body; any other is a matter of the configuration.
pub(super) fn refuse(error: &RenderError) -> EngineError {
    match error {
        RenderError::Unresolved { placeholder } => {
            let failure = EngineError::fail(ErrorCode::PlaceholderUnresolved, error.to_string());
            match client_pointer(placeholder) {
                Some(pointer) => failure.at(pointer),
                None => failure,
            }
        }
        RenderError::Refused { placeholder, .. } => match client_pointer(placeholder) {
            Some(pointer) => EngineError::fail(ErrorCode::PlaceholderUnresolved, error.to_string()).at(pointer),
            None if placeholder == "token" => EngineError::fail(ErrorCode::AuthFailed, error.to_string()),
            None => EngineError::config(error.to_string()),
        },
        RenderError::Configuration { .. } => EngineError::config(error.to_string()),
    }
}

fn client_pointer(placeholder: &str) -> Option<String> {
    parse_value_path(placeholder.strip_prefix("client.")?).ok().map(|path| json_pointer(&path))
}
