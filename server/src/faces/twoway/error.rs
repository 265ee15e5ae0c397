//! TwoWay's answers to what is refused: `{"error":{"code","message","pointer","requestId"}}`.

use crate::caller::Turned;
use crate::dialect;
use crate::request_id::RequestId;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::PortalError;
use patchbay_model::messaging::refusal::Refusal;
use patchbay_model::messaging::twoway::ErrorAnswer;

/// Why nothing was done.
#[derive(Debug)]
pub(super) struct TwoWayError(Turned);

impl From<Refusal> for TwoWayError {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

impl From<Turned> for TwoWayError {
    fn from(turned: Turned) -> Self {
        Self(turned)
    }
}

impl From<PortalError> for TwoWayError {
    fn from(error: PortalError) -> Self {
        let mut turned = dialect::turned(error);
        // Where the channel stands in a payload.
        if turned.refusal.pointer.as_deref() == Some("/channel") {
            turned.refusal.pointer = Some("/chat/channel".to_owned());
        }
        Self(turned)
    }
}

/// The answer, or the refusal with the request's name.
pub(super) fn answered(outcome: Result<Response, TwoWayError>, id: RequestId) -> Response {
    let TwoWayError(Turned { refusal, retry_after }) = match outcome {
        Ok(response) => return response,
        Err(refused) => refused,
    };
    let status = StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(ErrorAnswer::of(refusal, Some(id.to_string())))).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
