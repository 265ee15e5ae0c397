//! The administration API (spec/api.md): everything that the portal can do, one thin file per noun. A handler reads the
//! request, asks the portal once, and writes the answer; rights, transaction and audit are the portal's.

mod adapter_tokens;
mod adapters;
mod audit;
mod call_centers;
mod channels;
mod endpoint_runs;
mod endpoints;
mod event_integration_documents;
mod event_integrations;
mod event_matching;
mod gallery;
mod integrators;
mod keys;
mod parameters;
mod private_code;
mod queue_health;
mod queues;
mod template_changes;
mod template_documents;
mod templates;
mod users;

use crate::state::AppState;
use crate::version::Versioned;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::Portal;
use patchbay_model::id::Version;
use serde::Serialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// What a handler asks.
type AnyPortal = Arc<dyn Portal>;

/// Every route of the administration, below `/api/v1`.
#[must_use]
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(call_centers::routes())
        .merge(templates::routes())
        .merge(template_documents::routes())
        .merge(template_changes::routes())
        .merge(parameters::routes())
        .merge(private_code::routes())
        .merge(gallery::routes())
        .merge(endpoints::routes())
        .merge(endpoint_runs::routes())
        .merge(integrators::routes())
        .merge(queues::routes())
        .merge(channels::routes())
        .merge(adapters::routes())
        .merge(adapter_tokens::routes())
        .merge(event_integrations::routes())
        .merge(event_integration_documents::routes())
        .merge(event_matching::routes())
        .merge(queue_health::routes())
        .merge(users::routes())
        .merge(keys::routes())
        .merge(audit::routes())
}

/// 201 with where the new object is and its version.
fn created<T: Serialize>(location: String, body: T, version: Version) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, location)], Versioned { body, version }).into_response()
}
