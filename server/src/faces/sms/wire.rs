//! Bodies, and what a query string may hold.

use crate::dialect::problem_of;
use crate::extract::{JsonText, TOO_LARGE, essence, is_json};
use crate::problem::{ApiError, ApiResult};
use axum::body::Body;
use axum::extract::{Form, FromRequest as _, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use patchbay_model::messaging::gateway::AcceptedMessage;
use patchbay_model::messaging::inbound::InboundPost;
use patchbay_model::problem::ProblemCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const FORM: &str = "application/x-www-form-urlencoded";

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
        match essence(headers).as_str() {
            FORM => Ok(Self::Form),
            _ if is_json(headers) => Ok(Self::Json),
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
    let post = match media_type {
        MediaType::Json => {
            let JsonText(text) = JsonText::from_request(request, &()).await?;
            InboundPost::json(&text).map_err(|refusal| problem_of(refusal, &text))?
        }
        MediaType::Form => {
            let read = Form::<Vec<(String, String)>>::from_request(request, &()).await;
            let Form(pairs) = read.map_err(|rejection| match rejection.status().as_u16() {
                413 => ApiError::new(ProblemCode::BodyTooLarge, TOO_LARGE),
                _ => ApiError::new(ProblemCode::InvalidRequest, "the form can't be read"),
            })?;
            InboundPost::form(pairs).map_err(|refusal| problem_of(refusal, ""))?
        }
    };
    Ok((media_type, post))
}
