//! Bodies, and what a query string may hold.

use crate::dialect::problem_of;
use crate::extract::text_of;
use crate::problem::{ApiError, ApiResult};
use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest as _, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use patchbay_model::messaging::gateway::AcceptedMessage;
use patchbay_model::messaging::inbound::InboundPost;
use patchbay_model::problem::ProblemCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What became of a post.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AcceptedMessages {
    /// Its messages, in its order.
    pub(super) items: Vec<AcceptedMessage>,
}

/// Where a token may stand. Whatever else a gateway writes there is its own business.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TokenQuery {
    /// The channel's token, for gateways that can't send a header.
    pub(super) token: Option<String>,
}

/// The two that gateways send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    Json,
    Form,
}

impl MediaType {
    /// What the sender says that it is.
    ///
    /// # Errors
    /// 415.
    pub(super) fn stated_by(headers: &HeaderMap) -> ApiResult<Self> {
        let stated = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = stated.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/x-www-form-urlencoded" => Ok(Self::Form),
            "application/json" => Ok(Self::Json),
            json if json.starts_with("application/") && json.ends_with("+json") => Ok(Self::Json),
            _ => Err(ApiError::new(
                ProblemCode::UnsupportedMediaType,
                "send the post as application/json or application/x-www-form-urlencoded",
            )),
        }
    }
}

/// Reads a post, after its sender is known.
///
/// # Errors
/// 400, 413, 415 or 422.
pub(super) async fn read(parts: Parts, body: Body) -> ApiResult<(MediaType, InboundPost)> {
    let media_type = MediaType::stated_by(&parts.headers)?;
    let request = Request::from_parts(parts, body);
    let too_large = |_| ApiError::new(ProblemCode::BodyTooLarge, "the body is over the limit of this deployment");
    let post = match media_type {
        MediaType::Json => {
            let bytes = Bytes::from_request(request, &()).await.map_err(too_large)?;
            let text = text_of(&bytes)?;
            InboundPost::json(text).map_err(|refusal| problem_of(refusal, text))?
        }
        MediaType::Form => {
            let read = Form::<Vec<(String, String)>>::from_request(request, &()).await;
            let Form(pairs) = read.map_err(|rejection| match rejection.status().as_u16() {
                413 => ApiError::new(ProblemCode::BodyTooLarge, "the body is over the limit of this deployment"),
                _ => ApiError::new(ProblemCode::InvalidRequest, "the form can't be read"),
            })?;
            InboundPost::form(pairs).map_err(|refusal| problem_of(refusal, ""))?
        }
    };
    Ok((media_type, post))
}
