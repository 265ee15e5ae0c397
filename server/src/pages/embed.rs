//! `/callbox/embed`: the callbox for an iframe on the pages that a call center names, and on no others.

use crate::caller::Callers;
use crate::extract::Query;
use crate::problem::ApiResult;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use patchbay_model::id::CallCenterId;
use patchbay_model::problem::ProblemCode;
use serde::Deserialize;
use std::sync::Arc;

const PAGE: &str = include_str!("embed.html");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors";
const NOBODY: &str = "'none'";

/// Whose callbox. The page's own scripts read the rest.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    #[serde(default)]
    call_center: String,
}

/// The page. A call center that there is not looks like one that names no page: nobody learns here which there are.
pub async fn callbox_embed(State(callers): State<Arc<Callers>>, Query(wanted): Query<Wanted>) -> ApiResult<Response> {
    let embedders = match wanted.call_center.parse::<CallCenterId>() {
        Ok(call_center) => callers.embedders(&call_center).await?,
        Err(_) => Vec::new(),
    };
    let origins = embedders.join(" ");
    let ancestors = if origins.is_empty() { NOBODY } else { &origins };
    let policy = HeaderValue::try_from(format!("{POLICY} {ancestors}"))
        .map_err(|_| crate::problem::ApiError::new(ProblemCode::Internal, "an origin of this call center is none"))?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    ];
    Ok((headers, PAGE.replace("{origins}", &origins)).into_response())
}
