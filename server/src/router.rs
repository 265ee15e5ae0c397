//! Every address of the process, and the layers that each request passes.
//!
//! From the outside in: request id and log line, security headers, problems, panics, time limit, compression, body limit,
//! session, cross-site check; then for the API authentication and idempotency, for server functions the gate.

use crate::problem::{self, ApiError};
use crate::state::AppState;
use crate::{admin, caller, csrf, faces, headers, idempotency, openapi, operation, pages, request_id, session};
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, extract::State};
use patchbay_model::problem::ProblemCode;
use std::any::Any;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Longer than the longest call to the other side, which has its own limit of 60 s.
const REQUEST_LIMIT: Duration = Duration::from_secs(75);

/// The whole process as one service.
pub fn router(state: AppState) -> Router {
    let (api, document) = api();
    let limit = state.settings.body_limit_bytes;
    let api = api
        .layer(from_fn_with_state(state.clone(), idempotency::replay))
        .layer(from_fn_with_state(state.clone(), caller::authenticate));
    let functions = pages::function_routes()
        .route(patchbay_app::paths::EXECUTIONS_STREAM, get(faces::callbox::pulses))
        .layer(from_fn(session::refuse_strangers));
    Router::new()
        .merge(api)
        .merge(functions)
        .merge(pages::page_routes())
        .route(patchbay_app::paths::THEME, post(pages::choose_theme))
        .fallback(not_routed)
        .layer(from_fn(csrf::refuse_foreign))
        .layer(from_fn_with_state(state.clone(), session::identify))
        .layer(session::layer(state.store.clone(), &state.settings))
        // After the sessions: probes and documentation must work without a database.
        .merge(operation_routes(&state, &document))
        .layer(DefaultBodyLimit::max(limit))
        .layer(RequestBodyLimitLayer::new(limit))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, REQUEST_LIMIT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(problem::finish))
        .layer(from_fn_with_state(state.clone(), headers::add))
        .layer(from_fn(request_id::name))
        .with_state(state)
}

/// The API's routes and the document that describes them.
pub fn api() -> (Router<AppState>, OpenApi) {
    let version_1 =
        OpenApiRouter::new().merge(admin::routes()).merge(faces::callbox::routes()).merge(operation::egress_routes());
    let (router, mut document) =
        OpenApiRouter::with_openapi(openapi::skeleton()).nest("/api/v1", version_1).split_for_parts();
    openapi::complete(&mut document);
    (router, document)
}

/// What needs no session, and so no database.
fn operation_routes(state: &AppState, document: &OpenApi) -> Router<AppState> {
    let metrics = get(operation::metrics).layer(from_fn_with_state(state.clone(), caller::recognise));
    Router::new()
        .route("/healthz", get(operation::healthz))
        .route("/readyz", get(operation::readyz))
        .route("/metrics", metrics)
        .route("/pkg/{*file}", get(pages::hashed_file))
        .merge(operation::docs_routes(document))
}

/// An unknown address of the API is a problem, any other a file or a page.
async fn not_routed(
    State(state): State<AppState>,
    session: tower_sessions::Session,
    request: axum::extract::Request,
) -> Response {
    if request.uri().path().starts_with("/api/") {
        return ApiError::new(ProblemCode::NotFound, "there is nothing at this address: see /api/docs").into_response();
    }
    pages::file_or_not_found(State(state), session, request).await
}

fn panicked(reason: Box<dyn Any + Send>) -> Response {
    let text = reason.downcast_ref::<String>().map(String::as_str).or_else(|| reason.downcast_ref::<&str>().copied());
    tracing::error!(reason = text.unwrap_or("no text"), "a request panicked");
    ApiError::new(ProblemCode::Internal, "something went wrong here: the request id names it in the log")
        .into_response()
}
