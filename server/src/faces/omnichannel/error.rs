//! The bridge's answers to what is refused: `{"status":"error","code","message","pointer"}`.

use crate::caller::Turned;
use crate::dialect;
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::PortalError;
use patchbay_model::messaging::omnichannel::Answer;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};

/// Why nothing was done.
#[derive(Debug)]
pub(super) struct OmnichannelError(Turned);

impl From<Refusal> for OmnichannelError {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

impl From<Turned> for OmnichannelError {
    fn from(turned: Turned) -> Self {
        Self(turned)
    }
}

impl From<PortalError> for OmnichannelError {
    fn from(error: PortalError) -> Self {
        let mut turned = dialect::turned(error);
        // This dialect has no 422: what is wrong with a body is 400.
        if turned.refusal.code == RefusalCode::ChannelNotAllowed {
            turned.refusal.code = RefusalCode::InvalidValue;
        }
        Self(turned)
    }
}

impl IntoResponse for OmnichannelError {
    fn into_response(self) -> Response {
        dialect::answer(self.0, Answer::refused)
    }
}
