//! The dialect of events: problems, with the place in the text that was posted.

use crate::problem::ApiError;
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::PortalError;
use patchbay_model::json::{JsonError, locate};
use patchbay_model::valid::Violation;

/// Why nothing was accepted, or nothing is told.
#[derive(Debug)]
pub struct EventError(ApiError);

impl EventError {
    /// A refusal of what `text` says: its violations are told with the line and column where they stand.
    pub(super) fn of_text(error: PortalError, text: &str) -> Self {
        let PortalError::Invalid(found) = error else { return error.into() };
        let placed = |violation: Violation| match locate(text, &violation.pointer) {
            Some(place) => Violation { line: Some(place.line), column: Some(place.column), ..violation },
            None => violation,
        };
        PortalError::Invalid(found.into_iter().map(placed).collect()).into()
    }
}

impl From<ApiError> for EventError {
    fn from(refusal: ApiError) -> Self {
        Self(refusal)
    }
}

impl From<PortalError> for EventError {
    fn from(error: PortalError) -> Self {
        Self(error.into())
    }
}

impl From<JsonError> for EventError {
    fn from(error: JsonError) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for EventError {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}
