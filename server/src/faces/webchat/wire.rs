//! Query strings and headers of the visitor's routes.

use crate::problem::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use patchbay_model::problem::ProblemCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which part of the history.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// 1 to 200, 50 when left out.
    pub limit: Option<u32>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
}

/// What a file is called.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// The visitor's own id of the message, 1 to 100 letters, digits, `-` and `_`: the same one twice is one message.
    pub id: String,
    /// The file's name; `file` when left out.
    #[serde(default)]
    pub name: String,
}

/// Where a stream goes on: `Last-Event-ID`, from the beginning when it is left out.
pub struct LastEventId(pub i64);

impl<S: Sync> FromRequestParts<S> for LastEventId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let Some(stated) = parts.headers.get("last-event-id") else { return Ok(Self(0)) };
        let number = stated.to_str().ok().and_then(|text| text.trim().parse().ok()).filter(|number| *number >= 0);
        let refusal = || ApiError::new(ProblemCode::InvalidRequest, "Last-Event-ID is the number of an entry");
        number.map(Self).ok_or_else(refusal)
    }
}
