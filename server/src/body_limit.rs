//! How much of a body is read. A post of events holds a thousand of them, and is read further than anything else; two
//! modules of private code are sent with every sign escaped, at worst.

use crate::dialect;
use crate::faces::webchat;
use crate::problem::{ApiError, ApiResult};
use crate::settings::Settings;
use crate::web_chat::MAXIMUM_FILE_BYTES;
use axum::RequestExt as _;
use axum::body::HttpBody as _;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::Method;
use patchbay_model::problem::ProblemCode;

/// The request with its limit. What turns out to be too long is not read further.
///
/// # Errors
/// It says itself that it is too long.
pub fn bound(mut request: Request, settings: &Settings) -> ApiResult<Request> {
    let path = request.uri().path();
    let is_events = path.starts_with("/api/v1/call-centers/") && path.ends_with("/events");
    let is_events = is_events && request.method() == Method::POST;
    let is_code = path.ends_with("/private-code") || path.starts_with(patchbay_app::paths::PRIVATE_CODE_FUNCTIONS);
    // The messaging faces refuse what is too long in their own words, and not before they know who asks.
    let is_dialect = ["/conversational/", "/ext/", "/dolphin/"].iter().any(|face| path.starts_with(face));
    let limit = match (is_events, is_code, is_dialect) {
        _ if webchat::is_upload(request.method(), path) => MAXIMUM_FILE_BYTES,
        (true, ..) => settings.events_body_limit_bytes,
        (_, true, _) => settings.code_body_limit_bytes(),
        (.., true) => dialect::body_limit(settings),
        _ => settings.body_limit_bytes,
    };
    if !is_dialect && request.body().size_hint().lower() > limit as u64 {
        return Err(ApiError::new(ProblemCode::BodyTooLarge, "the body is over the limit of this deployment"));
    }
    DefaultBodyLimit::max(limit).apply(&mut request);
    Ok(request.with_limited_body())
}
