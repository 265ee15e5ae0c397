//! `/chat/{callCenterId}/{channel}`: the web chat as a page of its own, which the channel's sites may frame.

use crate::extract::Path;
use crate::problem::{ApiError, ApiResult};
use crate::web_chat::WebChats;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use patchbay_model::id::CallCenterId;
use patchbay_model::problem::ProblemCode;
use std::sync::Arc;

const PAGE: &str = include_str!("page.html");
/// Pictures are those that visitors sent: what adapters show from elsewhere is a link.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; \
                      connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors";
const NOBODY: &str = "'none'";

/// The page.
///
/// # Errors
/// There is no such web chat.
pub async fn page(
    State(chats): State<Arc<WebChats>>,
    Path((call_center, channel)): Path<(CallCenterId, String)>,
) -> ApiResult<Response> {
    let channel = chats.channel(&call_center, &channel).await?;
    let origins = channel.allowed_origins.join(" ");
    let ancestors = if origins.is_empty() { NOBODY } else { &origins };
    let policy = HeaderValue::try_from(format!("{POLICY} {ancestors}"))
        .map_err(|_| ApiError::new(ProblemCode::Internal, "an origin of this channel is none"))?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    ];
    let name = escaped(channel.name.as_str());
    let page = PAGE
        .replace("{callCenter}", &escaped(call_center.as_str()))
        .replace("{channel}", &name)
        .replace("{name}", &name);
    Ok((headers, page).into_response())
}

/// Text as it stands in HTML, between tags and in an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
