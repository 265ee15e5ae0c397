//! The gate in front of the server functions: closed unless a function is on the list of open ones. A server function
//! decodes its arguments before its body runs, so the check in the body alone would let strangers reach the decoders.

use super::SignedIn;
use crate::problem::ApiError;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use patchbay_model::problem::ProblemCode;

/// What a stranger may call: who am I, come in, and the one-time link.
pub const OPEN_FUNCTIONS: [&str; 4] = [
    "/api/ui/account/me",
    "/api/ui/account/sign-in",
    "/api/ui/account/invitation",
    "/api/ui/account/accept-invitation",
];

/// Refuses a stranger everything else.
pub async fn refuse_strangers(request: Request, next: Next) -> Response {
    let open = OPEN_FUNCTIONS.contains(&request.uri().path());
    if open || request.extensions().get::<SignedIn>().is_some() {
        return next.run(request).await;
    }
    // A form posted before WASM arrived: the person sees the sign-in page and not a document.
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") {
        return Redirect::to("/sign-in").into_response();
    }
    ApiError::new(ProblemCode::Unauthenticated, "your session has ended: sign in again").into_response()
}
