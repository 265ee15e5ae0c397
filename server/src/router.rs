//! Every address of the process, and the layers that each request passes.
//!
//! From the outside in: the frame (name and log line, body limit, headers, problems), panics, time limit, compression; then
//! for pages of other sites what they may read; for people session and cross-site check; then for the API authentication and idempotency, for server functions the gate. The messaging faces know their callers
//! themselves and answer in their own dialects; visitors of web chats have a token of their chat and nothing else.

use crate::problem::ApiError;
use crate::shared::Shared;
use crate::state::AppState;
use crate::unless::unless;
use crate::{admin, caller, cors, csrf, faces, frame, idempotency, openapi, operation, pages, session};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, extract::State};
use patchbay_model::problem::ProblemCode;
use std::any::Any;
use std::time::Duration;
use tower::ServiceBuilder;
use tower::layer::layer_fn;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _, SizeAbove};
use tower_http::compression::{CompressionBody, CompressionLayer};
use tower_http::map_response_body::MapResponseBodyLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// Longer than the longest call to the other side, which has its own limit of 60 s.
const REQUEST_LIMIT: Duration = Duration::from_secs(75);

/// Less fits into one packet as it is, and an encoder costs more than most calls: brotli's tables alone are megabytes.
const WORTH_COMPRESSING_BYTES: u16 = 1_200;

/// The whole process as one service.
pub fn router(state: AppState) -> Router {
    // Each kind of route has its layers in one stack: every `layer` of a router boxes what is below, and is copied with
    // all of it for each request.
    let worth_compressing = DefaultPredicate::new().and(SizeAbove::new(WORTH_COMPRESSING_BYTES));
    let compression = ServiceBuilder::new()
        .layer(MapResponseBodyLayer::new(|body: CompressionBody<Body>| Body::new(body)))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_compressing));
    let every = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), frame::frame))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, REQUEST_LIMIT))
        .layer(unless(takes_plain_only, compression));
    let people = ServiceBuilder::new()
        .layer(session::layer(state.store.clone(), &state.settings))
        .layer(from_fn_with_state(state.clone(), session::identify))
        .layer(from_fn(csrf::refuse_foreign));
    let (api, document) = api();
    let api = api.layer(
        ServiceBuilder::new()
            .layer(every.clone())
            .layer(unless(cors::is_no_foreign_page, from_fn_with_state(state.clone(), cors::answer)))
            .layer(unless(caller::shows_key, people.clone()))
            .layer(from_fn_with_state(state.clone(), caller::authenticate))
            .layer(from_fn_with_state(state.clone(), idempotency::replay))
            .layer(layer_fn(Shared::over)),
    );
    let functions = pages::function_routes()
        .route(patchbay_app::paths::EXECUTIONS_STREAM, get(pages::execution_pulses))
        .route(patchbay_app::paths::CHATS_STREAM, get(pages::chat_pulses))
        .layer(
            ServiceBuilder::new().layer(every.clone()).layer(people.clone()).layer(from_fn(session::refuse_strangers)),
        );
    let pages = pages::page_routes()
        .route(patchbay_app::paths::THEME, post(pages::choose_theme))
        .route(patchbay_app::paths::LANGUAGE, post(pages::choose_language))
        .fallback(not_routed)
        .layer(ServiceBuilder::new().layer(every.clone()).layer(people));
    let visitors = with_own_tokens(faces::webchat::routes()).0.layer(
        ServiceBuilder::new().layer(every.clone()).layer(from_fn_with_state(state.clone(), faces::webchat::meet)),
    );
    let inbound = with_own_tokens(faces::sms::routes()).0;
    let dialects = faces::twoway::routes().merge(faces::omnichannel::routes()).merge(inbound).layer(every.clone());
    // No sessions: probes and documentation must work without a database.
    let operation = operation_routes(&state, &document).layer(every);
    Router::new()
        .merge(pages)
        .merge(api)
        .merge(functions)
        .merge(visitors)
        .merge(dialects)
        .merge(operation)
        .with_state(state)
}

fn takes_plain_only(request: &Request) -> bool {
    !request.headers().contains_key(header::ACCEPT_ENCODING)
}

/// Probes and metrics alone, for a process without a web side.
pub fn probes(state: AppState) -> Router {
    probe_routes(&state).layer(from_fn_with_state(state.clone(), frame::frame)).with_state(state)
}

/// The API's routes and the document that describes them.
pub fn api() -> (Router<AppState>, OpenApi) {
    let version_1 = OpenApiRouter::new()
        .merge(admin::routes())
        .merge(faces::callbox::routes())
        .merge(faces::events::routes())
        .merge(operation::egress_routes());
    let (router, mut document) =
        OpenApiRouter::with_openapi(openapi::skeleton()).nest("/api/v1", version_1).split_for_parts();
    openapi::complete(&mut document);
    document.merge(with_own_tokens(faces::webchat::routes()).1);
    document.merge(with_own_tokens(faces::sms::routes()).1);
    (router, document)
}

/// Routes of the API whose callers have tokens of their own, neither keys nor sessions, and the document that describes them.
fn with_own_tokens(routes: OpenApiRouter<AppState>) -> (Router<AppState>, OpenApi) {
    let (router, mut document) = OpenApiRouter::new().nest("/api/v1", routes).split_for_parts();
    openapi::tell_problems(&mut document);
    (router, document)
}

/// What needs no session, and so no database.
fn operation_routes(state: &AppState, document: &OpenApi) -> Router<AppState> {
    probe_routes(state)
        .route("/pkg/{*file}", get(pages::hashed_file))
        .route("/callbox/demo", get(pages::callbox_demo))
        .route("/callbox/sandbox", get(pages::callbox_sandbox))
        .route("/callbox/embed", get(pages::callbox_embed))
        .route("/chat/{callCenterId}/{channel}", get(faces::webchat::page))
        .route("/chat-files/{name}", get(faces::webchat::file))
        .merge(operation::docs_routes(document))
}

fn probe_routes(state: &AppState) -> Router<AppState> {
    let metrics = get(operation::metrics).layer(from_fn_with_state(state.clone(), caller::recognise));
    Router::new()
        .route("/healthz", get(operation::healthz))
        .route("/readyz", get(operation::readyz))
        .route("/metrics", metrics)
}

/// An unknown address of the API is a problem, any other a file or a page.
async fn not_routed(State(state): State<AppState>, session: tower_sessions::Session, request: Request) -> Response {
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
