//! What the callbox sends.

use crate::problem::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use patchbay_model::execution::{ExecutionQuery, ExecutionStatus};
use patchbay_model::id::CallCenterId;
use patchbay_model::problem::ProblemCode;
use patchbay_model::time::Timestamp;
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;

const DEADLINE: &str = "x-deadline-ms";

/// `X-Deadline-Ms`: shortens the endpoint's timeout.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(pub(super) Option<Duration>);

impl<S: Sync> FromRequestParts<S> for Deadline {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let Some(value) = parts.headers.get(DEADLINE) else { return Ok(Self(None)) };
        let milliseconds =
            value.to_str().ok().and_then(|text| text.trim().parse::<u64>().ok()).filter(|number| *number > 0);
        milliseconds.map(|number| Self(Some(Duration::from_millis(number)))).ok_or_else(|| {
            ApiError::new(ProblemCode::InvalidRequest, "X-Deadline-Ms takes a whole number of milliseconds, at least 1")
        })
    }
}

/// Which executions a list or stream shows.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only this status.
    status: Option<ExecutionStatus>,
    /// Only this template, by name.
    template: Option<String>,
    /// Only this endpoint, by name.
    endpoint: Option<String>,
    /// Only this conversation.
    conversation: Option<String>,
    /// Only those that began at or after this.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// 1 to 200, 50 when left out.
    pub(super) limit: Option<u32>,
    /// `nextCursor` of the page before.
    pub(super) cursor: Option<String>,
}

impl ListQuery {
    pub(super) fn of(self, call_center: CallCenterId) -> ExecutionQuery {
        ExecutionQuery {
            call_center_id: Some(call_center),
            status: self.status,
            template: self.template,
            endpoint: self.endpoint,
            conversation: self.conversation,
            since: self.since,
        }
    }
}
