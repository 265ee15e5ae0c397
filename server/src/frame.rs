//! What every request passes first and every answer last: its name, the limit of its body,
//! problems as documents, headers.
//!
//! One layer, because each that is a function has everything below it copied and boxed for each request.

use crate::request_id::Named;
use crate::state::AppState;
use crate::{body_limit, headers, problem};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tracing::Instrument as _;

/// The layer.
pub async fn frame(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let named = Named::begin(&mut request);
    let of_api = problem::is_of_api(request.uri().path());
    let answered = match body_limit::bound(request, &state.settings) {
        Ok(request) => next.run(request).instrument(named.span().clone()).await,
        Err(refusal) => refusal.into_response(),
    };
    let mut response = problem::finish(answered, of_api, named.id());
    headers::add(response.headers_mut(), &state.settings);
    named.end(&mut response);
    response
}
