//! TwoWay's answers to what is refused: `{"error":{"code","message","pointer","requestId"}}`.

use crate::caller::Turned;
use crate::dialect;
use crate::request_id::RequestId;
use axum::response::Response;
use patchbay_app::portal::PortalError;
use patchbay_model::messaging::refusal::Refusal;
use patchbay_model::messaging::twoway::ErrorAnswer;

/// Where the portal says that a target is wrong.
const TARGET: &str = "/targetAdapterId";

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

impl TwoWayError {
    /// A refusal of a handover whose members stand below `pointer`.
    pub(super) fn about(error: PortalError, pointer: &str) -> Self {
        let Self(mut turned) = error.into();
        if turned.refusal.pointer.as_deref() == Some(TARGET) {
            turned.refusal.pointer = Some(format!("{pointer}{TARGET}"));
        }
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
    outcome.unwrap_or_else(|TwoWayError(turned)| {
        dialect::answer(turned, |refusal| ErrorAnswer::of(refusal, Some(id.to_string())))
    })
}
