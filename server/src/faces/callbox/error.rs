//! The callbox's dialect: problems, with the execution's id once there is one.

use crate::problem::ApiError;
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::PortalError;
use patchbay_model::problem::Problem;

/// Why the callbox was refused, or what its execution ended in.
#[derive(Debug)]
pub enum CallboxError {
    /// Nothing ran.
    Refused(ApiError),
    /// It ran and failed.
    Failed(Box<Problem>),
}

impl From<ApiError> for CallboxError {
    fn from(refusal: ApiError) -> Self {
        Self::Refused(refusal)
    }
}

impl From<PortalError> for CallboxError {
    fn from(error: PortalError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Box<Problem>> for CallboxError {
    fn from(problem: Box<Problem>) -> Self {
        Self::Failed(problem)
    }
}

impl IntoResponse for CallboxError {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            Self::Failed(problem) => ApiError::from(*problem).into_response(),
        }
    }
}
